import { describe, expect, it } from 'vitest';
import type { Batch } from '../../src/contract';
import { batchParts, moment } from '../../src/coach/batch_report';
import { redraw } from '../../src/redrawing';
import { english } from '../words';

const HOSTILE = '<img src=x onerror=alert(1)>';
const batch: Batch = {
  id: '0123456789ab',
  state: 'running',
  wanted: { cohort: '2026-winter', month: '2026-12', formats: ['pdf'], languages: ['en'] },
  begun: '2026-12-09T01:00:00+00:00',
  ended: '',
  number: 3,
  total: 1200,
  seconds_left: 600,
  counts: { done: 1, unchanged: 1, failed: 1 },
  pages: [
    { trainee: 'a', chapter: 'pacing', status: 'done', seconds: 1.25, reason: '' },
    { trainee: 'b', chapter: 'pacing', status: 'unchanged', seconds: 0, reason: '' },
    { trainee: 'c', chapter: 'pacing', status: 'failed', seconds: 2, reason: HOSTILE }
  ],
  index: '',
  says: ''
};
const names = { trainee: (id: string) => id.toUpperCase(), page: (key: string) => key };

function drawn(
  part: Partial<Batch>,
  heard: string[] = [],
  host: HTMLElement = document.createElement('div')
): HTMLElement {
  const acts = {
    cancel: () => heard.push('cancel'),
    resume: () => heard.push('resume'),
    pages: () => heard.push('pages')
  };
  redraw(host, batchParts({ ...batch, ...part }, names, acts, english));
  return host;
}

const keys = (host: HTMLElement): (string | undefined)[] =>
  [...host.querySelectorAll<HTMLElement>('[data-key]')].map(one => one.dataset['key']);

describe('a batch', () => {
  it('says how far it is, with a bar, and how long it still takes', () => {
    const host = drawn({});
    expect(host.querySelector('progress')?.value).toBe(3);
    expect(host.querySelector('.jp-WorkbookBatch-far')?.textContent).toBe(
      '3 of 1,200 pages · 1 made, 1 unchanged, 1 failed · About 10 minutes left'
    );
  });

  it('gives the reasons of failed pages as text, and the last pages newest first', () => {
    const host = drawn({});
    expect(host.querySelector('.jp-WorkbookBatch-failed p')?.textContent).toBe(HOSTILE);
    expect(host.querySelector('img')).toBeNull();
    const last = [...host.querySelectorAll('.jp-WorkbookBatch-last li')];
    expect(last.map(one => one.textContent)).toEqual(['Bpacingunchanged', 'Apacing1.3 s']);
  });

  it.each([
    [{}, ['cancel']],
    [{ state: 'stopping' as const }, []],
    [{ state: 'stopped' as const }, ['resume']],
    [{ state: 'done' as const, index: 'index.html' }, ['resume', 'open', 'pack']]
  ])('offers what can be done: %o', (part, expected) => {
    expect(keys(drawn(part))).toEqual(expected);
  });

  it('cancels, and keeps its button and focus while pages come in', () => {
    const heard: string[] = [];
    const host = drawn({}, heard);
    document.body.append(host);
    const cancel = host.querySelector<HTMLElement>('[data-key=cancel]');
    cancel?.focus();
    drawn({ number: 4, pages: [] }, heard, host);
    expect(host.querySelector('progress')?.value).toBe(4);
    expect(document.activeElement).toBe(cancel);
    cancel?.click();
    expect(heard).toEqual(['cancel']);
    host.remove();
  });

  it('says why it failed', () => {
    const host = drawn({ state: 'failed', says: 'No room.' });
    expect(host.querySelector('[role=alert]')?.textContent).toBe('No room.');
  });
});

it('says day and time in China', () => {
  expect(moment('2026-12-03T17:05:00+00:00')).toBe('12-04 01:05');
  expect(moment('')).toBe('');
});
