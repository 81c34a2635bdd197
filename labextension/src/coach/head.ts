/** The head of the Cohort view: which cohort and month, what is still coming, its two sides. */
import type { Cohort, Session } from '../contract';
import { button, element, select } from '../elements';
import { choosable, shifted } from '../months';
import { WEIGHTS } from '../rows';
import type { Words } from '../words';
import { mark } from './cells';
import { offer } from './fields';
import { grouped } from './filters';

/** The head; ``count`` says how many of all are shown, ``wait`` how many are being worked out. */
export interface Head {
  readonly node: HTMLElement;
  show(cohort: Cohort, session: Session): void;
  count(shown: number, all: number): void;
  wait(rows: number): void;
  /** Whether changes come in; why: a sentence where it is known why they do not. */
  live(is: boolean, why: string): void;
}

/** What can be chosen in the head. */
export interface Choices {
  readonly month: (month: string) => void;
  readonly batch: (on: boolean) => void;
}

/** The head of a cohort's view. */
export function cohortHead(name: string, words: Words, choices: Choices): Head {
  const [months, month] = monthOf(words, choices.month);
  const counted = element('span', { class: 'jp-WorkbookCohort-count', role: 'status' });
  const line = element('span', { class: 'jp-WorkbookCohort-waiting', role: 'status' });
  const legend = element('div', { class: 'jp-WorkbookCohort-legend' });
  const node = element(
    'div',
    { class: 'jp-WorkbookCohort-head' },
    element('h2', { text: name }),
    months,
    counted,
    line,
    legend,
    sides(words, choices.batch)
  );
  let waiting = 0;
  let connected = true;
  let reason = '';
  const say = (): void => {
    const coming = words.__('%1 being worked out', grouped(waiting));
    const lost = reason || words.__('No changes are coming in; we keep trying.');
    line.textContent = connected ? (waiting > 0 ? coming : '') : lost;
  };
  const show = (cohort: Cohort, session: Session): void => {
    const listed = choosable(session.month, cohort.month).map(one => [one, one] as const);
    offer(month, listed, cohort.month);
    const said = session.weights[cohort.language] ?? {};
    legend.replaceChildren(...WEIGHTS.map(one => mark(one, said[one] ?? one)));
  };
  return {
    node,
    show,
    count: (shown, all) => {
      counted.textContent = words.__('%1 of %2 shown', grouped(shown), grouped(all));
    },
    wait: rows => {
      waiting = rows;
      say();
    },
    live: (is, why) => {
      connected = is;
      reason = why;
      say();
    }
  };
}

/** The month with its two neighbours a click away, and the choice itself. */
function monthOf(
  words: Words,
  turn: (month: string) => void
): readonly [HTMLElement, HTMLSelectElement] {
  const month = select([], '', turn, { 'aria-label': words.__('Month') });
  const step = (by: number, sign: string, said: string): HTMLElement =>
    button(sign, () => turn(shifted(month.value, by)), { 'aria-label': said, title: said });
  const node = element(
    'div',
    { class: 'jp-WorkbookCohort-month', role: 'group', 'aria-label': words.__('Month') },
    step(-1, '‹', words.__('The month before')),
    month,
    step(1, '›', words.__('The month after'))
  );
  return [node, month];
}

/** The two sides of the view: the heat map and the batch. */
function sides(words: Words, batch: (on: boolean) => void): HTMLElement {
  const made = [
    button(words.__('Standing'), () => turn(0)),
    button(words.__('Batch'), () => turn(1))
  ];
  const press = (at: number): void =>
    made.forEach((one, number) => one.setAttribute('aria-pressed', String(number === at)));
  const turn = (at: number): void => {
    press(at);
    batch(at === 1);
  };
  press(0);
  return element('div', { class: 'jp-WorkbookCohort-sides', role: 'group' }, ...made);
}
