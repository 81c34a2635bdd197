import type { NotebookPanel } from '@jupyterlab/notebook';
import type { Message } from '@lumino/messaging';
import { MessageLoop } from '@lumino/messaging';

/** Call `act` now if the panel is in front, and each time it comes to the front. */
export function whenShown(panel: NotebookPanel, act: () => void): void {
  const look = (): void => {
    if (!panel.isDisposed && panel.isVisible) {
      act();
    }
  };
  const hook = (_: unknown, message: Message): boolean => {
    if (message.type === 'after-show' || message.type === 'after-attach') {
      // the panel reports itself visible only after it has handled this message
      void Promise.resolve().then(look);
    }
    return true;
  };
  MessageLoop.installMessageHook(panel, hook);
  look();
}

/** Where a person is on a page: the field, the selection in it and how far it is scrolled. */
export interface Place {
  readonly loc: string;
  readonly selection: readonly [number, number] | null;
  readonly scroll: number;
}

const SCROLLED = '.jp-WindowedPanel-outer';

/** Where a person is on a page now. */
export function placeIn(panel: NotebookPanel): Place {
  const { activeElement } = document;
  const field = panel.node.contains(activeElement) ? activeElement : null;
  const text = field instanceof HTMLInputElement && field.type === 'text' ? field : null;
  return {
    loc: (field instanceof HTMLElement && field.dataset['loc']) || '',
    selection: text ? [text.selectionStart ?? 0, text.selectionEnd ?? 0] : null,
    scroll: panel.node.querySelector(SCROLLED)?.scrollTop ?? 0
  };
}

/** Return to the same place after a redraw, unless the person has moved elsewhere. */
export function backTo(panel: NotebookPanel, { loc, selection, scroll }: Place): void {
  const scrolled = panel.node.querySelector(SCROLLED);
  if (scrolled) {
    scrolled.scrollTop = scroll;
  }
  const nowhere = document.activeElement === null || document.activeElement === document.body;
  const within = panel.node.contains(document.activeElement);
  const field = panel.node.querySelector(`.wf-control[data-loc="${CSS.escape(loc)}"]`);
  if (loc && (nowhere || within) && field instanceof HTMLElement) {
    field.focus({ preventScroll: true });
    if (selection && field instanceof HTMLInputElement) {
      field.setSelectionRange(...selection);
    }
  }
}

const OFTEN = 200; // ms between two looks for a field
const PATIENT = 120_000; // ms until a page has its forms, on a slow machine
const ACTS = ['pointerdown', 'keydown', 'wheel'] as const;

/**
 * Go to a field of a page once it is drawn, unless the person does something else first.
 *
 * field: as the forms call it, such as `targets.0.target`.
 */
export function leadTo(panel: NotebookPanel, field: string, isLaidOut: () => boolean): void {
  const begun = Date.now();
  const end = (): void => {
    clearInterval(timer);
    ACTS.forEach(act => window.removeEventListener(act, end, true));
  };
  const look = (): void => {
    // a page that has just been opened is not in front yet
    const isThere = panel.isVisible && isLaidOut();
    const there = isThere ? fieldIn(panel.node, field) : null;
    if (isThere && !there) {
      unfold(panel.node, field);
    }
    if (panel.isDisposed || there || Date.now() - begun > PATIENT) {
      end();
    }
    reveal(there);
    there?.focus({ preventScroll: true });
    there?.scrollIntoView({ block: 'center' });
  };
  const timer = setInterval(look, OFTEN);
  ACTS.forEach(act => window.addEventListener(act, end, true));
  look();
}

/** Open what something on a page is folded into. */
export function reveal(there: Element | null): void {
  for (let fold = there?.closest('details'); fold; fold = fold.parentElement?.closest('details')) {
    fold.open = true;
  }
}

/** Open the folds that have a field of this name, so that its form is laid out. */
export function unfold(page: ParentNode, field: string): void {
  const [name = ''] = field.split('.');
  for (const fold of page.querySelectorAll(`.workbook-fold[data-fields~="${CSS.escape(name)}"]`)) {
    reveal(fold.querySelector('summary'));
  }
}

/**
 * The control of a field; the table's first control if its row no longer exists.
 *
 * Last week's form, where there is one, stands above this week's and has the same fields.
 */
export function fieldIn(page: HTMLElement, field: string): HTMLElement | null {
  const [name = ''] = field.split('.');
  const fits = [
    (loc: string): boolean => loc === field,
    (loc: string): boolean => loc === name || loc.startsWith(`${name}.`)
  ];
  const forms = [...page.querySelectorAll('.workbook-form')].reverse();
  const all = forms.map(form => [...form.querySelectorAll<HTMLElement>('.wf-control[data-loc]')]);
  const found = fits.flatMap(fit =>
    all.map(controls => controls.find(one => fit(one.dataset['loc'] ?? '')))
  );
  return found.find(one => one !== undefined) ?? null;
}
