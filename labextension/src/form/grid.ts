// @ts-nocheck: the types come next
// A table of rows that is filled in like a spreadsheet.

import { button, element, say, tool } from './controls.js';
import { pasted } from './pasting.js';
import { drawRow, widthBeside } from './row.js';
import { isBlankRow } from './values.js';

const PAGE_ROWS = 100; // more rows than this are turned over like pages
const WIDTHS = {
  money: 94,
  measure: 94,
  count: 66,
  share: 66,
  day: 92,
  yes: 54,
  choice: 112,
  text: 92,
  long_text: 160
}; // px, at the narrowest
const TOOLS_WIDTH = 80;
const WIDEST = 1.5;
const SHORT = 12; // signs

export class Grid {
  // form: the Form; its body holds the rows.
  constructor(field, form) {
    this.field = field;
    this.form = form;
    this.words = form.words;
    this.columns = Object.fromEntries(field.columns.map(column => [column.name, column]));
    this.main = field.columns.filter(column => column.main);
    this.extra = field.columns.filter(column => !column.main);
    this.open = new WeakSet();
    this.first = 0;
    this.node = this.build();
  }

  get rows() {
    return this.form.rowsOf(this.field.name);
  }

  build() {
    const id = this.form.idOf(this.field.name);
    const add = button(say(this.words, 'add_row'), () => this.addRow(), { class: 'wf-add' });
    this.body = element('tbody');
    this.count = element('span', { class: 'wf-count' });
    this.pager = element('span', { class: 'wf-pager' });
    this.tip = element('span', { class: 'wf-tip', id: this.form.idOf(`${this.field.name}.tip`) });
    this.said = element('div', { class: 'wf-field-messages' });
    const parts = [this.cols(), this.head(), this.body];
    const table = element('table', { class: 'wf-table', 'aria-labelledby': id }, ...parts);
    this.scroll = element('div', { class: 'wf-scroll' }, table);
    const narrowest = this.widths.reduce((sum, width) => sum + width, 0);
    table.style.minWidth = `${narrowest}px`;
    if (!this.main.some(isProse)) {
      table.style.maxWidth = `${Math.round(narrowest * WIDEST)}px`;
    }
    return element(
      'section',
      { class: 'wf-rows', 'data-loc': this.field.name, on: this.listeners() },
      element('h4', { id, class: 'wf-title' }, this.field.label, this.count),
      this.field.help ? element('p', { class: 'wf-help' }, this.field.help) : null,
      this.form.remarks.place(this.field),
      this.scroll,
      this.said,
      element('div', { class: 'wf-below' }, add, this.tip, this.pager)
    );
  }

  get widths() {
    const widths = this.main.map(column => widthBeside(column, WIDTHS[column.kind]));
    return [this.extra.length ? 48 : 34, ...widths, TOOLS_WIDTH];
  }

  cols() {
    // Columns of text share what room there is; the others keep theirs.
    const cols = this.widths.map((width, at) => {
      const col = element('col');
      if (!isProse(this.main[at - 1])) {
        col.style.width = `${width}px`;
      }
      return col;
    });
    return element('colgroup', {}, ...cols);
  }

  head() {
    const headings = this.main.map(column =>
      element(
        'th',
        { scope: 'col', class: `wf-is-${column.kind}`, title: column.help || null },
        column.label,
        column.required ? this.star() : null
      )
    );
    const [first, last] = ['wf-index', 'wf-tools'].map(name => element('th', { class: name }));
    return element('thead', {}, element('tr', {}, first, ...headings, last));
  }

  star() {
    return element('span', { class: 'wf-star', title: say(this.words, 'required') }, '*');
  }

  // -- drawing ----------------------------------------------------------------------------------

  draw() {
    if (!this.rows.length) {
      this.rows.push({});
    }
    this.first = Math.min(this.first, Math.floor((this.rows.length - 1) / PAGE_ROWS) * PAGE_ROWS);
    const shown = this.rows.slice(this.first, this.first + PAGE_ROWS);
    this.body.replaceChildren(
      ...shown.flatMap((row, index) => drawRow(this, row, this.first + index))
    );
    this.drawCounts();
  }

  drawCounts() {
    const filled = this.rows.filter(row => !isBlankRow(row)).length;
    this.count.textContent = filled ? say(this.words, 'rows', { n: filled }) : '';
    this.node.classList.toggle('wf-unfilled', !filled);
    this.pager.replaceChildren();
    if (this.rows.length <= PAGE_ROWS) {
      return;
    }
    const last = Math.min(this.first + PAGE_ROWS, this.rows.length);
    this.pager.append(
      tool('‹', say(this.words, 'previous_rows'), () => this.turn(-1), {
        disabled: this.first === 0
      }),
      `${this.first + 1}–${last} / ${this.rows.length}`,
      tool('›', say(this.words, 'next_rows'), () => this.turn(1), {
        disabled: last === this.rows.length
      })
    );
  }

  turn(pages) {
    this.focus(this.first + pages * PAGE_ROWS, this.main[0].name);
  }

  redraw() {
    this.form.keepingFocus(() => this.draw());
    this.form.showProblems();
  }

  // -- what the rows go through -----------------------------------------------------------------

  // Rows moved: what was marked before is marked anew once they are saved.
  rowsChanged(row, name) {
    this.form.forgetProblems(this.field.name);
    this.draw();
    this.focus(row, name);
    this.form.changed();
  }

  addRow() {
    if (!this.rows.length || !isBlankRow(this.rows.at(-1))) {
      this.rows.push({});
    }
    this.first = Math.floor((this.rows.length - 1) / PAGE_ROWS) * PAGE_ROWS;
    this.redraw();
    this.focus(this.rows.length - 1, this.main[0].name);
  }

  move(index, by, name = this.main[0].name) {
    const to = index + by;
    if (to < 0 || to >= this.rows.length) {
      return;
    }
    this.rows.splice(to, 0, ...this.rows.splice(index, 1));
    this.rowsChanged(to, name);
  }

  remove(index, name = this.main[0].name) {
    this.rows.splice(index, 1);
    this.rowsChanged(Math.min(index, Math.max(this.rows.length - 1, 0)), name);
  }

  toggle(index) {
    const row = this.rows[index];
    if (!this.open.delete(row)) {
      this.open.add(row);
    }
    this.redraw();
    this.focus(index, this.open.has(row) ? this.extra[0].name : this.main[0].name);
  }

  // -- focus ------------------------------------------------------------------------------------

  focus(index, name) {
    const page = Math.floor(index / PAGE_ROWS) * PAGE_ROWS;
    const hidden = !this.columns[name].main && this.rows[index] && !this.open.has(this.rows[index]);
    if (hidden) {
      this.open.add(this.rows[index]);
    }
    if (hidden || page !== this.first) {
      this.first = page;
      this.draw();
      this.form.showProblems();
    }
    const control = this.form.controlAt(`${this.field.name}.${index}.${name}`);
    control?.focus();
    control?.select?.();
  }

  step(index, name, by) {
    if (index + by >= 0 && index + by < this.rows.length) {
      this.focus(index + by, name);
    }
  }

  nextOrNew(index, name) {
    if (index < this.rows.length - 1) {
      this.focus(index + 1, name);
    } else if (!isBlankRow(this.rows[index])) {
      this.rows.push({});
      this.redraw();
      this.focus(index + 1, name);
    }
  }

  // -- events -----------------------------------------------------------------------------------

  listeners() {
    return {
      keydown: event => this.key(event),
      paste: event => pasted(this, event),
      focusin: event => this.entered(event.target),
      focusout: event => this.left(event)
    };
  }

  place(target) {
    const [, row, name] = (target.dataset.loc ?? '').split('.');
    return name === undefined ? null : { row: Number(row), name, main: this.columns[name].main };
  }

  // The column's help stands under the table while one of its cells is filled in.
  explain(at) {
    const column = at && this.columns[at.name];
    this.tip.textContent = column?.help ? `${column.label} · ${column.help}` : '';
  }

  key(event) {
    const at = this.place(event.target);
    if (!at || event.isComposing || event.keyCode === 229) {
      return;
    }
    const act = event.altKey ? this.rowKey(event.key, at) : at.main && this.cellKey(event, at);
    if (event.key === 'Tab' && at.main) {
      this.tabbed(at);
    }
    if (!act) {
      return;
    }
    event.preventDefault();
    act();
  }

  // Where in its row a person began to go on by Tab: Enter goes there, one row down, as in Excel.
  tabbed({ row, name }) {
    if (this.run?.row !== row) {
      this.run = { row, name };
    }
    this.tabbing = true;
  }

  // Any other way into another cell ends the run; a cell that was drawn anew is the same.
  entered(target) {
    if (!this.tabbing && target.dataset.loc !== this.at) {
      this.run = undefined;
    }
    // as in Excel, what is typed after Tab takes the cell's place; inputs do this by themselves
    if (this.tabbing && target.tagName === 'TEXTAREA') {
      target.select();
    }
    this.tabbing = false;
    this.at = target.dataset.loc;
    this.explain(this.place(target));
  }

  left({ relatedTarget }) {
    if (!this.node.contains(relatedTarget)) {
      this.tabbing = false;
    }
    this.explain(null);
  }

  began(row, name) {
    return this.run?.row === row ? this.run.name : name;
  }

  rowKey(key, { row, name }) {
    return {
      ArrowUp: () => this.move(row, -1, name),
      ArrowDown: () => this.move(row, 1, name),
      Delete: () => this.remove(row, name),
      Enter: this.extra.length ? () => this.toggle(row) : undefined
    }[key];
  }

  cellKey(event, { row, name }) {
    // An open list of choices has these keys for itself.
    if (event.ctrlKey || event.metaKey || isOpen(event.target)) {
      return undefined;
    }
    return {
      ArrowUp: () => this.step(row, name, -1),
      ArrowDown: () => this.step(row, name, 1),
      Enter: () =>
        event.shiftKey ? this.step(row, name, -1) : this.nextOrNew(row, this.began(row, name))
    }[event.key];
  }
}

// A text of more than a word or two, as its example shows: a customer's number is none.
function isProse(column) {
  if (column?.kind === 'text') {
    return column.example.length > SHORT;
  }
  return column?.kind === 'long_text';
}

export function isOpen(control) {
  try {
    return control.tagName === 'SELECT' && control.matches(':open');
  } catch {
    return false; // a browser that does not know :open
  }
}
