/** Run the batch: the form, the batch at work as it goes, and the older ones. */
import type { IDisposable } from '@lumino/disposable';
import { Widget } from '@lumino/widgets';
import type { Batch, BatchWanted } from '../contract';
import { button, element } from '../elements';
import { redraw } from '../redrawing';
import { events, get, post, remove, sentence } from '../server';
import type { Words } from '../words';
import { batchForm } from './batch_form';
import type { BatchForm, Choice } from './batch_form';
import { batchParts, moment } from './batch_report';
import { sayIn } from './fields';
import { atWork, pageLabel, stateWords } from './wording';

/** The view. It asks the server when it is shown, so that a batch at work is found again. */
export class BatchView extends Widget {
  constructor(words: Words, pages: (batch: Batch) => void) {
    super();
    this.addClass('jp-WorkbookBatch');
    this._words = words;
    this._pages = pages;
    this._form = batchForm(words, wanted => void this._start(wanted));
    this._line = element('p', { class: 'jp-WorkbookCoach-says', hidden: true });
    const name = words.__('Progress');
    this._now = element('section', { class: 'jp-WorkbookBatch-now', 'aria-label': name });
    this._older = element('div', { class: 'jp-WorkbookBatch-older' });
    const said = element('summary', { text: words.__('All batches') });
    this._all = element('details', { hidden: true }, said, this._older);
    this.node.append(this._form.node, element('div', {}, this._line, this._now, this._all));
  }

  /** Offer what there is to choose from. */
  offer(choice: Choice): void {
    this._choice = choice;
    this._form.offer(choice);
    this._allow();
  }

  /** Ask for the batches and follow the one at work. */
  async watch(): Promise<void> {
    try {
      this._batches = await get<Batch[]>('batches');
      sayIn(this._line, this._batches.length ? '' : this._words.__('No batch was run yet.'));
      const running = this._batches.find(atWork);
      const known = this._batches.find(one => one.id === this._shown?.id);
      this._show(running ?? known ?? this._batches[0] ?? null);
    } catch (error) {
      sayIn(this._line, sentence(error, this._words), true);
    }
  }

  /** Stop listening; the batch goes on. */
  leave(): void {
    this._stream?.dispose();
    this._stream = null;
  }

  dispose(): void {
    this.leave();
    super.dispose();
  }

  private async _start(wanted: BatchWanted): Promise<void> {
    this._form.allow(false);
    await this._do(post<Batch>('batches', wanted, this._language()));
    this._allow();
  }

  /** Do something with a batch and show what came of it, or why it could not be. */
  private async _do(asked: Promise<Batch>): Promise<void> {
    try {
      const batch = await asked;
      sayIn(this._line, '');
      this._take(batch);
      this._show(batch);
    } catch (error) {
      sayIn(this._line, sentence(error, this._words), true);
    }
  }

  private _show(batch: Batch | null): void {
    this.leave();
    this._shown = batch;
    this._draw();
    if (batch && atWork(batch)) {
      const path = `batches/${batch.id}/steps`;
      const heard = (now: Batch): void => this._heard(now);
      const lost = (why: unknown): void => this._lose(why);
      const again = (): void => sayIn(this._line, '');
      this._stream = events(path, { name: 'batch', heard, lost, again }, this._language());
    }
  }

  /** The batch goes on; only what it does is not told. */
  private _lose(why: unknown): void {
    const silent = this._words.__('No changes are coming in; we keep trying.');
    sayIn(this._line, why === null ? silent : sentence(why, this._words), true);
  }

  private _heard(batch: Batch): void {
    this._shown = batch;
    this._take(batch);
    if (!atWork(batch)) {
      this.leave();
    }
    this._draw();
  }

  private _take(batch: Batch): void {
    const others = this._batches.filter(one => one.id !== batch.id);
    this._batches = [batch, ...others].sort((one, other) => (one.begun < other.begun ? 1 : -1));
  }

  private _draw(): void {
    const acts = {
      cancel: (one: Batch) => void this._do(remove<Batch>(`batches/${one.id}`)),
      resume: (one: Batch) => void this._do(post<Batch>(`batches/${one.id}/resume`, {})),
      pages: this._pages
    };
    const rows = this._choice?.cohort.rows ?? [];
    const chapters = this._choice?.cohort.chapters ?? [];
    const names = {
      trainee: (id: string) => rows.find(row => row.id === id)?.name ?? id,
      page: (key: string) => pageLabel(key, chapters, this._words)
    };
    redraw(this._now, batchParts(this._shown, names, acts, this._words));
    this._all.hidden = this._batches.length === 0;
    redraw(this._older, [{ name: 'list', of: this._listed(), draw: () => this._list() }]);
    this._allow();
  }

  private _listed(): unknown {
    return this._batches.map(one => [one.id, one.state, one.id === this._shown?.id]);
  }

  private _list(): HTMLElement[] {
    return this._batches.map(one => {
      const { cohort, month = '' } = one.wanted;
      const state = stateWords(one.state, this._words);
      const text = [moment(one.begun), cohort, month, state].join(' · ');
      const current = one.id === this._shown?.id ? 'true' : undefined;
      const show = (): void => this._show(this._batches.find(known => known.id === one.id) ?? null);
      return button(text, show, { 'data-key': one.id, 'aria-current': current });
    });
  }

  private _allow(): void {
    this._form.allow(this._choice !== null && !this._batches.some(atWork));
  }

  private _language(): { language: string } {
    return { language: this._choice?.cohort.language ?? '' };
  }

  private readonly _words: Words;
  private readonly _pages: (batch: Batch) => void;
  private readonly _form: BatchForm;
  private readonly _line: HTMLElement;
  private readonly _now: HTMLElement;
  private readonly _older: HTMLElement;
  private readonly _all: HTMLElement;
  private _choice: Choice | null = null;
  private _batches: Batch[] = [];
  private _shown: Batch | null = null;
  private _stream: IDisposable | null = null;
}
