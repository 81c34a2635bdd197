/** The widget's model, and the messages between the list and the kernel (workbook/pages/day_widget.py). */

import type { DayList, DayOutcome } from '../contract';
import type { Words } from '../form/description';

export type Outcome = DayOutcome['key'];

/** The state that the list starts from; whom it is about comes as a message. */
export interface State {
  readonly words: Words;
  /** Under which the words not yet kept are kept in the browser. */
  readonly draft_key: string;
}

/** What the list uses of its widget's model. */
export interface Model {
  get<K extends keyof State>(name: K): State[K];
  /** Send plain JSON; throws where there is no kernel. */
  send(content: unknown): void;
  on(event: 'msg:custom', heard: (answer: Answer) => void): unknown;
  off(event: string, heard: (answer: Answer) => void): unknown;
}

/** A result as it goes to the kernel. */
export interface Ticked {
  readonly customer: string;
  readonly kind: string;
  readonly outcome: Outcome;
  readonly said: string;
  /** YYYY-MM-DD, or empty. */
  readonly next_day: string;
}

export type Asked =
  | { readonly type: 'look' }
  | ({ readonly type: 'tick' } & Ticked)
  | { readonly type: 'back'; readonly result: number };

/** An answer of the kernel: the list as it is now, or why something was refused. */
export type Answer =
  | { readonly type: 'list'; readonly list: DayList }
  | { readonly type: 'refused'; readonly text: string };
