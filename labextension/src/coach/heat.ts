/** Trainees × chapters as a heat map; only the rows that are in view are in the page. */
import { Widget } from '@lumino/widgets';
import type { Row } from '../contract';
import { element } from '../elements';
import { cells, heading, widths } from './cells';
import type { Drawing } from './cells';
import { anchored, columns, EVERYBODY, intoView, moved, sameAmong, span } from './model';
import type { Column, Filter, Place } from './model';

export const ROW_HEIGHT = 34;
const WIDE = 960;
/** What is opened, by a click or by a key: a trainee, and the chapter's number (-1: none). */
export type Opened = (row: Row, chapter: number, byKey: boolean) => void;

/** One row as it stands in the page. */
interface Drawn {
  readonly node: HTMLElement;
  row: Row;
  index: number;
  columns: readonly Column[];
}

/** The grid. ``showRows`` is given the rows that are wanted, in order; it draws those in view. */
export class Heat extends Widget {
  constructor(said: string, open: Opened) {
    super();
    this.addClass('jp-WorkbookHeat');
    this._open = open;
    this._head = element('div', { role: 'row', class: 'jp-WorkbookHeat-head', 'aria-rowindex': 1 });
    this._body = element('div', { role: 'rowgroup', class: 'jp-WorkbookHeat-body' });
    this._grid = element(
      'div',
      { role: 'grid', class: 'jp-WorkbookHeat-grid', 'aria-label': said, 'aria-readonly': 'true' },
      element('div', { role: 'rowgroup', class: 'jp-WorkbookHeat-headgroup' }, this._head),
      this._body
    );
    this.node.append(this._grid);
    this._grid.addEventListener('scroll', () => this._later());
    this._grid.addEventListener('keydown', event => this._key(event));
    this._grid.addEventListener('click', event => this._click(event));
    this._grid.addEventListener('focusin', event => this._enter(event));
  }

  /** Show these rows. keep: the uppermost row that stays keeps its place, as for live changes. */
  showRows(rows: readonly Row[], filter: Filter, drawing: Drawing, keep: boolean): void {
    const top = keep ? anchored(this._grid.scrollTop, ROW_HEIGHT, this._rows, rows) : 0;
    if (drawing !== this._drawing || !keep) {
      this._forget();
    }
    this._rows = rows;
    this._filter = filter;
    this._drawing = drawing;
    this._body.style.height = `${rows.length * ROW_HEIGHT}px`;
    this._layOut();
    if (this._grid.scrollTop !== top) {
      this._grid.scrollTop = top;
    }
    this._draw();
    this._drawn.forEach(one => this._dress(one));
  }

  /** Mark the cell whose page is open beside; an empty id for none. */
  mark(trainee: string, chapter: number): void {
    this._marked = { trainee, chapter };
    this._drawn.forEach(one => this._dress(one));
  }

  /** Give the focus back to the cell that had it. */
  focusCell(): void {
    this._focus({ row: this._at(), column: this._column });
  }

  /** Bring the cell that is active into view, for when the view became narrower. */
  private _keepInView(): void {
    const drawn = this._drawn.get(this._active);
    const node = drawn && this._cellOf(drawn);
    node?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  protected onResize(msg: Widget.ResizeMessage): void {
    super.onResize(msg);
    this._layOut();
    this._draw();
    this._keepInView();
  }

  private _layOut(): void {
    if (!this._drawing) {
      return;
    }
    const wide = this.node.clientWidth >= WIDE;
    const found = columns(this._drawing.chapters.length, this._filter, wide);
    if (JSON.stringify(found) !== JSON.stringify(this._columns)) {
      this._column = sameAmong(this._columns[this._column], found);
      this._columns = found;
      this._headings(this._drawing, wide);
    }
    this._grid.setAttribute('aria-rowcount', String(this._rows.length + 1));
  }

  private _headings(drawing: Drawing, wide: boolean): void {
    const { template, name, all } = widths(this._columns, wide);
    this._grid.classList.toggle('jp-mod-narrow', !wide);
    this._grid.style.setProperty('--columns', template);
    this._grid.style.setProperty('--name', `${name}px`);
    this._grid.style.setProperty('--least', `${all}px`);
    this._grid.setAttribute('aria-colcount', String(this._columns.length));
    this._head.replaceChildren(
      ...this._columns.map((one, number) => {
        const text = heading(one, drawing);
        const kind = `jp-WorkbookHeat-${one.kind}`;
        const index = number + 1;
        const what = { role: 'columnheader', class: kind, title: text, text };
        return element('div', { ...what, 'aria-colindex': index });
      })
    );
  }

  private _later(): void {
    if (this._frame === 0) {
      this._frame = requestAnimationFrame(() => this._draw());
    }
  }

  /** Bring the page's rows in line with what is in view; the row with the focus always stays. */
  private _draw(): void {
    cancelAnimationFrame(this._frame);
    this._frame = 0;
    const height = this._height();
    const { first, last } = span(this._grid.scrollTop, height, ROW_HEIGHT, this._rows.length);
    const kept = this._at();
    const wanted = new Map<string, number>();
    this._rows.slice(first, last).forEach((row, place) => wanted.set(row.id, first + place));
    if (this._rows[kept]) {
      wanted.set(this._rows[kept].id, kept);
    }
    this._leave(wanted);
    wanted.forEach((index, id) => this._put(id, index));
  }

  private _leave(wanted: ReadonlyMap<string, number>): void {
    for (const [id, { node }] of this._drawn) {
      if (!wanted.has(id)) {
        node.remove();
        this._drawn.delete(id);
      }
    }
  }

  private _put(id: string, index: number): void {
    const row = this._rows[index];
    if (!row || !this._drawing) {
      return;
    }
    const one = this._drawn.get(id) ?? this._added(row, index);
    const same = one.row === row && one.columns === this._columns;
    if (!same) {
      this._fill(one, row, this._drawing);
    }
    if (!same || one.index !== index) {
      one.index = index;
      one.node.style.transform = `translateY(${index * ROW_HEIGHT}px)`;
      one.node.setAttribute('aria-rowindex', String(index + 2));
      this._dress(one);
    }
  }

  /** A new row stands where it belongs among its siblings, for those who have the page read out. */
  private _added(row: Row, index: number): Drawn {
    const node = element('div', { role: 'row', class: 'jp-WorkbookHeat-row', 'data-id': row.id });
    const made: Drawn = { node, row, index: -1, columns: [] };
    const siblings = [...this._body.children];
    const after = siblings.find(one => Number(one.getAttribute('aria-rowindex')) > index + 2);
    this._drawn.set(row.id, made);
    this._body.insertBefore(node, after ?? null);
    return made;
  }

  private _fill(one: Drawn, row: Row, drawing: Drawing): void {
    const focused = one.node.contains(document.activeElement);
    one.row = row;
    one.columns = this._columns;
    one.node.replaceChildren(...cells(row, this._columns, drawing));
    if (focused) {
      this._cellOf(one)?.focus({ preventScroll: true });
    }
  }

  /** The one cell that Tab leads to, and the cell whose page is open. */
  private _dress(one: Drawn): void {
    const active = one.row.id === this._rows[this._at()]?.id ? this._cellOf(one) : undefined;
    for (const child of one.node.children) {
      const node = child as HTMLElement;
      const column = this._columns[Number(node.dataset.column)];
      const open = one.row.id === this._marked.trainee && column?.chapter === this._marked.chapter;
      node.tabIndex = node === active ? 0 : -1;
      node.setAttribute('aria-selected', String(open && column?.kind === 'chapter'));
    }
    one.node.classList.toggle('jp-mod-open', one.row.id === this._marked.trainee);
  }

  /** The cell of a row in the active column; one that spans several stands for all of them. */
  private _cellOf(one: Drawn): HTMLElement | undefined {
    const before = [...one.node.children] as HTMLElement[];
    return before.filter(node => Number(node.dataset.column) <= this._column).pop();
  }

  private _at(): number {
    const found = this._rows.findIndex(row => row.id === this._active);
    return Math.max(found, 0);
  }

  private _key(event: KeyboardEvent): void {
    const from = { row: this._at(), column: this._column };
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      this._openAt(from, true);
      return;
    }
    const far = event.ctrlKey || event.metaKey;
    const page = Math.max(1, Math.floor(this._height() / ROW_HEIGHT) - 1);
    const to = moved(from, event.key, far, this._rows.length, this._columns.length, page);
    if (to && this._rows.length > 0 && !event.altKey) {
      event.preventDefault();
      this._focus(to);
    }
  }

  private _click(event: MouseEvent): void {
    const place = this._placeOf(event);
    if (place) {
      this._focus(place);
      this._openAt(place, false);
    }
  }

  /** The focus came by itself, as a screen reader may bring it: the keys go on from there. */
  private _enter(event: FocusEvent): void {
    const place = this._placeOf(event);
    if (place) {
      this._active = this._rows[place.row]?.id ?? '';
      this._column = place.column;
      this._drawn.forEach(one => this._dress(one));
    }
  }

  private _placeOf(event: Event): Place | null {
    const node = (event.target as Element).closest<HTMLElement>('[data-column]');
    const id = node?.closest<HTMLElement>('[data-id]')?.dataset['id'];
    const row = this._rows.findIndex(one => one.id === id);
    return node && row >= 0 ? { row, column: Number(node.dataset['column']) } : null;
  }

  private _openAt({ row, column }: Place, byKey: boolean): void {
    const found = this._rows[row];
    if (found) {
      this._open(found, this._columns[column]?.chapter ?? -1, byKey);
    }
  }

  private _focus({ row, column }: Place): void {
    this._active = this._rows[row]?.id ?? '';
    this._column = column;
    this._grid.scrollTop = intoView(this._grid.scrollTop, this._height(), ROW_HEIGHT, row);
    this._draw();
    const drawn = this._drawn.get(this._active);
    const node = drawn && this._cellOf(drawn);
    node?.focus({ preventScroll: true });
    node?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  private _height(): number {
    return Math.max(0, this._grid.clientHeight - this._head.offsetHeight);
  }

  private _forget(): void {
    this._drawn.forEach(({ node }) => node.remove());
    this._drawn.clear();
    this._columns = [];
  }

  private readonly _open: Opened;
  private readonly _grid: HTMLElement;
  private readonly _head: HTMLElement;
  private readonly _body: HTMLElement;
  private readonly _drawn = new Map<string, Drawn>();
  private _rows: readonly Row[] = [];
  private _columns: readonly Column[] = [];
  private _filter: Filter = EVERYBODY;
  private _drawing: Drawing | null = null;
  private _marked = { trainee: '', chapter: -1 };
  private _active = '';
  private _column = 0;
  private _frame = 0;
}
