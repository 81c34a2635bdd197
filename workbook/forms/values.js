// What was typed, as data: nothing here touches the page.

const BLANK = ["", "-", "—", "/", "无", "n/a"]; // as the kernel reads them
const YES = ["true", "1", "是", "y", "yes", "√", "✓", "有"];
const NO = ["false", "0", "否", "n", "no", "×", ...BLANK];

const plain = (value) => String(value ?? "").normalize("NFKC").trim();
const isBlank = (value) => BLANK.includes(plain(value).toLowerCase());
const isBlankRow = (row) => Object.values(row).every(isBlank);
const copy = (value) => JSON.parse(JSON.stringify(value));

// true, undefined for no, or the text itself where it says neither.
function yesFrom(value) {
  const text = plain(value).toLowerCase();
  if (YES.includes(text)) return true;
  return NO.includes(text) ? undefined : String(value);
}

// The key that was chosen, typed or pasted by its label; other text stays as it is.
function keyFrom(field, value) {
  const text = plain(value);
  const known = field.options.find(({ key }) => key === text)
    ?? field.options.find(({ label }) => plain(label).toLowerCase() === text.toLowerCase());
  return known ? known.key : isBlank(text) ? "" : String(value);
}

function fromClipboard(field, text) {
  const typed = text.trim();
  if (field.kind === "yes") return yesFrom(typed);
  if (field.kind === "choice" && field.options.length) return keyFrom(field, typed) || undefined;
  return typed === "" ? undefined : typed;
}

// Rows and cells of a spreadsheet's clipboard; cells in quotes may hold tabs and line breaks.
function cellsOf(text) {
  const rows = [[]];
  const pattern = /(?:"((?:[^"]|"")*)"|([^\t\r\n]*))(\t|\r\n|\r|\n|$)/g;
  for (const [whole, quoted, bare, end] of text.matchAll(pattern)) {
    if (whole === "" && rows.at(-1).length === 0) break;
    rows.at(-1).push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    if (end === "") break;
    if (end !== "\t") rows.push([]);
  }
  return rows.filter((row) => row.length);
}

const tidyRow = (row) =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined && value !== ""));

function tidyRows(rows) {
  const tidied = rows.map(tidyRow);
  while (tidied.length && isBlankRow(tidied.at(-1))) tidied.pop();
  return tidied;
}

// The body as it is sent: without empty cells and without the empty rows at the end.
function tidy(body) {
  const kept = Object.entries(body).map(([name, value]) => [
    name,
    Array.isArray(value) ? tidyRows(value) : value,
  ]);
  return Object.fromEntries(
    kept.filter(([, value]) => value !== undefined && value !== "" && value?.length !== 0),
  );
}

function same(left, right) {
  if (left === right) return true;
  if (typeof left !== "object" || typeof right !== "object" || !left || !right) return false;
  const names = Object.keys(left);
  return (
    names.length === Object.keys(right).length &&
    names.every((name) => name in right && same(left[name], right[name]))
  );
}

// Both sides started from ``base``. What only one of them changed is taken over; ``clashes`` are
// the fields that both changed to different things, and there ``body`` has mine.
function merge(base, mine, theirs) {
  const [was, here, there] = [tidy(base), tidy(mine), tidy(theirs)];
  const body = {};
  const clashes = [];
  for (const name of new Set([...Object.keys(was), ...Object.keys(here), ...Object.keys(there)])) {
    const untouched = same(here[name], was[name]);
    body[name] = untouched ? there[name] : here[name];
    if (!untouched && !same(there[name], was[name]) && !same(here[name], there[name])) clashes.push(name);
  }
  return { body: tidy(body), clashes };
}
