import { classes } from './class';
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

/** All plugins: settings, progress, opening pages, the panel, the coach's views, the class. */
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
  coach,
  classes
];
