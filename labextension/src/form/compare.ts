// @ts-nocheck: the types come next
// Two versions of a body side by side: only the fields that differ, only the rows that differ.

import { element } from './controls.js';
import { isBlank, keyFrom, same, tidy, tidyRows, yesFrom } from './values.js';

export function compare(fields, words, left, right, headings) {
  const lines = fields
    .filter(field => !same(tidy({ it: left[field.name] }), tidy({ it: right[field.name] })))
    .map(field => compareField(field, words, left[field.name], right[field.name]));
  const heads = ['', ...headings].map(text => element('th', { scope: 'col' }, text));
  return element(
    'table',
    { class: 'wf-compare' },
    element('thead', {}, element('tr', {}, ...heads)),
    element('tbody', {}, ...lines)
  );
}

function compareField(field, words, left, right) {
  const name = element('th', { scope: 'row' }, field.label);
  if (field.kind !== 'rows') {
    const values = [left, right].map(value => element('td', {}, shown(field, words, value)));
    return element('tr', {}, name, ...values);
  }
  const [ours, others] = differingRows(tidyRows(left ?? []), tidyRows(right ?? []));
  const paired = ours.length === others.length;
  const cells = [
    [ours, others],
    [others, ours]
  ].map(([these, those]) => {
    const lines = these.map((line, at) =>
      compareRow(field, words, line, paired ? those[at].row : null)
    );
    return element('td', {}, ...lines);
  });
  return element('tr', {}, name, ...cells);
}

// The rows between the first and the last that differ, each with its number; where both sides
// have the same number of them, only the pairs that differ.
function differingRows(left, right) {
  let start = 0;
  while (start < Math.min(left.length, right.length) && same(left[start], right[start])) {
    start += 1;
  }
  const most = Math.min(left.length, right.length) - start;
  let end = 0;
  while (end < most && same(left.at(-1 - end), right.at(-1 - end))) {
    end += 1;
  }
  const numbered = rows =>
    rows.slice(start, rows.length - end).map((row, at) => ({ row, n: start + at + 1 }));
  const [ours, others] = [numbered(left), numbered(right)];
  if (ours.length !== others.length) {
    return [ours, others];
  }
  const differs = ours.map(({ row }, at) => !same(row, others[at].row));
  return [ours.filter((_, at) => differs[at]), others.filter((_, at) => differs[at])];
}

function compareRow(field, words, { row, n }, other) {
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

function shown(field, words, value) {
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
