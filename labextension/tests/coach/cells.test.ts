import { describe, expect, it } from 'vitest';
import type { Row } from '../../src/contract';
import type { Drawing } from '../../src/coach/cells';
import { cells, cellWords, widths } from '../../src/coach/cells';
import { columns, EVERYBODY } from '../../src/coach/model';
import { english } from '../words';

const HOSTILE = '<img src=x onerror=alert(1)>';
const drawing: Drawing = {
  chapters: [
    { chapter: 'pacing', label: 'Monthly pacing', page: 'pacing' },
    { chapter: 'prospects', label: 'Prospects', page: 'pacing' }
  ],
  month: '2026-12',
  weights: { must: 'Must fix', should: 'Worth fixing', could: 'Could be better' },
  words: english
};
const WIDE = columns(2, EVERYBODY, true);
const chen: Row = {
  id: 'chen-jie',
  name: HOSTILE,
  branch: HOSTILE,
  coach: 'guan-ning',
  cells: [
    [45, 2, 0, 1, 1],
    [0, 1, 0, 0, 0]
  ],
  saved: '2026-12-08',
  stuck: '2025-12-30',
  remarks: 2,
  failed: ''
};

function texts(row: Row): (string | null)[] {
  return cells(row, WIDE, drawing).map(one => one.textContent);
}

describe('a row', () => {
  it('says everything in its columns, and the year only where it is another one', () => {
    const expected = [`${HOSTILE}chen-jie`, HOSTILE, '45%21', '–1', '12-08', '2025-12-30', '2'];
    expect(texts(chen)).toEqual(expected);
  });

  it('holds what people typed as text', () => {
    const made = cells(chen, WIDE, drawing);
    expect(made.flatMap(one => [...one.querySelectorAll('img')])).toEqual([]);
    expect(made[0]?.title).toBe(`${HOSTILE} (chen-jie)`);
  });

  it('has a role and a number for each cell, and none that Tab leads to by itself', () => {
    const made = cells(chen, WIDE, drawing);
    const numbers = made.map(one => one.getAttribute('aria-colindex'));
    expect(numbers).toEqual(['1', '2', '3', '4', '5', '6', '7']);
    const roles = made.map(one => one.getAttribute('role'));
    expect(roles).toEqual(['rowheader', ...Array<string>(6).fill('gridcell')]);
    expect(made.every(one => one.tabIndex === -1)).toBe(true);
  });

  it('says of a chapter how far it is and what was found, in words', () => {
    const [, , pacing, prospects] = cells(chen, WIDE, drawing);
    expect(pacing?.getAttribute('aria-label')).toBe(
      'Monthly pacing: 45% filled in, Must fix 2, Could be better 1'
    );
    expect(prospects?.getAttribute('aria-label')).toBe('Prospects: not begun, Must fix 1');
  });

  it('shows dots while it is being worked out', () => {
    const made = cells({ ...chen, cells: [] }, WIDE, drawing);
    expect(made[2]?.textContent).toBe('…');
    expect(cellWords(null, drawing)).toBe('being worked out');
  });

  it('gives the reason once, across the chapters, where it failed', () => {
    const made = cells({ ...chen, cells: [], failed: HOSTILE }, WIDE, drawing);
    expect(made.length).toBe(6);
    expect(made[2]?.textContent).toBe(HOSTILE);
    expect(made[2]?.getAttribute('aria-colspan')).toBe('2');
    expect(made[3]?.getAttribute('aria-colindex')).toBe('5');
  });
});

it('has its columns tighter in a narrow view', () => {
  expect(widths(WIDE, true).all).toBeGreaterThan(widths(WIDE, false).all);
  expect(widths(WIDE, true).template.split(') ').length).toBeGreaterThan(1);
});
