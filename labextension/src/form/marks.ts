// What is wrong in a table, said at the very cell: a message stands in a row of its own below.

import { element } from '../elements';
import type { Control } from './controls';
import { markControl } from './controls';
import type { Problem, Row } from './description';
import type { Grid } from './grid';
import { message } from './parts';
import { isWrong } from './problems';
import { drawUnits } from './row';
import { hasOwnUnit } from './units';

const MESSAGE_ROOM = 340; // px to the right of a cell in which a message can be read

/** Mark the problems of the grid's field, and nothing that was marked before. */
export function markGrid(grid: Grid, problems: readonly Problem[]): void {
  for (const old of grid.node.querySelectorAll('.wf-said, .wf-message, .wf-echo')) {
    old.remove();
  }
  for (const control of grid.node.querySelectorAll('[aria-invalid]')) {
    markControl(control, undefined, grid.tip.id);
  }
  const rooms = roomsOf(grid);
  const columnOf = ({ loc }: Problem): number => grid.main.findIndex(({ name }) => name === loc[2]);
  // The last column first, since each message goes directly below its row.
  const ordered = [...problems].sort((one, other) => columnOf(other) - columnOf(one));
  for (const problem of ordered) {
    if (problem.kind === 'echo') {
      echo(grid, problem);
    } else {
      markCell(grid, problem, Math.max(columnOf(problem), 0), rooms);
    }
  }
}

/** How a number was read, below what was typed. */
function echo(grid: Grid, { loc, text }: Problem): void {
  const control = grid.form.controlAt(loc.join('.'));
  control?.after(element('small', { class: 'wf-echo', role: 'status' }, text));
}

/** What was said about a cell's number goes as soon as it is typed over; its unit follows its indicator. */
export function retyped(grid: Grid, row: Row, control: Control): void {
  control.parentElement?.querySelector('.wf-echo')?.remove();
  const unit = control.parentElement?.querySelector<HTMLElement>('.wf-unit');
  if (unit) {
    unit.hidden = hasOwnUnit(control.value);
  }
  const at = grid.place(control);
  if (at?.name === 'indicator') {
    drawUnits(grid, row, [...grid.body.querySelectorAll(`tr[data-row="${at.row}"]`)]);
  }
}

/** How much room there is from each column to the right edge; nothing before the page is laid out. */
function roomsOf(grid: Grid): number[] {
  const { right, width } = grid.scroll.getBoundingClientRect();
  const heads = width ? [...grid.node.querySelectorAll('thead th[scope]')] : [];
  return heads.map(head => right - head.getBoundingClientRect().left);
}

function markCell(grid: Grid, problem: Problem, column: number, rooms: readonly number[]): void {
  const [, row] = problem.loc;
  const loc = problem.loc.join('.');
  const said = message(grid.form.idOf(`${loc}.message`), problem.text);
  said.classList.toggle('wf-asks', !isWrong(problem));
  if (row === undefined) {
    grid.said.append(said);
    return;
  }
  const line = grid.body.querySelector(`tr[data-row="${row}"]`);
  if (!line) {
    return; // on another page of rows
  }
  const control = problem.loc.length > 2 ? grid.form.controlAt(loc) : null;
  if (control && isWrong(problem)) {
    markControl(control, said.id);
  } else {
    control?.setAttribute('aria-describedby', said.id);
  }
  const slot = control?.closest('.wf-field')?.querySelector('.wf-slot');
  if (slot) {
    slot.append(said);
  } else {
    putBelow(grid, line, column, said, rooms[column]);
  }
}

/** From its cell to the right where there is room, else from its cell to the left. */
function putBelow(
  grid: Grid,
  line: Element,
  column: number,
  said: HTMLElement,
  room = Infinity
): void {
  const count = grid.main.length;
  const right = room >= MESSAGE_ROOM || column < count / 2;
  const before = element('td', { colspan: right ? column + 1 : column + 2 });
  const after = element('td', { colspan: count + 2 - before.colSpan });
  (right ? after : before).append(said);
  if (!right) {
    before.className = 'wf-toright';
  } else if (room < Infinity) {
    said.style.maxWidth = `${Math.max(room, MESSAGE_ROOM)}px`;
  }
  line.after(element('tr', { class: 'wf-said' }, before, after));
}
