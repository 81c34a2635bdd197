import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Remark, Row } from '../../src/form/description';
import { differingRows } from '../../src/form/compare';
import type { Version } from '../../src/form/wire';
import type { Page } from './wire';
import { click, draw, textOf } from './wire';

let page: Page;

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  document.body.replaceChildren();
});
afterEach(() => vi.useRealTimers());

describe('rows that differ', () => {
  const rows = (...notes: string[]): Row[] => notes.map(note => ({ note }));
  const numbers = (left: string[], right: string[]): number[][] =>
    differingRows(rows(...left), rows(...right)).map(lines => lines.map(({ n }) => n));

  it.each([
    [['a', 'b', 'c'], ['a', 'x', 'c'], [2], [2]],
    [
      ['a', 'b', 'c', 'd'],
      ['x', 'b', 'c', 'y'],
      [1, 4],
      [1, 4]
    ],
    [['a', 'c'], ['a', 'b', 'c'], [], [2]],
    [['a', 'b', 'c'], ['a'], [2, 3], []],
    [['a', 'a'], ['a', 'a', 'a'], [], [3]],
    [['a'], ['a'], [], []]
  ])('between %j and %j have their numbers', (left, right, mine, theirs) => {
    expect(numbers(left, right)).toEqual([mine, theirs]);
  });
});

describe('the history', () => {
  const version = (number: number): Version => ({
    version: number,
    saved_at: `14:0${number}`,
    author: 'chen'
  });
  const told = {
    type: 'history',
    versions: [3, 2, 1].map(version),
    sittings: [
      { versions: [3, 2], begun: '14:02', ended: '14:03', author: 'chen', changes: ['每天几位'] },
      { versions: [1], begun: '14:01', ended: '14:01', author: 'chen', changes: [] }
    ]
  } as const;

  beforeEach(() => {
    page = draw({ value: { contacts: '15', answer: 'a' }, version: 3 });
    click(page.root, 'history');
    expect(page.wire.last.type).toBe('history');
    page.wire.answer(told);
  });

  const pick = (at: number): void =>
    [...page.root.querySelectorAll<HTMLElement>('.wf-version')][at]?.click();

  it('has a line for each sitting, and for each save in it', () => {
    const lines = [...page.root.querySelectorAll('.wf-version')].map(one => one.textContent);
    expect(lines).toEqual(['sitting_line', 'history_line', 'history_line', 'history_line']);
    const changes = [...page.root.querySelectorAll('.wf-changes')].map(one => one.textContent);
    expect(changes).toEqual(['每天几位', 'sitting_same']);
    expect(document.activeElement?.textContent).toBe('sitting_line');
  });

  it('shows how a version differs from the present one', () => {
    pick(3);
    expect(page.wire.last).toMatchObject({ type: 'recall', version: 1 });
    page.wire.recalled({ contacts: '12', answer: 'a' });
    const cells = [...page.root.querySelectorAll('.wf-preview td')].map(one => one.textContent);
    expect(cells).toEqual(['12', '15']);
    const pressed = [...page.root.querySelectorAll('[aria-pressed=true]')];
    expect(pressed).toHaveLength(1);
  });

  it('brings a version back as a new one', () => {
    pick(3);
    page.wire.recalled({ contacts: '12', answer: 'a' });
    click(page.root, 'restore');
    expect(page.wire.last).toMatchObject({
      type: 'save',
      body: { contacts: '12', answer: 'a' },
      based_on: 3
    });
    expect(page.root.querySelector<HTMLElement>('.wf-panel')?.hidden).toBe(true);
  });

  it('says so where a version is as the present one', () => {
    pick(0);
    page.wire.recalled({ contacts: '15', answer: 'a', elsewhere: 'x' });
    expect(textOf(page.root, '.wf-preview p')).toBe('current');
  });

  it('is closed by the same button', () => {
    click(page.root, 'history');
    expect(page.root.querySelector('.wf-version')).toBeNull();
  });
});

describe('a remark of the coach', () => {
  const remark: Remark = {
    number: 7,
    field: 'contacts',
    field_label: '每天几位',
    author: '林老师',
    at: '12-08 09:00',
    text: '<b>谁先？</b>',
    open: true,
    answers: []
  };
  const KEY = 'workbook/chen-jie/plan/reply/7';
  const box = (): HTMLTextAreaElement => {
    const found = page.root.querySelector<HTMLTextAreaElement>('.wf-answer');
    if (!found) {
      throw new Error('no box for an answer');
    }
    return found;
  };
  const write = (text: string): void => {
    click(page.root, 'reply');
    box().value = text;
    box().dispatchEvent(new Event('input', { bubbles: true }));
  };
  const answers = (): number => page.wire.sent.filter(({ type }) => type === 'answer').length;

  beforeEach(() => {
    page = draw({ remarks: [remark], version: 1 });
  });

  it('stands beside its field, as text', () => {
    const beside = page.root.querySelector('[data-loc=contacts]')?.closest('.wf-beside');
    expect(beside?.querySelector('.wf-says')?.textContent).toBe('<b>谁先？</b>');
    expect(beside?.querySelector('.wf-speaker')?.textContent).toBe('林老师 · 12-08 09:00');
  });

  it('on a field that is not here stands above all', () => {
    page.wire.change({ remarks: [{ ...remark, field: 'elsewhere' }] });
    expect(textOf(page.root, '.wf-content > .wf-remarks .wf-says')).toBe('<b>谁先？</b>');
    expect(page.root.querySelectorAll('.wf-remark')).toHaveLength(1);
  });

  it('that is new is named, and does not move what somebody writes in', () => {
    write('in the middle');
    const before = box();
    page.wire.change({ remarks: [remark, { ...remark, number: 8, field_label: '排法' }] });
    expect(textOf(page.root, '.wf-notice')).toBe('remark_new 排法');
    expect(box()).toBe(before);
    expect(box().value).toBe('in the middle');
  });

  it('is answered once, under one id, however often it has to be sent', () => {
    write('张总');
    click(page.root, 'reply_send');
    vi.advanceTimersByTime(4000);
    expect(textOf(page.root, '.wf-remark .wf-message')).toBe('reply_offline');
    expect(answers()).toBe(2);
    expect(new Set(page.wire.sent.map(({ id }) => id)).size).toBe(1);
    page.wire.answer({ type: 'answered' });
    expect(textOf(page.root, '.wf-sent')).toBe('reply_sent');
    expect([box().value, localStorage.getItem(KEY)]).toEqual(['', null]);
    vi.advanceTimersByTime(600_000);
    expect(answers()).toBe(2);
  });

  it('keeps an answer that was refused, and says why', () => {
    write('张总');
    click(page.root, 'reply_send');
    page.wire.answer({ type: 'refused', text: 'the disk is full' });
    expect(textOf(page.root, '.wf-remark .wf-message')).toBe('reply_refused the disk is full');
    expect([box().value, box().readOnly]).toEqual(['张总', false]);
    expect(localStorage.getItem(KEY)).toBe('张总');
  });

  it('has what was typed before, unless that had arrived', () => {
    write('张总');
    page.root.remove();
    page = draw({ remarks: [remark], version: 1 });
    expect([box().value, box().closest<HTMLElement>('.wf-replybox')?.hidden]).toEqual([
      '张总',
      false
    ]);
    page.root.remove();
    const said = { author: '陈洁', at: '12-08 10:00', text: '张总' };
    page = draw({ remarks: [{ ...remark, answers: [said] }], version: 1 });
    expect([box().value, localStorage.getItem(KEY)]).toEqual(['', null]);
  });

  it('goes when the coach takes it back', () => {
    page.wire.change({ remarks: [] });
    expect(page.root.querySelector('.wf-remark')).toBeNull();
    const places = [...page.root.querySelectorAll<HTMLElement>('.wf-remarks')];
    expect(places.every(place => place.hidden)).toBe(true);
  });
});

describe('news of the coach', () => {
  let seen: (isIntersecting: boolean) => void;
  const asked = (): number => page.wire.sent.filter(({ type }) => type === 'remarks').length;

  beforeEach(() => {
    // jsdom lays nothing out, so that nothing comes into sight by itself
    vi.stubGlobal(
      'IntersectionObserver',
      class {
        constructor(hear: (entries: { isIntersecting: boolean }[]) => void) {
          seen = isIntersecting => hear([{ isIntersecting }]);
        }
        observe(): void {}
        disconnect(): void {}
      }
    );
    page = draw({ keeps_remarks: true, version: 1 });
  });

  it('are asked for every twenty seconds while the form is in sight', () => {
    vi.advanceTimersByTime(60_000);
    expect(asked()).toBe(0);
    seen(true);
    expect(asked()).toBe(1);
    page.wire.answer({ type: 'remarks' });
    vi.advanceTimersByTime(20_000);
    expect(asked()).toBe(2);
    page.wire.answer({ type: 'remarks' });
    seen(false);
    vi.advanceTimersByTime(60_000);
    expect(asked()).toBe(2);
  });

  it('are not asked for twice before an answer, for two minutes', () => {
    seen(true);
    vi.advanceTimersByTime(20_000);
    expect(asked()).toBe(1);
    vi.advanceTimersByTime(100_000);
    expect(asked()).toBe(1);
    vi.advanceTimersByTime(40_000);
    expect(asked()).toBe(2);
  });

  it('that cannot be read are no news, and asked for again', () => {
    seen(true);
    vi.advanceTimersByTime(20_000);
    page.wire.answer({ type: 'refused', text: 'the disk is full' });
    expect(textOf(page.root, '.wf-notice')).toBe('');
    vi.advanceTimersByTime(20_000);
    expect(asked()).toBe(2);
  });

  it('are not asked for once the form is gone', () => {
    seen(true);
    page.form.stop();
    vi.advanceTimersByTime(600_000);
    expect(asked()).toBe(0);
  });
});
