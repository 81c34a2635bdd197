/** A trainee's row of the heat map as elements, and what each cell says in words. */
import type { Cohort, Row } from '../contract';
import { element } from '../elements';
import { WEIGHTS } from '../rows';
import type { Weight } from '../rows';
import type { Words } from '../words';
import { cell } from './model';
import type { Cell, Column } from './model';

/** What rows are drawn with: chapters, month, the words of the weights and of the chrome. */
export interface Drawing {
  readonly chapters: Cohort['chapters'];
  /** YYYY-MM: days of its year are shown without the year. */
  readonly month: string;
  readonly weights: Readonly<Record<string, string>>;
  readonly words: Words;
}

/** The least width of a kind of column, in a wide and in a narrow view, in pixels; its share. */
const WIDTHS: Record<Column['kind'], readonly [number, number, number]> = {
  name: [136, 84, 1.6],
  branch: [84, 84, 1],
  chapter: [118, 74, 1.4],
  saved: [72, 72, 0],
  stuck: [72, 72, 0],
  remarks: [64, 64, 0]
};

/** The widths of columns: a grid's template, and the least of the names and of all, in pixels. */
export interface Widths {
  readonly template: string;
  readonly name: number;
  readonly all: number;
}

/** How wide the columns are; a narrow view has them tighter. */
export function widths(columns: readonly Column[], wide: boolean): Widths {
  const least = ({ kind }: Column): number => WIDTHS[kind][wide ? 0 : 1];
  const template = columns.map(one => {
    const share = WIDTHS[one.kind][2];
    return share > 0 ? `minmax(${least(one)}px, ${share}fr)` : `${least(one)}px`;
  });
  const all = columns.reduce((sum, one) => sum + least(one), 0);
  return { template: template.join(' '), name: WIDTHS.name[wide ? 0 : 1], all };
}

/** The heading of a column in words. */
export function heading({ kind, chapter }: Column, { chapters, words }: Drawing): string {
  switch (kind) {
    case 'name':
      return words.__('Trainee');
    case 'branch':
      return words.__('Branch');
    case 'chapter':
      return chapters[chapter]?.label ?? '';
    case 'saved':
      return words.__('Last save');
    case 'stuck':
      return words.__('Stuck since');
    case 'remarks':
      return words.__('Remarks');
  }
}

/** The cells of a row; where the trainee failed, one cell with the reason spans the chapters. */
export function cells(row: Row, columns: readonly Column[], drawing: Drawing): HTMLElement[] {
  const first = columns.findIndex(one => one.kind === 'chapter');
  const span = columns.filter(one => one.kind === 'chapter').length;
  return columns.flatMap((column, number) => {
    const reason = column.kind === 'chapter' ? row.failed : '';
    if (reason !== '') {
      return number === first ? [placed(failed(reason, span), number)] : [];
    }
    return [placed(drawn(row, column, drawing), number)];
  });
}

function placed(node: HTMLElement, number: number): HTMLElement {
  node.setAttribute('aria-colindex', String(number + 1));
  node.dataset.column = String(number);
  node.tabIndex = -1;
  return node;
}

function drawn(row: Row, column: Column, drawing: Drawing): HTMLElement {
  const { words } = drawing;
  switch (column.kind) {
    case 'name':
      return named(row);
    case 'branch':
      return plain(row.branch, 'branch', row.branch);
    case 'chapter':
      return chapterCell(row, column.chapter, drawing);
    case 'saved':
      return plain(day(row.saved, drawing), 'day', row.saved || words.__('Nothing saved yet'));
    case 'stuck':
      return plain(day(row.stuck, drawing), 'day', stuckWords(row.stuck, words));
    case 'remarks':
      return plain(row.remarks ? String(row.remarks) : '', 'count', remarksWords(row, words));
  }
}

function named(row: Row): HTMLElement {
  return element(
    'div',
    { role: 'rowheader', class: 'jp-WorkbookHeat-name', title: `${row.name} (${row.id})` },
    row.name,
    element('small', {}, row.id)
  );
}

/** An empty cell shows a dash that is not read out; its words say what it means. */
function plain(text: string, kind: string, said: string): HTMLElement {
  const made = element('div', { role: 'gridcell', class: `jp-WorkbookHeat-${kind}`, title: said });
  if (text === '') {
    made.setAttribute('aria-label', said);
  }
  made.textContent = text || '–';
  made.classList.toggle('jp-mod-empty', text === '');
  return made;
}

function day(iso: string, { month }: Drawing): string {
  return iso.slice(0, 4) === month.slice(0, 4) ? iso.slice(5) : iso;
}

function stuckWords(day: string, words: Words): string {
  return day === '' ? words.__('Not stuck') : words.__('Nothing has moved since %1', day);
}

function remarksWords(row: Row, words: Words): string {
  if (row.remarks === 0) {
    return words.__('No remark waits for an answer');
  }
  return words._n('%1 remark waits for an answer', '%1 remarks wait for an answer', row.remarks);
}

function failed(reason: string, span: number): HTMLElement {
  const made = element(
    'div',
    { role: 'gridcell', class: 'jp-WorkbookHeat-failed', title: reason, 'aria-colspan': span },
    reason
  );
  made.style.gridColumn = `span ${span}`;
  return made;
}

function chapterCell(row: Row, chapter: number, drawing: Drawing): HTMLElement {
  const found = cell(row, chapter);
  const said = `${drawing.chapters[chapter]?.label ?? ''}: ${cellWords(found, drawing)}`;
  const made = element('div', {
    role: 'gridcell',
    class: 'jp-WorkbookHeat-cell',
    'aria-label': said,
    title: said
  });
  if (found === null) {
    made.append(element('span', { class: 'jp-WorkbookHeat-percent jp-mod-empty' }, '…'));
    return made;
  }
  made.style.setProperty('--share', `${found.percent}%`);
  made.classList.toggle('jp-mod-begun', found.begun);
  made.append(percent(found), ...marks(found));
  return made;
}

function percent(found: Cell): HTMLElement {
  const text = found.begun ? `${found.percent}%` : '–';
  return element('span', { class: 'jp-WorkbookHeat-percent' }, text);
}

function marks(found: Cell): HTMLElement[] {
  return WEIGHTS.filter(weight => found.counts[weight] > 0).map(weight =>
    mark(weight, String(found.counts[weight]))
  );
}

/** A weight's small mark with a text behind it; each weight has a shape of its own. */
export function mark(weight: Weight, text: string): HTMLElement {
  return element('span', { class: `jp-WorkbookHeat-mark jp-mod-${weight}` }, text);
}

/** A cell in words: how much is filled in, and the findings by weight. */
export function cellWords(found: Cell | null, { weights, words }: Drawing): string {
  if (found === null) {
    return words.__('being worked out');
  }
  const filled = found.begun
    ? words.__('%1% filled in', String(found.percent))
    : words.__('not begun');
  const counted = WEIGHTS.filter(weight => found.counts[weight] > 0).map(
    weight => `${weights[weight] ?? weight} ${found.counts[weight]}`
  );
  return [filled, ...counted].join(', ');
}
