import type { NotebookPanel } from '@jupyterlab/notebook';
import { NotebookActions } from '@jupyterlab/notebook';
import type { INotebookContent } from '@jupyterlab/nbformat';
import { verdict, written } from './copies';
import { begin, spec } from './kernels';

/** How it went: it ran, or it waits for a person (and the server's word for the log why). */
export type Outcome = { readonly ran: true } | { readonly ran: false; readonly says: string };

/**
 * Run a page from top to bottom if the server says that this very notebook may.
 *
 * What was judged is what runs: the notebook is compared once more after the answer. Raises Refused
 * or a network error where the server cannot be asked.
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

/** A notebook as it is in the browser now. */
export function contents(panel: NotebookPanel): INotebookContent {
  return panel.context.model.toJSON() as INotebookContent;
}
