/** The Cohort view: trainees × chapters, a page with its remarks beside, and the batch. */
import type { Message } from '@lumino/messaging';
import { PanelLayout, SplitPanel, Widget } from '@lumino/widgets';
import type { Batch, Cohort, Row, Session } from '../contract';
import { button, element } from '../elements';
import { sentence } from '../server';
import type { Words } from '../words';
import { BatchView } from './batch';
import type { Drawing } from './cells';
import { sayIn } from './fields';
import { filterBar } from './filters';
import type { FilterBar } from './filters';
import { following } from './following';
import type { Following } from './following';
import { cohortHead } from './head';
import type { Head } from './head';
import { Heat } from './heat';
import { EVERYBODY, ordered, passing } from './model';
import type { Filter, Order } from './model';
import { Review } from './page';

/** What the view is opened for; empty texts leave month and language to the session. */
export interface Wanted {
  readonly cohort: string;
  readonly month: string;
  readonly language: string;
}

const BEGUN = 4; // the place of “begun” in a cell

/** One cohort. ``pages`` opens the pages of a batch. */
export class CohortView extends Widget {
  constructor(
    wanted: Wanted,
    session: Session,
    words: Words,
    pages: (batch: Batch) => void
  ) {
    super();
    this.addClass('jp-WorkbookCohort');
    this._wanted = wanted;
    this._session = session;
    this._words = words;
    this._head = cohortHead(wanted.cohort, words, {
      month: month => this.turn({ month }),
      batch: on => this._turnTo(on)
    });
    this._bar = filterBar(words, (filter, order) => this._choose(filter, order));
    this._line = element('p', { class: 'jp-WorkbookCoach-says', hidden: true });
    this._heat = new Heat(words.__('Trainees and chapters'), (row, chapter, byKey) =>
      this._open(row, chapter, byKey)
    );
    this._review = new Review(words, () => this._closePage());
    this._split = new SplitPanel({ orientation: 'horizontal', spacing: 1 });
    this._batch = new BatchView(words, pages);
    this._layOut();
    document.addEventListener('visibilitychange', this._seen);
  }

  /** Which cohort it is. */
  get cohort(): string {
    return this._wanted.cohort;
  }

  /** Show another month or language: everything is asked for anew. */
  turn(part: Partial<Wanted>): void {
    const next = { ...this._wanted, ...part };
    if (JSON.stringify(next) !== JSON.stringify(this._wanted)) {
      this._wanted = next;
      this._closePage();
      this._rows?.dispose();
      this._rows = null;
      this._seen();
    }
  }

  /** Open the first page of a person that has something on it, as soon as it is known. */
  lookAt(trainee: string): void {
    this._asked = trainee;
    this._lookAtAsked();
  }

  dispose(): void {
    document.removeEventListener('visibilitychange', this._seen);
    this._rows?.dispose();
    super.dispose();
  }

  protected onAfterShow(msg: Message): void {
    super.onAfterShow(msg);
    this._seen();
  }

  protected onAfterHide(msg: Message): void {
    super.onAfterHide(msg);
    this._seen();
  }

  protected onAfterAttach(msg: Message): void {
    super.onAfterAttach(msg);
    this._seen();
  }

  private _layOut(): void {
    const layout = (this.layout = new PanelLayout());
    const top = new Widget();
    top.addClass('jp-WorkbookCohort-top');
    top.node.append(this._head.node, this._bar.node, this._line);
    this._split.addClass('jp-WorkbookCohort-body');
    this._split.addWidget(this._heat);
    this._split.addWidget(this._review);
    this._review.hide();
    this._batch.hide();
    [top, this._split, this._batch].forEach(one => layout.addWidget(one));
  }

  /** Listen only while somebody can see it: a browser has few connections to a server. */
  private readonly _seen = (): void => {
    const seen = this.isVisible && document.visibilityState === 'visible';
    if (seen && this._rows === null) {
      void this._follow();
    } else if (!seen) {
      this._rows?.dispose();
      this._rows = null;
      this._batch.leave();
    }
  };

  private async _follow(): Promise<void> {
    this._rows?.dispose();
    const rows = following(this._wanted, {
      cohort: (cohort, came) => this._show(cohort, came),
      failed: error => this._fail(error),
      live: (is, why) => this._head.live(is, why === null ? '' : sentence(why, this._words))
    });
    this._rows = rows;
    await rows.load();
    if (this._batch.isVisible) {
      void this._batch.watch();
    }
  }

  private _fail(error: unknown): void {
    const again = button(this._words.__('Try again'), () => void this._follow());
    sayIn(this._line, sentence(error, this._words), true);
    this._line.append(' ', again);
  }

  private _show(cohort: Cohort, came: readonly Row[] | null): void {
    const before = this._cohort;
    this._cohort = cohort;
    if (came === null || this._drawing === null) {
      this._drawing = this._drawingOf(cohort);
      this._bar.offer(cohort, this._drawing.weights);
      this._head.show(cohort, this._session);
    }
    sayIn(this._line, cohort.rows.length ? '' : this._nobody());
    this._head.wait(cohort.waiting);
    came?.forEach(row => this._review.changed(row));
    this._redraw(before?.month === cohort.month);
    this._offerBatch();
    this._lookAtAsked();
  }

  private _lookAtAsked(): void {
    const row = this._cohort?.rows.find(one => one.id === this._asked);
    // an empty row is still being computed
    if (row && row.cells.length > 0) {
      this._asked = '';
      const begun = row.cells.findIndex(one => one[BEGUN] === 1);
      if (begun >= 0) {
        this._open(row, begun, false);
      }
    }
  }

  /** The same chapters and words give the same drawing, so that rows are not drawn anew. */
  private _drawingOf({ chapters, month, language }: Cohort): Drawing {
    const weights = this._session.weights[language] ?? {};
    const next = { chapters, month, weights, words: this._words };
    const of = (one: Drawing): string => JSON.stringify([one.chapters, one.month, one.weights]);
    return this._drawing && of(this._drawing) === of(next) ? this._drawing : next;
  }

  private _nobody(): string {
    return this._words.__('There is nobody in this cohort yet. Bring in a roster first.');
  }

  private _choose(filter: Filter, order: Order): void {
    this._filter = filter;
    this._order = order;
    this._redraw(false);
    this._offerBatch();
  }

  private _redraw(keep: boolean): void {
    if (this._cohort && this._drawing) {
      const { rows, language } = this._cohort;
      this._shown = ordered(passing(rows, this._filter), this._order, language);
      this._head.count(this._shown.length, rows.length);
      this._heat.showRows(this._shown, this._filter, this._drawing, keep);
    }
  }

  private _offerBatch(): void {
    if (this._cohort && this._batch.isVisible) {
      const shown = this._shown.map(row => row.id);
      this._batch.offer({ session: this._session, cohort: this._cohort, shown });
    }
  }

  private _open(row: Row, chapter: number, byKey: boolean): void {
    const number = Math.max(chapter, this._filter.chapter, 0);
    const at = this._cohort?.chapters[number];
    if (!this._cohort || !at) {
      return;
    }
    const { month, language } = this._cohort;
    const first = this._review.isHidden;
    this._review.show();
    if (first) {
      this._split.setRelativeSizes([0.44, 0.56]);
    }
    this._heat.mark(row.id, number);
    this._review.open({ trainee: row, ...at, query: { month, language } }, byKey);
  }

  private _closePage(): void {
    if (!this._review.isHidden) {
      this._review.forget();
      this._review.hide();
      this._heat.mark('', -1);
      this._heat.focusCell();
    }
  }

  private _turnTo(batch: boolean): void {
    this._bar.node.hidden = batch;
    this._split.setHidden(batch);
    this._batch.setHidden(!batch);
    this._offerBatch();
    if (batch) {
      void this._batch.watch();
    } else {
      this._batch.leave();
    }
  }

  private readonly _session: Session;
  private readonly _words: Words;
  private readonly _head: Head;
  private readonly _bar: FilterBar;
  private readonly _line: HTMLElement;
  private readonly _heat: Heat;
  private readonly _review: Review;
  private readonly _split: SplitPanel;
  private readonly _batch: BatchView;
  private _wanted: Wanted;
  private _rows: Following | null = null;
  private _cohort: Cohort | null = null;
  private _drawing: Drawing | null = null;
  private _shown: readonly Row[] = [];
  private _filter: Filter = EVERYBODY;
  private _order: Order = 'roster';
  private _asked = '';
}
