import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Table } from '../../src/form/description';
import { column, single } from './samples';
import type { Page } from './wire';
import { at, drawOf, here, press, textOf, type } from './wire';

// jsdom has no layer above the page.
HTMLElement.prototype.showPopover = () => undefined;
HTMLElement.prototype.hidePopover = () => undefined;

const ROWS: Table = {
  name: 'prospects',
  kind: 'rows',
  label: '储备',
  help: '',
  example: '',
  columns: [
    column('customer', { label: '客户号', offers: 'customers' }),
    column('age', { label: '年龄' }),
    column('gender', { label: '性别', main: false }),
    column('note', { label: '备注' })
  ]
};
const TRY = single('try_customer', { offers: 'customers' });
const FOUND = [
  { number: 'K41', facts: '41 岁 · 100 万元', row: { customer: 'K41', age: '41', gender: 'female' } },
  { number: 'K7', facts: '62 岁', row: { customer: 'K7', age: '62', opened: '2020-01-01' } }
];

let page: Page;

const options = (): string[] =>
  [...page.root.querySelectorAll('[role=option]')].map(one => one.textContent);
const isOpen = (): boolean => page.root.querySelector('[aria-expanded=true]') !== null;
const lit = (): string => textOf(page.root, '[aria-selected=true]');
const rows = (): unknown => page.form.body['prospects'];
const asked = (): string[] =>
  page.wire.sent.filter(one => one.type === 'customers').map(one => one.text ?? '');

/** The kernel answers the last question about customers. */
function answer(customers: readonly object[] = FOUND): void {
  const last = page.wire.sent.filter(one => one.type === 'customers').at(-1);
  page.wire.answer({ type: 'customers', customers } as never, last);
}

function open(loc = 'prospects.0.customer', text = 'K'): void {
  at(page.root, loc).focus();
  type(page.root, loc, text);
  vi.advanceTimersByTime(200);
  answer();
}

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  document.body.replaceChildren();
  page = drawOf([ROWS, TRY], { prospects: [{ note: 'a' }] });
});
afterEach(() => vi.useRealTimers());

describe('customers on offer', () => {
  it('are asked for once the person pauses, and at once in an empty cell', () => {
    at(page.root, 'prospects.0.customer').focus();
    vi.advanceTimersByTime(200);
    type(page.root, 'prospects.0.customer', 'K');
    vi.advanceTimersByTime(100);
    type(page.root, 'prospects.0.customer', 'K4');
    vi.advanceTimersByTime(200);
    expect(asked()).toEqual(['', 'K4']);
  });

  it('are not asked for where no customer is typed', () => {
    at(page.root, 'prospects.0.note').focus();
    type(page.root, 'prospects.0.note', 'K4');
    vi.advanceTimersByTime(200);
    expect(asked()).toEqual([]);
  });

  it('stand below the cell with what tells them apart', () => {
    open();
    expect(options()).toEqual(['K4141 岁 · 100 万元', 'K762 岁']);
    expect(isOpen()).toBe(true);
  });

  it('fill the blank cells of the row, and say which', () => {
    open();
    press('ArrowDown');
    expect(lit()).toContain('K41');
    press('Enter');
    expect(rows()).toEqual([{ customer: 'K41', age: '41', gender: 'female', note: 'a' }]);
    expect(textOf(page.root, '.wf-notice')).toBe('from_book 年龄、性别');
    expect(here()).toBe('prospects.0.customer');
    expect(isOpen()).toBe(false);
  });

  it('leave alone what was typed', () => {
    page.form.rowsOf('prospects')[0] = { note: 'a', age: '39' };
    open();
    press('ArrowDown');
    press('Enter');
    expect(rows()).toEqual([{ customer: 'K41', age: '39', gender: 'female', note: 'a' }]);
  });

  it('are taken by the mouse, in a field of its own too', () => {
    open('try_customer', '7');
    const second = page.root.querySelectorAll('[role=option]')[1];
    second?.dispatchEvent(new MouseEvent('mousedown', { bubbles: true }));
    expect(page.form.body['try_customer']).toBe('K7');
  });

  it('close on Escape, and Escape once more is the cell’s', () => {
    open();
    press('Escape');
    expect(isOpen()).toBe(false);
    expect(page.form.body['prospects']).toEqual([{ customer: 'K', note: 'a' }]);
  });

  it('leave Enter to the table where none was chosen', () => {
    open();
    press('Enter');
    expect(here()).toBe('prospects.1.customer');
    expect(isOpen()).toBe(false);
  });

  it('do not open for an answer that comes too late', () => {
    at(page.root, 'prospects.0.customer').focus();
    type(page.root, 'prospects.0.customer', 'K');
    vi.advanceTimersByTime(200);
    at(page.root, 'prospects.0.note').focus();
    answer();
    expect(isOpen()).toBe(false);
  });

  it('do not open where there are none, or only the one that stands there', () => {
    for (const none of [[], [FOUND[1] ?? {}]]) {
      at(page.root, 'prospects.0.note').focus();
      at(page.root, 'prospects.0.customer').focus();
      type(page.root, 'prospects.0.customer', 'K7');
      vi.advanceTimersByTime(200);
      answer(none);
      expect(isOpen()).toBe(false);
    }
    expect(asked()).toEqual(['K7', 'K7']);
  });
});
