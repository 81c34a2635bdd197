import type { Chapter, Person, Session, Standing } from '../src/contract';
import type { Chosen } from '../src/settings';

export const chen: Person = {
  id: 'chen-jie',
  name: '陈洁',
  cohort: '2026-winter',
  branch: '城东支行',
  coach: '林老师',
  language: 'zh-Hans'
};
export const xu: Person = { ...chen, id: 'xu-yan', name: 'Xu Yan', language: 'en' };

export const session: Session = {
  trainee: 'chen-jie',
  month: '2026-12',
  today: '2026-12-09',
  language: '',
  languages: ['zh-Hans', 'zh-Hant', 'en'],
  pages: 'workbook-pages',
  people: [chen, xu],
  cohorts: ['2026-winter'],
  only: false,
  weights: { en: { must: 'must', should: 'should', could: 'could' } },
  sample: true
};

export const pacing: Chapter = {
  chapter: 'pacing',
  label: 'Monthly pacing',
  page: 'pacing',
  file: '04_pacing.ipynb',
  period: '2026-12',
  completeness: 0.62,
  counts: { must: 2, should: 0, could: 3 },
  saved_at: '12-08 17:05',
  next_step: 'Week 1 has no reserve yet',
  field: 'reaction',
  remarks: 1
};
export const prospects: Chapter = {
  ...pacing,
  chapter: 'prospects',
  label: 'Prospects',
  completeness: 0,
  counts: { must: 0, should: 0, could: 0 },
  saved_at: '',
  field: 'prospects',
  remarks: 0
};

export const standing: Standing = {
  person: chen,
  month: '2026-12',
  language: 'en',
  stamp: 'a',
  saved_at: '12-08 17:05',
  start: { page: 'start', file: '00_start.ipynb', label: 'Start here' },
  today: { left: 9, done: 2, numbers: 'Today: 2 deals, 3 meetings, 9 calls' },
  chapters: [pacing, prospects],
  next: { page: 'pacing', chapter: 'pacing', text: 'Pacing: week 1 has no reserve yet', field: 'targets.0.target' }
};

export const chosen: Chosen = {
  trainee: '',
  language: '',
  month: '',
  panelAtStart: true,
  reduced: false
};
