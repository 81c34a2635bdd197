// @vitest-environment node
import { describe, expect, it } from 'vitest';
import type { Block } from '../../src/form/clipboard';
import { blockOf, cellsOf } from '../../src/form/clipboard';
import { TARGETS } from './samples';

describe('the cells of a clipboard', () => {
  it.each([
    [
      'a\tb\nc\td',
      [
        ['a', 'b'],
        ['c', 'd']
      ]
    ],
    [
      'a\tb\r\nc\td',
      [
        ['a', 'b'],
        ['c', 'd']
      ]
    ],
    [
      'a\t\n\tb',
      [
        ['a', ''],
        ['', 'b']
      ]
    ],
    ['one', [['one']]],
    ['"two\nlines"\tb', [['two\nlines', 'b']]],
    ['"a\tb"\tc', [['a\tb', 'c']]],
    ['"says ""yes"""\tb', [['says "yes"', 'b']]],
    ['a\n\nb', [['a'], [''], ['b']]]
  ])('of %j', (text, cells) => {
    expect(cellsOf(text)).toEqual(cells);
  });
});

describe('a block that is pasted', () => {
  const { columns } = TARGETS;
  const names = ({ targets }: Block): (string | undefined)[] =>
    targets.map(target => target.column?.name);
  const units = ({ targets }: Block): (number | undefined)[] => targets.map(target => target.unit);
  const block = (text: string, name = 'indicator'): Block => blockOf(cellsOf(text), columns, name);

  it('goes on from the cell where the person stands', () => {
    const pasted = block('30\tx', 'target');
    expect(names(pasted)).toEqual(['target', 'note']);
    expect(pasted).toMatchObject({ rows: [['30', 'x']], unknown: [], cut: 0, totals: 0 });
  });

  it('says how many columns found no room', () => {
    expect(block('a\tb\tc\td', 'note').cut).toBe(2);
  });

  it('puts each column below its own heading, whatever their order and language', () => {
    const pasted = block('备注\tTarget\t指标\nx\t30\t开户', 'note');
    expect(names(pasted)).toEqual(['note', 'target', 'indicator']);
    expect(pasted.rows).toEqual([['x', '30', '开户']]);
  });

  it('finds headings below a title and a line with the unit, which counts for amounts', () => {
    const pasted = block('三月目标\n单位：元\n指标\t目标\t备注\nAUM\t50\tx');
    expect(names(pasted)).toEqual(['indicator', 'target', 'note']);
    expect(units(pasted)).toEqual([undefined, 0, undefined]);
    expect(pasted.rows).toEqual([['AUM', '50', 'x']]);
  });

  it('believes the unit in a heading before that of a line above', () => {
    expect(units(block('单位：元\n指标\t目标（亿元）\nAUM\t5'))).toEqual([undefined, 8]);
  });

  it('takes a number by a longer heading, and a text only by its own', () => {
    const pasted = block('指标\t目标金额\t备注说明\nAUM\t5\tx');
    expect(names(pasted)).toEqual(['indicator', 'target', undefined]);
    expect(pasted.unknown).toEqual(['备注说明']);
  });

  it('leaves out totals, and counts them', () => {
    const pasted = block('指标\t目标\nAUM\t50\n合计\t50\n\tTotal\nTotally\t1');
    expect(pasted.rows).toEqual([
      ['AUM', '50'],
      ['Totally', '1']
    ]);
    expect(pasted.totals).toBe(2);
  });

  it('has no headings where one cell of a wide row is called like a column', () => {
    const pasted = block('目标\t5\tx', 'indicator');
    expect(names(pasted)).toEqual(['indicator', 'target', 'note']);
    expect(pasted.rows).toHaveLength(1);
  });

  it('gives two equal headings to one column once', () => {
    expect(names(block('指标\t目标\t目标\nAUM\t1\t2'))).toEqual(['indicator', 'target', undefined]);
  });
});
