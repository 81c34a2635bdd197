import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ILayoutRestorer } from '@jupyterlab/application';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ITranslator } from '@jupyterlab/translation';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { Widget } from '@lumino/widgets';
import { ours } from './class/files';
import { HAND_IN, OPEN_CLASS, TAKE_IN } from './class/names';
import type { Acts, Shown } from './drawing';
import { parts } from './drawing';
import { element } from './elements';
import { workbookIcon } from './icon';
import type { Opening } from './opening';
import { IOpening } from './opening';
import { redraw } from './redrawing';
import type { Choices } from './settings';
import { IChoices } from './settings';
import type { Workbook } from './standing';
import { IWorkbook } from './standing';
import type { Unsaved } from './unsaved';
import { IUnsaved, NOTHING_OPEN } from './unsaved';
import type { Words } from './words';
import { spokenChanged, wordsOf } from './words';

export const PANEL = 'coaching-workbook-panel';

class WorkbookPanel extends Widget {
  private _host = element('div', { class: 'jp-Workbook-parts' });

  constructor(
    private _shown: () => Shown,
    private _acts: Acts,
    private _words: Words,
    private _begin: () => void,
    dropped: (files: File[]) => void
  ) {
    super();
    this.id = PANEL;
    this.addClass('jp-WorkbookPanel');
    this.title.icon = workbookIcon;
    this.node.setAttribute('role', 'region');
    this.node.append(this._host);
    this._takeDrops(dropped);
    this.draw();
  }

  draw(): void {
    this.title.caption = this._words.__('Workbook');
    this.node.setAttribute('aria-label', this._words.__('Workbook'));
    redraw(this._host, parts(this._shown(), this._acts, this._words));
  }

  protected override onAfterShow(): void {
    this._begin();
  }

  /** A class file, a hand-in or a return may be dropped anywhere on the panel. */
  private _takeDrops(dropped: (files: File[]) => void): void {
    const over = (event: DragEvent): void => {
      const isFile = event.dataTransfer?.types.includes('Files') ?? false;
      this.toggleClass('jp-mod-dropping', isFile && event.type === 'dragover');
      if (isFile) {
        event.preventDefault();
      }
    };
    this.node.addEventListener('dragover', over);
    this.node.addEventListener('dragleave', over);
    this.node.addEventListener('drop', event => {
      over(event);
      const files = ours(event.dataTransfer?.files ?? []);
      if (files.length > 0) {
        dropped(files);
      }
    });
  }
}

/**
 * On a server that serves only workbooks, open the first page: at once, or as soon as somebody has
 * said whose workbook it is.
 */
async function openFirst(
  app: JupyterFrontEnd,
  workbook: Workbook,
  opening: Opening
): Promise<void> {
  await workbook.refresh();
  if (workbook.session?.pages !== '') {
    return;
  }
  const open = (): void => {
    const { standing } = workbook;
    if (standing) {
      workbook.changed.disconnect(open);
      const isEmpty = [...app.shell.widgets('main')].every(one => one.id.startsWith('launcher'));
      void (isEmpty ? opening.open(standing.start.page) : undefined);
    }
  };
  workbook.changed.connect(open);
  open();
}

/** The plugin with the workbook's panel at the left. */
export const panel: JupyterFrontEndPlugin<void> = {
  id: 'coaching-workbook:panel',
  description: 'The workbook at the left: chapters, how far they are, and the next step.',
  autoStart: true,
  requires: [IChoices, IWorkbook, IOpening, INotebookTracker],
  optional: [ITranslator, ILayoutRestorer, IUnsaved],
  activate: (
    app: JupyterFrontEnd,
    choices: Choices,
    workbook: Workbook,
    opening: Opening,
    tracker: INotebookTracker,
    translator: ITranslator | null,
    restorer: ILayoutRestorer | null,
    unsaved: Unsaved | null
  ) => {
    let spoken = '';
    const shown = (): Shown => ({
      session: workbook.session,
      standing: workbook.standing,
      trouble: workbook.trouble,
      lost: workbook.lost,
      chosen: choices.chosen,
      current: opening.current(),
      spoken,
      open: unsaved?.open ?? NOTHING_OPEN
    });
    const acts: Acts = {
      open: (page, field) => void opening.open(page, field),
      choose: part => void choices.choose(part),
      retry: () => void workbook.refresh(),
      saveAgain: () => unsaved?.tryAgain(),
      exportPage: beside => {
        const { left, bottom } = beside.getBoundingClientRect();
        void app.commands.execute('workbook:export-page', { left, top: bottom });
      },
      handIn: () => void app.commands.execute(HAND_IN),
      takeIn: () => void app.commands.execute(TAKE_IN),
      openClass: () => void app.commands.execute(OPEN_CLASS)
    };
    const dropped = (files: File[]): void =>
      void app.commands.execute(TAKE_IN, { files } as unknown as ReadonlyPartialJSONObject);
    const begin = (): void => void (workbook.session ? undefined : workbook.refresh());
    const made = new WorkbookPanel(shown, acts, wordsOf(translator), begin, dropped);
    app.shell.add(made, 'left', { rank: 1, type: 'Workbook' });
    restorer?.add(made, PANEL);
    workbook.changed.connect(() => made.draw());
    choices.changed.connect(() => made.draw());
    spokenChanged.connect((_, language) => {
      spoken = language;
      made.draw();
    });
    unsaved?.changed.connect(() => made.draw());
    tracker.currentChanged.connect(() => made.draw());
    void Promise.all([app.restored, choices.ready]).then(() => {
      if (choices.chosen.panelAtStart) {
        app.shell.activateById(PANEL);
        void openFirst(app, workbook, opening);
      }
    });
  }
};
