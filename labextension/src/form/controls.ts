// The controls of single values.

import { element } from '../elements';
import type { Single, Value, Words } from './description';
import { say } from './parts';
import { keyFrom, yesFrom } from './values';

const NUMERIC = ['money', 'count', 'measure', 'share'];

/** A box to tick; `typed` is the text that says neither yes nor no. */
interface Checkbox extends HTMLInputElement {
  type: 'checkbox';
  typed?: string | true | undefined;
}

export type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

const isCheckbox = (control: Control): control is Checkbox => control.type === 'checkbox';

/** The control that an event is about, if it is one of the form's. */
export function controlOf(target: EventTarget | null): Control | undefined {
  const is = target instanceof HTMLElement && target.classList.contains('wf-control');
  return is ? (target as Control) : undefined;
}

/**
 * A control of a field.
 *
 * loc: where its value stands, e.g. "scheme" or "targets.0.target".
 * crowded: a cell of a grid, where the words around it stand in the column's heading.
 */
export function makeControl(field: Single, loc: string, words: Words, crowded: boolean): Control {
  const made = blankControl(field, words, crowded);
  made.dataset.loc = loc;
  made.classList.add('wf-control');
  if (field.required) {
    made.setAttribute('aria-required', 'true');
  }
  return made;
}

function blankControl(field: Single, words: Words, crowded: boolean): Control {
  if (field.kind === 'yes') {
    return element('input', { type: 'checkbox' });
  }
  if (field.kind === 'choice' && field.options.length) {
    return choiceControl(field, words, crowded);
  }
  const placeholder = field.default || field.example;
  if (field.kind === 'long_text' && !crowded) {
    return element('textarea', { rows: 3, placeholder: field.example });
  }
  // In a grid a text shows all of itself: the row grows with it.
  if (['text', 'long_text'].includes(field.kind) && crowded) {
    return element('textarea', { rows: 1, placeholder, spellcheck: 'false' });
  }
  return element('input', {
    type: 'text',
    class: NUMERIC.includes(field.kind) ? 'wf-number' : null,
    inputmode: field.kind === 'count' ? 'numeric' : null,
    placeholder,
    autocomplete: 'off',
    spellcheck: 'false'
  });
}

function choiceControl(field: Single, words: Words, crowded: boolean): HTMLSelectElement {
  const made = element('select');
  if (!field.default) {
    made.add(new Option(crowded ? '' : say(words, 'choose'), ''));
  }
  for (const { key, label } of field.options) {
    made.add(new Option(label, key));
  }
  return made;
}

/** Show a value. */
export function writeControl(control: Control, field: Single, value: Value): void {
  if (isCheckbox(control)) {
    const yes = yesFrom(value ?? field.default);
    control.checked = yes === true;
    control.indeterminate = typeof yes === 'string';
    control.typed = yes;
  } else if (control instanceof HTMLSelectElement) {
    const key = keyFrom(field, value) || String(field.default);
    if (![...control.options].some(option => option.value === key)) {
      control.add(new Option(key, key));
    }
    control.value = key;
  } else {
    control.value = String(value ?? '');
  }
}

/** What goes into the body; undefined for a control that is left blank. */
export function readControl(control: Control, field: Single): Value {
  if (!isCheckbox(control)) {
    return control.value === '' ? undefined : control.value;
  }
  if (control.indeterminate) {
    return control.typed;
  }
  // a box that is ticked by default has to say that it is not
  return control.checked || (field.default === true ? false : undefined);
}

/** Mark a control as wrong, or as right again where there is no message; then its help describes it. */
export function markControl(control: Element, messageId?: string, helpId?: string): void {
  if (messageId) {
    control.setAttribute('aria-invalid', 'true');
  } else {
    control.removeAttribute('aria-invalid');
  }
  const described = messageId ?? helpId;
  if (described) {
    control.setAttribute('aria-describedby', described);
  } else {
    control.removeAttribute('aria-describedby');
  }
}

/** Whether a list of choices is open; the keys are its own then. */
export function isOpen(control: Element): boolean {
  try {
    return control.tagName === 'SELECT' && control.matches(':open');
  } catch {
    return false; // a browser that does not know :open
  }
}

/** Where the marked text of a line begins and ends. */
export function markedIn(control: Control): [number | null, number | null] | undefined {
  const isText = control instanceof HTMLInputElement && control.type === 'text';
  return isText ? [control.selectionStart, control.selectionEnd] : undefined;
}
