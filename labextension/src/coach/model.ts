/**
 * What the Cohort view shows, without a browser: rows, filters, the window over them, the keys.
 *
 * Nobody is ranked: there is no order by achievement.
 */
import type { Row } from '../contract';
import type { Weight } from '../rows';

/** How one trainee stands in one chapter; percent is 0…100. */
export interface Cell {
  readonly percent: number;
  readonly counts: Readonly<Record<Weight, number>>;
  readonly begun: boolean;
}

/** The cell of the chapter with this number, or null while it is being worked out. */
export function cell(row: Row, chapter: number): Cell | null {
  const found = row.cells[chapter];
  if (found === undefined) {
    return null;
  }
  const [percent = 0, must = 0, should = 0, could = 0, begun = 0] = found;
  return { percent, counts: { must, should, could }, begun: begun === 1 };
}

/** Which rows are wanted; chapter is the number of the one that is looked at, -1 for all. */
export interface Filter {
  readonly text: string;
  readonly branch: string;
  readonly coach: string;
  readonly chapter: number;
  readonly stuck: boolean;
  readonly must: boolean;
  readonly notBegun: boolean;
  readonly remarks: boolean;
}

export const EVERYBODY: Filter = {
  text: '',
  branch: '',
  coach: '',
  chapter: -1,
  stuck: false,
  must: false,
  notBegun: false,
  remarks: false
};

/** The rows that pass every part of the filter, in the order they came. */
export function passing(rows: readonly Row[], filter: Filter): Row[] {
  const text = filter.text.trim().toLowerCase();
  return rows.filter(row => passes(row, filter, text));
}

function passes(row: Row, filter: Filter, text: string): boolean {
  return (
    (text === '' || `${row.name}\n${row.id}\n${row.branch}`.toLowerCase().includes(text)) &&
    (filter.branch === '' || row.branch === filter.branch) &&
    (filter.coach === '' || row.coach === filter.coach) &&
    (!filter.stuck || row.stuck !== '') &&
    (!filter.remarks || row.remarks > 0) &&
    (!filter.must || lookedAt(row, filter).some(one => one.counts.must > 0)) &&
    (!filter.notBegun || nothingBegun(lookedAt(row, filter)))
  );
}

/** The cells that the filter looks at: one chapter's, or all; none while they are worked out. */
function lookedAt(row: Row, filter: Filter): Cell[] {
  return row.cells
    .map((_, number) => cell(row, number))
    .filter((one, number): one is Cell => one !== null && seen(filter, number));
}

function seen(filter: Filter, chapter: number): boolean {
  return filter.chapter < 0 || filter.chapter === chapter;
}

function nothingBegun(cells: readonly Cell[]): boolean {
  return cells.length > 0 && cells.every(one => !one.begun);
}

/** The different values of a column, sorted for a choice; empty ones are left out. */
export function different(values: readonly string[], language: string): string[] {
  const found = [...new Set(values)].filter(value => value !== '');
  return found.sort(new Intl.Collator(language).compare);
}

/** The orders that a coach may choose. */
export const ORDERS = ['roster', 'name', 'saved', 'stuck'] as const;
export type Order = (typeof ORDERS)[number];

/** The rows in an order: the roster's, by name, the latest save first, the longest stuck first. */
export function ordered(rows: readonly Row[], order: Order, language: string): readonly Row[] {
  const compare = new Intl.Collator(language).compare;
  switch (order) {
    case 'roster':
      return rows;
    case 'name':
      return [...rows].sort((one, other) => compare(one.name, other.name));
    case 'saved':
      return [...rows].sort((one, other) => emptyLast(other.saved, one.saved, -1));
    case 'stuck':
      return [...rows].sort((one, other) => emptyLast(one.stuck, other.stuck, 1));
  }
}

/** ISO days compare as text; an empty one comes last in both directions. */
function emptyLast(one: string, other: string, direction: 1 | -1): number {
  if (one === '' || other === '') {
    return direction * (Number(one === '') - Number(other === ''));
  }
  return one < other ? -1 : Number(one > other);
}

/** The rows with those that came in their places; who is new comes last. */
export function merged(rows: readonly Row[], came: readonly Row[]): Row[] {
  const news = new Map(came.map(row => [row.id, row]));
  const known = new Set(rows.map(row => row.id));
  return [
    ...rows.map(row => news.get(row.id) ?? row),
    ...[...news.values()].filter(row => !known.has(row.id))
  ];
}

/** How many rows are still being worked out: those without cells that have not failed. */
export function waiting(rows: readonly Row[]): number {
  return rows.filter(row => row.cells.length === 0 && row.failed === '').length;
}

/** A column of the heat map; chapter is the chapter's number, -1 where it is no chapter's. */
export interface Column {
  readonly kind: 'name' | 'branch' | 'chapter' | 'saved' | 'stuck' | 'remarks';
  readonly chapter: number;
}

/** The columns for a number of chapters; a narrow view does without branch and last save. */
export function columns(chapters: number, filter: Filter, wide: boolean): Column[] {
  const other = (kind: Column['kind']): Column => ({ kind, chapter: -1 });
  const numbers = [...Array(chapters).keys()].filter(number => seen(filter, number));
  return [
    other('name'),
    ...(wide ? [other('branch')] : []),
    ...numbers.map((chapter): Column => ({ kind: 'chapter', chapter })),
    ...(wide ? [other('saved')] : []),
    other('stuck'),
    other('remarks')
  ];
}

/** Where a column stands among others; the first place where it is not there any more. */
export function sameAmong(column: Column | undefined, among: readonly Column[]): number {
  const { kind, chapter } = column ?? { kind: 'name', chapter: -1 };
  const found = among.findIndex(one => one.kind === kind && one.chapter === chapter);
  return found >= 0 ? found : 0;
}

/** The rows first … last - 1. */
export interface Span {
  readonly first: number;
  readonly last: number;
}

/** Which of ``count`` rows are to be in the page; all measures are pixels. */
export function span(
  top: number,
  height: number,
  rowHeight: number,
  count: number,
  beyond = 8
): Span {
  const first = Math.floor(top / rowHeight) - beyond;
  const last = Math.ceil((top + height) / rowHeight) + beyond;
  return { first: clamped(first, 0, count), last: clamped(last, 0, count) };
}

/** Where to scroll so that the uppermost row that stays keeps its place, in pixels. */
export function anchored(
  top: number,
  rowHeight: number,
  before: readonly Row[],
  after: readonly Row[]
): number {
  const places = new Map(after.map((row, index) => [row.id, index]));
  for (let index = Math.floor(top / rowHeight); index < before.length; index++) {
    const place = places.get(before[index]?.id ?? '');
    if (place !== undefined) {
      return Math.max(0, top + (place - index) * rowHeight);
    }
  }
  return top;
}

/** Where to scroll so that a row is wholly seen, moving as little as possible, in pixels. */
export function intoView(top: number, height: number, rowHeight: number, index: number): number {
  const lowest = index * rowHeight;
  const highest = lowest + rowHeight - height;
  return top > lowest ? lowest : Math.max(top, highest);
}

/** A place in the grid: the number of the shown row, and of the shown column. */
export interface Place {
  readonly row: number;
  readonly column: number;
}

/** Where a key leads in a grid of rows × columns with ``page`` rows in view; null: not our key. */
export function moved(
  from: Place,
  key: string,
  far: boolean,
  rows: number,
  columns: number,
  page: number
): Place | null {
  const wanted = target(from, key, far, rows, columns, page);
  return (
    wanted && {
      row: clamped(wanted.row, 0, rows - 1),
      column: clamped(wanted.column, 0, columns - 1)
    }
  );
}

function target(
  { row, column }: Place,
  key: string,
  far: boolean,
  rows: number,
  columns: number,
  page: number
): Place | null {
  switch (key) {
    case 'ArrowUp':
      return { row: far ? 0 : row - 1, column };
    case 'ArrowDown':
      return { row: far ? rows : row + 1, column };
    case 'ArrowLeft':
      return { row, column: far ? 0 : column - 1 };
    case 'ArrowRight':
      return { row, column: far ? columns : column + 1 };
    case 'Home':
      return { row: far ? 0 : row, column: 0 };
    case 'End':
      return { row: far ? rows : row, column: columns };
    case 'PageUp':
      return { row: row - page, column };
    case 'PageDown':
      return { row: row + page, column };
    default:
      return null;
  }
}

function clamped(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}
