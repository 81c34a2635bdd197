// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { hasOwnUnit, headingOf, inUnitOf, unitIn, unitSaid } from '../../src/form/units';
import { TARGET, column } from './samples';

describe('a unit', () => {
  it.each([
    ['目标（万元）', 4],
    ['目标(单位：元)', 0],
    ['Target (RMB 10,000 yuan)', 4],
    ['資產【億元】', 8],
    ['单位：千元', 3],
    ['Unit: million', undefined],
    ['目标', undefined],
    ['目标（月末）', undefined],
    ['目标（constructor）', undefined]
  ])('in %j has so many noughts: %j', (heading, noughts) => {
    expect(unitIn(heading)).toBe(noughts);
  });

  it('is said by a line of its own', () => {
    expect(unitSaid('单位: 万元  制表：三月')).toBe(4);
    expect(unitSaid('城东支行')).toBeUndefined();
  });

  it('is no part of the heading', () => {
    expect(headingOf(' 目标* （万元）:')).toBe('目标');
  });

  it('may be a cell of its own', () => {
    expect(['50元', '3 户', '约50'].map(hasOwnUnit)).toEqual([true, true, true]);
    expect(['50', '-1,234.5', '', '—'].map(hasOwnUnit)).toEqual([false, false, false, false]);
  });
});

describe('a number in another unit', () => {
  it.each([
    ['50', 0, '0.005'],
    ['1,234.5', 0, '0.12345'],
    ['￥20000', 0, '2'],
    ['-30000', 0, '-3'],
    ['0', 0, '0'],
    ['1.5', 8, '15000'],
    ['0.00000001', 8, '0.0001'],
    ['12345678901234567890', 8, '123456789012345678900000'],
    ['7', 4, '7'],
    ['3户', 0, '3户'],
    ['约50', 0, '约50']
  ])('%j with %i noughts is %j in units of 10,000', (text, noughts, moved) => {
    expect(inUnitOf(TARGET, text, noughts)).toBe(moved);
  });

  it('names the yuan where its column has no unit by tens', () => {
    const dollars = column('usd', { kind: 'money', yuan: 7, units: { '': 'USD' } });
    expect(inUnitOf(dollars, '50', 0)).toBe('50元');
    expect(inUnitOf(dollars, '50', 4)).toBe('50');
  });
});
