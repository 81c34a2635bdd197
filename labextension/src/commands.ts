import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { ILauncher } from '@jupyterlab/launcher';
import { ITranslator } from '@jupyterlab/translation';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { DisposableDelegate, DisposableSet } from '@lumino/disposable';
import type { Shape } from './exporting';
import { exportPage, SHAPES, shapeLabel, shapeMenu } from './exporting';
import { workbookIcon } from './icon';
import type { Opening } from './opening';
import { IOpening } from './opening';
import { reduce } from './reduced';
import type { Choices } from './settings';
import { IChoices } from './settings';
import type { Workbook } from './standing';
import { IWorkbook } from './standing';
import type { Words } from './words';
import { spokenChanged, wordsOf } from './words';

const NOTHING = { args: { type: 'object' as const, properties: {} } };
const NOTHING_LISTED = new DisposableDelegate(() => undefined);
const PALETTE = [
  'workbook:open',
  'workbook:next-step',
  'workbook:export-page',
  'workbook:restore-chapter',
  'workbook:reduced-mode'
];

interface House {
  readonly app: JupyterFrontEnd;
  readonly choices: Choices;
  readonly workbook: Workbook;
  readonly opening: Opening;
  readonly words: Words;
}

/** The page in front, or else the page of the next step. */
function page({ opening, workbook }: House): string {
  return opening.current() || (workbook.standing?.next.page ?? '');
}

function addOpen({ app, workbook, words }: House): void {
  app.commands.addCommand('workbook:open', {
    label: args => (args['isPalette'] ? words.__('Open workbook') : words.__('Workbook')),
    caption: () => words.__('The chapters, how far they are, and the next step'),
    icon: workbookIcon,
    describedBy: NOTHING,
    execute: async () => {
      app.shell.activateById('coaching-workbook-panel');
      await workbook.refresh();
    }
  });
}

function addNextStep(house: House): void {
  const { app, workbook, opening, words } = house;
  app.commands.addCommand('workbook:next-step', {
    label: () => words.__('Next step'),
    caption: () => words.__('Open the page with the one thing to do next'),
    describedBy: NOTHING,
    execute: async () => {
      await workbook.refresh();
      const next = workbook.standing?.next;
      if (next) {
        await opening.open(next.page, next.field);
      } else {
        app.shell.activateById('coaching-workbook-panel');
      }
    }
  });
}

function addExport(house: House): void {
  const { app, choices, workbook, words } = house;
  const shapeOf = (args: ReadonlyPartialJSONObject): Shape | undefined =>
    SHAPES.find(one => one === args['shape']);
  app.commands.addCommand('workbook:export-page', {
    label: args => {
      const shape = shapeOf(args);
      return shape ? shapeLabel(shape, words) : words.__('Export this page…');
    },
    describedBy: {
      args: { type: 'object', properties: { shape: { type: 'string', enum: [...SHAPES] } } }
    },
    execute: async args => {
      const shape = shapeOf(args);
      if (!workbook.standing) {
        await workbook.refresh();
      }
      const at = page(house);
      if (!shape) {
        const [left, top] = [args['left'], args['top']].map(Number);
        shapeMenu(app.commands, left || window.innerWidth / 3, top || window.innerHeight / 5);
      } else if (workbook.standing && at) {
        await exportPage(workbook.standing.person.id, at, shape, choices.chosen, words);
      }
    }
  });
}

function addRestore(house: House): void {
  const { app, workbook, opening, words } = house;
  app.commands.addCommand('workbook:restore-chapter', {
    label: () => words.__('Restore chapter…'),
    caption: () => words.__('Lay the page out afresh; answers stay'),
    describedBy: NOTHING,
    execute: async () => {
      if (!workbook.standing) {
        await workbook.refresh();
      }
      await opening.restore(page(house));
    }
  });
}

function addReduced({ app, choices, words }: House): void {
  const { commands, shell } = app;
  commands.addCommand('workbook:reduced-mode', {
    label: () => words.__('Without menus'),
    isToggleable: true,
    isToggled: () => choices.chosen.reduced,
    describedBy: NOTHING,
    execute: () => choices.choose({ reduced: !choices.chosen.reduced })
  });
  const follow = (): void => {
    reduce(shell, choices.chosen.reduced);
    commands.notifyCommandChanged('workbook:reduced-mode');
  };
  choices.changed.connect(follow);
  void Promise.all([app.restored, choices.ready]).then(follow);
}

/** The plugin with the commands, the launcher's card and the palette's lines. */
export const commands: JupyterFrontEndPlugin<void> = {
  id: 'coaching-workbook:commands',
  description: 'Commands of the workbook.',
  autoStart: true,
  requires: [IChoices, IWorkbook, IOpening],
  optional: [ITranslator, ICommandPalette, ILauncher],
  activate: (
    app: JupyterFrontEnd,
    choices: Choices,
    workbook: Workbook,
    opening: Opening,
    translator: ITranslator | null,
    palette: ICommandPalette | null,
    launcher: ILauncher | null
  ) => {
    const words = wordsOf(translator);
    const house = { app, choices, workbook, opening, words };
    for (const add of [addOpen, addNextStep, addExport, addRestore, addReduced]) {
      add(house);
    }
    const listed = new DisposableSet();
    const list = (): void => {
      const category = words.__('Workbook');
      listed.clear();
      for (const command of PALETTE) {
        const item = palette?.addItem({ command, category, args: { isPalette: true } });
        listed.add(item ?? NOTHING_LISTED);
      }
      const card = launcher?.add({ command: 'workbook:open', category, rank: 0 });
      listed.add(card ?? NOTHING_LISTED);
    };
    list();
    spokenChanged.connect(() => {
      list();
      app.commands.notifyCommandChanged();
    });
  }
};
