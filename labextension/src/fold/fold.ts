// A part of a page under its title. The kernel makes what is below it when it is first wanted.

import { element } from '../elements';
import type { Model, Wanted } from './wire';

/** The fold, drawn into `root` until it is stopped. */
export class Fold {
  /** Where what is below the title goes. */
  readonly body = element('div', { class: 'wb-fold-body' });
  private readonly details = element('details', { class: 'wb wb-fold' });
  private readonly waits = element('p', { class: 'wb-empty', role: 'status' });
  private readonly title = element('summary');
  private readonly unlisten = new AbortController();
  private asked: Wanted | null = null;

  /** path: of the page, under which the browser's tab remembers what was open. */
  constructor(
    private readonly model: Model,
    private readonly root: HTMLElement,
    private readonly path: string
  ) {
    const { title, body, waits, details } = this;
    root.classList.add('workbook-fold');
    root.dataset['fields'] = model.get('fields').join(' ');
    title.dataset['place'] = model.get('place');
    waits.textContent = model.get('waits');
    const beside = model.get('beside');
    title.append(model.get('title'), beside ? element('small', { text: beside }) : '');
    body.append(model.get('laid_out') ? '' : waits);
    details.append(title, body);
    details.classList.toggle('wb-titled', model.get('titled'));
    details.open = this.wasOpen() ?? model.get('opened');
    details.addEventListener('toggle', () => this.toggled());
    const searched = (event: KeyboardEvent): void => {
      // each page hears the keys, and the one in front is searched
      if (searches(event) && this.root.closest('.lm-mod-hidden') === null) {
        this.layOut('search');
      }
    };
    window.addEventListener('keydown', searched, { capture: true, signal: this.unlisten.signal });
    root.append(details);
    this.tick();
  }

  /** Show whether it is done. */
  tick(): void {
    this.details.classList.toggle('wb-done', this.model.get('done'));
  }

  private toggled(): void {
    const { open } = this.details;
    // a page that runs again has what was open before, so that what was typed there is saved
    sessionStorage.setItem(this.key, open ? 'open' : 'closed');
    if (open) {
      this.layOut();
    }
  }

  private wasOpen(): boolean | null {
    const kept = sessionStorage.getItem(this.key);
    return kept === null ? null : kept === 'open';
  }

  private get key(): string {
    return `workbook-fold ${this.path} ${this.model.get('place')}`;
  }

  /** Of the folds of a group on one page, one is open at a time. */
  join(page: string): void {
    const group = this.model.get('group');
    if (group) {
      this.details.setAttribute('name', `${group} ${page}`);
    }
  }

  /** Ask the kernel for what is below the title, once; to be searched, for what is folded in it too. */
  layOut(type: Wanted = 'open'): void {
    if (this.asked !== 'search' && this.asked !== type) {
      this.asked = type;
      this.model.send({ type });
    }
  }

  /** What is below the title is there. */
  arrived(): void {
    this.waits.remove();
  }

  /** It was not answered: it may be asked for again. */
  cutOff(): void {
    this.asked = null;
  }

  stop(): void {
    this.unlisten.abort();
  }
}

/** Whether a key opens the browser's search, which finds only what is on the page. */
export function searches(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey'>): boolean {
  return event.key === 'F3' || ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'f');
}
