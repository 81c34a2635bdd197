import { coach } from './coach';
import { commands } from './commands';
import { forms } from './forms';
import { language } from './language';
import { lost } from './lost';
import { notebook } from './notebook';
import { opening } from './opening';
import { panel } from './panel';
import { settings } from './settings';
import { standing } from './standing';

/** The plugins: what is chosen, where one stands, pages that open, the panel, the coach's half. */
export default [
  settings,
  standing,
  language,
  forms,
  lost,
  notebook,
  opening,
  commands,
  panel,
  coach
];
