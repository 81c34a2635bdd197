/** The widget's model, and the messages between the upload and the kernel (workbook/pages/upload/widget.py). */

import type { Words } from '../form/description';

/** The state that an upload starts from. */
export interface State {
  readonly words: Words;
  /** The kinds of file: [key, what it is called] each. */
  readonly kinds: readonly (readonly [string, string])[];
  readonly encodings: readonly string[];
  readonly units: readonly string[];
  readonly endings: string;
}

/** What the upload uses of its widget's model. */
export interface Model {
  get<K extends keyof State>(name: K): State[K];
  /** Send plain JSON; throws where there is no kernel. */
  send(content: unknown, callbacks?: undefined, buffers?: ArrayBuffer[]): void;
  on(event: 'msg:custom', heard: (answer: Answer, buffers: readonly DataView[]) => void): unknown;
  off(event: string, heard: (answer: Answer, buffers: readonly DataView[]) => void): unknown;
}

/** How a file is to be read; what is left out is found out. */
export interface How {
  /** Heading of the file → what it is to us, or "ignore". */
  readonly columns: Record<string, string>;
  readonly sheet?: string;
  readonly encoding?: string;
  readonly unit?: string;
  /** What was doubted is confirmed. */
  readonly sure?: boolean;
}

/** What came of a file. */
export interface Result {
  readonly text: string;
  readonly good: boolean;
  readonly part?: boolean;
  /** The name of the file with the rows that were left out, "" for none. */
  readonly rejected?: string;
  /** Whether something is to be confirmed first. */
  readonly asks?: boolean;
  /** Whether what was there before can be brought back. */
  readonly back?: boolean;
}

/** How a file begins, and what its columns could be. */
export interface Shown {
  readonly sheets: readonly string[];
  readonly sheet: string;
  readonly encoding: string;
  readonly headings: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly placed: Readonly<Record<string, string>>;
  readonly offered: readonly { readonly key: string; readonly label: string }[];
  readonly required: readonly string[];
}

/** An answer of the kernel, under the id of the file. */
export type Answer = { readonly id: string } & (
  | { readonly type: 'got'; readonly size: number }
  | ({ readonly type: 'told' } & Result)
  | ({ readonly type: 'looked' } & Shown)
  | { readonly type: 'unseen'; readonly text: string }
  | { readonly type: 'gone' }
  | { readonly type: 'file'; readonly name: string }
);
