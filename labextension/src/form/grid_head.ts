// The head of a table, and how wide its columns are.

import { element } from '../elements';
import type { Column } from './description';
import type { Grid } from './grid';
import { say } from './parts';
import { widthBeside } from './row';

// px, at the narrowest
const WIDTHS: Readonly<Record<Column['kind'], number>> = {
  money: 94,
  measure: 94,
  count: 66,
  share: 66,
  day: 92,
  yes: 54,
  choice: 112,
  text: 92,
  long_text: 160
};
const INDEX_WIDTH = 34;
const INDEX_AND_OPENER_WIDTH = 48;
const TOOLS_WIDTH = 80;
const WIDEST = 1.5; // times the narrowest, for a table without longer texts
const SHORT = 12; // signs

function widthsOf({ main, extra }: Grid): number[] {
  const widths = main.map(column => widthBeside(column, WIDTHS[column.kind]));
  return [extra.length ? INDEX_AND_OPENER_WIDTH : INDEX_WIDTH, ...widths, TOOLS_WIDTH];
}

/** Give a table the room that its columns need. */
export function fitWidth(grid: Grid, table: HTMLElement): void {
  const narrowest = widthsOf(grid).reduce((sum, width) => sum + width, 0);
  table.style.minWidth = `${narrowest}px`;
  if (!grid.main.some(isProse)) {
    table.style.maxWidth = `${Math.round(narrowest * WIDEST)}px`;
  }
}

/** Columns of text share what room there is; the others keep theirs. */
export function drawColumns(grid: Grid): HTMLElement {
  const columns = widthsOf(grid).map((width, at) => {
    const made = element('col');
    const column = grid.main[at - 1];
    if (!column || !isProse(column)) {
      made.style.width = `${width}px`;
    }
    return made;
  });
  return element('colgroup', {}, ...columns);
}

export function drawHead({ main, words }: Grid): HTMLElement {
  const required = say(words, 'required');
  const headings = main.map(column =>
    element(
      'th',
      { scope: 'col', class: `wf-is-${column.kind}`, title: column.help || null },
      column.label,
      column.required ? element('span', { class: 'wf-star', title: required }, '*') : null
    )
  );
  const [first, last] = ['wf-index', 'wf-tools'].map(name => element('th', { class: name }));
  return element('thead', {}, element('tr', {}, first, ...headings, last));
}

/** Whether a column has more than a word or two, as its example shows: a customer's number has not. */
function isProse({ kind, example }: Column): boolean {
  return kind === 'long_text' || (kind === 'text' && example.length > SHORT);
}
