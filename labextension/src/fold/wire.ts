// What a fold and its kernel say to each other, as in workbook/pages/fold.py.

/** The widget's state. */
export interface State {
  readonly title: string;
  readonly beside: string;
  readonly place: string;
  readonly group: string;
  readonly fields: readonly string[];
  readonly waits: string;
  readonly titled: boolean;
  readonly opened: boolean;
  readonly done: boolean;
  readonly laid_out: boolean;
}

/** Why what is below the title is wanted. */
export type Wanted = 'open' | 'search';

/** The side of the widget's model that a fold needs. */
export interface Model {
  get<Name extends keyof State>(name: Name): State[Name];
  send(content: { readonly type: Wanted }): void;
}
