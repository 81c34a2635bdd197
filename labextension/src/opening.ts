import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { Dialog, Notification, showDialog } from '@jupyterlab/apputils';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ITranslator } from '@jupyterlab/translation';
import { Token } from '@lumino/coreutils';
import type { Copy } from './contract';
import { layOut } from './copies';
import { leadTo } from './front';
import type { Pages } from './notebook';
import { IPages } from './notebook';
import { pageAt, titleOf, whose } from './rows';
import { sentence } from './server';
import type { Choices } from './settings';
import { IChoices } from './settings';
import type { Workbook } from './standing';
import { IWorkbook } from './standing';
import type { Words } from './words';
import { wordsOf } from './words';

/** Opening and restoring the trainee's pages. Nothing here throws: errors are shown. */
export interface Opening {
  /** Open a page of the trainee, or bring it to the front, and go to a field if one is named. */
  open(page: string, field?: string): Promise<void>;
  /** Restore the page after a confirmation; answers stay. */
  restore(page: string): Promise<void>;
  /** The page in front, or empty. */
  current(): string;
}

export const IOpening = new Token<Opening>(
  'coaching-workbook:IOpening',
  'Opens and restores pages of the workbook.'
);

class Doors implements Opening {
  constructor(
    private _app: JupyterFrontEnd,
    private _choices: Choices,
    private _workbook: Workbook,
    private _pages: Pages,
    private _tracker: INotebookTracker,
    private _words: Words
  ) {
    _workbook.changed.connect(() => this._name());
    _tracker.widgetAdded.connect((_, panel) => void panel.context.ready.then(() => this._name()));
  }

  current(): string {
    const { currentWidget } = this._tracker;
    return currentWidget ? this._pageOf(currentWidget) : '';
  }

  async open(page: string, field = ''): Promise<void> {
    await this._orSay(async () => {
      const trainee = await this._trainee();
      const there = trainee ? this._panelOf(page) : undefined;
      if (there && this._pages.isFor(there, this._choices.chosen)) {
        this._app.shell.activateById(there.id);
      } else if (trainee) {
        const copy = await layOut(trainee, page, this._choices.chosen);
        await this._show(page, await this._asWanted(trainee, page, copy));
      }
    });
    const panel = this._panelOf(page);
    if (panel && field) {
      leadTo(panel, field, () => this._pages.isFor(panel, this._choices.chosen));
    }
  }

  async restore(page: string): Promise<void> {
    const trainee = await this._trainee();
    if (trainee && (await this._sure(''))) {
      await this._orSay(async () => {
        await this._show(page, await layOut(trainee, page, this._choices.chosen, true));
      });
    }
  }

  /** Who is chosen, once the server's answer is for them; empty as long as it is not. */
  private async _trainee(): Promise<string> {
    if (!this._isAnswered()) {
      await this._workbook.refresh();
    }
    return this._isAnswered() ? (this._workbook.standing?.person.id ?? '') : '';
  }

  private _isAnswered(): boolean {
    const { session, standing } = this._workbook;
    const wanted = session ? whose(session, this._choices.chosen.trainee) : null;
    return standing !== null && standing.person.id === wanted?.id;
  }

  private async _show(page: string, copy: Copy): Promise<void> {
    const { commands, shell } = this._app;
    const there = this._panelOf(page);
    if (there) {
      const renewed = this._pages.renew(there, copy);
      shell.activateById(there.id);
      await renewed;
    } else {
      this._pages.expect(copy);
      await commands.execute('docmanager:open', { path: copy.path, factory: 'Notebook' });
    }
  }

  /** Offer to restore a copy that was edited or is outdated; otherwise open it as it is. */
  private async _asWanted(trainee: string, page: string, copy: Copy): Promise<Copy> {
    return copy.state !== 'ready' && (await this._sure(copy.says))
      ? layOut(trainee, page, this._choices.chosen, true)
      : copy;
  }

  private async _sure(says: string): Promise<boolean> {
    const words = this._words;
    const asks = words.__('The page is laid out afresh. Your answers stay as they are.');
    const answer = await showDialog({
      title: words.__('Restore this page?'),
      body: says || asks,
      buttons: [
        Dialog.cancelButton({ label: words.__('Leave it as it is') }),
        Dialog.okButton({ label: words.__('Restore') })
      ]
    });
    return answer.button.accept;
  }

  /** Show the page's title in its tab; changing the tab's label would rename the file. */
  private _name(): void {
    const { standing } = this._workbook;
    for (const panel of standing ? this._open() : []) {
      const called = standing ? titleOf(standing, this._pageOf(panel)) : '';
      panel.title.dataset = { ...panel.title.dataset, workbook: called };
    }
  }

  private _open(): NotebookPanel[] {
    return this._tracker.filter(panel => this._pageOf(panel) !== '');
  }

  private _panelOf(page: string): NotebookPanel | undefined {
    return this._open().find(panel => this._pageOf(panel) === page);
  }

  private _pageOf(panel: NotebookPanel): string {
    const { session, standing } = this._workbook;
    return session && standing ? pageAt(session, standing, panel.context.path) : '';
  }

  private async _orSay(act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      Notification.error(sentence(error, this._words), { autoClose: false });
    }
  }
}

/** The plugin that opens pages. */
export const opening: JupyterFrontEndPlugin<Opening> = {
  id: 'coaching-workbook:opening',
  description: 'Opens the trainee’s pages and restores them.',
  autoStart: true,
  provides: IOpening,
  requires: [IChoices, IWorkbook, IPages, INotebookTracker],
  optional: [ITranslator],
  activate: (
    app: JupyterFrontEnd,
    choices: Choices,
    workbook: Workbook,
    pages: Pages,
    tracker: INotebookTracker,
    translator: ITranslator | null
  ) => new Doors(app, choices, workbook, pages, tracker, wordsOf(translator))
};
