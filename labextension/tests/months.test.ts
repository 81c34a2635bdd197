import { expect, test } from 'vitest';
import { choosable, isMonth, shifted } from '../src/months';

test('a month is four digits and one of twelve', () => {
  expect(['2026-12', '2026-01'].every(isMonth)).toBe(true);
  expect(['2026-13', '2026-00', '26-1', '', '2026-1', 'a2026-01'].some(isMonth)).toBe(false);
});

test('months are counted over the turn of the year, both ways', () => {
  expect(shifted('2026-12', 1)).toBe('2027-01');
  expect(shifted('2026-01', -1)).toBe('2025-12');
  expect(shifted('2026-05', -17)).toBe('2024-12');
  expect(shifted('2026-05', 0)).toBe('2026-05');
});

test('what is no month stays what it is', () => {
  expect(shifted('soon', 1)).toBe('soon');
});

test('a year either way can be chosen, and the chosen one wherever it lies', () => {
  const near = choosable('2026-12', '2026-12');
  expect(near).toHaveLength(25);
  expect([near[0], near[24]]).toEqual(['2025-12', '2027-12']);
  expect(choosable('2026-12', '2020-03')[0]).toBe('2020-03');
});
