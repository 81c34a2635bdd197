import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ITranslator } from '@jupyterlab/translation';
import { Token } from '@lumino/coreutils';
import type { Way } from './bar';
import { PageBar } from './bar';
import type { Copy } from './contract';
import type { Laid } from './copies';
import { isSame, layOut, pageOf, traineeOf } from './copies';
import { backTo, placeIn, whenShown } from './front';
import { hold } from './kernels';
import { sayItOnce } from './lost';
import { Mending } from './mending';
import { contents, runIfAllowed } from './running';
import { isPassing, sentence } from './server';
import type { Choices } from './settings';
import { IChoices } from './settings';
import { dress, isPage } from './tidy';
import type { Unsaved } from './unsaved';
import { isDeaf, IUnsaved } from './unsaved';
import type { Words } from './words';
import { spokenChanged, wordsOf } from './words';

const SOON = 5000; // ms before the server is asked again

/** The pages that are open. */
export interface Pages {
  /** Tell that the server has just updated the copy at this path, which opens next. */
  expect(copy: Copy): void;
  /** Reload a page from the server's current copy and run it. */
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
  private _met = new WeakMap<NotebookPanel, Laid>();
  private _busy = new WeakSet<NotebookPanel>();
  private _bars = new WeakMap<NotebookPanel, PageBar>();
  private _mending = new Map<NotebookPanel, Mending>();

  constructor(
    private _choices: Choices,
    private _app: JupyterFrontEnd,
    private _words: Words,
    private _unsaved: Unsaved | null
  ) {
    _choices.changed.connect(() => this._mending.forEach((_, panel) => this._look(panel)));
    _unsaved?.wanted.connect((_, node) => {
      for (const [panel, mending] of this._mending) {
        if (isDeaf(_unsaved.within(panel.node), node)) {
          mending.now();
        }
      }
    });
  }

  expect(copy: Copy): void {
    this._expected.set(copy.path, copy);
  }

  isFor(panel: NotebookPanel, laid: Laid): boolean {
    return isSame(this._laid.get(panel), laid);
  }

  /** Check whether a notebook that was opened is one of our copies. */
  async meet(panel: NotebookPanel): Promise<void> {
    const expected = this._expected.get(panel.context.path);
    this._expected.delete(panel.context.path);
    const isOurs = panel.context.ready.then(
      () => Boolean(expected) || pageOf(contents(panel)) !== ''
    );
    hold(panel, isOurs);
    if (!(await isOurs)) {
      return;
    }
    await Promise.all([this._choices.ready, expected ? null : this._app.restored]);
    this._watch(panel);
    if (expected) {
      await this._alone(panel, () => this._run(panel, expected));
    }
    whenShown(panel, () => this._look(panel));
  }

  async renew(panel: NotebookPanel, copy: Copy): Promise<void> {
    await this._alone(panel, async () => {
      await panel.context.revert();
      await this._run(panel, copy);
    });
  }

  /** Update a page to month and language when it first comes to the front, and give it a kernel. */
  private _look(panel: NotebookPanel): void {
    if (panel.isDisposed || !panel.isVisible || this._busy.has(panel)) {
      return;
    }
    if (isSame(this._met.get(panel), this._choices.chosen)) {
      this._mending.get(panel)?.feel();
    } else {
      void this._alone(panel, () => this._bringUp(panel));
    }
  }

  /** Do one thing after another to a page. */
  private async _alone(panel: NotebookPanel, act: () => Promise<void>): Promise<void> {
    this._busy.add(panel);
    const { month, language } = this._choices.chosen;
    this._met.set(panel, { month, language });
    try {
      await act();
    } finally {
      this._busy.delete(panel);
      this._look(panel);
    }
  }

  /** Update a copy that was not opened from the panel to month and language first. */
  private async _bringUp(panel: NotebookPanel): Promise<void> {
    const { path } = panel.context;
    try {
      const copy = await layOut(traineeOf(path), pageOf(contents(panel)), this._choices.chosen);
      if (copy.path === path) {
        await panel.context.revert();
        await this._run(panel, copy);
      } else {
        this._waits(panel, '');
      }
    } catch (error) {
      this._trouble(panel, error, () => this._bringUp(panel));
    }
  }

  private async _run(panel: NotebookPanel, copy: Copy): Promise<void> {
    if (copy.state !== 'ready') {
      this._waits(panel, copy.says);
      return;
    }
    try {
      await this._made(panel);
    } catch (error) {
      this._trouble(panel, error, () => this._run(panel, copy));
    }
  }

  /** Run the page from top to bottom, if it may. */
  private async _made(panel: NotebookPanel): Promise<void> {
    const { month, language } = this._choices.chosen;
    const outcome = await runIfAllowed(panel, () => this._laysOut(panel));
    if (outcome.ran) {
      this._laid.set(panel, { month, language });
      this._mending.get(panel)?.ran();
      this._barOf(panel).quiet();
    } else {
      console.info(`coaching-workbook: ${panel.context.path} waits: ${outcome.says}`);
      this._waits(panel, '');
    }
  }

  private _laysOut(panel: NotebookPanel): void {
    const words = this._words;
    if (!isPage(panel)) {
      dress(panel, words);
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

  /** The bar's permanent actions in the current language; none above a notebook that is not ours. */
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

  private _trouble(panel: NotebookPanel, error: unknown, act: () => Promise<void>): void {
    const words = this._words;
    if (panel.isDisposed) {
      return;
    }
    const again = isPassing(error) ? setTimeout(() => go(), SOON) : undefined;
    const go = (): void => {
      clearTimeout(again);
      void (panel.isDisposed ? undefined : this._alone(panel, act));
    };
    this._barOf(panel).say(sentence(error, words), [{ text: words.__('Try again'), go }], true);
  }

  /** Watch the kernel that the forms need: when it is gone the page says so and reconnects. */
  private _watch(panel: NotebookPanel): void {
    const cutOff = (is: boolean): void =>
      this._unsaved?.within(panel.node).forEach(form => form.cutOff(is));
    const page = {
      panel,
      isNeeded: () => panel.isVisible || this._holdsUnsaved(panel),
      makeAnew: () => this._anew(panel),
      lost: (error: unknown) => {
        cutOff(true);
        this._away(panel, error);
      },
      found: () => {
        cutOff(false);
        this._barOf(panel).quiet();
      }
    };
    this._mending.set(panel, new Mending(page, this._app.serviceManager));
    panel.disposed.connect(() => this._mending.delete(panel));
  }

  private async _anew(panel: NotebookPanel): Promise<void> {
    const place = placeIn(panel);
    await this._alone(panel, () => this._made(panel));
    backTo(panel, place);
  }

  private _away(panel: NotebookPanel, error: unknown): void {
    const words = this._words;
    const known = error === null ? '' : sentence(error, words);
    const go = (): void => this._mending.get(panel)?.now();
    this._barOf(panel).say(
      known || words.__('The page is out of touch with its program. What you typed stays here; we keep trying.'),
      [{ text: words.__('Try again'), go }],
      true
    );
    setTimeout(() => sayItOnce(panel.context.path), 0);
  }

  private _holdsUnsaved(panel: NotebookPanel): boolean {
    return this._unsaved?.within(panel.node).some(form => form.unsaved) ?? false;
  }

  private _tool(text: string, command: string, menu = false): Way {
    const go = (beside: HTMLElement): void => {
      const { left, bottom } = beside.getBoundingClientRect();
      void this._app.commands.execute(command, { left, top: bottom });
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

/** The plugin that looks at every notebook, in JupyterLab and in Notebook 7. */
export const notebook: JupyterFrontEndPlugin<Pages> = {
  id: 'coaching-workbook:notebook',
  description: 'Copies of the workbook run by themselves and look like pages.',
  autoStart: true,
  provides: IPages,
  requires: [IChoices, INotebookTracker],
  optional: [ITranslator, IUnsaved],
  activate: (
    app: JupyterFrontEnd,
    choices: Choices,
    tracker: INotebookTracker,
    translator: ITranslator | null,
    unsaved: Unsaved | null
  ) => {
    const opened = new Opened(choices, app, wordsOf(translator), unsaved);
    tracker.widgetAdded.connect((_, panel) => void opened.meet(panel));
    spokenChanged.connect(() => tracker.forEach(panel => opened.offer(panel)));
    return opened;
  }
};
