// Two versions of a body side by side: only the fields that differ, only the rows that differ.

import { element } from '../elements';
import type { Body, Field, Row, Single, Table, Value, Words } from './description';
import { isBlank, keyFrom, rowsIn, same, tidy, tidyRows, yesFrom } from './values';

/** A row and its number, from 1. */
interface Line {
  readonly row: Row;
  readonly n: number;
}

/** A table of what differs, under a heading for each side. */
export function compare(
  fields: readonly Field[],
  words: Words,
  left: Body,
  right: Body,
  headings: readonly string[]
): HTMLTableElement {
  const lines = fields
    .filter(({ name }) => !same(tidy({ it: left[name] }), tidy({ it: right[name] })))
    .map(field => compareField(field, words, [left[field.name], right[field.name]]));
  const heads = ['', ...headings].map(text => element('th', { scope: 'col' }, text));
  return element(
    'table',
    { class: 'wf-compare' },
    element('thead', {}, element('tr', {}, ...heads)),
    element('tbody', {}, ...lines)
  );
}

type Pair<T> = readonly [T, T];

function compareField(field: Field, words: Words, sides: Pair<Body[string]>): HTMLElement {
  const cells =
    field.kind === 'rows'
      ? compareRows(field, words, sides)
      : sides.map(side => element('td', {}, shown(field, words, side as Value)));
  return element('tr', {}, element('th', { scope: 'row' }, field.label), ...cells);
}

function compareRows(field: Table, words: Words, [left, right]: Pair<Body[string]>): Node[] {
  const [ours, others] = differingRows(tidyRows(rowsIn(left)), tidyRows(rowsIn(right)));
  const paired = ours.length === others.length;
  const sides: Pair<Pair<Line[]>> = [
    [ours, others],
    [others, ours]
  ];
  return sides.map(([these, those]) => {
    const other = (at: number): Row | undefined => (paired ? those[at]?.row : undefined);
    return element('td', {}, ...these.map((line, at) => compareRow(field, words, line, other(at))));
  });
}

/**
 * The rows between the first and the last that differ, each with its number; where both sides have
 * the same number of them, only the pairs that differ.
 */
export function differingRows(left: readonly Row[], right: readonly Row[]): Pair<Line[]> {
  const shorter = Math.min(left.length, right.length);
  let start = 0;
  while (start < shorter && same(left[start], right[start])) {
    start += 1;
  }
  let end = 0;
  while (end < shorter - start && same(left.at(-1 - end), right.at(-1 - end))) {
    end += 1;
  }
  const numbered = (rows: readonly Row[]): Line[] =>
    rows.slice(start, rows.length - end).map((row, at) => ({ row, n: start + at + 1 }));
  const [ours, others] = [numbered(left), numbered(right)];
  if (ours.length !== others.length) {
    return [ours, others];
  }
  const differs = ours.map(({ row }, at) => !same(row, others[at]?.row));
  return [ours.filter((_, at) => differs[at]), others.filter((_, at) => differs[at])];
}

function compareRow(field: Table, words: Words, { row, n }: Line, other?: Row): HTMLElement {
  const cells = field.columns
    .filter(column => !isBlank(row[column.name]))
    .map(column => {
      const changed = other && !same(row[column.name], other[column.name]);
      return element(
        'span',
        { class: changed ? 'wf-cell wf-changed' : 'wf-cell' },
        element('small', {}, column.label),
        shown(column, words, row[column.name])
      );
    });
  const number = element('span', { class: 'wf-n' }, String(n));
  return element('div', { class: 'wf-line' }, number, ...(cells.length ? cells : [words.none]));
}

/** A value as people read it. */
function shown(field: Single, words: Words, value: Value): string | undefined {
  if (isBlank(value)) {
    return words.none;
  }
  if (field.kind === 'yes') {
    return yesFrom(value) === true ? words.yes : String(value);
  }
  if (field.kind !== 'choice') {
    return String(value);
  }
  return field.options.find(({ key }) => key === keyFrom(field, value))?.label ?? String(value);
}
