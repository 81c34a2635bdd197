import { describe, expect, it } from 'vitest';
import { fromBase64, inBase64, ours } from '../../src/class/files';
import { nextUnread, sums, table } from '../../src/class/table';
import type { ClassMember, ClassState } from '../../src/contract';
import { english } from '../words';

const wang: ClassMember = {
  id: 't1001',
  name: '<b>王芳</b>',
  branch: '云溪支行',
  times: 2,
  last: '12-09 08:11',
  pages: [
    { page: 'pacing', filled: true },
    { page: 'journey', filled: false }
  ],
  unread: 2,
  returned: '',
  keys: [],
  reminder: 'Hello Wang Fang'
};
const li: ClassMember = { ...wang, id: 't1002', name: '李明', times: 0, last: '', unread: 0 };
const state: ClassState = {
  role: 'coach',
  cohort: '冬季班',
  cohorts: ['冬季班'],
  coach: '关宁',
  months: ['2026-12'],
  month: '2026-12',
  people: [wang, li],
  reminder: 'Hello everybody'
};

function drawn(people: ClassMember[]): [HTMLElement, unknown[]] {
  const done: unknown[] = [];
  const acts = {
    open: (one: ClassMember) => done.push(['open', one.id]),
    giveBack: (one: ClassMember) => done.push(['return', one.id]),
    accept: (one: ClassMember) => done.push(['accept', one.id]),
    remind: (text: string) => done.push(['remind', text])
  };
  return [table({ ...state, people }, acts, english), done];
}

function press(node: HTMLElement, text: string): void {
  const found = [...node.querySelectorAll('button')].find(one => one.textContent === text);
  if (!found) {
    throw new Error(`no button ${text}`);
  }
  found.click();
}

describe('the class', () => {
  it('is counted once', () => {
    const found = sums(state.people);
    expect([found.people, found.begun, found.complete, found.unread]).toEqual([2, 1, 0, 2]);
    expect(found.missing).toEqual([li]);
    expect(nextUnread(state.people)).toBe(wang);
    expect(nextUnread([li])).toBeUndefined();
  });

  it('has a line for everybody, and what somebody is called is text', () => {
    const [node] = drawn(state.people);
    expect(node.querySelectorAll('tbody tr').length).toBe(2);
    expect(node.querySelector('b')).toBeNull();
    expect(node.textContent).toContain('<b>王芳</b>');
    expect(node.querySelectorAll('.jp-mod-filled').length).toBe(2);
    expect(node.querySelector('.jp-mod-missing')?.textContent).toContain('李明');
  });

  it('offers the next step of each person', () => {
    const [node, done] = drawn([wang, li, { ...wang, id: 't1003', keys: ['12ab-34cd'] }]);
    press(node, 'Read 2');
    press(node, 'Return');
    press(node, 'Copy a reminder');
    press(node, 'It is them');
    expect(done).toEqual([
      ['open', 't1001'],
      ['return', 't1001'],
      ['remind', 'Hello Wang Fang'],
      ['accept', 't1003']
    ]);
    expect(node.textContent).toContain('12ab-34cd');
  });
});

describe('files', () => {
  it('go through base64 whole, however long', () => {
    const bytes = Uint8Array.from({ length: 100_003 }, (_, at) => at % 256);
    expect(fromBase64(inBase64(bytes))).toEqual(bytes);
  });

  it('are ours by their names', () => {
    const names = ['2026-12 王芳 第3次.workbook', 'x.WORKBOOK', 'x.xlsx', 'workbook'];
    const files = names.map(name => new File(['x'], name));
    expect(ours(files).map(one => one.name)).toEqual(names.slice(0, 2));
  });
});
