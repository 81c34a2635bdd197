// @ts-nocheck: the types come next
// One row of a table: its number, its cells, its tools, and below it the columns that have no room.

import { element, makeControl, say, tool, writeControl } from './controls.js';
import { hasOwnUnit, isBlank, keyFrom } from './values.js';

const NUMBER_ROOM = 60; // px
const CJK_ROOM = 11; // px of a sign of a unit
const LATIN_ROOM = 5.8;

export function drawRow(grid, row, index) {
  const cells = grid.main.map(column => {
    const unit = column.units && element('span', { class: 'wf-unit', 'aria-hidden': 'true' });
    return element(
      'td',
      { class: `wf-is-${column.kind}` },
      drawCell(grid, column, row, index, true),
      unit
    );
  });
  const opener = grid.extra.length ? drawOpener(grid, row, index) : null;
  const line = element(
    'tr',
    { 'data-row': index },
    element('th', { scope: 'row', class: 'wf-index' }, opener, String(index + 1)),
    ...cells,
    element('td', { class: 'wf-tools' }, drawTools(grid, index))
  );
  const drawn = grid.open.has(row) ? [line, drawExtra(grid, row, index)] : [line];
  drawUnits(grid, row, drawn);
  return drawn;
}

// -- units ------------------------------------------------------------------------------------

const indicatorOf = (grid, row) =>
  grid.columns.indicator ? keyFrom(grid.columns.indicator, row.indicator ?? '') : '';

export const isCounted = (grid, column, row) =>
  Boolean(indicatorOf(grid, row) && column.units[indicatorOf(grid, row)]);

function unitOf(grid, column, row) {
  return column.units?.[indicatorOf(grid, row)] ?? column.units?.[''] ?? '';
}

// What each number of a row counts stands in its cell; it follows the row's indicator.
export function drawUnits(grid, row, lines) {
  for (const control of lines.flatMap(line => [...line.querySelectorAll('.wf-control')])) {
    const [, index, name] = control.dataset.loc.split('.');
    const column = grid.columns[name];
    const unit = unitOf(grid, column, row);
    if (!unit) {
      continue;
    }
    const place = control.parentElement.querySelector('.wf-unit');
    place.textContent = unit;
    place.lang = unit > '⺀' ? 'zh' : 'en';
    place.hidden = hasOwnUnit(control.value);
    control.style.setProperty('--unit', `${widthOf(unit)}px`);
    control.setAttribute(
      'aria-label',
      `${column.label} (${unit}), ${say(grid.words, 'row', { n: Number(index) + 1 })}`
    );
  }
}

const widthOf = unit =>
  [...unit].reduce((sum, sign) => sum + (sign > '⺀' ? CJK_ROOM : LATIN_ROOM), 0);

// The number needs its room beside the unit.
export function widthBeside(column, width) {
  return Math.max(
    width,
    ...Object.values(column.units ?? {}).map(unit => NUMBER_ROOM + widthOf(unit))
  );
}

function drawCell(grid, column, row, index, crowded) {
  const control = makeControl(
    column,
    `${grid.field.name}.${index}.${column.name}`,
    grid.words,
    crowded
  );
  control.setAttribute(
    'aria-label',
    `${column.label}, ${say(grid.words, 'row', { n: index + 1 })}`
  );
  if (column.help) {
    control.setAttribute('aria-describedby', grid.tip.id);
  }
  writeControl(control, column, row[column.name]);
  return control;
}

function drawOpener(grid, row, index) {
  const opened = grid.open.has(row);
  const filled = grid.extra.some(column => !isBlank(row[column.name]));
  return tool(
    opened ? '▾' : '▸',
    say(grid.words, opened ? 'less' : 'more'),
    () => grid.toggle(index),
    {
      class: `wf-tool wf-more${filled ? ' wf-has' : ''}`,
      'aria-expanded': String(opened),
      'aria-keyshortcuts': 'Alt+Enter'
    }
  );
}

// The keys do the same, without a stop of the Tab key at each tool.
function drawTools(grid, index) {
  const make = (sign, word, keys, act, more) =>
    tool(sign, `${say(grid.words, word)} (${keys})`, act, { tabindex: '-1', ...more });
  const last = grid.rows.length - 1;
  return element(
    'span',
    { class: 'wf-toolbox' },
    make('↑', 'move_up', 'Alt+↑', () => grid.move(index, -1), { disabled: index === 0 }),
    make('↓', 'move_down', 'Alt+↓', () => grid.move(index, 1), { disabled: index === last }),
    make('✕', 'remove_row', 'Alt+Delete', () => grid.remove(index), { class: 'wf-tool wf-remove' })
  );
}

function drawExtra(grid, row, index) {
  const fields = grid.extra.map(column =>
    element(
      'label',
      { class: `wf-field wf-is-${column.kind}` },
      element('span', { class: 'wf-label', title: column.help || null }, column.label),
      drawCell(grid, column, row, index, false),
      column.units ? element('span', { class: 'wf-unit', 'aria-hidden': 'true' }) : null,
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
