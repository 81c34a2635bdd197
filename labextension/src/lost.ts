import type { JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ConnectionLost, IConnectionLost } from '@jupyterlab/application';
import { Dialog } from '@jupyterlab/apputils';
import { PAGE } from './tidy';

/** JupyterLab opens a window about the same kernel, in a programmer's words; the bar says it. */
export function sayItOnce(path: string): void {
  Dialog.tracker.forEach(dialog => {
    if (dialog.node.textContent.includes(path)) {
      dialog.reject();
    }
  });
}

/** JupyterLab's window about a lost server would lie over a page whose own bar says it already. */
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
