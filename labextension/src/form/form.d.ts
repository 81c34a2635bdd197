/** The form on a page. */

/** What a form says of itself whenever that changes. */
export interface Told {
  readonly state: 'new' | 'saved' | 'saving' | 'error';
  /** Whether something stands in it that the store has not acknowledged. */
  readonly unsaved: boolean;
  /** Whether it gets no answers. */
  readonly deaf: boolean;
}

/** What a form asks of the page around it. */
export interface Around {
  tell(told: Told): void;
  /** The person wants it tried again now. */
  mend(): void;
}

/** The form drawn into `root`, on a widget's model, until it is stopped. */
export class Form {
  constructor(model: unknown, root: HTMLElement, around?: Around);
  /** Whether the page knows that nobody is there to save. */
  cutOff(is: boolean): void;
  /** Send what is unsaved now. */
  tryAgain(): void;
  stop(): void;
}
