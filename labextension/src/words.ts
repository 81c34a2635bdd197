import type { ITranslator, TranslationBundle } from '@jupyterlab/translation';
import { nullTranslator } from '@jupyterlab/translation';

/** The domain of the catalogues in workbook/locale. */
export const DOMAIN = 'coaching_workbook';

/** The chrome's words in JupyterLab's language; call `__`, `_n` or `_p` with literal strings. */
export type Words = TranslationBundle;

/** The words of JupyterLab's translator; English where there is none. */
export function wordsOf(translator: ITranslator | null): Words {
  return (translator ?? nullTranslator).load(DOMAIN);
}
