/** The widget's model, and the messages between the form and the kernel (workbook/pages/forms/widget.py). */

import type { Body, Field, Problem, Remark, Row, Words } from './description';

/** The state that a form starts from. */
export interface State {
  readonly fields: readonly Field[];
  readonly words: Words;
  readonly draft_key: string;
  readonly keeps_history: boolean;
  readonly value: Body;
  readonly problems: readonly Problem[];
  readonly saved_at: string;
  readonly version: number;
  readonly keeps_remarks: boolean;
  readonly remarks: readonly Remark[];
}

/** What the form uses of its widget's model. */
export interface Model {
  get<K extends keyof State>(name: K): State[K];
  /** Send plain JSON; throws where there is no kernel. */
  send(content: unknown): void;
  on(event: 'msg:custom', heard: (message: Answer | Lead) => void): unknown;
  on(event: `change:${keyof State}`, changed: () => void): unknown;
  off(event: string, act: (message: Answer | Lead) => void): unknown;
}

/** A body on its way to the store, and the version that its typing started from. */
export interface Sent {
  readonly id: string;
  readonly body: Body;
  readonly based_on: number;
}

/** A version that is saved. */
export interface Version {
  readonly version: number;
  readonly saved_at: string;
  readonly author: string;
}

/** The version that somebody else saved first. */
export interface Theirs extends Version {
  readonly body: Body;
}

/** What one person changed without a longer pause; the numbers of its versions, newest first. */
export interface Sitting {
  readonly versions: readonly number[];
  readonly begun: string;
  readonly ended: string;
  readonly author: string;
  readonly changes: readonly string[];
}

/** A customer of the book: what tells them apart, and what it says for the columns of a row. */
export interface Offered {
  readonly number: string;
  readonly facts: string;
  readonly row: Row;
}

/** What is asked beside saving, and what is answered. */
export interface Exchanges {
  readonly history: {
    readonly asked: object;
    readonly answer: {
      readonly versions: readonly Version[];
      readonly sittings: readonly Sitting[];
    };
  };
  readonly recall: {
    readonly asked: { readonly version: number };
    readonly answer: { readonly version: number; readonly body: Body };
  };
  readonly answer: {
    readonly asked: { readonly id: string; readonly number: number; readonly text: string };
    readonly answer: object;
  };
  readonly remarks: { readonly asked: object; readonly answer: object };
  readonly customers: {
    readonly asked: { readonly text: string };
    readonly answer: { readonly customers: readonly Offered[] };
  };
}

export interface Saved {
  readonly type: 'saved';
  readonly version: number;
  readonly saved_at: string;
  readonly problems: readonly Problem[];
}

/** An answer of the kernel, under the id of what was asked. */
export type Answer = { readonly id: string } & (
  | Saved
  | { readonly type: 'conflict'; readonly theirs: Theirs }
  | { readonly type: 'refused'; readonly text: string }
  | { readonly type: 'history' | 'recalled' | 'answered' | 'remarks' | 'customers' }
);

/** The kernel leads the person to a row of a table. */
export interface Lead {
  readonly lead_to: readonly [string, number];
}
