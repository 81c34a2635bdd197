// A line of the list: whom, why, what to say, and a button for each result.

import type { DayLine, DayList, DoneLine, Tried } from '../contract';
import { button, element } from '../elements';
import type { Words } from '../form/description';
import { say } from '../form/parts';
import type { Draft } from './draft';
import { draftOf, keepDraft } from './draft';
import type { Outcome, Ticked } from './wire';

const ANSWERS_A_TRY = 'tried'; // the kind of a result that says how a try went
const LONGEST = 500; // characters of the customer's words

/** What a line does. */
export interface Acts {
  readonly words: Words;
  readonly draft: (customer: string) => string;
  tick(result: Ticked): void;
  back(result: number): void;
}

export function tryOf(one: Tried, list: DayList, acts: Acts): HTMLElement {
  const { customer } = one;
  const answer = (outcome: Outcome): void =>
    acts.tick({ customer, kind: ANSWERS_A_TRY, outcome, said: '', next_day: '' });
  const ways = list.outcomes
    .filter(({ tried }) => tried)
    .map(({ key, tried }) => button(tried, () => answer(key), { 'data-outcome': key }));
  const said = element('p', { text: one.says });
  return element('div', { class: 'wd-try', 'data-customer': customer }, said, tick(ways));
}

export function lineOf(one: DayLine, list: DayList, acts: Acts): HTMLElement {
  const key = acts.draft(one.customer);
  const extra = beside(one, key, acts.words);
  const act = (outcome: Outcome): void => {
    const { said, next_day } = draftOf(key);
    acts.tick({ customer: one.customer, kind: one.kind, outcome, said, next_day });
  };
  const ways = list.outcomes.map(({ key: outcome, label, says }) =>
    button(label, () => act(outcome), { title: says, 'data-outcome': outcome })
  );
  const body = element('div', { class: 'wd-body' }, why(one), toSay(one), ...heeds(one), more(one, acts.words));
  const attributes = { class: 'wd-line', 'data-customer': one.customer };
  const number = element('span', { class: 'wd-number', text: String(one.number) });
  return element('li', attributes, number, whom(one), body, tick([...ways, extra]));
}

export function doneOf(one: DoneLine, list: DayList, acts: Acts): HTMLElement {
  const outcome = list.outcomes.find(({ key }) => key === one.outcome)?.label ?? one.outcome;
  const came = [outcome, one.said && `“${one.said}”`, one.next_day].filter(Boolean).join(' · ');
  const body = element('div', { class: 'wd-body' }, why(one), element('p', { class: 'wd-came', text: came }));
  const change = button(say(acts.words, 'day_back'), () => acts.back(one.result), { class: 'wd-back' });
  const attributes = { class: 'wd-line wd-done', 'data-customer': one.customer };
  const sign = element('span', { class: 'wd-number', 'aria-hidden': 'true', text: '✓' });
  return element('li', attributes, sign, whom(one), body, tick([change]));
}

function whom({ customer, facts }: DayLine): HTMLElement {
  return element(
    'div',
    { class: 'wd-whom' },
    element('b', { text: customer }),
    element('small', { text: facts })
  );
}

function why({ label, why: evidence }: DayLine): HTMLElement {
  return element('p', { class: 'wd-why' }, element('em', { text: label }), ` ${evidence}`);
}

function toSay({ act, sentence, rehearsal, approval }: DayLine): HTMLElement {
  const note = rehearsal && sentence ? element('small', { class: 'wd-approval', text: approval }) : null;
  return element(
    'p',
    { class: 'wd-say' },
    act,
    sentence ? element('q', { text: sentence }) : null,
    note
  );
}

function heeds({ heed }: DayLine): HTMLElement[] {
  return heed.map(text => element('p', { class: 'wd-heed', text }));
}

/** The question, what to avoid, when to stop, and the further reasons: folded. */
function more({ question, avoid, stop, others }: DayLine, words: Words): HTMLElement | null {
  const parts: readonly (readonly [string, string])[] = [
    ['day_question', question],
    ['day_avoid', avoid],
    ['day_stop', stop],
    ...others.map(text => ['day_also', text] as const)
  ];
  const told = parts
    .filter(([, text]) => text)
    .flatMap(([name, text]) => [element('dt', { text: say(words, name) }), element('dd', { text })]);
  if (told.length === 0) {
    return null;
  }
  const summary = element('summary', { text: say(words, 'day_more') });
  return element('details', { class: 'wd-more' }, summary, element('dl', {}, ...told));
}

/** The customer's words and the day agreed on, typed before the result is tapped. */
function beside(one: DayLine, key: string, words: Words): HTMLElement {
  const before = draftOf(key);
  const said = element('input', {
    type: 'text',
    maxlength: LONGEST,
    value: before.said,
    placeholder: say(words, 'day_said'),
    'aria-label': say(words, 'day_said')
  });
  const next = element('input', {
    type: 'date',
    value: before.next_day,
    'aria-label': say(words, 'day_next')
  });
  const held = (): Draft => ({ said: said.value.trim(), next_day: next.value });
  for (const control of [said, next]) {
    control.addEventListener('input', () => keepDraft(key, held()));
  }
  const summary = element('summary', { text: say(words, 'day_words') });
  const open = before.said || before.next_day ? true : undefined;
  const label = element('label', {}, say(words, 'day_next'), next);
  return element('details', { class: 'wd-beside', open, 'data-customer': one.customer }, summary, said, label);
}

const tick = (ways: readonly HTMLElement[]): HTMLElement =>
  element('div', { class: 'wd-tick' }, ...ways);
