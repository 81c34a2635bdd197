// @ts-nocheck: the types come next
// What is wrong in a table, told at the very cell: a message stands in a row of its own below.

import { isWrong } from './form.js';
import { element, markControl, message } from './controls.js';
import { drawUnits } from './row.js';
import { hasOwnUnit } from './values.js';

const MESSAGE_ROOM = 340; // px to the right of a cell in which a message can be read

// problems: those of the grid's field; what was marked before goes.
export function markGrid(grid, problems) {
  for (const old of grid.node.querySelectorAll('.wf-said, .wf-message, .wf-echo')) {
    old.remove();
  }
  for (const control of grid.node.querySelectorAll('[aria-invalid]')) {
    markControl(control, null, grid.tip.id);
  }
  const rooms = roomsOf(grid);
  const columnOf = ({ loc }) => grid.main.findIndex(({ name }) => name === loc[2]);
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

// How a number was read, below what was typed.
function echo(grid, { loc, text }) {
  const control = grid.form.controlAt(loc.join('.'));
  control?.after(element('small', { class: 'wf-echo', role: 'status' }, text));
}

// What was said about a cell's number goes as soon as it is typed over; its unit is of its indicator.
export function retyped(grid, row, control) {
  control.parentElement.querySelector('.wf-echo')?.remove();
  const unit = control.parentElement.querySelector('.wf-unit');
  if (unit) {
    unit.hidden = hasOwnUnit(control.value);
  }
  if (control.dataset.loc.endsWith('.indicator')) {
    const index = control.dataset.loc.split('.')[1];
    drawUnits(grid, row, [...grid.body.querySelectorAll(`tr[data-row="${index}"]`)]);
  }
}

// How much room there is from each column to the right edge; nothing before the page is laid out.
function roomsOf(grid) {
  const { right, width } = grid.scroll.getBoundingClientRect();
  const heads = width ? [...grid.node.querySelectorAll('thead th[scope]')] : [];
  return heads.map(head => right - head.getBoundingClientRect().left);
}

function markCell(grid, { loc, text, kind }, column, rooms) {
  const [, row, name] = loc;
  const said = message(grid.form.idOf(`${loc.join('.')}.message`), text);
  const wrong = isWrong({ kind });
  if (!wrong) {
    said.classList.add('wf-asks');
  }
  if (row === undefined) {
    return grid.said.append(said);
  }
  const line = grid.body.querySelector(`tr[data-row="${row}"]`);
  if (!line) {
    return undefined;
  } // on another page of rows
  const control = name && grid.form.controlAt(loc.join('.'));
  if (control && wrong) {
    markControl(control, said.id);
  } else {
    control?.setAttribute('aria-describedby', said.id);
  }
  const slot = control?.closest('.wf-field')?.querySelector('.wf-slot');
  return slot ? slot.append(said) : putBelow(grid, line, column, said, rooms[column]);
}

// From its cell to the right where there is room, else from its cell to the left.
function putBelow(grid, line, column, said, room = Infinity) {
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
