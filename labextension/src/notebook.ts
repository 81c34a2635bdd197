import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import type { INotebookContent } from '@jupyterlab/nbformat';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { INotebookTracker } from '@jupyterlab/notebook';
import { Dialog } from '@jupyterlab/apputils';
import { ITranslator } from '@jupyterlab/translation';
import { Token } from '@lumino/coreutils';
import type { Way } from './bar';
import { PageBar } from './bar';
import type { Copy } from './contract';
import type { Laid } from './copies';
import { layOut, pageOf, traineeOf } from './copies';
import { restart, runIfAllowed } from './running';
import { sentence } from './server';
import type { Choices } from './settings';
import { IChoices } from './settings';
import { dress, isPage } from './tidy';
import type { Words } from './words';
import { spokenChanged, wordsOf } from './words';

/** The pages that are open. */
export interface Pages {
  /** The next notebook that opens at this path was just laid out by the server. */
  expect(copy: Copy): void;
  /** Load a page anew, as the server has laid it out now, and run it. */
  renew(panel: NotebookPanel, copy: Copy): Promise<void>;
  /** Whether an open page runs for this month and language. */
  isFor(panel: NotebookPanel, laid: Laid): boolean;
}

export const IPages = new Token<Pages>(
  'coaching-workbook:IPages',
  'The copies that are open, run by themselves where the server says so.'
);

class Opened implements Pages {
  private _expected = new Map<string, Copy>();
  private _laid = new WeakMap<NotebookPanel, Laid>();
  private _bars = new WeakMap<NotebookPanel, PageBar>();

  constructor(
    private _choices: Choices,
    private _commands: JupyterFrontEnd['commands'],
    private _words: Words
  ) {}

  expect(copy: Copy): void {
    this._expected.set(copy.path, copy);
  }

  isFor(panel: NotebookPanel, { month, language }: Laid): boolean {
    const laid = this._laid.get(panel);
    return laid?.month === month && laid.language === language;
  }

  /** A notebook was opened, by whomever: is it a copy of ours? */
  async meet(panel: NotebookPanel): Promise<void> {
    await panel.context.ready;
    await this._choices.ready;
    const { path } = panel.context;
    const expected = this._expected.get(path);
    this._expected.delete(path);
    if (expected) {
      await this._run(panel, expected);
    } else if (pageOf(contents(panel))) {
      await this._bringUp(panel);
    }
  }

  async renew(panel: NotebookPanel, copy: Copy): Promise<void> {
    await panel.context.revert();
    await this._run(panel, copy);
  }

  /** A copy that was opened otherwise is brought up to month and language first. */
  private async _bringUp(panel: NotebookPanel): Promise<void> {
    const { path } = panel.context;
    try {
      const copy = await layOut(traineeOf(path), pageOf(contents(panel)), this._choices.chosen);
      if (copy.path === path) {
        await this.renew(panel, copy);
      } else {
        this._waits(panel, '');
      }
    } catch (error) {
      this._trouble(panel, error, () => void this._bringUp(panel));
    }
  }

  private async _run(panel: NotebookPanel, copy: Copy): Promise<void> {
    const { month, language } = this._choices.chosen;
    if (copy.state !== 'ready') {
      this._waits(panel, copy.says);
      return;
    }
    try {
      const outcome = await runIfAllowed(panel, () => this._laysOut(panel));
      if (outcome.ran) {
        this._laid.set(panel, { month, language });
        this._barOf(panel).quiet();
      } else {
        console.info(`coaching-workbook: ${panel.context.path} waits: ${outcome.says}`);
        this._waits(panel, '');
      }
    } catch (error) {
      this._trouble(panel, error, () => void this._run(panel, copy));
    }
  }

  private _laysOut(panel: NotebookPanel): void {
    const words = this._words;
    if (!isPage(panel)) {
      dress(panel);
      this._watch(panel);
    }
    this.offer(panel);
    this._barOf(panel).say(words.__('One moment: the page is being laid out.'));
  }

  private _waits(panel: NotebookPanel, says: string): void {
    const words = this._words;
    if (panel.isDisposed) {
      return;
    }
    const why = words.__(
      'This page does not run by itself, because it is not as the workbook made it. ' +
        'Restoring lays it out afresh; your answers stay.'
    );
    this._barOf(panel).say(
      says || why,
      [this._tool(words.__('Restore…'), 'workbook:restore-chapter')],
      true
    );
  }

  /** What can always be done, in the language that is spoken now; nothing above another notebook. */
  offer(panel: NotebookPanel): void {
    const words = this._words;
    if (isPage(panel)) {
      this._barOf(panel).tools([
        this._tool(words.__('Next step'), 'workbook:next-step'),
        this._tool(words.__('Export…'), 'workbook:export-page', true),
        this._tool(words.__('Restore…'), 'workbook:restore-chapter')
      ]);
    }
  }

  private _trouble(panel: NotebookPanel, error: unknown, again: () => void): void {
    const words = this._words;
    if (panel.isDisposed) {
      return;
    }
    this._barOf(panel).say(sentence(error, words), [{ text: words.__('Try again'), go: again }], true);
  }

  /** The form needs its kernel: say so when it is gone, and offer another one. */
  private _watch(panel: NotebookPanel): void {
    const words = this._words;
    const { sessionContext } = panel;
    sessionContext.statusChanged.connect((_, status) => {
      if (['dead', 'autorestarting', 'restarting', 'terminating'].includes(status)) {
        const go = (): void => void this._startAgain(panel);
        this._barOf(panel).say(
          words.__('The form does not answer: its program has stopped. What you typed stays here.'),
          [{ text: words.__('Start it again'), go }],
          true
        );
        setTimeout(() => sayItOnce(panel.context.path), 0);
      }
    });
  }

  private async _startAgain(panel: NotebookPanel): Promise<void> {
    const { path } = panel.context;
    try {
      await restart(panel);
      const copy: Copy = { path, state: 'ready', says: '' };
      await this._run(panel, copy);
    } catch (error) {
      this._trouble(panel, error, () => void this._startAgain(panel));
    }
  }

  private _tool(text: string, command: string, menu = false): Way {
    const go = (beside: HTMLElement): void => {
      const { left, bottom } = beside.getBoundingClientRect();
      void this._commands.execute(command, { left, top: bottom });
    };
    return { text, go, menu };
  }

  private _barOf(panel: NotebookPanel): PageBar {
    const there = this._bars.get(panel);
    if (there) {
      return there;
    }
    const bar = new PageBar(this._words.__('Workbook'));
    this._bars.set(panel, bar);
    panel.contentHeader.addWidget(bar);
    return bar;
  }
}

function contents(panel: NotebookPanel): INotebookContent {
  return panel.context.model.toJSON() as INotebookContent;
}

/** JupyterLab opens a window about the same kernel, in a programmer's words; the bar says it. */
function sayItOnce(path: string): void {
  Dialog.tracker.forEach(dialog => {
    if (dialog.node.textContent.includes(path)) {
      dialog.reject();
    }
  });
}

/** The plugin that meets every notebook, in JupyterLab and in Notebook 7. */
export const notebook: JupyterFrontEndPlugin<Pages> = {
  id: 'coaching-workbook:notebook',
  description: 'Copies of the workbook run by themselves and look like pages.',
  autoStart: true,
  provides: IPages,
  requires: [IChoices, INotebookTracker],
  optional: [ITranslator],
  activate: (
    app: JupyterFrontEnd,
    choices: Choices,
    tracker: INotebookTracker,
    translator: ITranslator | null
  ) => {
    const opened = new Opened(choices, app.commands, wordsOf(translator));
    tracker.widgetAdded.connect((_, panel) => void opened.meet(panel));
    spokenChanged.connect(() => tracker.forEach(panel => opened.offer(panel)));
    return opened;
  }
};
