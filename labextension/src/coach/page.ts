/** A trainee's page as they see it, read only, beside the remarks on it. */
import { Widget } from '@lumino/widgets';
import type { KnownPage, RemarkBank, Row } from '../contract';
import { button, element } from '../elements';
import { file, get, sentence } from '../server';
import type { Words } from '../words';
import { sayIn } from './fields';
import { remarksBeside } from './remarks';
import type { Remarks } from './remarks';
import { framed } from './report';
import { knownWords } from './wording';

/** Which page is open: whose, of which chapter, on which page it stands, for when. */
export interface Page {
  readonly trainee: Row;
  readonly chapter: string;
  readonly label: string;
  readonly page: string;
  readonly query: { readonly month: string; readonly language: string };
}

/** The page and the remarks; ``closed`` is called when the coach is done with them. */
export class Review extends Widget {
  constructor(words: Words, closed: () => void) {
    super();
    this.addClass('jp-WorkbookReview');
    this._words = words;
    this._remarks = remarksBeside(words);
    this._title = element('h3', { class: 'jp-WorkbookReview-title', tabindex: -1 });
    this._place = element('div', { class: 'jp-WorkbookReview-page' });
    const anew = words.__('Something was saved since: show the page anew');
    this._news = button(anew, () => this._anew(), {
      class: 'jp-WorkbookReview-news',
      hidden: true
    });
    this._line = element('p', { class: 'jp-WorkbookCoach-says', role: 'status', hidden: true });
    const close = button('×', closed, {
      class: 'jp-WorkbookReview-close',
      'aria-label': words.__('Close the page'),
      title: words.__('Close the page')
    });
    const note = words.__(
      'As this trainee sees it: read only, nothing here is saved to their entries.'
    );
    this.node.append(
      element('div', { class: 'jp-WorkbookReview-head' }, this._title, close),
      element('p', { class: 'jp-WorkbookReview-note', text: note }),
      this._news,
      this._line,
      element('div', { class: 'jp-WorkbookReview-both' }, this._place, this._remarks.node)
    );
    this.node.addEventListener('keydown', event => {
      if (event.key === 'Escape') {
        closed();
      }
    });
  }

  /** Open a page. focus: whether the keys go there as well. */
  open(page: Page, focus: boolean): void {
    this._page = page;
    this._latest = page.trainee;
    this._title.textContent = `${page.trainee.name} · ${page.label} · ${page.query.month}`;
    void this._load(page);
    void this._comment(page);
    if (focus) {
      this._title.focus({ preventScroll: true });
    }
  }

  /** A row came anew: where it is the open page's trainee, who has saved, the page is old. */
  changed(row: Row): void {
    if (this._page?.trainee.id === row.id) {
      const before = this._latest?.cells ?? [];
      if (before.length > 0 && JSON.stringify(before) !== JSON.stringify(row.cells)) {
        this._news.hidden = false;
      }
      this._latest = row;
      void this._remarks.refresh();
    }
  }

  /** Forget what is open; drafts of remarks stay. */
  forget(): void {
    this._page = null;
    this._asking.abort();
    this._place.replaceChildren();
  }

  /** First what is known at once, then the page as it is now; who turns away waits for neither. */
  private async _load(page: Page): Promise<void> {
    this._news.hidden = true;
    this._place.replaceChildren();
    this._making(this._words.__('The page is being made…'));
    this._asking.abort();
    const asking = (this._asking = new AbortController());
    const path = `trainees/${page.trainee.id}/pages/${page.page}`;
    const known = this._showKnown(page, path, asking);
    try {
      const [made] = await file(path, { ...page.query, shape: 'html' }, asking.signal);
      const html = await made.text();
      await known;
      if (!asking.signal.aborted) {
        this._making('');
        this._frame(html);
      }
    } catch (error) {
      if (!asking.signal.aborted) {
        this._making('');
        this._fail(page, sentence(error, this._words));
      }
    }
  }

  /** Where it does not come, the page itself says what is the matter. */
  private async _showKnown(page: Page, path: string, asking: AbortController): Promise<void> {
    const asked = get<KnownPage>(`${path}/known`, page.query, asking.signal);
    const known = await asked.catch(() => null);
    if (known && !asking.signal.aborted) {
      this._making(knownWords(known.state, this._words));
      this._frame(known.html);
      if (known.state === 'made') {
        asking.abort();
      }
    }
  }

  private _frame(html: string): void {
    this._place.replaceChildren(framed(html, this._title.textContent ?? ''));
  }

  private _making(said: string): void {
    sayIn(this._line, said);
    this._place.setAttribute('aria-busy', String(said !== ''));
  }

  private _anew(): void {
    if (this._page) {
      void this._load(this._page);
    }
  }

  private _fail(page: Page, said: string): void {
    const line = element('p', { class: 'jp-WorkbookCoach-says' });
    sayIn(line, said, true);
    const again = button(this._words.__('Try again'), () => void this._load(page));
    this._place.replaceChildren(line, again);
  }

  /** The remarks need the bank for their fields; where it does not come, a sentence says so. */
  private async _comment(page: Page): Promise<void> {
    try {
      const bank = await this._bankIn(page.query.language);
      if (page === this._page) {
        this._remarks.show(page, bank);
      }
    } catch (error) {
      this._banks.delete(page.query.language);
      this._fail(page, sentence(error, this._words));
    }
  }

  private _bankIn(language: string): Promise<RemarkBank> {
    const asked = this._banks.get(language) ?? get<RemarkBank>('bank', { language });
    this._banks.set(language, asked);
    return asked;
  }

  private readonly _words: Words;
  private readonly _remarks: Remarks;
  private readonly _title: HTMLElement;
  private readonly _place: HTMLElement;
  private readonly _news: HTMLButtonElement;
  private readonly _line: HTMLElement;
  private _asking = new AbortController();
  private readonly _banks = new Map<string, Promise<RemarkBank>>();
  private _page: Page | null = null;
  private _latest: Row | null = null;
}
