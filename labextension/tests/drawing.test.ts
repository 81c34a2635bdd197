import { beforeEach, expect, test } from 'vitest';
import type { Acts, Shown } from '../src/drawing';
import { parts } from '../src/drawing';
import { redraw } from '../src/redrawing';
import { chen, chosen, pacing, session, standing } from './samples';
import { english } from './words';

const shown: Shown = {
  session,
  standing,
  trouble: '',
  lost: '',
  chosen,
  current: '',
  spoken: 'en',
  open: { saving: 0, stuck: 0 }
};
let done: unknown[] = [];
let host: HTMLElement;
const acts: Acts = {
  open: (page, field) => done.push(['open', page, field]),
  choose: part => done.push(['choose', part]),
  exportPage: () => done.push(['export']),
  retry: () => done.push(['retry']),
  saveAgain: () => done.push(['save']),
  handIn: () => done.push(['hand in']),
  takeIn: () => done.push(['take in']),
  openClass: () => done.push(['class'])
};

beforeEach(() => {
  done = [];
  host = document.createElement('div');
  document.body.replaceChildren(host);
});

function draw(part: Partial<Shown> = {}): void {
  redraw(host, parts({ ...shown, ...part }, acts, english));
}

function keyed(key: string): HTMLElement {
  const there = host.querySelector<HTMLElement>(`[data-key="${key}"]`);
  if (!there) {
    throw new Error(`nothing has the key ${key}`);
  }
  return there;
}

test('before the first answer there is one word, and no empty list', () => {
  draw({ session: null, standing: null });
  expect(host.textContent).toBe('One moment…');
});

test('an empty roster says what to do', () => {
  draw({ session: { ...session, people: [], trainee: '' }, standing: null });
  expect(host.textContent).toContain('nobody on the roster');
  expect(host.querySelector('code')?.textContent).toBe('workbook import roster roster.csv');
});

test('where it is not clear who it is, they are asked', () => {
  draw({ session: { ...session, trainee: '' }, standing: null });
  const select = keyed('trainee') as HTMLSelectElement;
  expect([...select.options].map(one => one.text)).toEqual([
    'Who are you?',
    '陈洁 · 城东支行',
    'Xu Yan · 城东支行'
  ]);
  select.value = 'xu-yan';
  select.dispatchEvent(new Event('change'));
  expect(done).toEqual([['choose', { trainee: 'xu-yan' }]]);
});

test('one person alone is named and not asked', () => {
  draw({ session: { ...session, people: [chen] } });
  expect(host.querySelector('[data-key="trainee"]')).toBeNull();
  expect(host.querySelector('strong')?.textContent).toBe('陈洁');
});

test('a chapter says how far it is, what was found in words, and what waits', () => {
  draw();
  expect(keyed('chapter-pacing').textContent).toBe(
    'Monthly pacing62%◆ 2 must○ 3 could✎ 1 remark waitssaved 12-08 17:05'
  );
  expect(keyed('chapter-prospects').textContent).toBe('Prospects0%');
});

test('the next step and every chapter open their page', () => {
  draw();
  for (const key of ['next', 'chapter-start', 'chapter-prospects']) {
    keyed(key).click();
  }
  expect(done).toEqual([
    ['open', 'pacing', 'targets.0.target'],
    ['open', 'start', ''],
    ['open', 'pacing', 'prospects']
  ]);
});

test('the day says how many are left and done, and opens the list', () => {
  draw();
  expect(keyed('today').textContent).toBe(
    'Today: 9 to contact, 2 doneToday: 2 deals, 3 meetings, 9 calls'
  );
  keyed('today').click();
  expect(done).toEqual([['open', 'start', '']]);
  draw({ standing: { ...standing, today: { left: 0, done: 0, numbers: '' } } });
  expect(keyed('today').textContent).toBe('Today: 0 to contact');
});

test('the page in front is marked for eyes and screen readers', () => {
  draw({ current: 'pacing' });
  const marked = [...host.querySelectorAll<HTMLElement>('[aria-current=page]')];
  expect(marked.map(one => one.dataset['key'])).toEqual(['chapter-pacing']);
});

test('a page that is called otherwise than its tool is marked too', () => {
  const capacity = { ...pacing, chapter: 'capacity', page: 'customers' };
  draw({ current: 'customers', standing: { ...standing, chapters: [pacing, capacity] } });
  const marked = [...host.querySelectorAll<HTMLElement>('[aria-current=page]')];
  expect(marked.map(one => one.dataset['key'])).toEqual(['chapter-capacity']);
});

test('the first page has one row, also where it shows a tool', () => {
  const agenda = { ...pacing, chapter: 'agenda', page: 'start', label: 'Today', completeness: null };
  draw({ current: 'start', standing: { ...standing, chapters: [agenda, pacing] } });
  const rows = [...host.querySelectorAll<HTMLElement>('.jp-Workbook-chapter')];
  expect(rows.map(one => one.dataset['key'])).toEqual(['chapter-agenda', 'chapter-pacing']);
  expect(keyed('chapter-agenda').querySelector('.jp-Workbook-percent')).toBeNull();
});

test('the session’s own month is chosen as empty, so that it moves on with the session', () => {
  draw({ standing: { ...standing, month: '2026-11' } });
  keyed('month1').click();
  keyed('month-1').click();
  expect(done).toEqual([
    ['choose', { month: '' }],
    ['choose', { month: '2026-10' }]
  ]);
});

test('trouble is an alert above what was known, with a way to try again', () => {
  draw({ trouble: 'The server cannot be reached.' });
  expect(host.querySelector('[role=alert]')?.textContent).toBe('The server cannot be reached.');
  expect(host.querySelectorAll('li')).toHaveLength(3);
  keyed('retry').click();
  expect(done).toEqual([['retry']]);
});

test('a stream that is lost is said above what was known; worse trouble is said instead', () => {
  draw({ lost: 'Changes do not come in.' });
  expect(host.querySelector('[role=alert]')?.textContent).toBe('Changes do not come in.');
  expect(host.querySelectorAll('li')).toHaveLength(3);
  draw({ lost: 'Changes do not come in.', trouble: 'The server cannot be reached.' });
  expect(host.querySelector('[role=alert]')?.textContent).toBe('The server cannot be reached.');
});

test('what people typed is text', () => {
  const text = '<img src=x onerror=alert(1)> [a](javascript:b)';
  const label = `<b>${text}</b>`;
  draw({
    standing: { ...standing, chapters: [{ ...pacing, label }], next: { ...standing.next, text } }
  });
  expect(host.querySelector('img, a, b')).toBeNull();
  expect(keyed('next').textContent).toContain(text);
});

test('a save draws the chapters anew and leaves focus and other parts alone', () => {
  draw();
  const month = keyed('month');
  const before = keyed('chapter-pacing');
  before.focus();
  draw({ standing: { ...standing, stamp: 'b', chapters: [{ ...pacing, completeness: 0.7 }] } });
  expect(keyed('month')).toBe(month);
  expect(keyed('chapter-pacing')).not.toBe(before);
  expect(document.activeElement).toBe(keyed('chapter-pacing'));
  expect(keyed('chapter-pacing').textContent).toContain('70%');
});

test('what has not changed is not drawn again', () => {
  draw();
  const before = [...host.querySelectorAll('button, select')];
  draw();
  expect([...host.querySelectorAll('button, select')]).toEqual(before);
});

test('what a form could not save is not called saved, and can be tried again', () => {
  draw({ open: { saving: 1, stuck: 2 } });
  const said = (): string => host.querySelector('.jp-Workbook-saved')?.textContent ?? '';
  expect(said()).toBe('Not everything is saved: 2 forms could not save yet.');
  keyed('save').click();
  expect(done).toEqual([['save']]);
  draw({ open: { saving: 1, stuck: 0 } });
  expect(said()).toBe('Saving…');
  draw({ trouble: 'The server is away.' });
  expect(said()).toContain('Last saved on');
  draw();
  expect(said()).toContain('Everything is saved');
});

test('a class has buttons for its member and for its coach, and none without one', () => {
  draw();
  expect(host.querySelector('[data-key="take-in"]')).toBeNull();
  draw({ session: { ...session, role: 'trainee' } });
  keyed('hand-in').click();
  keyed('take-in').click();
  draw({ session: { ...session, role: 'coach' } });
  keyed('class').click();
  expect(host.querySelector('[data-key="hand-in"]')).toBeNull();
  expect(done).toEqual([['hand in'], ['take in'], ['class']]);
});

test('a class file is asked for where nobody is on the roster', () => {
  draw({ session: { ...session, people: [] }, standing: null });
  keyed('join').click();
  expect(done).toEqual([['take in']]);
});
