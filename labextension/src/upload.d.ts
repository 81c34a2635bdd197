/** The upload on a page; its code is in workbook/bringing, and glue.mjs makes one module of it. */

/** The upload drawn into `root`, on a widget's model, until it is stopped. */
export class Upload {
  constructor(model: unknown, root: HTMLElement);
  stop(): void;
}
