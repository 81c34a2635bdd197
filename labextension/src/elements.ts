/** Event → what is done about it. */
type Listeners = { [E in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[E]) => void };

/** Attributes of an element by their HTML names; false, null and undefined leave one out. */
export interface Attributes {
  class?: string | null;
  text?: string;
  click?: (event: MouseEvent) => void;
  change?: (event: Event) => void;
  on?: Listeners;
  [name: string]:
    | string
    | number
    | boolean
    | null
    | undefined
    | ((event: never) => void)
    | Listeners;
}

/** A child of an element; null, undefined and "" leave it out. */
export type Child = Node | string | null | undefined;

/**
 * An element with attributes and children. Text is always text: strings are never read as markup.
 */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  const { text, click, change, on = {}, ...rest } = attributes;
  if (text !== undefined) {
    made.textContent = text;
  }
  if (click) {
    made.addEventListener('click', event => click(event as MouseEvent));
  }
  if (change) {
    made.addEventListener('change', event => change(event));
  }
  for (const [event, act] of Object.entries(on)) {
    made.addEventListener(event, act as EventListener);
  }
  for (const [name, value] of Object.entries(rest)) {
    if (typeof value === 'string' || typeof value === 'number') {
      made.setAttribute(name, String(value));
    } else if (value === true) {
      made.setAttribute(name, '');
    }
  }
  made.append(...children.filter(isThere));
  return made;
}

const isThere = (child: Child): child is Node | string =>
  child !== null && child !== undefined && child !== '';

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
