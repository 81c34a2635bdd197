import { expect, test } from 'vitest';

import { pagesOf } from '../../src/coach/batch_form';
import { pageLabel } from '../../src/coach/wording';
import { english } from '../words';

const CHAPTERS = [
  { chapter: 'capacity', label: '能管多少客户', page: 'customers' },
  { chapter: 'pacing', label: '月度节奏', page: 'pacing' },
  { chapter: 'prospects', label: '潜客储备', page: 'pacing' }
];

test('a batch offers each page once, by the first chapter on it', () => {
  expect(pagesOf(CHAPTERS)).toEqual([
    ['customers', '能管多少客户'],
    ['pacing', '月度节奏']
  ]);
  expect(pageLabel('customers', CHAPTERS, english)).toBe('能管多少客户');
});
