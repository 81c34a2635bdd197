import { describe, expect, it } from 'vitest';
import type { Remark, RemarkBank } from '../../src/contract';
import { fitting, openFirst, pageLabel, remaining } from '../../src/coach/wording';
import { english } from '../words';

describe('remaining', () => {
  it.each([
    [-1, 'How long it takes shows after the first page.'],
    [0, 'A few seconds left'],
    [9, 'A few seconds left'],
    [12, 'About 20 seconds left'],
    [89, 'About 90 seconds left'],
    [90, 'About 2 minutes left'],
    [3599, 'About 60 minutes left'],
    [5400, 'About 1.5 hours left'],
    [9001, 'About 2.75 hours left']
  ])('%i s', (seconds, expected) => {
    expect(remaining(seconds, english)).toBe(expected);
  });
});

describe('pageLabel', () => {
  const chapters = [{ chapter: 'pacing', label: '月度节奏', page: 'pacing' }];

  it.each([
    ['pacing', '月度节奏'],
    ['pacing.pdf', '月度节奏 (PDF)'],
    ['start', 'First page'],
    ['cohort', "The cohort's page"],
    ['unheard', 'unheard']
  ])('%s', (page, expected) => {
    expect(pageLabel(page, chapters, english)).toBe(expected);
  });
});

it('puts the open remarks first, then the newest', () => {
  const remark = (number: number, open: boolean): Remark => ({
    number,
    chapter: 'pacing',
    label: '',
    period: '2026-12',
    field: '',
    field_label: '',
    text: '',
    banked: '',
    author: '',
    at: '',
    answers: [],
    open
  });
  const found = openFirst([remark(1, true), remark(2, false), remark(3, true)]);
  expect(found.map(one => one.number)).toEqual([3, 1, 2]);
});

describe('fitting', () => {
  const one = (key: string, chapter: string, field: string): RemarkBank['remarks'][number] => ({
    key,
    chapter,
    field,
    text: `Words about ${key}`,
    source: 'ours'
  });
  const remarks = [one('any', '', ''), one('page', 'pacing', ''), one('week', 'pacing', 'weeks')];
  const bank: RemarkBank = { chapters: [], remarks: [...remarks, one('else', 'journey', '')] };
  const keys = (chapter: string, field: string, text: string): string[] =>
    fitting(bank, chapter, field, text).map(found => found.key);

  it('has those of the chapter and those for every chapter, the closest first', () => {
    expect(keys('pacing', '', '')).toEqual(['page', 'week', 'any']);
    expect(keys('pacing', 'weeks', '')).toEqual(['week', 'page', 'any']);
    expect(keys('pacing', 'target', '')).toEqual(['page', 'any']);
  });

  it('searches in the text', () => {
    expect(keys('pacing', '', ' ABOUT week')).toEqual(['week']);
  });
});
