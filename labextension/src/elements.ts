/** What a small element has: attributes by their HTML names; false and undefined leave one out. */
export interface Attributes {
  class?: string;
  text?: string;
  click?: (event: MouseEvent) => void;
  change?: (event: Event) => void;
  [name: string]: string | number | boolean | undefined | ((event: never) => void);
}

/**
 * An element with attributes and children. Text is always text: strings are never read as markup.
 */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  const { text, click, change, ...rest } = attributes;
  if (text !== undefined) {
    made.textContent = text;
  }
  if (click) {
    made.addEventListener('click', event => click(event as MouseEvent));
  }
  if (change) {
    made.addEventListener('change', event => change(event));
  }
  for (const [name, value] of Object.entries(rest)) {
    if (value !== undefined && value !== false && typeof value !== 'function') {
      made.setAttribute(name, value === true ? '' : String(value));
    }
  }
  made.append(...children);
  return made;
}

/** A button that does something; it never sends a form. */
export function button(
  text: string,
  click: () => void,
  attributes: Attributes = {}
): HTMLButtonElement {
  return element('button', { type: 'button', ...attributes, text, click: () => click() });
}

/** A list to choose from: [value, text] each. */
export function select(
  options: readonly (readonly [string, string])[],
  chosen: string,
  change: (value: string) => void,
  attributes: Attributes = {}
): HTMLSelectElement {
  const made = element('select', {
    ...attributes,
    change: event => change((event.target as HTMLSelectElement).value)
  });
  made.append(...options.map(([value, text]) => element('option', { value, text })));
  made.value = chosen;
  return made;
}
