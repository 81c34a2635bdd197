import type { JupyterFrontEndPlugin } from '@jupyterlab/application';
import { JupyterFrontEnd } from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator } from '@jupyterlab/translation';
import type { Choices } from './settings';
import { IChoices } from './settings';
import type { Workbook } from './standing';
import { IWorkbook } from './standing';
import { LOCALES, speak, spokenChanged, wordsOf } from './words';

const INTERFACE = '@jupyterlab/translation-extension:plugin';

/**
 * JupyterLab builds its menus once, when the page is loaded. On a server that serves only the
 * workbook they are in the pages' language from the next load on; the person may reload at once.
 */
async function offerMenus(
  registry: ISettingRegistry,
  translator: ITranslator | null,
  language: string
): Promise<void> {
  const words = wordsOf(translator);
  const locale = LOCALES[language];
  const kept = await registry.get(INTERFACE, 'locale');
  if (!locale || kept.composite === locale) {
    return;
  }
  // not earlier: JupyterLab would open a dialog of its own about changed menus
  const loadAnew = (): void => {
    void registry.set(INTERFACE, 'locale', locale).finally(() => window.location.reload());
  };
  Notification.info(words.__('The menus of JupyterLab follow once the page is loaded anew.'), {
    actions: [{ label: words.__('Load it anew'), callback: loadAnew }],
    autoClose: false
  });
}

/** The plugin that shows JupyterLab's menus in the language of the pages. */
export const language: JupyterFrontEndPlugin<void> = {
  id: 'coaching-workbook:language',
  description: 'Says everything around the pages in their language.',
  autoStart: true,
  requires: [IChoices, IWorkbook, JupyterFrontEnd.IPaths],
  optional: [ITranslator, ISettingRegistry],
  activate: (
    _app: JupyterFrontEnd,
    choices: Choices,
    workbook: Workbook,
    paths: JupyterFrontEnd.IPaths,
    translator: ITranslator | null,
    registry: ISettingRegistry | null
  ) => {
    let before: string | null = null;
    void choices.ready.then(() => (before = choices.chosen.language));
    workbook.changed.connect(() => {
      if (workbook.standing) {
        void speak(translator, workbook.standing.language, paths.urls.translations);
      }
    });
    spokenChanged.connect((_, spoken) => {
      const { chosen } = choices;
      // only right after a person has chosen it, and only in the workbook's own JupyterLab
      const isNew = before !== null && before !== chosen.language;
      before = chosen.language;
      if (isNew && registry && workbook.session?.pages === '') {
        void offerMenus(registry, translator, spoken).catch(() => undefined);
      }
    });
  }
};
