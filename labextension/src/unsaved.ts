import { Token } from '@lumino/coreutils';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

/** A form that is open, as the page around it sees it. */
export interface OpenForm {
  readonly node: HTMLElement;
  /** Identifies the form across redraws of its page; "" if it keeps no draft. */
  readonly key: string;
  /** The page that it is, or was last, part of; null outside JupyterLab's pages. */
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
  /** How many forms wait for an answer, as they briefly do after each word. */
  readonly saving: number;
  /** How many forms could not save. */
  readonly stuck: number;
}

export const NOTHING_OPEN: Open = { saving: 0, stuck: 0 };

/** All open forms: whether each has saved, and a way to ask for help for those that cannot. */
export interface Unsaved {
  readonly open: Open;
  /** Emitted when `open` changes. */
  readonly changed: ISignal<Unsaved, Open>;
  /** Emitted when somebody asks to try again now, in this form or in general (null). */
  readonly wanted: ISignal<Unsaved, HTMLElement | null>;
  /** The forms within a node. */
  within(node: HTMLElement): readonly OpenForm[];
  /** Have all forms try again. */
  tryAgain(): void;
}

export const IUnsaved = new Token<Unsaved>(
  'coaching-workbook:IUnsaved',
  'Which open forms hold what the store has not acknowledged.'
);

/** Whether a form gets no answers: the form of this node, or any form if it is null. */
export function isDeaf(forms: readonly OpenForm[], node: HTMLElement | null): boolean {
  return forms.some(form => form.deaf && (!node || form.node === node));
}

/** The list of open forms, which they keep up to date themselves. */
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

  /** Remove a form. If its page is only being redrawn, its unsaved text waits for the next form. */
  leave(form: OpenForm): void {
    this._forms.delete(form);
    if (form.unsaved && form.key && form.page) {
      this._waited.set(form.key, form.page);
    }
    this.look();
  }

  /** Count again, since a form may have changed. */
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
