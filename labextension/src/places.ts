import type { NotebookPanel } from '@jupyterlab/notebook';
import { element } from './elements';
import { leadTo, reveal } from './front';
import type { Words } from './words';

const SETTLED = 150; // ms without a change of the page, after which its contents are listed anew

/** The links of a page lead into its parts and fields, and its contents stand at its side. */
export function place(panel: NotebookPanel, words: Words): void {
  const { node } = panel.content;
  node.addEventListener('click', event => followed(panel, event), true);
  const list = element('nav', { class: 'jp-WorkbookContents', 'aria-label': words.__('Contents') });
  panel.node.append(list);
  list.addEventListener('click', event => followed(panel, event));
  let [timer, shown] = [0, ''];
  const later = new MutationObserver(() => {
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      const [before, places] = [shown, contentsOf(node)];
      shown = JSON.stringify(places);
      if (shown !== before) {
        list.replaceChildren(...places.map(linkTo));
      }
    }, SETTLED);
  });
  later.observe(node, { childList: true, subtree: true });
  panel.disposed.connect(() => later.disconnect());
}

/** A part of a page, a step or a question. */
export interface Place {
  readonly place: string;
  readonly title: string;
  readonly isPart: boolean;
}

/** The parts of a page, its steps and questions, from top to bottom. */
export function contentsOf(page: ParentNode): Place[] {
  return [...page.querySelectorAll<HTMLElement>('[data-place]:not([data-place^="more-"])')].map(one => ({
    place: one.dataset['place'] ?? '',
    title: one.firstChild?.textContent ?? '',
    isPart: one.tagName === 'H2'
  }));
}

function linkTo({ place: to, title, isPart }: Place): HTMLElement {
  return element('a', { href: `#${to}`, class: isPart ? 'jp-mod-part' : undefined, title, text: title });
}

/** Go where a link of the page leads: to a part of it, and there into a field if one is named. */
function followed(panel: NotebookPanel, event: MouseEvent): void {
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href^="#"]') : null;
  const [to, field] = [link?.getAttribute('href')?.slice(1) ?? '', link?.dataset['field'] ?? ''];
  const there = to ? panel.content.node.querySelector<HTMLElement>(`[data-place="${CSS.escape(to)}"]`) : null;
  if (!there) {
    return;
  }
  event.preventDefault();
  event.stopPropagation();
  const fold = there.closest('details');
  reveal(there);
  if (fold) {
    fold.open = true;
  }
  there.scrollIntoView({ block: 'start' });
  if (field) {
    leadTo(panel, field, () => true);
  } else {
    there.focus({ preventScroll: true });
  }
}
