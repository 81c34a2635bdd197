// @ts-nocheck: the types come next
// What was typed, as data: nothing here touches the page.

const BLANK = ['', '-', '—', '/', '无', 'n/a']; // as the kernel reads them
const YES = ['true', '1', '是', 'y', 'yes', '√', '✓', '有'];
const NO = ['false', '0', '否', 'n', 'no', '×', ...BLANK];

export const plain = value =>
  String(value ?? '')
    .normalize('NFKC')
    .trim();
export const isBlank = value => BLANK.includes(plain(value).toLowerCase());
export const isBlankRow = row => Object.values(row).every(isBlank);
export const copy = value => JSON.parse(JSON.stringify(value));

// true, undefined for no, or the text itself where it says neither.
export function yesFrom(value) {
  const text = plain(value).toLowerCase();
  if (YES.includes(text)) {
    return true;
  }
  return NO.includes(text) ? undefined : String(value);
}

// The key that was chosen, typed or pasted by one of its names; other text stays as it is.
export function keyFrom(field, value) {
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

const namesFor = ({ label, also = [] }) => [label, ...also].map(name => plain(name).toLowerCase());

// The one option with a name, or a part of one, that begins with the text; as the kernel reads it.
function meant(options, text) {
  if (/^[a-z]$/.test(text)) {
    return undefined;
  }
  const parts = name => [name, ...name.split(/[\s/、,;·()]+/)];
  const found = options.filter(option =>
    namesFor(option).some(name => parts(name).some(part => part.startsWith(text)))
  );
  return found.length === 1 ? found[0] : undefined;
}

export function fromClipboard(field, text) {
  const typed = text.trim();
  if (field.kind === 'yes') {
    return yesFrom(typed);
  }
  if (field.kind === 'choice' && field.options.length) {
    return keyFrom(field, typed) || undefined;
  }
  return typed === '' ? undefined : typed;
}

// -- units ------------------------------------------------------------------------------------

// How many noughts a unit has; as the kernel reads them.
const NOUGHTS = {
  元: 0,
  yuan: 0,
  rmb: 0,
  cny: 0,
  人民币元: 0,
  千元: 3,
  万元: 4,
  萬元: 4,
  万: 4,
  萬: 4,
  wanyuan: 4,
  '10,000yuan': 4,
  百万元: 6,
  百萬元: 6,
  千万元: 7,
  千萬元: 7,
  亿元: 8,
  億元: 8,
  亿: 8,
  億: 8
};

const noughtsOf = text =>
  NOUGHTS[
    plain(text)
      .toLowerCase()
      .replace(/\s|^rmb|^人民币/g, '')
  ];

// The unit that a heading has in brackets, or a line says: “目标（万元）”, “单位：元”.
export function unitIn(heading) {
  const inside = [...plain(heading).matchAll(/[([【](?:单位|單位|unit)?:?([^)\]】]*)[)\]】]/gi)];
  return (
    inside.map(([, text]) => noughtsOf(text)).find(unit => unit !== undefined) ?? unitSaid(heading)
  );
}

export function unitSaid(line) {
  return noughtsOf(
    /(?:单位|單位|unit)\s*:?\s*([^\s)\]】]+(?:\s*yuan)?)/i.exec(plain(line))?.[1] ?? '?'
  );
}

export const headingOf = text =>
  plain(text)
    .replace(/[([【].*?[)\]】]/g, '')
    .replace(/[\s*:]/g, '')
    .toLowerCase();

// “50元” says its own unit.
export const hasOwnUnit = text => !isBlank(text) && !/^[+-]?[\d,.\s]+$/.test(plain(text));

// A bare number in a unit with so many noughts, as a number in the column's own unit.
export function inUnitOf(column, text, noughts) {
  const [, sign, whole, part = ''] =
    /^([+-]?)¥?([\d,]+)(?:\.(\d*))?$/.exec(plain(text).replace(/\s/g, '')) ?? [];
  const own = Math.log10(column.yuan);
  if (whole === undefined || noughts === own) {
    return text;
  }
  if (!Number.isInteger(own)) {
    return noughts === 0 ? `${text}元` : text;
  }
  return sign + moved(whole.replaceAll(',', ''), part, noughts - own);
}

// The decimal point so many places to the right (or to the left), exactly.
function moved(whole, part, places) {
  const digits = whole + part;
  const point = whole.length + places;
  const padded = point > 0 ? digits.padEnd(point, '0') : '0'.repeat(1 - point) + digits;
  const at = Math.max(point, 1);
  return `${padded.slice(0, at)}.${padded.slice(at)}`
    .replace(/^0+(?=\d)/, '')
    .replace(/\.?0*$/, '');
}

// Rows and cells of a spreadsheet's clipboard; cells in quotes may hold tabs and line breaks.
export function cellsOf(text) {
  const rows = [[]];
  const pattern = /(?:"((?:[^"]|"")*)"|([^\t\r\n]*))(\t|\r\n|\r|\n|$)/g;
  for (const [whole, quoted, bare, end] of text.matchAll(pattern)) {
    if (whole === '' && rows.at(-1).length === 0) {
      break;
    }
    rows.at(-1).push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    if (end === '') {
      break;
    }
    if (end !== '\t') {
      rows.push([]);
    }
  }
  return rows.filter(row => row.length);
}

const tidyRow = row =>
  Object.fromEntries(
    Object.entries(row).filter(([, value]) => value !== undefined && value !== '')
  );

export function tidyRows(rows) {
  const tidied = rows.map(tidyRow);
  while (tidied.length && isBlankRow(tidied.at(-1))) {
    tidied.pop();
  }
  return tidied;
}

// The body as it is sent: without empty cells and without the empty rows at the end.
export function tidy(body) {
  const kept = Object.entries(body).map(([name, value]) => [
    name,
    Array.isArray(value) ? tidyRows(value) : value
  ]);
  return Object.fromEntries(
    kept.filter(([, value]) => value !== undefined && value !== '' && value?.length !== 0)
  );
}

export function same(left, right) {
  if (left === right) {
    return true;
  }
  if (typeof left !== 'object' || typeof right !== 'object' || !left || !right) {
    return false;
  }
  const names = Object.keys(left);
  return (
    names.length === Object.keys(right).length &&
    names.every(name => name in right && same(left[name], right[name]))
  );
}

// Both sides started from ``base``. What only one of them changed is taken over; ``clashes`` are
// the fields that both changed to different things, and there ``body`` has mine.
export function merge(base, mine, theirs) {
  const [was, here, there] = [tidy(base), tidy(mine), tidy(theirs)];
  const body = {};
  const clashes = [];
  for (const name of new Set([...Object.keys(was), ...Object.keys(here), ...Object.keys(there)])) {
    const untouched = same(here[name], was[name]);
    body[name] = untouched ? there[name] : here[name];
    if (!untouched && !same(there[name], was[name]) && !same(here[name], there[name])) {
      clashes.push(name);
    }
  }
  return { body: tidy(body), clashes };
}
