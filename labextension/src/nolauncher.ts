import { Token } from '@lumino/coreutils';

/** Stands in for the launcher's token in programs without a launcher, such as Voilà. */
export const ILauncher = new Token<never>('coaching-workbook:no-launcher');
