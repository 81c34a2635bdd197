/** The bar above the heat map: who is shown, and in which order. */
import type { Cohort } from '../contract';
import { button, element, select } from '../elements';
import type { Words } from '../words';
import { mark } from './cells';
import { offer, tick } from './fields';
import { different, EVERYBODY } from './model';
import type { Filter, Order } from './model';

/** The bar; ``offer`` brings its choices up to date with a cohort. */
export interface FilterBar {
  readonly node: HTMLElement;
  offer(cohort: Cohort, weights: Readonly<Record<string, string>>): void;
}

/** The filters, all off. ``changed`` hears of each change. */
export function filterBar(
  words: Words,
  changed: (filter: Filter, order: Order) => void
): FilterBar {
  let filter = EVERYBODY;
  let order: Order = 'roster';
  const set = (part: Partial<Filter>): void => {
    filter = { ...filter, ...part };
    all.hidden = JSON.stringify(filter) === JSON.stringify(EVERYBODY);
    changed(filter, order);
  };
  const choices = choicesOf(words, set);
  const reorder = (value: string): void => {
    order = value as Order;
    changed(filter, order);
  };
  const orders = select(ordersOf(words), order, reorder, { 'aria-label': words.__('Order') });
  const reset = (): void => {
    choices.clear();
    set(EVERYBODY);
  };
  const all = button(words.__('Show everybody'), reset, { hidden: true });
  const node = element(
    'div',
    { class: 'jp-WorkbookCohort-filters', role: 'search', 'aria-label': words.__('Who is shown') },
    ...choices.controls,
    orders,
    all
  );
  return { node, offer: (cohort, weights) => choices.offer(cohort, weights) };
}

/** The controls that filter. */
interface Choices {
  readonly controls: readonly HTMLElement[];
  offer(cohort: Cohort, weights: Readonly<Record<string, string>>): void;
  /** Choose nothing any more; the focus goes to the search. */
  clear(): void;
}

function choicesOf(words: Words, set: (part: Partial<Filter>) => void): Choices {
  const name = words.__('Name, id or branch');
  const search = element('input', { type: 'search', placeholder: name, 'aria-label': name });
  search.addEventListener('input', () => set({ text: search.value }));
  const branch = select([], '', value => set({ branch: value }), {
    'aria-label': words.__('Branch')
  });
  const coach = select([], '', value => set({ coach: value }), { 'aria-label': words.__('Coach') });
  const chapter = select([], '', value => set({ chapter: Number(value) }), {
    'aria-label': words.__('Chapter')
  });
  const must = tick('', false, on => set({ must: on }));
  const ticks = [
    tick(words.__('Stuck'), false, on => set({ stuck: on })),
    must,
    tick(words.__('Not begun'), false, on => set({ notBegun: on })),
    tick(words.__('Remarks waiting'), false, on => set({ remarks: on }))
  ];
  const clear = (): void => {
    search.value = branch.value = coach.value = '';
    chapter.value = '-1';
    ticks.forEach(one => one.querySelectorAll('input').forEach(box => (box.checked = false)));
    search.focus();
  };
  return {
    controls: [search, branch, coach, chapter, ...ticks],
    clear,
    offer: (cohort, weights) => {
      offerAll(cohort, branch, coach, chapter, words);
      must.lastElementChild?.replaceChildren(mark('must', weights['must'] ?? 'must'));
    }
  };
}

function offerAll(
  cohort: Cohort,
  branch: HTMLSelectElement,
  coach: HTMLSelectElement,
  chapter: HTMLSelectElement,
  words: Words
): void {
  const { rows, language } = cohort;
  const branches = different(rows.map(row => row.branch), language);
  const coaches = different(rows.map(row => row.coach), language);
  offer(branch, [['', words.__('All branches')], ...branches.map(same)]);
  offer(coach, [['', words.__('All coaches')], ...coaches.map(same)]);
  coach.hidden = coaches.length < 2;
  const chapters = cohort.chapters.map((one, number) => [String(number), one.label] as const);
  offer(chapter, [['-1', words.__('All chapters')], ...chapters]);
}

function same(value: string): readonly [string, string] {
  return [value, value];
}

/** Nobody is ranked: there is no order by achievement. */
function ordersOf(words: Words): (readonly [Order, string])[] {
  return [
    ['roster', words.__('As on the roster')],
    ['name', words.__('By name')],
    ['saved', words.__('Last save first')],
    ['stuck', words.__('Longest stuck first')]
  ];
}

/** A count with its thousands apart. */
export function grouped(count: number): string {
  return count.toLocaleString('en');
}
