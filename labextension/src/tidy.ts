import type { NotebookPanel } from '@jupyterlab/notebook';
import type { INotebookContent } from '@jupyterlab/nbformat';
import { written } from './copies';
import { place } from './places';
import { slips } from './slips';
import type { Words } from './words';

export const PAGE = 'jp-WorkbookPage';
const QUIET = 'data-lm-suppress-shortcuts';

/** Make a notebook look like a page; does nothing the second time. */
export function dress(panel: NotebookPanel, words: Words): void {
  if (panel.hasClass(PAGE)) {
    return;
  }
  panel.addClass(PAGE);
  panel.toolbar.hide();
  // JupyterLab calls its cells a feed; for a screen reader this is a page
  for (const feed of panel.content.node.querySelectorAll('[role=feed]')) {
    feed.removeAttribute('role');
    feed.removeAttribute('aria-label');
  }
  panel.content.notebookConfig = { ...panel.content.notebookConfig, windowingMode: 'none' };
  keepClean(panel);
  keepFromSlips(panel);
  place(panel, words);
}

/** Whether a panel is dressed as a page. */
export function isPage(panel: NotebookPanel): boolean {
  return panel.hasClass(PAGE);
}

/**
 * Changed outputs do not make a page unsaved: answers are in the store, and outputs are made anew
 * at each opening. What a person writes into a cell still does.
 */
function keepClean(panel: NotebookPanel): void {
  const { context } = panel;
  const now = (): string => written(context.model.toJSON() as INotebookContent);
  let kept = now();
  const clean = (): void => {
    if (context.model.dirty && now() === kept) {
      context.model.dirty = false;
    }
  };
  clean();
  context.model.stateChanged.connect((_, change) => {
    if (change.name === 'dirty' && change.newValue === true) {
      clean();
    }
  });
  context.saveState.connect((_, state) => {
    if (state === 'completed') {
      kept = now();
    }
  });
  context.fileChanged.connect(() => {
    kept = now();
    clean();
  });
}

/** Disable the letters that add, cut or convert cells; keys with Ctrl or Alt still work. */
function keepFromSlips(panel: NotebookPanel): void {
  const { node } = panel.content;
  let quiet: Element | null = null;
  const guard = ({ target }: KeyboardEvent, slip: boolean): void => {
    quiet?.removeAttribute(QUIET);
    quiet = slip && target instanceof Element && node.contains(target) ? target : null;
    quiet?.setAttribute(QUIET, '');
  };
  const listen = (event: KeyboardEvent): void => guard(event, slips(event));
  // before JupyterLab's own listener, which is on the document
  window.addEventListener('keydown', listen, true);
  panel.disposed.connect(() => window.removeEventListener('keydown', listen, true));
}
