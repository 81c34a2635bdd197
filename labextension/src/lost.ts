import type { JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ConnectionLost, IConnectionLost } from '@jupyterlab/application';
import { Dialog } from '@jupyterlab/apputils';
import { PAGE } from './tidy';

/** Close JupyterLab's dialog about this page's kernel, in programmers' words: the bar says it already. */
export function sayItOnce(path: string): void {
  Dialog.tracker.forEach(dialog => {
    if (dialog.node.textContent.includes(path)) {
      dialog.reject();
    }
  });
}

/** Keeps JupyterLab's dialog about a lost server from covering a page whose bar says it already. */
export const lost: JupyterFrontEndPlugin<IConnectionLost> = {
  id: 'coaching-workbook:lost',
  description: 'Says on the page itself that the server is away.',
  autoStart: true,
  provides: IConnectionLost,
  activate: () => async (manager, error, translator) => {
    if (!document.querySelector(`.${PAGE}`)) {
      await ConnectionLost(manager, error, translator);
    }
  }
};
