// One row of a table: its number, its cells, its tools, and below it the columns that have no room.

import type { Attributes } from '../elements';
import { element } from '../elements';
import type { Control } from './controls';
import { makeControl, writeControl } from './controls';
import type { Column, Row } from './description';
import type { Grid } from './grid';
import { say, tool } from './parts';
import { hasOwnUnit } from './units';
import { isBlank, keyFrom } from './values';

const NUMBER_ROOM = 60; // px
const CJK_ROOM = 11; // px of a sign of a unit
const LATIN_ROOM = 5.8;

/** The lines of a row: the row itself, and what is open below it. */
export function drawRow(grid: Grid, row: Row, index: number): HTMLTableRowElement[] {
  const cells = grid.main.map(column =>
    element(
      'td',
      { class: `wf-is-${column.kind}` },
      drawCell(grid, column, row, index, true),
      unitPlace(column)
    )
  );
  const opener = grid.extra.length ? drawOpener(grid, row, index) : null;
  const line = element(
    'tr',
    { 'data-row': index },
    element('th', { scope: 'row', class: 'wf-index' }, opener, String(index + 1)),
    ...cells,
    element('td', { class: 'wf-tools' }, drawTools(grid, index))
  );
  const drawn = grid.isOpen(row) ? [line, drawExtra(grid, row, index)] : [line];
  drawUnits(grid, row, drawn);
  return drawn;
}

const unitPlace = (column: Column): HTMLElement | null =>
  column.units ? element('span', { class: 'wf-unit', 'aria-hidden': 'true' }) : null;

// -- units ------------------------------------------------------------------------------------

const indicatorOf = ({ columns }: Grid, row: Row): string =>
  columns['indicator'] ? keyFrom(columns['indicator'], row['indicator']) : '';

/** Whether the row's indicator says what a column counts, so that it is no amount of money. */
export function isCounted(grid: Grid, column: Column, row: Row): boolean {
  const indicator = indicatorOf(grid, row);
  return Boolean(indicator && column.units?.[indicator]);
}

const unitOf = (grid: Grid, column: Column, row: Row): string =>
  column.units?.[indicatorOf(grid, row)] ?? column.units?.[''] ?? '';

/** What each number of a row counts stands in its cell; it follows the row's indicator. */
export function drawUnits(grid: Grid, row: Row, lines: readonly Element[]): void {
  for (const line of lines) {
    for (const control of line.querySelectorAll<Control>('.wf-control')) {
      drawUnit(grid, row, control);
    }
  }
}

function drawUnit(grid: Grid, row: Row, control: Control): void {
  const at = grid.place(control);
  const unit = at ? unitOf(grid, at.column, row) : '';
  const place = control.parentElement?.querySelector<HTMLElement>('.wf-unit');
  if (!at || !unit || !place) {
    return;
  }
  place.textContent = unit;
  place.lang = unit > '⺀' ? 'zh' : 'en';
  place.hidden = hasOwnUnit(control.value);
  control.style.setProperty('--unit', `${widthOf(unit)}px`);
  const number = say(grid.words, 'row', { n: at.row + 1 });
  control.setAttribute('aria-label', `${at.column.label} (${unit}), ${number}`);
}

const widthOf = (unit: string): number =>
  [...unit].reduce((sum, sign) => sum + (sign > '⺀' ? CJK_ROOM : LATIN_ROOM), 0);

/** The width of a column in which a number has its room beside the unit. */
export function widthBeside(column: Column, width: number): number {
  const units = Object.values(column.units ?? {});
  return Math.max(width, ...units.map(unit => NUMBER_ROOM + widthOf(unit)));
}

// -- cells and tools --------------------------------------------------------------------------

function drawCell(grid: Grid, column: Column, row: Row, index: number, crowded: boolean): Control {
  const loc = `${grid.field.name}.${index}.${column.name}`;
  const control = makeControl(column, loc, grid.words, crowded);
  const number = say(grid.words, 'row', { n: index + 1 });
  control.setAttribute('aria-label', `${column.label}, ${number}`);
  if (column.help) {
    control.setAttribute('aria-describedby', grid.tip.id);
  }
  writeControl(control, column, row[column.name]);
  return control;
}

function drawOpener(grid: Grid, row: Row, index: number): HTMLElement {
  const opened = grid.isOpen(row);
  const filled = grid.extra.some(column => !isBlank(row[column.name]));
  const name = opened ? say(grid.words, 'less') : say(grid.words, 'more');
  return tool(opened ? '▾' : '▸', name, () => grid.toggle(index), {
    class: `wf-tool wf-more${filled ? ' wf-has' : ''}`,
    'aria-expanded': String(opened),
    'aria-keyshortcuts': 'Alt+Enter'
  });
}

/** The keys do the same, without a stop of the Tab key at each tool. */
function drawTools(grid: Grid, index: number): HTMLElement {
  const make = (
    sign: string,
    word: string,
    keys: string,
    act: () => void,
    more: Attributes
  ): HTMLElement =>
    tool(sign, `${say(grid.words, word)} (${keys})`, act, { tabindex: '-1', ...more });
  const last = grid.rows.length - 1;
  const [first, end] = [{ disabled: index === 0 }, { disabled: index === last }];
  return element(
    'span',
    { class: 'wf-toolbox' },
    make('↑', 'move_up', 'Alt+↑', () => grid.move(index, -1), first),
    make('↓', 'move_down', 'Alt+↓', () => grid.move(index, 1), end),
    make('✕', 'remove_row', 'Alt+Delete', () => grid.remove(index), { class: 'wf-tool wf-remove' })
  );
}

function drawExtra(grid: Grid, row: Row, index: number): HTMLTableRowElement {
  const fields = grid.extra.map(column =>
    element(
      'label',
      { class: `wf-field wf-is-${column.kind}` },
      element('span', { class: 'wf-label', title: column.help || null }, column.label),
      drawCell(grid, column, row, index, false),
      unitPlace(column),
      element('span', { class: 'wf-slot' })
    )
  );
  return element(
    'tr',
    { class: 'wf-extra', 'data-row': index },
    element('td'),
    element(
      'td',
      { colspan: grid.main.length + 1 },
      element('div', { class: 'wf-fields' }, ...fields)
    )
  );
}
