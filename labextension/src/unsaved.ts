import { Token } from '@lumino/coreutils';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

/** A form that is open, as the page around it sees it. */
export interface OpenForm {
  readonly node: HTMLElement;
  /** What it is a form of, the same for the one drawn next in its place; "" where it keeps no draft. */
  readonly key: string;
  /** The page that it stands in, also when it is taken off it; null in no page of JupyterLab's. */
  readonly page: Element | null;
  readonly state: string;
  readonly unsaved: boolean;
  /** Whether it gets no answers. */
  readonly deaf: boolean;
  cutOff(is: boolean): void;
  tryAgain(): void;
}

/** How much of what was typed the store has not acknowledged yet. */
export interface Open {
  /** Forms that wait for an answer, as they do for a moment after each word. */
  readonly saving: number;
  /** Forms that could not save what stands in them. */
  readonly stuck: number;
}

export const NOTHING_OPEN: Open = { saving: 0, stuck: 0 };

/** All open forms: whether each has saved, and the one who can help those that cannot. */
export interface Unsaved {
  readonly open: Open;
  /** When `open` is another. */
  readonly changed: ISignal<Unsaved, Open>;
  /** Somebody asked in this form, or anywhere (null), to try again now. */
  readonly wanted: ISignal<Unsaved, HTMLElement | null>;
  /** The forms within a node. */
  within(node: HTMLElement): readonly OpenForm[];
  /** Try all again. */
  tryAgain(): void;
}

export const IUnsaved = new Token<Unsaved>(
  'coaching-workbook:IUnsaved',
  'Which open forms hold what the store has not acknowledged.'
);

/** Whether a form gets no answers: the one of this node, or any where it is null. */
export function isDeaf(forms: readonly OpenForm[], node: HTMLElement | null): boolean {
  return forms.some(form => form.deaf && (!node || form.node === node));
}

/** The list that the forms keep up themselves. */
export class Ledger implements Unsaved {
  readonly changed: Signal<Unsaved, Open> = new Signal<Unsaved, Open>(this);
  readonly wanted: Signal<Unsaved, HTMLElement | null> = new Signal<Unsaved, HTMLElement | null>(this);
  open = NOTHING_OPEN;
  private _forms = new Set<OpenForm>();
  private _waited = new Map<string, Element>();

  enter(form: OpenForm): void {
    this._forms.add(form);
    this._waited.delete(form.key); // it has what was left for it, and says so itself
    this.look();
  }

  /** A form was taken off: where its page is only made anew, what it holds waits for the next one. */
  leave(form: OpenForm): void {
    this._forms.delete(form);
    if (form.unsaved && form.key && form.page) {
      this._waited.set(form.key, form.page);
    }
    this.look();
  }

  /** A form may have changed. */
  look(): void {
    const unsaved = [...this._forms].filter(form => form.unsaved);
    const stuck = unsaved.filter(form => form.state === 'error').length;
    this._waited.forEach((page, key) => page.isConnected || this._waited.delete(key));
    const saving = unsaved.length - stuck + this._waited.size;
    if (saving !== this.open.saving || stuck !== this.open.stuck) {
      this.open = { saving, stuck };
      this.changed.emit(this.open);
    }
  }

  within(node: HTMLElement): readonly OpenForm[] {
    return [...this._forms].filter(form => node.contains(form.node));
  }

  tryAgain(): void {
    this._forms.forEach(form => form.tryAgain());
    this.wanted.emit(null);
  }
}
