/** The commands of a class, by which the panel calls them. */
export const HAND_IN = 'workbook:hand-in';
export const TAKE_IN = 'workbook:take-in';
export const OPEN_CLASS = 'workbook:open-class';
