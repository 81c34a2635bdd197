/** A class without a server: hand in and take in from the panel, and the coach's page of it. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette, MainAreaWidget } from '@jupyterlab/apputils';
import { PageConfig, URLExt } from '@jupyterlab/coreutils';
import { ITranslator } from '@jupyterlab/translation';
import { workbookIcon } from '../icon';
import { IChoices } from '../settings';
import type { Choices } from '../settings';
import { IWorkbook } from '../standing';
import type { Workbook } from '../standing';
import { wordsOf } from '../words';
import type { Wanted } from './files';
import { ours } from './files';
import { chooseAndTakeIn, handIn, takeIn } from './handing';
import { HAND_IN, OPEN_CLASS, TAKE_IN } from './names';
import { ClassView } from './view';

const NOTHING = { args: { type: 'object' as const, properties: {} } };

/** The pages that are open may be those of the fictitious cohort: begin with none of them. */
function beginAnew(): void {
  const app = PageConfig.getOption('appUrl') || 'lab';
  window.location.assign(`${URLExt.join(PageConfig.getBaseUrl(), app)}?reset`);
}

/** The plugin with the three commands, which the panel's buttons call. */
export const classes: JupyterFrontEndPlugin<void> = {
  id: 'coaching-workbook:class',
  description: 'A class without a server: hand in, take in, who has not yet.',
  autoStart: true,
  requires: [IChoices, IWorkbook],
  optional: [ITranslator, ICommandPalette],
  activate: (
    app: JupyterFrontEnd,
    choices: Choices,
    workbook: Workbook,
    translator: ITranslator | null,
    palette: ICommandPalette | null
  ) => {
    const words = wordsOf(translator);
    const wanted = (): Wanted => ({
      month: choices.chosen.month,
      language: choices.chosen.language || workbook.standing?.language || ''
    });
    const { commands } = app;
    let open: MainAreaWidget<ClassView> | null = null;
    commands.addCommand(HAND_IN, {
      label: () => words.__('Hand in…'),
      caption: () => words.__('Make a file that only your coach can open'),
      describedBy: NOTHING,
      execute: () => handIn(wanted(), words)
    });
    commands.addCommand(TAKE_IN, {
      label: () => words.__('Take in…'),
      caption: () => words.__('A class file, a hand-in, or what your coach returned'),
      describedBy: NOTHING,
      execute: async args => {
        const { files } = args as unknown as { files?: Iterable<File> };
        const outcome = files
          ? await takeIn(ours(files), wanted(), words)
          : await chooseAndTakeIn(wanted(), words);
        if (outcome === 'joined') {
          beginAnew();
        } else if (outcome === 'taken') {
          await workbook.refresh();
          void open?.content.refresh();
        }
      }
    });
    commands.addCommand(OPEN_CLASS, {
      label: () => words.__('The class'),
      caption: () => words.__('Who handed in, and who has not'),
      icon: workbookIcon,
      describedBy: NOTHING,
      execute: () => {
        if (!open || open.isDisposed) {
          const cohort = (name: string, trainee: string): void =>
            void commands.execute('workbook:open-cohort', { cohort: name, trainee });
          open = new MainAreaWidget({ content: new ClassView(wanted, words, cohort) });
          open.id = 'workbook-class';
          open.title.label = words.__('The class');
          open.title.icon = workbookIcon;
          open.title.closable = true;
          app.shell.add(open, 'main');
          void open.content.refresh();
        }
        app.shell.activateById(open.id);
      }
    });
    const category = words.__('Workbook');
    [HAND_IN, TAKE_IN, OPEN_CLASS].forEach(command => palette?.addItem({ command, category }));
  }
};
