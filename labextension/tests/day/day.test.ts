import { beforeEach, expect, test } from 'vitest';
import type { DayLine, DayList, DoneLine } from '../../src/contract';
import { Day } from '../../src/day/day';
import type { Answer, Asked, Model, State } from '../../src/day/wire';

const STATE: State = {
  words: new Proxy({}, { get: (_, key: string) => key }),
  draft_key: 'store/chen-jie/2026-12-09'
};
const SIGNS = '<img src=x onerror=alert(1)> **b** {n:count}';
const line: DayLine = {
  number: 1,
  customer: 'C0108',
  facts: '女 38 · 52 万',
  why: '145.6 → 135.7 万',
  kind: 'outflow',
  label: '钱走了',
  act: '打电话',
  sentence: '后面哪个月还要用？',
  question: '先问什么',
  avoid: '',
  stop: '说不方便就停',
  approval: '练习用',
  rehearsal: true,
  minutes: 10,
  heed: ['67 岁，先核本人'],
  others: ['明天到期'],
  page: 'journey',
  asks: 'journey',
  field: ''
};
const done: DoneLine = {
  ...line,
  number: 0,
  customer: 'C0211',
  result: 3,
  outcome: 'reached',
  said: '周五再说',
  next_day: '2026-12-11'
};
const list: DayList = {
  chapter: 'agenda',
  label: '今天',
  day: '2026-12-09',
  numbers: '今天：2 单，3 次见面，11 通电话',
  tries: [{ customer: 'C0067', day: '', says: '上次打算用的那一句，用了吗？', page: 'pacing', asks: 'pacing', field: '' }],
  lines: [line, { ...line, number: 2, customer: 'C0119', heed: [], others: [], question: '', stop: '' }],
  done: [done],
  more: ['C0295', 'C0319'],
  left: '勿扰 3 · 投诉未结 2',
  order: { title: '为什么是这个顺序', text: '一\n二' },
  outcomes: [
    { key: 'reached', label: '打通了', tried: '用了，有用', says: '' },
    { key: 'not_reached', label: '没接', tried: '用了，没用', says: '' },
    { key: 'done', label: '办成了', tried: '', says: '' },
    { key: 'not_now', label: '改天', tried: '还没用', says: '' }
  ]
};

let sent: Asked[];
let hear: ((answer: Answer) => void) | undefined;
let away: boolean;
let root: HTMLElement;
let day: Day;

const model: Model = {
  get: name => STATE[name],
  send: content => {
    if (away) {
      throw new Error('no kernel');
    }
    sent.push(content as Asked);
  },
  on: (_, heard) => (hear = heard),
  off: () => (hear = undefined)
};
const one = (selector: string): HTMLElement => {
  const found = root.querySelector<HTMLElement>(selector);
  expect(found, selector).not.toBeNull();
  return found as HTMLElement;
};
const typed = (selector: string, text: string): void => {
  const control = one(selector) as HTMLInputElement;
  control.value = text;
  control.dispatchEvent(new Event('input'));
};
const answer = (now: DayList = list): void => hear?.({ type: 'list', list: now });

beforeEach(() => {
  localStorage.clear();
  document.body.replaceChildren();
  [sent, away, root] = [[], false, document.body.appendChild(document.createElement('div'))];
  day = new Day(model, root);
});

test('the list is asked for, and shows whom, why, what to say, and what came of it', () => {
  expect(sent).toEqual([{ type: 'look' }]);
  expect(one('.wd-status').textContent).toBe('day_looks');
  answer();
  expect(one('.wd-status').textContent).toBe('');
  expect(one('.wd-numbers').textContent).toBe(list.numbers);
  const lines = [...root.querySelectorAll('.wd-line')].map(each => each.textContent ?? '');
  expect(lines).toHaveLength(3);
  for (const part of ['C0108', '女 38', '钱走了 145.6', '打电话', '后面哪个月', '练习用', '67 岁', '先问什么', '明天到期']) {
    expect(lines[0]).toContain(part);
  }
  expect(lines[0]).not.toContain('day_avoid');
  expect(lines[1]).not.toContain('day_more');
  expect(lines[2]).toContain('打通了 · “周五再说” · 2026-12-11');
  expect(root.textContent).toContain('勿扰 3 · 投诉未结 2');
});

test('one tap keeps a result, with the words and the day that were typed beside it', () => {
  answer();
  typed('[data-customer=C0108] input[type=text]', '群里说你们要并了');
  typed('[data-customer=C0108] input[type=date]', '2026-12-11');
  one('[data-customer=C0108] [data-outcome=reached]').click();
  const [, result] = sent;
  expect(result).toEqual({
    type: 'tick',
    customer: 'C0108',
    kind: 'outflow',
    outcome: 'reached',
    said: '群里说你们要并了',
    next_day: '2026-12-11'
  });
  expect(one('.wd-list').hasAttribute('inert')).toBe(true);
  answer({ ...list, lines: list.lines.slice(1) });
  expect(one('.wd-list').hasAttribute('inert')).toBe(false);
  expect(localStorage.length).toBe(0);
});

test('what was typed and not kept is there when the list is drawn again', () => {
  answer();
  typed('[data-customer=C0119] input[type=text]', '改天再说');
  day.stop();
  root.replaceChildren();
  day = new Day(model, root);
  answer();
  expect((one('[data-customer=C0119] input[type=text]') as HTMLInputElement).value).toBe('改天再说');
  expect(one('[data-customer=C0119] .wd-beside').hasAttribute('open')).toBe(true);
});

test('a try is answered by its own words, and an answer without words has no button', () => {
  answer();
  const ways = [...root.querySelectorAll<HTMLElement>('.wd-try button')];
  expect(ways.map(way => way.textContent)).toEqual(['用了，有用', '用了，没用', '还没用']);
  ways[1]?.click();
  expect(sent.at(-1)).toMatchObject({ customer: 'C0067', kind: 'tried', outcome: 'not_reached' });
});

test('a result is taken back', () => {
  answer();
  one('.wd-back').click();
  expect(sent.at(-1)).toEqual({ type: 'back', result: 3 });
});

test('why a result is refused is said, and the words stay', () => {
  answer();
  typed('[data-customer=C0108] input[type=text]', '原话');
  one('[data-customer=C0108] [data-outcome=done]').click();
  hear?.({ type: 'refused', text: '这一天不在日历上' });
  expect(one('.wd-status').textContent).toBe('这一天不在日历上');
  expect((one('[data-customer=C0108] input[type=text]') as HTMLInputElement).value).toBe('原话');
});

test('without a kernel it says that nothing was kept, and one button tries again', () => {
  answer();
  away = true;
  one('[data-customer=C0108] [data-outcome=done]').click();
  expect(one('.wd-status').textContent).toContain('day_cut');
  away = false;
  one('.wd-again').click();
  expect(sent.at(-1)).toMatchObject({ type: 'tick', customer: 'C0108', outcome: 'done' });
  day.cutOff(true);
  expect(one('.wd-status').textContent).toContain('day_cut');
});

test('text is text', () => {
  answer({ ...list, numbers: SIGNS, left: SIGNS, lines: [{ ...line, customer: SIGNS, facts: SIGNS, why: SIGNS, sentence: SIGNS, question: SIGNS, heed: [SIGNS] }] });
  expect(root.querySelector('img')).toBeNull();
  expect(one('.wd-line').textContent).toContain(SIGNS);
});

test('a day without anybody says so', () => {
  answer({ ...list, lines: [], done: [] });
  expect(root.textContent).toContain('day_nobody');
});
