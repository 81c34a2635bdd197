// A table of rows that is filled in like a spreadsheet.

import type { Attributes } from '../elements';
import { button, element } from '../elements';
import type { Column, Row, Table, Words } from './description';
import type { Form } from './form';
import { GridKeys } from './grid_keys';
import { drawColumns, drawHead, fitWidth } from './grid_head';
import { say, tool } from './parts';
import { pasted } from './pasting';
import { drawRow } from './row';
import { isBlankRow } from './values';

const PAGE_ROWS = 100; // more rows than this are turned over like pages

/** A cell: its row, from 0, and its column. */
export interface Place {
  readonly row: number;
  readonly name: string;
  readonly column: Column;
}

export class Grid {
  readonly words: Words;
  readonly columns: Readonly<Record<string, Column>>;
  readonly main: readonly Column[];
  readonly extra: readonly Column[];
  readonly node: HTMLElement;
  readonly body = element('tbody');
  readonly scroll = element('div', { class: 'wf-scroll' });
  /** The help for the column that is being filled in. */
  readonly tip: HTMLElement;
  /** Messages about the table as a whole. */
  readonly said = element('div', { class: 'wf-field-messages' });
  private readonly count = element('span', { class: 'wf-count' });
  private readonly pager = element('span', { class: 'wf-pager' });
  private readonly opened = new WeakSet<Row>();
  private readonly firstName: string;
  private first = 0;

  constructor(
    readonly field: Table,
    readonly form: Form
  ) {
    this.words = form.words;
    this.columns = Object.fromEntries(field.columns.map(column => [column.name, column]));
    this.main = field.columns.filter(column => column.main);
    this.extra = field.columns.filter(column => !column.main);
    const [first] = this.main;
    if (!first) {
      throw new Error(`The table ${field.name} has no column that stands in the grid.`);
    }
    this.firstName = first.name;
    this.tip = element('span', { class: 'wf-tip', id: form.idOf(`${field.name}.tip`) });
    this.node = this.build();
  }

  /** The rows in the form's body. */
  get rows(): Row[] {
    return this.form.rowsOf(this.field.name);
  }

  /** The row with a number, from 0; made where there is none. */
  rowAt(index: number): Row {
    return (this.rows[index] ??= {});
  }

  /** Whether the columns below a row are shown. */
  isOpen(row: Row): boolean {
    return this.opened.has(row);
  }

  private build(): HTMLElement {
    const { field, words } = this;
    const id = this.form.idOf(field.name);
    const add = button(say(words, 'add_row'), () => this.addRow(), { class: 'wf-add' });
    const table = element('table', { class: 'wf-table', 'aria-labelledby': id });
    table.append(drawColumns(this), drawHead(this), this.body);
    fitWidth(this, table);
    this.scroll.append(table);
    const keys = new GridKeys(this);
    const on: Attributes['on'] = {
      keydown: event => keys.pressed(event),
      paste: event => pasted(this, event),
      focusin: event => keys.entered(event.target as HTMLElement),
      focusout: event => keys.left(event)
    };
    return element(
      'section',
      { class: 'wf-rows', 'data-loc': field.name, on },
      element('h4', { id, class: 'wf-title' }, field.label, this.count),
      field.help ? element('p', { class: 'wf-help' }, field.help) : null,
      this.form.remarks.place(field),
      this.scroll,
      this.said,
      element('div', { class: 'wf-below' }, add, this.tip, this.pager)
    );
  }

  // -- drawing ----------------------------------------------------------------------------------

  draw(): void {
    if (!this.rows.length) {
      this.rows.push({});
    }
    this.first = Math.min(this.first, pageOf(this.rows.length - 1));
    const shown = this.rows.slice(this.first, this.first + PAGE_ROWS);
    const lines = shown.flatMap((row, index) => drawRow(this, row, this.first + index));
    this.body.replaceChildren(...lines);
    this.drawCounts();
  }

  drawCounts(): void {
    const filled = this.rows.filter(row => !isBlankRow(row)).length;
    this.count.textContent = filled ? say(this.words, 'rows', { n: filled }) : '';
    this.node.classList.toggle('wf-unfilled', !filled);
    this.pager.replaceChildren();
    if (this.rows.length <= PAGE_ROWS) {
      return;
    }
    const last = Math.min(this.first + PAGE_ROWS, this.rows.length);
    const turn = (sign: string, name: string, by: number, disabled: boolean): HTMLElement =>
      tool(sign, name, () => this.focus(this.first + by * PAGE_ROWS), { disabled });
    this.pager.append(
      turn('‹', say(this.words, 'previous_rows'), -1, this.first === 0),
      `${this.first + 1}–${last} / ${this.rows.length}`,
      turn('›', say(this.words, 'next_rows'), 1, last === this.rows.length)
    );
  }

  private redraw(): void {
    this.form.keepingFocus(() => this.draw());
    this.form.problems.show();
  }

  // -- what the rows go through -----------------------------------------------------------------

  /** Rows moved: what was marked before is marked anew once they are saved. */
  rowsChanged(row: number, name: string): void {
    this.form.problems.forget(this.field.name);
    this.draw();
    this.focus(row, name);
    this.form.changed();
  }

  private addRow(): void {
    const last = this.rows.at(-1);
    if (!last || !isBlankRow(last)) {
      this.rows.push({});
    }
    this.first = pageOf(this.rows.length - 1);
    this.redraw();
    this.focus(this.rows.length - 1);
  }

  move(index: number, by: number, name = this.firstName): void {
    const to = index + by;
    if (to < 0 || to >= this.rows.length) {
      return;
    }
    this.rows.splice(to, 0, ...this.rows.splice(index, 1));
    this.rowsChanged(to, name);
  }

  remove(index: number, name = this.firstName): void {
    this.rows.splice(index, 1);
    this.rowsChanged(Math.min(index, Math.max(this.rows.length - 1, 0)), name);
  }

  toggle(index: number): void {
    const row = this.rowAt(index);
    if (!this.opened.delete(row)) {
      this.opened.add(row);
    }
    this.redraw();
    this.focus(index, this.isOpen(row) ? this.extra[0]?.name : this.firstName);
  }

  // -- focus ------------------------------------------------------------------------------------

  /** Go to a cell, wherever it is: on another page of rows, or below its row. */
  focus(index: number, name = this.firstName): void {
    const row = this.rows[index];
    const hidden = row && !this.columns[name]?.main && !this.isOpen(row);
    if (hidden) {
      this.opened.add(row);
    }
    if (hidden || pageOf(index) !== this.first) {
      this.first = pageOf(index);
      this.draw();
      this.form.problems.show();
    }
    const control = this.form.controlAt(`${this.field.name}.${index}.${name}`);
    control?.focus();
    if (control && !(control instanceof HTMLSelectElement)) {
      control.select();
    }
  }

  /** Go some rows up or down, where there are as many. */
  step(index: number, name: string, by: number): void {
    if (index + by >= 0 && index + by < this.rows.length) {
      this.focus(index + by, name);
    }
  }

  /** Go one row down; below the last row, unless it is blank, a new one begins. */
  nextOrNew(index: number, name: string): void {
    if (index < this.rows.length - 1) {
      this.focus(index + 1, name);
    } else if (!isBlankRow(this.rowAt(index))) {
      this.rows.push({});
      this.redraw();
      this.focus(index + 1, name);
    }
  }

  // -- events -----------------------------------------------------------------------------------

  column(name: string): Column {
    const column = this.columns[name];
    if (!column) {
      throw new Error(`The table ${this.field.name} has no column ${name}.`);
    }
    return column;
  }

  /** The cell that an element is the control of. */
  place(target: HTMLElement): Place | undefined {
    const [, row, name = ''] = (target.dataset['loc'] ?? '').split('.');
    const column = this.columns[name];
    return column && { row: Number(row), name, column };
  }

  /** Show a column's help under the table while one of its cells is filled in. */
  explain(column?: Column): void {
    this.tip.textContent = column?.help ? `${column.label} · ${column.help}` : '';
  }
}

/** The first row of the page of rows that a row is on. */
const pageOf = (index: number): number => Math.floor(index / PAGE_ROWS) * PAGE_ROWS;
