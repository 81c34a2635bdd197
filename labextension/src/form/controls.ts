// @ts-nocheck: the types come next
// What the form is built of: elements, words and the controls of single values.
// Data goes into the page as text only (textContent, value, setAttribute), never as markup.

import { keyFrom, yesFrom } from './values.js';

export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'on') {
      for (const [event, act] of Object.entries(value)) {
        made.addEventListener(event, act);
      }
    } else if (value === true) {
      made.setAttribute(name, '');
    } else if (value !== false && value != null) {
      made.setAttribute(name, value);
    }
  }
  made.append(...children.filter(child => child != null && child !== ''));
  return made;
}

export function button(text, act, attributes = {}) {
  return element('button', { type: 'button', ...attributes, on: { click: act } }, text);
}

// A button that shows a sign; its name is for those who cannot see it and for the tooltip.
export function tool(sign, name, act, attributes = {}) {
  const shown = element('span', { 'aria-hidden': 'true' }, sign);
  return element(
    'button',
    {
      type: 'button',
      class: 'wf-tool',
      title: name,
      'aria-label': name,
      ...attributes,
      on: { click: act }
    },
    shown
  );
}

export function say(words, key, figures = {}) {
  const template = words[key] ?? key;
  return template.replace(/\{(\w+)(?::\w+)?\}/g, (_, name) => String(figures[name] ?? ''));
}

// -- controls of one value --------------------------------------------------------------------

const NUMERIC = ['money', 'count', 'measure', 'share'];

// loc: where the value stands, e.g. "scheme" or "targets.0.target".
// crowded: a cell of a grid, where the words around it stand in the column's heading.
export function makeControl(field, loc, words, crowded) {
  const made = blankControl(field, words, crowded);
  made.dataset.loc = loc;
  made.classList.add('wf-control');
  if (field.required) {
    made.setAttribute('aria-required', 'true');
  }
  return made;
}

function blankControl(field, words, crowded) {
  if (field.kind === 'yes') {
    return element('input', { type: 'checkbox' });
  }
  if (field.kind === 'choice' && field.options.length) {
    return choiceControl(field, words, crowded);
  }
  if (field.kind === 'long_text' && !crowded) {
    return element('textarea', { rows: 3, placeholder: field.example });
  }
  // In a grid a text shows all of itself: the row grows with it.
  if (['text', 'long_text'].includes(field.kind) && crowded) {
    return element('textarea', {
      rows: 1,
      placeholder: field.default || field.example,
      spellcheck: 'false'
    });
  }
  return element('input', {
    type: 'text',
    class: NUMERIC.includes(field.kind) ? 'wf-number' : null,
    inputmode: field.kind === 'count' ? 'numeric' : null,
    placeholder: field.default || field.example,
    autocomplete: 'off',
    spellcheck: 'false'
  });
}

function choiceControl(field, words, crowded) {
  const made = element('select');
  if (!field.default) {
    made.add(new Option(crowded ? '' : say(words, 'choose'), ''));
  }
  for (const { key, label } of field.options) {
    made.add(new Option(label, key));
  }
  return made;
}

export function writeControl(control, field, value) {
  if (control.type === 'checkbox') {
    const yes = yesFrom(value ?? field.default);
    control.checked = yes === true;
    control.indeterminate = typeof yes === 'string';
    control.typed = yes;
  } else if (control.tagName === 'SELECT') {
    const key = keyFrom(field, value ?? '') || String(field.default ?? '');
    if (![...control.options].some(option => option.value === key)) {
      control.add(new Option(key, key));
    }
    control.value = key;
  } else {
    control.value = value ?? '';
  }
}

// What goes into the body; undefined for a control that is left blank.
export function readControl(control, field) {
  if (control.type === 'checkbox') {
    if (control.indeterminate) {
      return control.typed;
    }
    return control.checked ? true : field.default === true ? false : undefined;
  }
  return control.value === '' ? undefined : control.value;
}

// Marks a control as wrong, or as right again when there is no message; then its help describes it.
export function markControl(control, messageId, helpId) {
  if (messageId) {
    control.setAttribute('aria-invalid', 'true');
  } else {
    control.removeAttribute('aria-invalid');
  }
  if (messageId ?? helpId) {
    control.setAttribute('aria-describedby', messageId ?? helpId);
  } else {
    control.removeAttribute('aria-describedby');
  }
}

export function message(id, text) {
  return element('p', { id, class: 'wf-message' }, text);
}
