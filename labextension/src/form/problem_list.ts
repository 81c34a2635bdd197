// The problems of a form, marked where they are, and a line with how many there are.

import { button } from '../elements';
import { markControl } from './controls';
import type { Problem, Single } from './description';
import type { Form } from './form';
import { markGrid } from './marks';
import { message, say } from './parts';
import { isTooSoon, isWrong, keyOf, topmost } from './problems';

/** The problems of a form. */
export class Problems {
  /** A line with how many there are; it leads to the first. */
  readonly summary: HTMLButtonElement;
  private readonly form: Form;
  private all: readonly Problem[];
  private said = new Set<string>();

  constructor(form: Form, all: readonly Problem[]) {
    this.form = form;
    this.all = all;
    const attributes = { class: 'wf-summary', hidden: true };
    this.summary = button('', () => this.toFirst(), attributes);
  }

  take(all: readonly Problem[]): void {
    this.all = all;
    this.show();
  }

  /** Forget those of a field, or all. */
  forget(name?: string): void {
    this.all = name === undefined ? [] : this.all.filter(({ loc }) => loc[0] !== name);
  }

  show(): void {
    const { form } = this;
    const here = this.whereIs();
    const shown = this.all.filter(
      one => one.loc[0] in form.byName && (this.said.has(keyOf(one)) || !isTooSoon(one, here))
    );
    this.said = new Set(shown.map(keyOf));
    for (const field of form.fields) {
      const these = shown.filter(({ loc }) => loc[0] === field.name);
      if (field.kind === 'rows') {
        markGrid(form.shown.gridOf(field), these);
      } else {
        this.markSingle(field, these.find(isWrong));
      }
    }
    const n = shown.filter(isWrong).length;
    this.summary.hidden = !n;
    this.summary.textContent = n ? say(form.words, 'errors_count', { n }) : '';
  }

  /** Where the person is, e.g. "targets.0.target"; "" where they are in no control of this form. */
  private whereIs(): string {
    const active = document.activeElement;
    const here = this.form.root.contains(active) && active instanceof HTMLElement;
    return (here && active.dataset['loc']) || '';
  }

  private markSingle(field: Single, problem: Problem | undefined): void {
    const { control, slot } = this.form.shown.singleOf(field);
    const id = this.form.idOf(`${field.name}.message`);
    const help = field.help ? this.form.idOf(`${field.name}.help`) : undefined;
    markControl(control, problem && id, help);
    slot.replaceChildren(...(problem ? [message(id, problem.text)] : []));
  }

  private toFirst(): void {
    const { form } = this;
    const shown = this.all.filter(one => isWrong(one) && this.said.has(keyOf(one)));
    const [name = '', row, column] =
      topmost(
        shown,
        form.fields.map(field => field.name)
      )?.loc ?? [];
    const field = form.byName[name];
    if (field?.kind === 'rows' && row !== undefined) {
      form.shown.leadTo(name, Number(row), column === undefined ? undefined : String(column));
      return;
    }
    form.controlAt(name)?.focus();
    document.activeElement?.scrollIntoView({ block: 'center' });
  }
}
