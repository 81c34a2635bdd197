/** The coach's half: the Cohort view, opened by a command, and found again after a reload. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ILabShell, ILayoutRestorer } from '@jupyterlab/application';
import {
  ICommandPalette,
  InputDialog,
  MainAreaWidget,
  showErrorMessage,
  WidgetTracker
} from '@jupyterlab/apputils';
import { ILauncher } from '@jupyterlab/launcher';
import { ITranslator } from '@jupyterlab/translation';
import { Widget } from '@lumino/widgets';
import type { Batch, Session } from '../contract';
import { element } from '../elements';
import { workbookIcon } from '../icon';
import { address, get, sentence } from '../server';
import type { Choices } from '../settings';
import { IChoices } from '../settings';
import type { Words } from '../words';
import { wordsOf } from '../words';
import { CohortView } from './cohort';

const COMMAND = 'workbook:open-cohort';
type Tracked = WidgetTracker<MainAreaWidget<CohortView>>;

/** What the command works with. */
interface Desk {
  readonly app: JupyterFrontEnd;
  readonly choices: Choices;
  readonly language: string;
  readonly words: Words;
  readonly tracker: Tracked;
}

/** The plugin; where there is no main area with tabs, as in Notebook 7, it stays out of the way. */
export const coach: JupyterFrontEndPlugin<void> = {
  id: 'coaching-workbook:coach',
  description: 'The Cohort view for coaches: where trainees stand, remarks, the batch.',
  autoStart: true,
  requires: [IChoices],
  optional: [ILabShell, ITranslator, ICommandPalette, ILauncher, ILayoutRestorer],
  activate: (
    app: JupyterFrontEnd,
    choices: Choices,
    shell: ILabShell | null,
    translator: ITranslator | null,
    palette: ICommandPalette | null,
    launcher: ILauncher | null,
    restorer: ILayoutRestorer | null
  ) => {
    if (!shell) {
      return;
    }
    const words = wordsOf(translator);
    const tracker: Tracked = new WidgetTracker({ namespace: 'workbook-cohort' });
    const language = spoken(translator?.languageCode ?? 'en');
    addCommand({ app, choices, language, words, tracker });
    const category = words.__('Workbook');
    palette?.addItem({ command: COMMAND, category, args: { isPalette: true } });
    launcher?.add({ command: COMMAND, category, rank: 2 });
    void restorer?.restore(tracker, {
      command: COMMAND,
      args: ({ content }) => ({ cohort: content.cohort }),
      name: ({ content }) => content.cohort
    });
  }
};

/** The pages' language for a coach who reads JupyterLab in this one. */
function spoken(code: string): string {
  if (!code.toLowerCase().startsWith('zh')) {
    return 'en';
  }
  return /tw|hk|hant/i.test(code) ? 'zh-Hant' : 'zh-Hans';
}

function addCommand(desk: Desk): void {
  const { app, words } = desk;
  app.commands.addCommand(COMMAND, {
    label: args => (args['isPalette'] ? words.__('Open cohort') : words.__('Cohort')),
    caption: words.__('Where the trainees stand, remarks on their pages, and the batch'),
    icon: workbookIcon,
    describedBy: { args: { type: 'object', properties: { cohort: { type: 'string' }, trainee: { type: 'string' } } } },
    execute: async args => {
      try {
        const [cohort = '', trainee = ''] = [args['cohort'], args['trainee']].map(one =>
          typeof one === 'string' ? one : ''
        );
        await openCohort(desk, cohort, trainee);
      } catch (error) {
        await showErrorMessage(words.__('The cohort cannot be opened'), sentence(error, words));
      }
    }
  });
}

async function openCohort(desk: Desk, asked: string, trainee: string): Promise<void> {
  const { app, choices, language, words, tracker } = desk;
  await choices.ready;
  const session = await get<Session>('session', { language });
  const cohort = asked || (await whichCohort(session, words));
  if (cohort === '') {
    return;
  }
  const open = tracker.find(one => one.content.cohort === cohort) ?? made(desk, cohort, session);
  if (!open.isAttached) {
    app.shell.add(open, 'main');
    await tracker.add(open);
  }
  app.shell.activateById(open.id);
  if (trainee) {
    open.content.lookAt(trainee);
  }
}

/** The cohort, where there is but one; else the coach is asked. */
async function whichCohort(session: Session, words: Words): Promise<string> {
  const { cohorts } = session;
  const [only = ''] = cohorts;
  if (session.only) {
    await showErrorMessage(
      words.__('The cohort cannot be opened'),
      words.__('This server is for one person alone. Coaches have a server of their own.')
    );
  } else if (cohorts.length === 0) {
    await showErrorMessage(
      words.__('There is no cohort yet'),
      words.__('Bring in a roster first: workbook import roster roster.csv')
    );
  }
  if (cohorts.length < 2) {
    return only;
  }
  const title = words.__('Which cohort?');
  return (await InputDialog.getItem({ title, items: cohorts })).value ?? '';
}

function made(desk: Desk, cohort: string, session: Session): MainAreaWidget<CohortView> {
  const { app, choices, words } = desk;
  const languageOf = (): string => choices.chosen.language || session.language || desk.language;
  const wanted = { cohort, month: choices.chosen.month, language: languageOf() };
  const pages = (batch: Batch): void => showPages(app, batch, words);
  const content = new CohortView(wanted, session, words, pages);
  const widget = new MainAreaWidget({ content });
  widget.id = `workbook-cohort-${cohort}`;
  widget.title.label = cohort;
  widget.title.caption = words.__('Cohort %1', cohort);
  widget.title.icon = workbookIcon;
  widget.title.closable = true;
  const turn = (): void => content.turn({ language: languageOf() });
  choices.changed.connect(turn);
  widget.disposed.connect(() => choices.changed.disconnect(turn));
  return widget;
}

/** The pages of a batch in a tab, in which nothing runs; links between them need the login. */
function showPages(app: JupyterFrontEnd, batch: Batch, words: Words): void {
  const id = `workbook-batch-${batch.id}-${Date.now()}`;
  const path = batch.index.split('/').map(encodeURIComponent).join('/');
  const title = words.__('Pages %1', batch.wanted.month ?? '');
  const src = address(`batches/${batch.id}/files/${path}`);
  const frame = element('iframe', { sandbox: 'allow-same-origin allow-downloads', title, src });
  const place = { class: 'jp-WorkbookBatch-pages', tabindex: -1 };
  const content = new Widget({ node: element('div', place, frame) });
  const widget = new MainAreaWidget({ content });
  widget.id = id;
  widget.title.label = title;
  widget.title.icon = workbookIcon;
  widget.title.closable = true;
  app.shell.add(widget, 'main');
  app.shell.activateById(id);
}
