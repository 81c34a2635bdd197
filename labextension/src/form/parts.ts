// Small parts that the form and the upload have in common. Data goes into the page as text only
// (textContent, value, setAttribute), never as markup.

import type { Attributes } from '../elements';
import { element } from '../elements';
import type { Said, Words } from './description';

/** A text with its figures filled in; the key itself where there is no such text. */
export function say(words: Words, key: string, figures: object = {}): string {
  const values = new Map(Object.entries(figures) as [string, string | number | undefined][]);
  const filled = (_: string, name: string): string => String(values.get(name) ?? '');
  return (words[key] ?? key).replace(/\{(\w+)(?::\w+)?\}/g, filled);
}

/** A button that shows a sign; its name is for those who cannot see it and for the tooltip. */
export function tool(
  sign: string,
  name: string,
  act: () => void,
  attributes: Attributes = {}
): HTMLButtonElement {
  const shown = element('span', { 'aria-hidden': 'true' }, sign);
  const named = { type: 'button', class: 'wf-tool', title: name, 'aria-label': name };
  return element('button', { ...named, ...attributes, click: () => act() }, shown);
}

/** A line that says what is wrong. */
export function message(id: string, text: string): HTMLParagraphElement {
  return element('p', { id, class: 'wf-message' }, text);
}

/** Who said something, when, and of which period it is. */
export const nameOf = ({ author, at, period }: Said): string =>
  [author, at, period].filter(Boolean).join(' · ');

/** A moment as people read it: "14:05", on another day "12-08 14:05". */
export function clock(when: number): string {
  const [moment, now] = [new Date(when), new Date()];
  const two = (number: number): string => String(number).padStart(2, '0');
  const time = `${two(moment.getHours())}:${two(moment.getMinutes())}`;
  if (moment.toDateString() === now.toDateString()) {
    return time;
  }
  return `${two(moment.getMonth() + 1)}-${two(moment.getDate())} ${time}`;
}
