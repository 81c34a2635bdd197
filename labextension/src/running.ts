import type { NotebookPanel } from '@jupyterlab/notebook';
import { NotebookActions } from '@jupyterlab/notebook';
import type { INotebookContent } from '@jupyterlab/nbformat';
import { verdict, written } from './copies';
import { begin, spec } from './kernels';

/** The result: the page ran, or waits for a person (with the server's reason, for the log). */
export type Outcome = { readonly ran: true } | { readonly ran: false; readonly says: string };

/**
 * Run a page from top to bottom if the server says that this very notebook may.
 *
 * The notebook is compared again after the answer, so that exactly what was judged runs. Throws
 * Refused, or a network error if the server cannot be reached.
 */
export async function runIfAllowed(panel: NotebookPanel, before: () => void): Promise<Outcome> {
  const judged = contents(panel);
  const answer = await verdict(panel.context.path, judged);
  if (!answer.runs) {
    return { ran: false, says: answer.says };
  }
  before();
  const kernel = await begin(panel);
  if (panel.isDisposed) {
    return { ran: false, says: 'closed' };
  }
  if (!kernel || kernel.name !== spec(panel)) {
    return { ran: false, says: 'kernel' };
  }
  if (written(contents(panel)) !== written(judged)) {
    return { ran: false, says: 'edited' };
  }
  await NotebookActions.runAll(panel.content, panel.sessionContext);
  return { ran: true };
}

/** The current content of a notebook in the browser. */
export function contents(panel: NotebookPanel): INotebookContent {
  return panel.context.model.toJSON() as INotebookContent;
}
