// A block from a spreadsheet goes into the table: cell by cell from where the person stands, or, where
// the block brings its headings, each column to its own.

import type { Block, Target } from './clipboard';
import { blockOf, cellsOf } from './clipboard';
import type { Row } from './description';
import type { Grid } from './grid';
import { say } from './parts';
import { isCounted } from './row';
import { inUnitOf } from './units';
import { fromClipboard } from './values';

/** Take over a paste of more than one cell; a single text is left to the browser. */
export function pasted(grid: Grid, event: ClipboardEvent): void {
  const target = event.target as HTMLElement;
  const at = grid.place(target);
  const text = (event.clipboardData?.getData('text/plain') ?? '').replace(/(\r\n|\r|\n)$/, '');
  const typedInto =
    target instanceof HTMLTextAreaElement ||
    (target instanceof HTMLInputElement && target.type === 'text');
  if (!at || !text || (typedInto && (!at.column.main || !/[\t\r\n]/.test(text)))) {
    return;
  }
  event.preventDefault();
  paste(grid, at.row, at.name, cellsOf(text));
}

function paste(grid: Grid, index: number, name: string, rows: string[][]): void {
  const block = blockOf(rows, grid.field.columns, name);
  block.rows.forEach((cells, down) => fill(grid, grid.rowAt(index + down), cells, block.targets));
  grid.rowsChanged(index, name);
  tell(grid, block);
}

function tell(grid: Grid, block: Block): void {
  const figures = { rows: block.rows.length, columns: block.cut, names: block.unknown.join('、') };
  grid.form.notice([
    say(grid.words, 'pasted', figures),
    block.cut > 0 ? say(grid.words, 'paste_cut', figures) : '',
    block.unknown.length ? say(grid.words, 'paste_unknown', figures) : '',
    block.totals ? say(grid.words, 'paste_totals') : ''
  ]);
}

/** The choices come first: what a number counts depends on its row's indicator. */
function fill(grid: Grid, row: Row, cells: string[], targets: readonly Target[]): void {
  const filled = targets.map((target, right) => ({ ...target, text: cells[right] ?? '' }));
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
