// @vitest-environment node
import { describe, expect, it } from 'vitest';
import type { Body } from '../../src/form/description';
import {
  fromClipboard,
  isBlankRow,
  keyFrom,
  merge,
  same,
  tidy,
  yesFrom
} from '../../src/form/values';
import { CONTACTS, INDICATOR, single } from './samples';

describe('a value as it was typed', () => {
  it.each([
    ['是', true],
    ['  YES ', true],
    ['１', true],
    ['√', true],
    ['否', undefined],
    ['无', undefined],
    ['', undefined],
    ['也许', '也许']
  ])('%j is read as yes, no, or itself', (typed, read) => {
    expect(yesFrom(typed)).toBe(read);
  });

  it.each([
    ['AUM', 'aum', 'another name'],
    ['资产提升', 'aum', 'its label'],
    ['OPENED', 'opened', 'its key'],
    ['开户', 'opened', 'a label that another name begins with'],
    ['资产', 'aum', 'the beginning of one label'],
    ['贷款', '贷款', 'nothing known'],
    ['a', 'a', 'one letter'],
    ['—', '', 'a dash for nothing']
  ])('the choice %j has the key %j: %s', (typed, key) => {
    expect(keyFrom(INDICATOR, typed)).toBe(key);
  });

  it('is no choice where two begin alike', () => {
    const options = ['开户一', '开户二'].map(label => ({ key: label, label }));
    expect(keyFrom(single('it', { kind: 'choice', options }), '开户')).toBe('开户');
  });

  it('comes from the clipboard as its field has it', () => {
    expect(fromClipboard(single('done', { kind: 'yes' }), '是')).toBe(true);
    expect(fromClipboard(INDICATOR, ' AUM ')).toBe('aum');
    expect(fromClipboard(INDICATOR, '-')).toBeUndefined();
    expect(fromClipboard(CONTACTS, ' 12 ')).toBe('12');
    expect(fromClipboard(CONTACTS, '  ')).toBeUndefined();
  });
});

describe('a body', () => {
  it('is sent without blank cells and without blank rows at the end', () => {
    const typed = {
      scheme: '',
      contacts: '12',
      done: false,
      targets: [{ indicator: 'aum', target: '' }, {}, { note: 'x' }, { note: '' }, { note: '-' }]
    };
    expect(tidy(typed)).toEqual({
      contacts: '12',
      done: false,
      targets: [{ indicator: 'aum' }, {}, { note: 'x' }]
    });
    expect(tidy({ targets: [{}, { note: '' }] })).toEqual({});
  });

  it('has blank rows where every cell is', () => {
    expect(isBlankRow({ a: '', b: '—', c: undefined })).toBe(true);
    expect(isBlankRow({ a: '', b: '0' })).toBe(false);
  });

  it('is the same by what stands in it, in any order', () => {
    expect(same({ a: 1, b: [{ c: '2' }] }, { b: [{ c: '2' }], a: 1 })).toBe(true);
    expect(same({ a: 1 }, { a: '1' })).toBe(false);
    expect(same({ a: 1 }, { b: 1 })).toBe(false);
    expect(same([1, 2], [1])).toBe(false);
    expect(same(null, {})).toBe(false);
  });
});

describe('two bodies that began as one', () => {
  const base: Body = { scheme: 'even', contacts: '12', targets: [{ note: 'a' }] };

  it('keep what only one side changed', () => {
    const mine = { ...base, contacts: '15' };
    const theirs = { ...base, targets: [{ note: 'b' }] };
    const body = { scheme: 'even', contacts: '15', targets: [{ note: 'b' }] };
    expect(merge(base, mine, theirs)).toEqual({ body, clashes: [] });
  });

  it('clash where both changed one field to different things, and mine stands', () => {
    const joined = merge(base, { ...base, contacts: '15' }, { ...base, contacts: '20' });
    expect(joined).toEqual({ body: { ...base, contacts: '15' }, clashes: ['contacts'] });
  });

  it('do not clash where both changed it to the same', () => {
    const both = { ...base, contacts: '15' };
    expect(merge(base, both, both)).toEqual({ body: both, clashes: [] });
  });

  it('lose what one side took out, and only that', () => {
    const without: Body = { scheme: 'even', targets: [{ note: 'a' }] };
    expect(merge(base, base, without).body).toEqual(without);
    expect(merge(base, without, base).body).toEqual(without);
    expect(merge(base, without, { ...base, contacts: '9' }).clashes).toEqual(['contacts']);
  });
});
