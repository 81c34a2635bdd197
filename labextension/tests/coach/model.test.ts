import { describe, expect, it } from 'vitest';
import type { Row } from '../../src/contract';
import {
  anchored,
  cell,
  columns,
  different,
  EVERYBODY,
  intoView,
  merged,
  moved,
  ordered,
  passing,
  sameAmong,
  span,
  waiting
} from '../../src/coach/model';

function row(id: string, part: Partial<Row> = {}): Row {
  const whole: Row = {
    id,
    name: id.toUpperCase(),
    branch: '云溪支行',
    coach: 'guan-ning',
    cells: [
      [40, 1, 0, 2, 1],
      [0, 0, 0, 0, 0]
    ],
    saved: '2026-12-03',
    stuck: '',
    remarks: 0,
    failed: ''
  };
  return { ...whole, ...part };
}

const ids = (rows: readonly Row[]): string[] => rows.map(one => one.id);

describe('cell', () => {
  it('reads percent, findings by weight and whether it was begun', () => {
    expect(cell(row('a'), 0)).toEqual({
      percent: 40,
      counts: { must: 1, should: 0, could: 2 },
      begun: true
    });
  });

  it('is null while the row is being worked out', () => {
    expect(cell(row('a', { cells: [] }), 0)).toBeNull();
  });
});

describe('passing', () => {
  const rows = [
    row('chen-jie', { name: '陈洁', stuck: '2026-12-02', remarks: 2 }),
    row('zhou-wei', { name: '周巍', branch: '石桥支行', coach: 'ma-li' }),
    row('fresh', { cells: [[0, 2, 0, 0, 0], [0, 0, 0, 0, 0]] }),
    row('slow', { cells: [] })
  ];
  const found = (part: Partial<typeof EVERYBODY>): string[] =>
    ids(passing(rows, { ...EVERYBODY, ...part }));

  it('lets everybody pass when nothing is asked', () => {
    expect(found({})).toEqual(ids(rows));
  });

  it.each([
    [{ text: ' 周 ' }, ['zhou-wei']],
    [{ text: 'CHEN' }, ['chen-jie']],
    [{ text: '石桥' }, ['zhou-wei']],
    [{ text: '<b>' }, []],
    [{ branch: '石桥支行' }, ['zhou-wei']],
    [{ coach: 'ma-li' }, ['zhou-wei']],
    [{ stuck: true }, ['chen-jie']],
    [{ remarks: true }, ['chen-jie']],
    [{ must: true }, ['chen-jie', 'zhou-wei', 'fresh']],
    [{ must: true, chapter: 1 }, []],
    [{ notBegun: true }, ['fresh']],
    [{ notBegun: true, chapter: 1 }, ['chen-jie', 'zhou-wei', 'fresh']],
    [{ stuck: true, branch: '石桥支行' }, []]
  ])('%o', (part, expected) => {
    expect(found(part)).toEqual(expected);
  });
});

describe('ordered', () => {
  const rows = [
    row('one', { name: '周', saved: '', stuck: '2026-12-04' }),
    row('two', { name: '陈', saved: '2026-12-01' }),
    row('three', { name: '高', saved: '2026-12-05', stuck: '2026-12-01' })
  ];

  it('keeps the order of the roster', () => {
    expect(ordered(rows, 'roster', 'zh-Hans')).toBe(rows);
  });

  it('goes by name in the language of the reader', () => {
    expect(ids(ordered(rows, 'name', 'zh-Hans'))).toEqual(['two', 'three', 'one']);
  });

  it('puts the latest save first, and who never saved last', () => {
    expect(ids(ordered(rows, 'saved', 'en'))).toEqual(['three', 'two', 'one']);
  });

  it('puts who is stuck longest first, and who is not last', () => {
    expect(ids(ordered(rows, 'stuck', 'en'))).toEqual(['three', 'one', 'two']);
  });

  it('leaves the rows that came as they are', () => {
    ordered(rows, 'name', 'en');
    expect(ids(rows)).toEqual(['one', 'two', 'three']);
  });
});

describe('merged', () => {
  it('puts rows in their places, keeps the others as they are, and new ones last', () => {
    const before = [row('a'), row('b')];
    const came = [row('b', { remarks: 3 }), row('c')];
    const after = merged(before, came);
    expect(ids(after)).toEqual(['a', 'b', 'c']);
    expect(after[0]).toBe(before[0]);
    expect(after[1]?.remarks).toBe(3);
  });
});

it('counts the rows that are being worked out, not those that failed', () => {
  const slow = row('b', { cells: [] });
  expect(waiting([row('a'), slow, row('c', { cells: [], failed: 'no' })])).toBe(1);
});

it('offers each value once, sorted, without empty ones', () => {
  expect(different(['b', '', 'a', 'b'], 'en')).toEqual(['a', 'b']);
});

describe('columns', () => {
  const kinds = (found: ReturnType<typeof columns>): string[] => found.map(one => one.kind);

  it('has all of them in a wide view', () => {
    const all = ['name', 'branch', 'chapter', 'chapter', 'saved', 'stuck', 'remarks'];
    expect(kinds(columns(2, EVERYBODY, true))).toEqual(all);
  });

  it('does without branch and last save in a narrow one', () => {
    const found = columns(1, EVERYBODY, false);
    expect(kinds(found)).toEqual(['name', 'chapter', 'stuck', 'remarks']);
  });

  it('has one chapter when one is looked at', () => {
    const found = columns(3, { ...EVERYBODY, chapter: 2 }, false);
    expect(found.filter(one => one.kind === 'chapter')).toEqual([{ kind: 'chapter', chapter: 2 }]);
  });
});

it('finds the same column among others, else the first', () => {
  const wide = columns(2, EVERYBODY, true);
  const narrow = columns(2, EVERYBODY, false);
  expect(sameAmong(wide[3], narrow)).toBe(2);
  expect(sameAmong(wide[1], narrow)).toBe(0);
  expect(sameAmong(undefined, narrow)).toBe(0);
});

describe('span', () => {
  it('has what is in view and a few more on both sides', () => {
    expect(span(1000, 100, 10, 500, 2)).toEqual({ first: 98, last: 112 });
  });

  it('stays within the rows', () => {
    expect(span(0, 100, 10, 5)).toEqual({ first: 0, last: 5 });
    expect(span(9000, 100, 10, 5)).toEqual({ first: 5, last: 5 });
    expect(span(0, 100, 10, 0)).toEqual({ first: 0, last: 0 });
  });

  it('does not grow with the number of rows', () => {
    const { first, last } = span(17000, 600, 34, 1000);
    expect(last - first).toBeLessThan(40);
  });
});

describe('anchored', () => {
  const before = ['a', 'b', 'c', 'd'].map(id => row(id));

  it('keeps the uppermost row where it is when rows above it go or come', () => {
    const without = before.filter(one => one.id !== 'a');
    expect(anchored(25, 10, before, without)).toBe(15);
    expect(anchored(25, 10, before, [row('new'), ...before])).toBe(35);
  });

  it('goes by the next one that stays', () => {
    const without = before.filter(one => one.id !== 'c');
    expect(anchored(25, 10, before, without)).toBe(15);
  });

  it('does nothing when nobody stays', () => {
    expect(anchored(25, 10, before, [])).toBe(25);
  });
});

it('scrolls as little as possible', () => {
  expect(intoView(100, 50, 10, 12)).toBe(100);
  expect(intoView(100, 50, 10, 3)).toBe(30);
  expect(intoView(100, 50, 10, 20)).toBe(160);
});

describe('moved', () => {
  const from = { row: 5, column: 2 };
  const to = (key: string, far = false): unknown => moved(from, key, far, 10, 4, 3);

  it.each([
    ['ArrowUp', false, { row: 4, column: 2 }],
    ['ArrowDown', false, { row: 6, column: 2 }],
    ['ArrowLeft', false, { row: 5, column: 1 }],
    ['ArrowRight', false, { row: 5, column: 3 }],
    ['Home', false, { row: 5, column: 0 }],
    ['End', false, { row: 5, column: 3 }],
    ['Home', true, { row: 0, column: 0 }],
    ['End', true, { row: 9, column: 3 }],
    ['PageUp', false, { row: 2, column: 2 }],
    ['PageDown', false, { row: 8, column: 2 }],
    ['ArrowDown', true, { row: 9, column: 2 }]
  ])('%s, far: %s', (key, far, expected) => {
    expect(to(key, far)).toEqual(expected);
  });

  it('stays at the edge', () => {
    expect(moved({ row: 0, column: 0 }, 'ArrowUp', false, 10, 4, 3)).toEqual({ row: 0, column: 0 });
    const last = { row: 9, column: 3 };
    expect(moved(last, 'PageDown', false, 10, 4, 3)).toEqual(last);
  });

  it('leaves other keys alone', () => {
    expect(to('a')).toBeNull();
    expect(to('Tab')).toBeNull();
  });
});
