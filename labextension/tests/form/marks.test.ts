import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Problem, Row } from '../../src/form/description';
import { CONTACTS, TARGETS } from './samples';
import type { Page } from './wire';
import { at, drawOf, here, press, textOf, type } from './wire';

let page: Page;

const start = (targets: Row[]): void => {
  page = drawOf([TARGETS, CONTACTS], { targets });
};
const go = (loc: string): void => at(page.root, `targets.${loc}`).focus();

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  document.body.replaceChildren();
});
afterEach(() => vi.useRealTimers());

describe('what is wrong', () => {
  const wrong: Problem = { loc: ['targets', 0, 'target'], kind: 'number', text: 'no number' };
  const gap: Problem = { loc: ['targets', 0, 'indicator'], kind: 'missing', text: 'missing' };
  const messages = (): (string | null)[] =>
    [...page.root.querySelectorAll('.wf-message')].map(one => one.textContent);
  const frame = async (): Promise<void> => void (await vi.advanceTimersByTimeAsync(20));

  beforeEach(() => {
    start([{}, {}]);
    type(page.root, 'targets.0.target', 'twelve');
    vi.advanceTimersByTime(500);
  });

  it('is not said in the cell where the person is, nor gaps in its row, and then at the cells', async () => {
    page.wire.saved(1, [wrong, gap]);
    expect(messages()).toEqual([]);
    go('1.note');
    await frame();
    expect(messages()).toEqual(['missing', 'no number']);
    const cell = at(page.root, 'targets.0.target');
    expect(cell.getAttribute('aria-invalid')).toBe('true');
    expect(document.getElementById(cell.getAttribute('aria-describedby') ?? '')?.textContent).toBe(
      'no number'
    );
    expect(textOf(page.root, '.wf-summary')).toBe('errors_count 2');
  });

  it('stands below its own column, the first column directly below the row', async () => {
    page.wire.saved(1, [gap, wrong]);
    go('1.note');
    await frame();
    const lines = [...page.root.querySelectorAll<HTMLTableRowElement>('.wf-said')];
    const said = lines.map(({ cells }) => [cells[0]?.colSpan, cells[1]?.textContent]);
    expect(said).toEqual([
      [1, 'missing'],
      [2, 'no number']
    ]);
  });

  it('stays said when the person comes back, and goes once it is right', async () => {
    page.wire.saved(1, [wrong]);
    go('1.note');
    await frame();
    go('0.target');
    await frame();
    expect(messages()).toEqual(['no number']);
    type(page.root, 'targets.0.target', '12');
    vi.advanceTimersByTime(500);
    page.wire.saved(2, []);
    expect(messages()).toEqual([]);
    expect(at(page.root, 'targets.0.target').hasAttribute('aria-invalid')).toBe(false);
  });

  it('is found from the line above, wherever it is', async () => {
    page.wire.saved(1, [{ loc: ['contacts'], kind: 'number', text: 'c' }, wrong]);
    go('1.note');
    await frame();
    page.root.querySelector<HTMLElement>('.wf-summary')?.click();
    expect(here()).toBe('targets.0.target');
  });

  it('of a single field stands below it, and its help is read again afterwards', async () => {
    at(page.root, 'contacts').focus();
    page.wire.saved(1, [{ loc: ['contacts'], kind: 'number', text: 'no count' }]);
    go('1.note');
    await frame();
    const control = at(page.root, 'contacts');
    expect(messages()).toEqual(['no count']);
    expect(control.getAttribute('aria-describedby')).toMatch(/contacts\.message$/);
    page.wire.change({ problems: [] });
    expect(control.getAttribute('aria-describedby')).toMatch(/contacts\.help$/);
  });

  it('is not what only says how a number was read, which goes when it is typed over', () => {
    page.wire.saved(1, [{ loc: ['targets', 0, 'target'], kind: 'echo', text: '= 12' }]);
    expect(textOf(page.root, '.wf-echo')).toBe('= 12');
    expect(textOf(page.root, '.wf-summary')).toBe('');
    type(page.root, 'targets.0.target', '13');
    expect(page.root.querySelector('.wf-echo')).toBeNull();
  });

  it('is forgotten where rows move', async () => {
    page.wire.saved(1, [wrong]);
    go('1.note');
    await frame();
    press('ArrowUp', { altKey: true });
    expect(messages()).toEqual([]);
  });
});
