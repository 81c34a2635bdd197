// The fields of a form on the page: single ones with their labels, and tables.

import { element } from '../elements';
import type { Control } from './controls';
import { makeControl, writeControl } from './controls';
import type { Body, Single, Table, Value } from './description';
import type { Form } from './form';
import { Grid } from './grid';

/** A single field on the page, and the place of its message. */
interface SingleShown {
  readonly control: Control;
  readonly slot: HTMLElement;
}

export class Fields {
  /** What the fields look like, from top to bottom. */
  readonly blocks: readonly HTMLElement[];
  private readonly singles = new Map<string, SingleShown>();
  private readonly grids = new Map<string, Grid>();

  constructor(private readonly form: Form) {
    this.blocks = this.build();
  }

  /** Single fields that follow each other share a grid; a table of rows stands by itself. */
  private build(): HTMLElement[] {
    const blocks: HTMLElement[] = [];
    let singles: HTMLElement | undefined;
    for (const field of this.form.fields) {
      if (field.kind === 'rows') {
        const grid = new Grid(field, this.form);
        this.grids.set(field.name, grid);
        blocks.push(grid.node);
        singles = undefined;
      } else {
        if (!singles) {
          singles = element('div', { class: 'wf-fields' });
          blocks.push(singles);
        }
        singles.append(this.single(field));
      }
    }
    return blocks;
  }

  private single(field: Single): HTMLElement {
    const control = makeControl(field, field.name, this.form.words, false);
    control.id = this.form.idOf(field.name);
    const helpId = this.form.idOf(`${field.name}.help`);
    const help = field.help ? element('span', { class: 'wf-help', id: helpId }, field.help) : null;
    const label = element('label', { class: 'wf-label', for: control.id }, field.label);
    const slot = element('span', { class: 'wf-slot' });
    this.singles.set(field.name, { control, slot });
    const kind = { class: `wf-field wf-is-${field.kind}` };
    const made = element('div', kind, label, control, help, slot);
    return element('div', { class: 'wf-beside' }, made, this.form.remarks.place(field));
  }

  singleOf({ name }: Single): SingleShown {
    return here(this.singles.get(name), name);
  }

  gridOf({ name }: Table): Grid {
    return here(this.grids.get(name), name);
  }

  /** Scroll to a row of a table and put the cursor into it, into its first cell where none is named. */
  leadTo(name: string, row: number, column?: string): void {
    here(this.grids.get(name), name).focus(row, column);
    document.activeElement?.scrollIntoView({ block: 'center' });
  }

  /** Show what stands in `body`. */
  draw(body: Body): void {
    for (const field of this.form.fields) {
      if (field.kind === 'rows') {
        this.gridOf(field).draw();
      } else {
        writeControl(this.singleOf(field).control, field, body[field.name] as Value);
      }
    }
  }
}

/** What the form itself has put on the page. */
function here<T>(part: T | undefined, name: string): T {
  if (part === undefined) {
    throw new Error(`The form shows no field ${name}.`);
  }
  return part;
}
