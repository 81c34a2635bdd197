import type { NotebookPanel } from '@jupyterlab/notebook';
import { beforeEach, expect, test, vi } from 'vitest';
import { element } from '../src/elements';
import { fieldIn, leadTo } from '../src/front';

let page: HTMLElement;
let panel: NotebookPanel;

beforeEach(() => {
  vi.useFakeTimers();
  Element.prototype.scrollIntoView = vi.fn();
  page = document.createElement('div');
  document.body.replaceChildren(page);
  panel = { node: page, isVisible: true, isDisposed: false } as unknown as NotebookPanel;
});

/** A page with these forms; each is said by the places of its fields. */
function filled(...forms: string[][]): void {
  const made = forms.map(locs => {
    const form = element('div', { class: 'workbook-form' });
    form.append(...locs.map(loc => element('input', { class: 'wf-control', 'data-loc': loc })));
    return form;
  });
  page.replaceChildren(...made);
}

test('a field is found in the last form that has it, else the first of its rows', () => {
  filled(['lines.0.what', 'lines.1.what'], ['lines.0.what', 'lines.0.by'], ['learned']);
  const [, now] = page.querySelectorAll('.workbook-form');
  expect(fieldIn(page, 'learned')?.dataset['loc']).toBe('learned');
  for (const wanted of ['lines', 'lines.0.what', 'lines.7.what']) {
    expect(fieldIn(page, wanted)?.parentElement).toBe(now);
  }
  expect(fieldIn(page, 'nothing')).toBeNull();
});

test('a page is waited for until it is laid out', () => {
  let ready = false;
  leadTo({ ...panel, isVisible: false } as NotebookPanel, 'lines', () => true);
  expect(vi.getTimerCount()).toBe(1);
  leadTo(panel, 'lines', () => ready);
  filled(['lines.0.what']);
  vi.advanceTimersByTime(1000);
  expect(document.activeElement).toBe(document.body);
  ready = true;
  vi.advanceTimersByTime(1000);
  expect(document.activeElement).toBe(page.querySelector('input'));
  expect(vi.getTimerCount()).toBe(1);
});

test.each(['pointerdown', 'keydown', 'wheel'])('after a %s it leads nowhere any more', act => {
  leadTo(panel, 'lines', () => page.childElementCount > 0);
  window.dispatchEvent(new Event(act));
  filled(['lines.0.what']);
  vi.advanceTimersByTime(1000);
  expect(document.activeElement).toBe(document.body);
  expect(vi.getTimerCount()).toBe(0);
});

test('a page that has gone is not waited for', () => {
  leadTo({ ...panel, isDisposed: true } as NotebookPanel, 'lines', () => false);
  expect(vi.getTimerCount()).toBe(0);
});
