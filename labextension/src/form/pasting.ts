// @ts-nocheck: the types come next
// A block from a spreadsheet goes into the table: cell by cell from where the person stands, or, where
// the block brings its headings, each column to its own.

import { say } from './controls.js';
import { isCounted } from './row.js';
import { cellsOf, fromClipboard, headingOf, inUnitOf, plain, unitIn, unitSaid } from './values.js';

const HEADING_WITHIN = 5; // rows: a title and a line with the unit may stand above the headings
const TOTAL = /^(合计|小计|总计|合計|小計|總計|total|sum)(?![a-z])/i;

export function pasted(grid, event) {
  const at = grid.place(event.target);
  const text = (event.clipboardData?.getData('text/plain') ?? '').replace(/(\r\n|\r|\n)$/, '');
  const typedInto = ['text', 'textarea'].includes(event.target.type);
  if (!at || !text || (typedInto && (!at.main || !/[\t\r\n]/.test(text)))) {
    return;
  }
  event.preventDefault();
  paste(grid, at.row, at.name, cellsOf(text));
}

function paste(grid, index, name, rows) {
  const { columns } = grid.field;
  const block =
    headed(rows, columns) ?? bare(rows, columns.slice(columns.findIndex(one => one.name === name)));
  block.rows.forEach((cells, down) =>
    fill(grid, (grid.rows[index + down] ??= {}), cells, block.targets)
  );
  grid.rowsChanged(index, name);
  const told = { rows: block.rows.length, columns: block.cut, names: block.unknown.join('、') };
  grid.form.notice([
    say(grid.words, 'pasted', told),
    block.cut > 0 ? say(grid.words, 'paste_cut', told) : '',
    block.unknown.length ? say(grid.words, 'paste_unknown', told) : '',
    block.totals ? say(grid.words, 'paste_totals') : ''
  ]);
}

// The choices come first: what a number counts depends on its row's indicator.
function fill(grid, row, cells, targets) {
  const filled = targets.map(({ column, unit }, right) => ({
    column,
    unit,
    text: cells[right] ?? ''
  }));
  for (const { column, text } of filled) {
    if (column) {
      row[column.name] = fromClipboard(column, text);
    }
  }
  for (const { column, unit, text } of filled) {
    if (column?.units && unit !== undefined && !isCounted(grid, column, row)) {
      row[column.name] = fromClipboard(column, inUnitOf(column, text, unit));
    }
  }
}

// A block without headings.
function bare(rows, columns) {
  const widest = Math.max(...rows.map(cells => cells.length));
  const targets = columns.slice(0, widest).map(column => ({ column }));
  return { rows, targets, unknown: [], cut: widest - targets.length, totals: 0 };
}

// The block's rows and where its columns go, or undefined where it brings no headings.
function headed(rows, columns) {
  for (const [at, cells] of rows.slice(0, HEADING_WITHIN).entries()) {
    const targets = targetsOf(cells, columns);
    if (targets) {
      const said = rows
        .slice(0, at)
        .flat()
        .map(unitSaid)
        .find(unit => unit !== undefined);
      for (const target of targets) {
        target.unit ??= target.column?.units ? said : undefined;
      }
      const unknown = cells.filter((text, right) => plain(text) && !targets[right].column);
      const data = rows.slice(at + 1);
      const kept = data.filter(row => !TOTAL.test(plain(row.find(text => plain(text)))));
      return { rows: kept, targets, unknown, cut: 0, totals: data.length - kept.length };
    }
    if (cells.filter(text => plain(text)).length > 2) {
      return undefined;
    } // no title, so no heading below
  }
  return undefined;
}

// A line is the heading when it names two columns, or when all of it are names.
function targetsOf(cells, columns) {
  const free = new Set(columns);
  const taken = column => (free.delete(column) ? column : undefined);
  const exact = cells.map(text => taken([...free].find(one => isCalled(one, text))));
  const targets = cells.map((text, right) => ({
    column:
      exact[right] ??
      (exact.some(Boolean) ? taken([...free].find(one => isLike(one, text))) : undefined),
    unit: unitIn(text)
  }));
  const [found, filled] = [
    targets.filter(({ column }) => column),
    cells.filter(text => plain(text))
  ];
  const isHeading = exact.some(Boolean) && (found.length > 1 || found.length === filled.length);
  return isHeading ? targets : undefined;
}

const namesOf = column => (column.headings ?? [column.label]).map(headingOf);
const isCalled = (column, text) =>
  headingOf(text) !== '' && namesOf(column).includes(headingOf(text));

// “目标金额” is the target; among texts “客户姓名” is not the customer's number.
function isLike(column, text) {
  if (!['money', 'measure', 'count', 'share', 'day'].includes(column.kind)) {
    return false;
  }
  return namesOf(column).some(name => name.length > 1 && headingOf(text).startsWith(name));
}
