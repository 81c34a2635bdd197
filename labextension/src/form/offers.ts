// Customers of the book, offered where a number is typed: by number, age, amount, days without contact.

import { element } from '../elements';
import type { Control } from './controls';
import { controlOf } from './controls';
import type { Row, Single } from './description';
import type { Form } from './form';
import { say } from './parts';
import { isBlank } from './values';
import type { Offered } from './wire';

const PAUSE = 150; // ms without another key before the kernel is asked

export class Offers {
  private readonly list: HTMLElement;
  private control: Control | undefined;
  private offered: readonly Offered[] = [];
  private active = -1;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly form: Form) {
    const label = say(form.words, 'customers_offered');
    const id = form.idOf('offers');
    this.list = element('ul', { id, class: 'wf-offers', role: 'listbox', 'aria-label': label });
    this.list.popover = 'manual';
    form.root.append(this.list);
  }

  listen(): void {
    const { root } = this.form;
    const typed = ({ target }: Event): void => this.typed(controlOf(target));
    root.addEventListener('input', typed);
    root.addEventListener('focusin', ({ target }) => this.entered(target));
    root.addEventListener('focusout', () => this.close());
    // the keys of an open list come before those of the table and of the page
    root.addEventListener('keydown', event => this.pressed(event), { capture: true });
  }

  /** The field of a control where customers are offered. */
  private fieldOf(control: Control | undefined): Single | undefined {
    const [name = '', , column = ''] = (control?.dataset['loc'] ?? '').split('.');
    const field = this.form.byName[name];
    const single = field?.kind === 'rows' ? field.columns.find(one => one.name === column) : field;
    return single && 'offers' in single ? single : undefined;
  }

  /** Somebody came into a control: an empty one offers at once. */
  private entered(target: EventTarget | null): void {
    const control = controlOf(target);
    if (control !== this.control) {
      this.close();
    }
    if (control && this.fieldOf(control) && !control.value) {
      this.askSoon(control);
    }
  }

  private typed(control: Control | undefined): void {
    if (control && this.fieldOf(control)) {
      this.askSoon(control);
    }
  }

  private askSoon(control: Control): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(control), PAUSE);
  }

  private ask(control: Control): void {
    const text = control.value;
    const isStill = (): boolean => document.activeElement === control && control.value === text;
    const quietly = (): void => undefined; // a list that cannot be had is none
    const show = ({ customers }: { customers: readonly Offered[] }): void => {
      if (isStill()) {
        this.show(control, customers);
      }
    };
    if (isStill()) {
      this.form.saving.ask('customers', { text }, show, quietly);
    }
  }

  private show(control: Control, offered: readonly Offered[]): void {
    const known = offered.length === 1 && offered[0]?.number === control.value;
    if (!offered.length || known) {
      this.close();
      return;
    }
    this.control = control;
    this.offered = offered;
    this.list.replaceChildren(...offered.map((one, at) => this.option(one, at)));
    const { left, bottom, width } = control.getBoundingClientRect();
    this.list.style.left = `${left}px`;
    this.list.style.top = `${bottom}px`;
    this.list.style.minWidth = `${width}px`;
    this.list.showPopover();
    control.setAttribute('role', 'combobox');
    control.setAttribute('aria-controls', this.list.id);
    control.setAttribute('aria-expanded', 'true');
    this.light(-1);
  }

  private option({ number, facts }: Offered, at: number): HTMLElement {
    const parts = [element('b', {}, number), element('span', {}, facts)];
    const on = {
      // before the control loses the cursor
      mousedown: (event: MouseEvent): void => {
        event.preventDefault();
        this.take(at);
      }
    };
    return element('li', { id: `${this.list.id}.${at}`, role: 'option', on }, ...parts);
  }

  private close(): void {
    clearTimeout(this.timer);
    if (this.control) {
      this.list.hidePopover();
      this.control.setAttribute('aria-expanded', 'false');
      this.control.removeAttribute('aria-activedescendant');
      this.control = undefined;
    }
  }

  private light(at: number): void {
    this.active = at;
    [...this.list.children].forEach((option, index) => {
      option.setAttribute('aria-selected', String(index === at));
    });
    if (at >= 0) {
      this.control?.setAttribute('aria-activedescendant', `${this.list.id}.${at}`);
    }
  }

  /** The keys of an open list; the cell and the table have all others. */
  private pressed(event: KeyboardEvent): void {
    const control = controlOf(event.target);
    const asks = event.altKey && event.key === 'ArrowDown';
    if (asks && control && !this.control && this.fieldOf(control)) {
      this.done(event);
      this.ask(control);
    } else if (this.control && !event.isComposing && !event.altKey) {
      this.listKey(event);
    }
  }

  private listKey(event: KeyboardEvent): void {
    const last = this.offered.length - 1;
    const acts: Record<string, (() => void) | undefined> = {
      ArrowDown: () => this.light(Math.min(this.active + 1, last)),
      ArrowUp: () => this.light(Math.max(this.active - 1, -1)),
      Escape: () => this.close(),
      Enter: this.active >= 0 ? () => this.take(this.active) : undefined
    };
    const act = acts[event.key];
    if (act) {
      this.done(event);
      act();
    } else if (event.key === 'Enter' || event.key === 'Tab') {
      this.close();
    }
  }

  private done(event: KeyboardEvent): void {
    event.preventDefault();
    event.stopPropagation();
  }

  /** The number goes into the cell, and what the book says into the blank cells of its row. */
  private take(at: number): void {
    const { control, form } = this;
    const one = this.offered[at];
    this.close();
    if (!control || !one) {
      return;
    }
    control.value = one.number;
    form.typed(control);
    const [name = '', index] = (control.dataset['loc'] ?? '').split('.');
    const field = form.byName[name];
    if (field?.kind === 'rows') {
      const grid = form.shown.gridOf(field);
      const names = fill(grid.rowAt(Number(index)), field.columns, one.row);
      form.keepingFocus(() => grid.draw());
      form.changed();
      form.notice(names.length ? [say(form.words, 'from_book', { names: names.join('、') })] : []);
    }
  }
}

/** Fill in what is blank of a row; the labels of what was filled in. */
function fill(row: Row, columns: readonly Single[], known: Row): string[] {
  const blank = columns.filter(({ name }) => name in known && isBlank(row[name]));
  for (const { name } of blank) {
    row[name] = known[name];
  }
  return blank.map(({ label }) => label);
}
