// @ts-nocheck: the types come next
// The keys of the whole form; those of a table are its own (grid.js). None of them reaches the
// page around: JupyterLab has commands on single letters.

import { isOpen } from './grid.js';

export class Keys {
  constructor(form) {
    this.form = form;
  }

  // What Escape puts back.
  entered(control) {
    this.before = { control, value: control.value, checked: control.checked };
  }

  pressed(event) {
    event.stopPropagation();
    if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) {
      return;
    }
    const control = event.target.classList.contains('wf-control') ? event.target : null;
    const command = (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase();
    const act = this.actOf(event, command, control);
    if (!act) {
      return;
    }
    event.preventDefault();
    act();
  }

  actOf(event, command, control) {
    const { saving } = this.form;
    if (command === 's') {
      return () => saving.flush();
    }
    if (event.target.classList.contains('wf-answer')) {
      return undefined;
    } // its keys are its own
    if (command === 'z' && !event.shiftKey && this.undoes(control)) {
      return () => saving.undo();
    }
    if (event.key === 'Escape' && control && !isOpen(control)) {
      return () => this.putBack(control);
    }
    if (event.key === 'Enter' && control?.type === 'text') {
      return () => saving.flush();
    }
    return undefined;
  }

  // Ctrl+Z in a cell takes back its own typing first; that is the browser's.
  undoes(control) {
    return this.form.model.get('keeps_history') && this.untouched(control);
  }

  untouched(control) {
    const { before } = this;
    if (!control || before?.control !== control) {
      return true;
    }
    return before.value === control.value && before.checked === control.checked;
  }

  putBack(control) {
    if (this.before?.control !== control || this.untouched(control)) {
      return;
    }
    control.value = this.before.value;
    control.checked = this.before.checked;
    this.form.typed(control);
  }
}
