// What was typed, as data: nothing here touches the page.

import type { Body, Option, Row, Single, Value } from './description';

const BLANK = ['', '-', '—', '/', '无', 'n/a']; // as the kernel reads them
const YES = ['true', '1', '是', 'y', 'yes', '√', '✓', '有'];
const NO = ['false', '0', '否', 'n', 'no', '×', ...BLANK];

/** A value as text, in the usual width of its characters and without blanks around it. */
export const plain = (value: Value): string =>
  String(value ?? '')
    .normalize('NFKC')
    .trim();

export const isBlank = (value: Value): boolean => BLANK.includes(plain(value).toLowerCase());
export const isBlankRow = (row: Row): boolean => Object.values(row).every(isBlank);

/** A copy that shares nothing with `value`, which must be plain JSON. */
export const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

/** True, undefined for no, or the text itself where it says neither. */
export function yesFrom(value: Value): true | string | undefined {
  const text = plain(value).toLowerCase();
  if (YES.includes(text)) {
    return true;
  }
  return NO.includes(text) ? undefined : String(value);
}

/** The key of a choice from any of its names, typed or pasted; other text stays as it is. */
export function keyFrom(field: Single, value: Value): string {
  const text = plain(value).toLowerCase();
  if (isBlank(text)) {
    return '';
  }
  const known =
    field.options.find(({ key }) => key.toLowerCase() === text) ??
    field.options.find(option => namesFor(option).includes(text)) ??
    meant(field.options, text);
  return known ? known.key : String(value);
}

const namesFor = ({ label, also = [] }: Option): string[] =>
  [label, ...also].map(name => plain(name).toLowerCase());

/** The only option with a name, or a part of one, that begins with the text; as the kernel reads it. */
function meant(options: readonly Option[], text: string): Option | undefined {
  if (/^[a-z]$/.test(text)) {
    return undefined;
  }
  const parts = (name: string): string[] => [name, ...name.split(/[\s/、,;·()]+/)];
  const found = options.filter(option =>
    namesFor(option).some(name => parts(name).some(part => part.startsWith(text)))
  );
  return found.length === 1 ? found[0] : undefined;
}

/** What a pasted cell puts into the body; undefined for a blank one. */
export function fromClipboard(field: Single, text: string): Value {
  const typed = text.trim();
  if (field.kind === 'yes') {
    return yesFrom(typed);
  }
  if (field.kind === 'choice' && field.options.length) {
    return keyFrom(field, typed) || undefined;
  }
  return typed === '' ? undefined : typed;
}

const tidyRow = (row: Row): Row =>
  Object.fromEntries(
    Object.entries(row).filter(([, value]) => value !== undefined && value !== '')
  );

/** Rows without their empty cells, and without the empty rows at the end. */
export function tidyRows(rows: readonly Row[]): Row[] {
  const tidied = rows.map(tidyRow);
  while (tidied.length && isBlankRow(tidied.at(-1) ?? {})) {
    tidied.pop();
  }
  return tidied;
}

/** The rows of a table in a body; none where there is no table. */
export const rowsIn = (value: Body[string]): Row[] => (Array.isArray(value) ? value : []);

/** The body as it is sent: without empty cells and without the empty rows at the end. */
export function tidy(body: Body): Body {
  const kept = Object.entries(body).map(
    ([name, value]) => [name, Array.isArray(value) ? tidyRows(value) : value] as const
  );
  return Object.fromEntries(
    kept.filter(([, value]) =>
      Array.isArray(value) ? value.length > 0 : value !== undefined && value !== ''
    )
  );
}

/** Whether two values of plain JSON are equal. */
export function same(left: unknown, right: unknown): boolean {
  if (left === right) {
    return true;
  }
  if (typeof left !== 'object' || typeof right !== 'object' || !left || !right) {
    return false;
  }
  const [one, other] = [left as Record<string, unknown>, right as Record<string, unknown>];
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every(name => name in other && same(one[name], other[name]))
  );
}

/** The body that two people's changes make, and the fields that both changed to different things. */
export interface Joined {
  readonly body: Body;
  readonly clashes: readonly string[];
}

/**
 * Join two bodies that both started from `base`. What only one of them changed is taken over;
 * where they clash, the body has `mine`.
 */
export function merge(base: Body, mine: Body, theirs: Body): Joined {
  const [was, here, there] = [tidy(base), tidy(mine), tidy(theirs)];
  const body: Body = {};
  const clashes: string[] = [];
  for (const name of new Set([...Object.keys(was), ...Object.keys(here), ...Object.keys(there)])) {
    const untouched = same(here[name], was[name]);
    body[name] = untouched ? there[name] : here[name];
    if (!untouched && !same(there[name], was[name]) && !same(here[name], there[name])) {
      clashes.push(name);
    }
  }
  return { body: tidy(body), clashes };
}
