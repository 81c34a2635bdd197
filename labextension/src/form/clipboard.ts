// A block of cells from a spreadsheet's clipboard, and which column each of its columns goes to.

import type { Column } from './description';
import { headingOf, unitIn, unitSaid } from './units';
import { plain } from './values';

const HEADING_WITHIN = 5; // rows: a title and a line with the unit may stand above the headings
const TOTAL = /^(合计|小计|总计|合計|小計|總計|total|sum)(?![a-z])/i;
const NUMBERS = ['money', 'measure', 'count', 'share', 'day'];

/** Where a column of the block goes, if anywhere, and in how many noughts its numbers are counted. */
export interface Target {
  readonly column: Column | undefined;
  readonly unit?: number | undefined;
}

export interface Block {
  readonly rows: readonly string[][];
  readonly targets: readonly Target[];
  /** Headings that are no column's. */
  readonly unknown: readonly string[];
  /** How many columns found no room. */
  readonly cut: number;
  /** How many lines with totals were left out. */
  readonly totals: number;
}

/** Rows and cells of a spreadsheet's clipboard; cells in quotes may hold tabs and line breaks. */
export function cellsOf(text: string): string[][] {
  let row: string[] = [];
  const rows = [row];
  const pattern = /(?:"((?:[^"]|"")*)"|([^\t\r\n]*))(\t|\r\n|\r|\n|$)/g;
  for (const [whole, quoted, bare = '', end] of text.matchAll(pattern)) {
    if (whole === '' && row.length === 0) {
      break;
    }
    row.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    if (end === '') {
      break;
    }
    if (end !== '\t') {
      row = [];
      rows.push(row);
    }
  }
  return rows.filter(cells => cells.length);
}

/** The block that was pasted into column `name`: with headings of its own, or placed from there on. */
export function blockOf(rows: string[][], columns: readonly Column[], name: string): Block {
  const from = columns.slice(columns.findIndex(one => one.name === name));
  return headed(rows, columns) ?? bare(rows, from);
}

/** A block without headings. */
function bare(rows: string[][], columns: readonly Column[]): Block {
  const widest = Math.max(...rows.map(cells => cells.length));
  const targets = columns.slice(0, widest).map(column => ({ column }));
  return { rows, targets, unknown: [], cut: widest - targets.length, totals: 0 };
}

/** A block that brings its headings, below a title and a unit at most; else undefined. */
function headed(rows: string[][], columns: readonly Column[]): Block | undefined {
  for (const [at, cells] of rows.slice(0, HEADING_WITHIN).entries()) {
    const targets = targetsOf(cells, columns);
    if (targets) {
      return below(rows, at, targets);
    }
    if (cells.filter(text => plain(text)).length > 2) {
      return undefined; // no title, so no heading below
    }
  }
  return undefined;
}

/** What stands below the headings in row `at`, without its totals. */
function below(rows: string[][], at: number, targets: readonly Target[]): Block {
  const above = rows.slice(0, at).flat().map(unitSaid);
  const said = above.find(unit => unit !== undefined);
  const data = rows.slice(at + 1);
  const kept = data.filter(row => !TOTAL.test(plain(row.find(text => plain(text)))));
  return {
    rows: kept,
    targets: targets.map(({ column, unit }) => ({
      column,
      unit: unit ?? (column?.units ? said : undefined)
    })),
    unknown: (rows[at] ?? []).filter((text, right) => plain(text) && !targets[right]?.column),
    cut: 0,
    totals: data.length - kept.length
  };
}

/** A line has the headings when it names two columns, or when all of its cells are names. */
function targetsOf(cells: string[], columns: readonly Column[]): Target[] | undefined {
  const free = new Set(columns);
  const take = (fits: (column: Column) => boolean): Column | undefined => {
    const column = [...free].find(fits);
    if (column) {
      free.delete(column);
    }
    return column;
  };
  const exact = cells.map(text => take(one => isCalled(one, text)));
  const known = exact.some(Boolean);
  const targets = cells.map((text, right) => ({
    column: exact[right] ?? (known ? take(one => isLike(one, text)) : undefined),
    unit: unitIn(text)
  }));
  const found = targets.filter(({ column }) => column).length;
  const filled = cells.filter(text => plain(text)).length;
  return known && (found > 1 || found === filled) ? targets : undefined;
}

const namesOf = (column: Column): string[] => (column.headings ?? [column.label]).map(headingOf);

const isCalled = (column: Column, text: string): boolean =>
  headingOf(text) !== '' && namesOf(column).includes(headingOf(text));

/** “目标金额” is the target; among texts “客户姓名” is not the customer's number. */
function isLike(column: Column, text: string): boolean {
  if (!NUMBERS.includes(column.kind)) {
    return false;
  }
  return namesOf(column).some(name => name.length > 1 && headingOf(text).startsWith(name));
}
