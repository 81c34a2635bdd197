// The form on the page: toolbar, fields, problems and keys.

import { button, element } from '../elements';
import type { Control } from './controls';
import { controlOf, markedIn, readControl } from './controls';
import type { Body, Field, Row, Value, Words } from './description';
import { Fields } from './fields';
import { Keys } from './keys';
import { retyped } from './marks';
import { Offers } from './offers';
import { Panel } from './panel';
import { say } from './parts';
import { Problems } from './problem_list';
import { Remarks } from './remarks';
import { Saving } from './saving';
import type { Told } from './status';
import { statusOf } from './status';
import { copy, isBlankRow, same, tidy } from './values';
import type { Answer, Lead, Model } from './wire';

// Read aloud when it changes.
const LIVE = { role: 'status', 'aria-live': 'polite' };

/** What a form asks of the page around it. */
export interface Around {
  tell(told: Told): void;
  /** The person wants it tried again now, or nothing has been heard for long. */
  mend(): void;
}

/** The form drawn into `root`, on a widget's model, until it is stopped. */
export class Form {
  readonly fields: readonly Field[];
  readonly words: Words;
  readonly prefix = `wf${Math.random().toString(36).slice(2, 10)}`;
  readonly byName: Readonly<Record<string, Field>>;
  readonly problems: Problems;
  readonly remarks: Remarks;
  readonly panel: Panel;
  readonly saving: Saving;
  readonly shown: Fields;
  readonly content: HTMLElement;
  body: Body;
  private readonly status = element('span', { class: 'wf-status', ...LIVE });
  private readonly noticed = element('div', { class: 'wf-notice', ...LIVE, hidden: true });
  private readonly again: HTMLElement;
  private readonly unlisten = new AbortController();

  constructor(
    readonly model: Model,
    readonly root: HTMLElement,
    readonly around: Around
  ) {
    this.fields = model.get('fields');
    this.words = model.get('words');
    this.byName = Object.fromEntries(this.fields.map(field => [field.name, field]));
    this.body = copy(model.get('value'));
    this.problems = new Problems(this, model.get('problems'));
    this.remarks = new Remarks(this);
    this.saving = new Saving(model, this);
    this.panel = new Panel(this);
    const again = { class: 'wf-link wf-again', hidden: true };
    this.again = button(say(this.words, 'try_again'), () => this.askToMend(), again);
    const whole = this.remarks.place();
    this.shown = new Fields(this);
    this.content = element('div', { class: 'wf-content' }, whole, ...this.shown.blocks);
    this.build();
    this.listen();
    this.hear();
    this.draw();
    this.showStatus();
    requestAnimationFrame(() => this.problems.show()); // by then the columns have their widths
    this.remarks.watch();
    this.saving.takeUp();
  }

  private build(): void {
    const space = element('span', { class: 'wf-space' });
    const parts = [this.status, this.again, space, ...this.barTools()];
    const bar = element('div', { class: 'wf-bar' }, ...parts);
    const top = element('div', { class: 'wf-top' }, bar, this.problems.summary);
    this.root.classList.add('workbook-form');
    this.root.dataset['lmSuppressShortcuts'] = 'true';
    this.root.append(top, this.noticed, this.panel.node, this.content, ...this.hints());
  }

  private barTools(): HTMLElement[] {
    if (!this.model.get('keeps_history')) {
      return [];
    }
    const [undo, history] = [{ class: 'wf-quiet wf-undo' }, { class: 'wf-quiet wf-history' }];
    return [
      button(say(this.words, 'undo'), () => this.saving.undoing.undo(), undo),
      button(say(this.words, 'history'), () => this.panel.showHistory(), history)
    ];
  }

  private hints(): HTMLElement[] {
    if (!this.fields.some(field => field.kind === 'rows')) {
      return [];
    }
    const texts = [say(this.words, 'keyboard_hint'), say(this.words, 'paste_hint')];
    return [element('p', { class: 'wf-hints' }, texts.join(' · '))];
  }

  // -- the body ---------------------------------------------------------------------------------

  /** The rows of a table, which can be changed; made where there are none. */
  rowsOf(name: string): Row[] {
    const there = this.body[name];
    const rows = Array.isArray(there) ? there : [];
    this.body[name] = rows;
    return rows;
  }

  /** What of a body this form shows. */
  visible(body: Body): Body {
    return Object.fromEntries(Object.entries(tidy(body)).filter(([name]) => name in this.byName));
  }

  private hidden(body: Body): Body {
    return Object.fromEntries(Object.entries(body).filter(([name]) => !(name in this.byName)));
  }

  /** The present body with this form's fields as they are in `body`. */
  withVisible(body: Body): Body {
    return { ...this.hidden(this.body), ...this.visible(body) };
  }

  /** Make `body` the form's; draw it anew, and say true, only where it shows something else. */
  takeOver(body: Body): boolean {
    if (!same(this.visible(body), this.visible(this.body))) {
      this.show(body);
      return true;
    }
    const stays = Object.entries(this.body).filter(([name]) => name in this.byName);
    this.body = { ...Object.fromEntries(stays), ...copy(this.hidden(body)) };
    return false;
  }

  show(body: Body): void {
    this.body = copy(body);
    this.problems.forget();
    this.keepingFocus(() => this.draw());
  }

  changed(): void {
    this.notice([]);
    this.saving.changed();
  }

  // -- drawing ----------------------------------------------------------------------------------

  idOf(loc: string): string {
    return `${this.prefix}-${loc}`;
  }

  /** The control of a value, e.g. "targets.0.target"; null where it is not on the page now. */
  controlAt(loc: string): Control | null {
    return this.root.querySelector<Control>(`.wf-control[data-loc="${CSS.escape(loc)}"]`);
  }

  private draw(): void {
    this.shown.draw(this.body);
    this.remarks.draw();
    this.problems.show();
  }

  /** Draw something anew, and come back to the same place in the same cell. */
  keepingFocus(draw: () => void): void {
    const active = controlOf(document.activeElement);
    const loc = active && this.root.contains(active) ? active.dataset['loc'] : undefined;
    const marked = active && markedIn(active);
    draw();
    const control = loc ? this.controlAt(loc) : null;
    if (!control || control === active) {
      return;
    }
    control.focus();
    if (marked && control instanceof HTMLInputElement) {
      control.setSelectionRange(...marked);
    }
  }

  showStatus(): void {
    const { saving } = this;
    const [state, text] = statusOf(saving, this.words);
    if (this.status.textContent !== text) {
      this.status.textContent = text;
    }
    const deaf = saving.silent || saving.away;
    this.root.dataset['state'] = state;
    this.again.hidden = !saving.refusal && !deaf;
    this.around.tell({ state, unsaved: saving.unsaved, deaf });
  }

  /** Whether the page knows that nobody is there to save. */
  cutOff(away: boolean): void {
    this.saving.cutOff(away);
  }

  /** Send what is unsaved now. */
  tryAgain(): void {
    this.saving.tryAgain();
  }

  private askToMend(): void {
    this.tryAgain();
    this.around.mend();
  }

  notice(texts: readonly string[]): void {
    const text = texts.filter(Boolean).join(' ');
    this.noticed.hidden = !text;
    this.noticed.textContent = text;
  }

  // -- events -----------------------------------------------------------------------------------

  private listen(): void {
    const { signal } = this.unlisten;
    const keys = new Keys(this);
    new Offers(this).listen();
    const typed = ({ target }: Event): void => this.typed(controlOf(target));
    this.root.addEventListener('input', event => {
      if (!(event as InputEvent).isComposing) {
        typed(event);
      }
    });
    this.root.addEventListener('compositionend', typed);
    this.root.addEventListener('focusin', ({ target }) => keys.entered(target));
    this.root.addEventListener('focusout', () => this.left());
    this.root.addEventListener('keydown', event => keys.pressed(event));
    window.addEventListener('pagehide', () => this.saving.keepDraft(), { signal });
  }

  private hear(): void {
    const { model, saving } = this;
    const heard = (told: Answer | Lead): void =>
      'lead_to' in told ? this.shown.leadTo(...told.lead_to) : saving.heard(told);
    const settle = (): void => saving.settle();
    const remarked = (): void => this.remarks.draw();
    model.on('msg:custom', heard);
    model.on('change:version', settle);
    model.on('change:problems', settle);
    model.on('change:remarks', remarked);
    this.unlisten.signal.addEventListener('abort', () => {
      model.off('msg:custom', heard);
      model.off('change:version', settle);
      model.off('change:problems', settle);
      model.off('change:remarks', remarked);
    });
  }

  stop(): void {
    this.saving.stop();
    this.remarks.stop();
    this.unlisten.abort();
  }

  /** Take what stands in a control into the body. */
  typed(control: Control | undefined): void {
    const [name = '', index, column = ''] = (control?.dataset['loc'] ?? '').split('.');
    const field = this.byName[name];
    if (!control || !field) {
      return;
    }
    if (field.kind !== 'rows') {
      this.put(this.body, name, readControl(control, field));
      return;
    }
    const grid = this.shown.gridOf(field);
    const row = grid.rowAt(Number(index));
    const wasBlank = isBlankRow(row);
    this.put(row, column, readControl(control, grid.column(column)));
    if (isBlankRow(row) !== wasBlank) {
      grid.drawCounts();
    }
    retyped(grid, row, control);
  }

  private put(place: Body | Row, name: string, value: Value): void {
    if (value === undefined) {
      delete place[name];
    } else {
      place[name] = value;
    }
    this.changed();
  }

  /** On leaving a field: save at once, and say what was held back while the person was in it. */
  private left(): void {
    this.saving.flush();
    queueMicrotask(() => requestAnimationFrame(() => this.problems.show()));
  }
}
