/** The class as a table: who handed in, how often, which pages, what is unread, what went back. */
import type { ClassMember, ClassState } from '../contract';
import { button, element } from '../elements';
import type { Words } from '../words';

/** What can be done with a person of the class. */
export interface PersonActs {
  readonly open: (one: ClassMember) => void;
  readonly giveBack: (one: ClassMember) => void;
  readonly accept: (one: ClassMember) => void;
  readonly remind: (text: string) => void;
}

/** How many of a class are where. */
export interface Sums {
  readonly people: number;
  readonly begun: number;
  readonly complete: number;
  readonly unread: number;
  readonly missing: readonly ClassMember[];
}

/** Count the class once, for its head. */
export function sums(people: readonly ClassMember[]): Sums {
  const begun = people.filter(one => one.times > 0);
  return {
    people: people.length,
    begun: begun.length,
    complete: begun.filter(isComplete).length,
    unread: people.reduce((sum, one) => sum + one.unread, 0),
    missing: people.filter(one => one.times === 0)
  };
}

/** Whether every page of a person has something in it. */
export const isComplete = (one: ClassMember): boolean => one.pages.every(page => page.filled);

/** The first person with something unread. */
export const nextUnread = (people: readonly ClassMember[]): ClassMember | undefined =>
  people.find(one => one.unread > 0);

/** A line for everybody on the roster, in its order: nobody is ranked. */
export function table(state: ClassState, acts: PersonActs, words: Words): HTMLElement {
  const heads = [
    words.__('Trainee'),
    words.__('Last handed in'),
    words.__('Pages'),
    words.__('How often'),
    words.__('Returned'),
    ''
  ];
  const head = element('tr', {}, ...heads.map(text => element('th', { scope: 'col', text })));
  const rows = state.people.map(one => row(one, acts, words));
  return element(
    'table',
    { class: 'jp-WorkbookClass-table' },
    element('thead', {}, head),
    element('tbody', {}, ...rows)
  );
}

function row(one: ClassMember, acts: PersonActs, words: Words): HTMLElement {
  const name = button(one.name, () => acts.open(one), { class: 'jp-WorkbookClass-name' });
  const branch = element('small', { text: one.branch });
  const cells: (Node | string)[] = [
    element('span', {}, name, ' ', branch),
    one.last || '—',
    dots(one, words),
    one.times ? String(one.times) : '—',
    one.returned || '—',
    element('span', { class: 'jp-WorkbookClass-acts' }, ...actions(one, acts, words))
  ];
  const isMissing = one.times === 0;
  return element(
    'tr',
    { 'data-trainee': one.id, class: isMissing ? 'jp-mod-missing' : null },
    ...cells.map(cell => element('td', {}, cell))
  );
}

function dots(one: ClassMember, words: Words): HTMLElement {
  const filled = one.pages.filter(page => page.filled).length;
  const label = words.__('%1 of %2 pages', filled, one.pages.length);
  const marks = one.pages.map(page =>
    element('i', { class: page.filled ? 'jp-mod-filled' : null, title: page.page })
  );
  return element('span', { class: 'jp-WorkbookClass-dots', role: 'img', 'aria-label': label }, ...marks);
}

function actions(one: ClassMember, acts: PersonActs, words: Words): HTMLElement[] {
  const found: HTMLElement[] = [];
  for (const key of one.keys) {
    found.push(
      element('small', { text: words.__('New key %1: ask whether it is them', key) }),
      button(words.__('It is them'), () => acts.accept(one))
    );
  }
  if (one.times === 0) {
    found.push(button(words.__('Copy a reminder'), () => acts.remind(one.reminder)));
  } else {
    const label = one.unread ? words.__('Read %1', one.unread) : words.__('Look');
    found.push(
      button(label, () => acts.open(one), { class: one.unread ? 'jp-mod-main' : null }),
      button(words.__('Return'), () => acts.giveBack(one))
    );
  }
  return found;
}
