// The keys of the whole form; those of a table are its own (grid.ts). None of them reaches the page
// around: JupyterLab has commands on single letters.

import type { Control } from './controls';
import { controlOf, isOpen } from './controls';
import type { Form } from './form';

/** A control as it was when the person came into it. */
interface Before {
  readonly control: Control;
  readonly value: string;
  readonly checked: boolean;
}

export class Keys {
  private before: Before | undefined;

  constructor(private readonly form: Form) {}

  /** What Escape puts back. */
  entered(target: EventTarget | null): void {
    const control = controlOf(target);
    this.before = control && {
      control,
      value: control.value,
      checked: isChecked(control)
    };
  }

  pressed(event: KeyboardEvent): void {
    event.stopPropagation();
    if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) {
      return;
    }
    const act = this.actOf(event);
    if (act) {
      event.preventDefault();
      act();
    }
  }

  private actOf(event: KeyboardEvent): (() => void) | undefined {
    const { saving } = this.form;
    const control = controlOf(event.target);
    const isCommand = (event.ctrlKey || event.metaKey) && !event.altKey;
    const command = isCommand ? event.key.toLowerCase() : '';
    if (command === 's') {
      return () => saving.flush();
    }
    if ((event.target as Element).classList.contains('wf-answer')) {
      return undefined; // its keys are its own
    }
    if (command === 'z' && !event.shiftKey && this.undoes(control)) {
      return () => saving.undoing.undo();
    }
    if (event.key === 'Escape' && control && !isOpen(control)) {
      return () => this.putBack(control);
    }
    return event.key === 'Enter' && control?.type === 'text' ? () => saving.flush() : undefined;
  }

  /** Ctrl+Z in a cell takes back its own typing first; that is the browser's. */
  private undoes(control: Control | undefined): boolean {
    return this.form.model.get('keeps_history') && this.isUntouched(control);
  }

  private isUntouched(control: Control | undefined): boolean {
    const { before } = this;
    if (!control || before?.control !== control) {
      return true;
    }
    return before.value === control.value && before.checked === isChecked(control);
  }

  private putBack(control: Control): void {
    const { before } = this;
    if (before?.control !== control || this.isUntouched(control)) {
      return;
    }
    control.value = before.value;
    if (control instanceof HTMLInputElement) {
      control.checked = before.checked;
    }
    this.form.typed(control);
  }
}

const isChecked = (control: Control): boolean =>
  control instanceof HTMLInputElement && control.checked;
