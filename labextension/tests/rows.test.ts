import { expect, test } from 'vitest';
import { found, pageAt, pathOf, percent, rows, titleOf, whose } from '../src/rows';
import { chen, session, standing, xu } from './samples';

test('whose workbook: the chosen one, else the session’s, else the only one', () => {
  expect(whose(session, 'xu-yan')).toBe(xu);
  expect(whose(session, '')).toBe(chen);
  expect(whose(session, 'gone')).toBe(chen);
  expect(whose({ ...session, trainee: '' }, '')).toBeNull();
  expect(whose({ ...session, trainee: '', people: [xu] }, '')).toBe(xu);
  expect(whose({ ...session, trainee: '', people: [] }, '')).toBeNull();
});

test('a hundred per cent is only said when all is done, nought only when nothing is', () => {
  expect([0, 0.001, 0.5, 0.999, 1].map(percent)).toEqual([0, 1, 50, 99, 100]);
});

test('findings come by weight with the server’s words, and only those that there are', () => {
  const words = { must: '必须', should: '应当', could: '可以' };
  expect(found({ must: 2, should: 0, could: 1 }, words)).toEqual([
    { weight: 'must', number: 2, word: '必须' },
    { weight: 'could', number: 1, word: '可以' }
  ]);
});

test('chapters keep their order; prospects stand on the page of pacing', () => {
  const all = rows(standing, session);
  expect(all.map(one => [one.chapter, one.page, one.field, one.percent])).toEqual([
    ['pacing', 'pacing', '', 62],
    ['prospects', 'pacing', 'prospects', 0]
  ]);
});

test('a path is a page only in the trainee’s own folder', () => {
  expect(pathOf(session, 'chen-jie', '00_start.ipynb')).toBe(
    'workbook-pages/chen-jie/00_start.ipynb'
  );
  expect(pageAt(session, standing, 'workbook-pages/chen-jie/04_pacing.ipynb')).toBe('pacing');
  expect(pageAt(session, standing, 'workbook-pages/chen-jie/00_start.ipynb')).toBe('start');
  expect(pageAt(session, standing, 'workbook-pages/xu-yan/04_pacing.ipynb')).toBe('');
  expect(pageAt(session, standing, '04_pacing.ipynb')).toBe('');
});

test('a page is called like the first chapter on it, and otherwise like the start', () => {
  const [one] = standing.chapters;
  const alone = { ...standing, chapters: one ? [{ ...one, page: 'customers' }] : [] };
  expect(titleOf(alone, 'customers')).toBe(one?.label);
  expect(titleOf(standing, 'start')).toBe(standing.start.label);
});
