/** The upload on a page. */

/** A file that was on its way when the kernel went, and of which kind it is. */
export interface Cut {
  readonly file: File;
  readonly kind: string;
}

/** The upload drawn into `root`, on a widget's model, until it is stopped. */
export class Upload {
  /** What was cut off, and has not been sent again. */
  readonly cut: Cut | undefined;
  constructor(model: unknown, root: HTMLElement);
  /** Say so where a file was on its way and the kernel has gone. */
  cutOff(away: boolean): void;
  /** Say that a file was on its way and has not come in, with a way to send it again. */
  lost(file: File, kind: string): void;
  stop(): void;
}
