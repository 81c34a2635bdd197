import { Token } from '@lumino/coreutils';

/** Where the program around the workbook has no launcher, as Voilà: nobody provides this one. */
export const ILauncher = new Token<never>('coaching-workbook:no-launcher');
