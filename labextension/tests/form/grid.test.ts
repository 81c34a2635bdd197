import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Body, Row } from '../../src/form/description';
import { CONTACTS, NOTE, TARGETS } from './samples';
import type { Page } from './wire';
import { at, click, drawOf, here, press, textOf, type } from './wire';

let page: Page;

const start = (targets: Row[], more: Body = {}): void => {
  page = drawOf([TARGETS, CONTACTS], { targets, ...more });
};
const rows = (): unknown => page.form.body['targets'];
const go = (loc: string): void => at(page.root, `targets.${loc}`).focus();
const notice = (): string => textOf(page.root, '.wf-notice');

/** Tab as the browser does it: the key, then the next cell. */
const tab = (to: string): void => {
  press('Tab');
  go(to);
};

/** Paste a text where the person is; whether the browser may do it itself. */
function paste(text: string): boolean {
  const event = new Event('paste', { bubbles: true, cancelable: true });
  Object.assign(event, { clipboardData: { getData: () => text } });
  return document.activeElement?.dispatchEvent(event) ?? true;
}

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  document.body.replaceChildren();
});
afterEach(() => vi.useRealTimers());

describe('the keys of a table', () => {
  beforeEach(() => start([{ note: 'a' }, { note: 'b' }, { note: 'c' }]));

  it('go up and down by arrows, and stop at the ends', () => {
    go('0.note');
    press('ArrowDown');
    expect(here()).toBe('targets.1.note');
    press('ArrowUp');
    press('ArrowUp');
    expect(here()).toBe('targets.0.note');
  });

  it('go down by Enter and up by Shift+Enter', () => {
    go('1.target');
    press('Enter');
    expect(here()).toBe('targets.2.target');
    press('Enter', { shiftKey: true });
    expect(here()).toBe('targets.1.target');
  });

  it('go by Enter to where the row was begun by Tab', () => {
    go('0.indicator');
    tab('0.target');
    tab('0.note');
    press('Enter');
    expect(here()).toBe('targets.1.indicator');
  });

  it('count as begun anew by Tab in each row', () => {
    go('0.target');
    tab('0.note');
    tab('1.indicator');
    tab('1.target');
    press('Enter');
    expect(here()).toBe('targets.2.indicator');
  });

  it('select by Tab what stands in a text, so that typing takes its place', () => {
    go('0.target');
    at(page.root, 'targets.0.note').setSelectionRange(0, 0);
    tab('0.note');
    const { selectionStart, selectionEnd } = at(page.root, 'targets.0.note');
    expect([selectionStart, selectionEnd]).toEqual([0, 1]);
  });

  it('forget where the row was begun when another cell is chosen', () => {
    go('0.indicator');
    tab('0.target');
    go('0.note');
    press('Enter');
    expect(here()).toBe('targets.1.note');
  });

  it('begin a row below the last, unless that is blank', () => {
    go('2.note');
    press('Enter');
    expect(here()).toBe('targets.3.note');
    press('Enter');
    expect(here()).toBe('targets.3.note');
    expect(rows()).toHaveLength(4);
  });

  it('are the input method’s while it has them', () => {
    go('0.note');
    press('Enter', { isComposing: true });
    expect(here()).toBe('targets.0.note');
  });

  it('move a row by Alt and an arrow, and the person with it', () => {
    go('0.note');
    expect(press('ArrowDown', { altKey: true })).toBe(false);
    expect(rows()).toEqual([{ note: 'b' }, { note: 'a' }, { note: 'c' }]);
    expect(here()).toBe('targets.1.note');
    press('ArrowUp', { altKey: true });
    press('ArrowUp', { altKey: true });
    expect(rows()).toEqual([{ note: 'a' }, { note: 'b' }, { note: 'c' }]);
  });

  it('remove a row by Alt+Delete, and leave one blank row', () => {
    for (const left of [['b', 'c'], ['c'], [undefined]]) {
      go('0.note');
      press('Delete', { altKey: true });
      expect((rows() as Row[]).map(({ note }) => note)).toEqual(left);
    }
  });

  it('open the columns below a row by Alt+Enter, and close them', () => {
    go('1.note');
    press('Enter', { altKey: true });
    expect(here()).toBe('targets.1.why');
    press('Enter', { altKey: true });
    expect(here()).toBe('targets.1.indicator');
    expect(page.root.querySelector('[data-loc="targets.1.why"]')).toBeNull();
  });

  it('do not reach the page around', () => {
    const heard = vi.fn();
    document.body.addEventListener('keydown', heard);
    go('0.note');
    press('x');
    document.body.removeEventListener('keydown', heard);
    expect(heard).not.toHaveBeenCalled();
  });

  it('take back typing in a cell by Escape', () => {
    type(page.root, 'targets.0.note', 'other');
    press('Escape');
    expect(rows()).toEqual([{ note: 'a' }, { note: 'b' }, { note: 'c' }]);
  });
});

describe('a table', () => {
  it('has a row to begin with, which is not saved', () => {
    start([]);
    expect(at(page.root, 'targets.0.note').value).toBe('');
    vi.advanceTimersByTime(5000);
    expect(page.wire.sent).toEqual([]);
  });

  it('counts the rows that are filled, as they are filled', () => {
    start([{ note: 'a' }, {}]);
    expect(textOf(page.root, '.wf-count')).toBe('1 rows');
    type(page.root, 'targets.1.note', 'b');
    expect(textOf(page.root, '.wf-count')).toBe('2 rows');
  });

  it('of many rows is turned over like pages', () => {
    const many = Array.from({ length: 120 }, (_, n) => ({ note: `n${n}` }));
    page = drawOf([{ ...TARGETS, columns: [NOTE] }], { targets: many });
    const shown = (): string => textOf(page.root, '.wf-pager').replace(/[‹›]/g, '');
    expect(shown()).toBe('1–100 / 120');
    go('99.note');
    press('ArrowDown');
    expect([shown(), here()]).toEqual(['101–120 / 120', 'targets.100.note']);
    click(page.root, '‹');
    expect([shown(), here()]).toEqual(['1–100 / 120', 'targets.0.note']);
  });

  it('is shown at the row that the kernel leads to', () => {
    start([{}, { note: 'b' }, {}]);
    page.wire.leadTo('targets', 2);
    expect(here()).toBe('targets.2.indicator');
  });

  it('shows the help of the column that is filled in', () => {
    start([{}]);
    go('0.target');
    expect(textOf(page.root, '.wf-tip')).toBe('目标 · 本月要做到的数');
    go('0.note');
    expect(textOf(page.root, '.wf-tip')).toBe('');
  });

  it('shows what each number counts, by the indicator of its row', () => {
    start([{ indicator: 'aum', target: '50' }]);
    const unit = (): HTMLElement | null =>
      at(page.root, 'targets.0.target').parentElement?.querySelector<HTMLElement>('.wf-unit') ??
      null;
    expect(unit()?.textContent).toBe('万元');
    type(page.root, 'targets.0.indicator', 'opened');
    expect(unit()?.textContent).toBe('户');
    expect(unit()?.hidden).toBe(false);
    type(page.root, 'targets.0.target', '50户');
    expect(unit()?.hidden).toBe(true);
  });
});

describe('a paste', () => {
  it('of one cell is the browser’s', () => {
    start([{}]);
    go('0.note');
    expect(paste('one')).toBe(true);
    expect(rows()).toEqual([{}]);
  });

  it('of more goes on from the cell, makes rows, and is saved', () => {
    start([{ note: 'kept' }]);
    go('0.indicator');
    expect(paste('AUM\t50\n开户数\t30\n')).toBe(false);
    const body = {
      targets: [
        { indicator: 'aum', target: '50', note: 'kept' },
        { indicator: 'opened', target: '30' }
      ]
    };
    expect(rows()).toEqual(body.targets);
    expect(notice()).toBe('pasted 2');
    expect(at(page.root, 'targets.1.target').value).toBe('30');
    vi.advanceTimersByTime(500);
    expect(page.wire.last.body).toEqual(body);
  });

  it('with headings and a unit moves amounts into the column’s unit, and no counts', () => {
    start([{}]);
    go('0.note');
    paste('目标（元）\t指标\t来源\n500000\tAUM\tx\n30\t开户\ty\n合计\t\t');
    expect(rows()).toEqual([
      { indicator: 'aum', target: '50' },
      { indicator: 'opened', target: '30' }
    ]);
    expect(notice()).toBe('pasted 2 paste_unknown 来源 paste_totals');
  });

  it('says what found no room', () => {
    start([{}]);
    go('0.note');
    paste('a\tb\tc\n');
    expect(notice()).toBe('pasted 1 paste_cut 1');
    expect(rows()).toEqual([{ note: 'a', why: 'b' }]);
  });
});
