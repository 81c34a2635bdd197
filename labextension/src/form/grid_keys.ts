// The keys of a table, as a spreadsheet has them.

import { isOpen } from './controls';
import type { Grid, Place } from './grid';

/** Where in its row a person began to go on by Tab. */
type Run = Pick<Place, 'row' | 'name'>;

export class GridKeys {
  private run: Run | undefined;
  private tabbing = false;
  private at: string | undefined;

  constructor(private readonly grid: Grid) {}

  pressed(event: KeyboardEvent): void {
    const at = this.grid.place(event.target as HTMLElement);
    if (!at || event.isComposing || event.keyCode === 229) {
      return;
    }
    const cellKey = at.column.main ? this.cellKey(event, at) : undefined;
    const act = event.altKey ? this.rowKey(event.key, at) : cellKey;
    if (event.key === 'Tab' && at.column.main) {
      this.tabbed(at);
    }
    if (act) {
      event.preventDefault();
      act();
    }
  }

  /** Enter goes where the person began to go on by Tab, one row down, as in Excel. */
  private tabbed({ row, name }: Place): void {
    if (this.run?.row !== row) {
      this.run = { row, name };
    }
    this.tabbing = true;
  }

  /** Any other way into another cell ends the run; a cell that was drawn anew is the same. */
  entered(target: HTMLElement): void {
    if (!this.tabbing && target.dataset['loc'] !== this.at) {
      this.run = undefined;
    }
    // as in Excel, what is typed after Tab takes the cell's place; inputs do this by themselves
    if (this.tabbing && target instanceof HTMLTextAreaElement) {
      target.select();
    }
    this.tabbing = false;
    this.at = target.dataset['loc'];
    this.grid.explain(this.grid.place(target)?.column);
  }

  left({ relatedTarget }: FocusEvent): void {
    if (!this.grid.node.contains(relatedTarget as Node | null)) {
      this.tabbing = false;
    }
    this.grid.explain();
  }

  private rowKey(key: string, { row, name }: Place): (() => void) | undefined {
    const acts: Record<string, (() => void) | undefined> = {
      ArrowUp: () => this.grid.move(row, -1, name),
      ArrowDown: () => this.grid.move(row, 1, name),
      Delete: () => this.grid.remove(row, name),
      Enter: this.grid.extra.length ? () => this.grid.toggle(row) : undefined
    };
    return acts[key];
  }

  private cellKey(event: KeyboardEvent, { row, name }: Place): (() => void) | undefined {
    if (event.ctrlKey || event.metaKey || isOpen(event.target as HTMLElement)) {
      return undefined; // an open list of choices has these keys for itself
    }
    const began = this.run?.row === row ? this.run.name : name;
    const acts: Record<string, () => void> = {
      ArrowUp: () => this.grid.step(row, name, -1),
      ArrowDown: () => this.grid.step(row, name, 1),
      Enter: () =>
        event.shiftKey ? this.grid.step(row, name, -1) : this.grid.nextOrNew(row, began)
    };
    return acts[event.key];
  }
}
