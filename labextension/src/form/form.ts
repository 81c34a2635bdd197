// @ts-nocheck: the types come next
// The form on the page: toolbar, fields, problems and keys.

import { Grid } from './grid.js';
import { Keys } from './keys.js';
import { markGrid, retyped } from './marks.js';
import { Panel } from './panel.js';
import {
  button,
  element,
  makeControl,
  markControl,
  message,
  readControl,
  say,
  writeControl
} from './controls.js';
import { Remarks } from './remarks.js';
import { Saving } from './saving.js';
import { copy, isBlankRow, same, tidy } from './values.js';

export class Form {
  stop!: () => void;

  // around: what the page hears of the form, and whom the form asks for help.
  constructor(model: unknown, root: HTMLElement, around: any = { tell() {}, mend() {} }) {
    this.around = around;
    this.model = model;
    this.root = root;
    this.fields = model.get('fields');
    this.words = model.get('words');
    this.prefix = `wf${Math.random().toString(36).slice(2, 10)}`;
    this.byName = Object.fromEntries(this.fields.map(field => [field.name, field]));
    this.body = copy(model.get('value'));
    this.problems = model.get('problems');
    this.told = new Set();
    this.grids = {};
    this.remarks = new Remarks(this);
    this.saving = new Saving(model, this);
    this.saving.savedAt = model.get('saved_at');
    this.build();
    this.listen();
    this.draw();
    this.showStatus();
    requestAnimationFrame(() => this.showProblems()); // by then the columns have their widths
    this.remarks.watch();
    if (this.saving.draft) {
      this.saving.takeUp();
    }
  }

  build() {
    const live = { role: 'status', 'aria-live': 'polite' };
    this.status = element('span', { class: 'wf-status', ...live });
    const again = () => {
      this.tryAgain();
      this.around.mend();
    };
    this.again = button(say(this.words, 'try_again'), again, {
      class: 'wf-link wf-again',
      hidden: true
    });
    this.summary = button('', () => this.toFirstProblem(), { class: 'wf-summary', hidden: true });
    this.noticed = element('div', { class: 'wf-notice', ...live, hidden: true });
    this.panel = new Panel(this);
    const remarks = this.remarks.place();
    this.content = element('div', { class: 'wf-content' }, remarks, ...this.blocks());
    const space = element('span', { class: 'wf-space' });
    const bar = element(
      'div',
      { class: 'wf-bar' },
      this.status,
      this.again,
      space,
      ...this.barTools()
    );
    const top = element('div', { class: 'wf-top' }, bar, this.summary);
    this.root.classList.add('workbook-form');
    this.root.dataset.lmSuppressShortcuts = 'true';
    this.root.append(top, this.noticed, this.panel.node, this.content, ...this.hints());
  }

  barTools() {
    if (!this.model.get('keeps_history')) {
      return [];
    }
    return [
      button(say(this.words, 'undo'), () => this.saving.undo(), { class: 'wf-quiet wf-undo' }),
      button(say(this.words, 'history'), () => this.panel.showHistory(), {
        class: 'wf-quiet wf-history'
      })
    ];
  }

  hints() {
    if (!this.fields.some(field => field.kind === 'rows')) {
      return [];
    }
    const texts = ['keyboard_hint', 'paste_hint'].map(key => say(this.words, key));
    return [element('p', { class: 'wf-hints' }, texts.join(' · '))];
  }

  // Single fields that follow each other share a grid; a table of rows stands by itself.
  blocks() {
    const blocks = [];
    for (const field of this.fields) {
      if (field.kind === 'rows') {
        this.grids[field.name] = new Grid(field, this);
        blocks.push(this.grids[field.name].node);
      } else {
        const open = blocks.at(-1)?.classList.contains('wf-fields');
        if (!open) {
          blocks.push(element('div', { class: 'wf-fields' }));
        }
        blocks.at(-1).append(this.single(field));
      }
    }
    return blocks;
  }

  single(field) {
    const control = makeControl(field, field.name, this.words, false);
    control.id = this.idOf(field.name);
    const helpId = this.idOf(`${field.name}.help`);
    const help = field.help ? element('span', { class: 'wf-help', id: helpId }, field.help) : null;
    const label = element('label', { class: 'wf-label', for: control.id }, field.label);
    const slot = element('span', { class: 'wf-slot' });
    const made = element(
      'div',
      { class: `wf-field wf-is-${field.kind}` },
      label,
      control,
      help,
      slot
    );
    return element('div', { class: 'wf-beside' }, made, this.remarks.place(field));
  }

  // -- the body ---------------------------------------------------------------------------------

  rowsOf(name) {
    if (!Array.isArray(this.body[name])) {
      this.body[name] = [];
    }
    return this.body[name];
  }

  visible(body) {
    return Object.fromEntries(Object.entries(tidy(body)).filter(([name]) => name in this.byName));
  }

  hidden(body) {
    return Object.fromEntries(Object.entries(body).filter(([name]) => !(name in this.byName)));
  }

  // The present body with this form's fields as they are in ``body``.
  withVisible(body) {
    return { ...this.hidden(this.body), ...this.visible(body) };
  }

  // Makes ``body`` the form's; draws it anew, and says true, only where it shows something else.
  takeOver(body) {
    if (!same(this.visible(body), this.visible(this.body))) {
      this.show(body);
      return true;
    }
    for (const name of Object.keys(this.hidden(this.body))) {
      delete this.body[name];
    }
    Object.assign(this.body, copy(this.hidden(body)));
    return false;
  }

  show(body) {
    this.body = copy(body);
    this.problems = [];
    this.keepingFocus(() => this.draw());
  }

  changed() {
    this.notice([]);
    this.saving.changed();
  }

  // -- drawing ----------------------------------------------------------------------------------

  idOf(loc) {
    return `${this.prefix}-${loc}`;
  }

  controlAt(loc) {
    return this.root.querySelector(`.wf-control[data-loc="${CSS.escape(loc)}"]`);
  }

  draw() {
    for (const field of this.fields) {
      if (field.kind === 'rows') {
        this.grids[field.name].draw();
      } else {
        writeControl(this.controlAt(field.name), field, this.body[field.name]);
      }
    }
    this.remarks.draw();
    this.showProblems();
  }

  keepingFocus(draw) {
    const active = this.root.contains(document.activeElement) ? document.activeElement : null;
    const marked = active?.type === 'text' ? [active.selectionStart, active.selectionEnd] : null;
    draw();
    const control = active?.dataset.loc && this.controlAt(active.dataset.loc);
    if (!control || control === active) {
      return;
    }
    control.focus();
    if (marked) {
      control.setSelectionRange(...marked);
    }
  }

  showStatus() {
    const { refusal, silent, away, clash, sent, dirty, base, savedAt, unsaved } = this.saving;
    const [state, text] = refusal
      ? ['error', say(this.words, 'store_unreachable', { reason: refusal })]
      : silent || away
        ? ['error', say(this.words, 'offline_draft')]
        : clash
          ? ['error', say(this.words, 'conflict_title')]
          : sent || dirty
            ? ['saving', say(this.words, 'saving')]
            : base.version
              ? ['saved', say(this.words, 'saved_at', { time: savedAt })]
              : ['new', say(this.words, 'never_saved')];
    if (this.status.textContent !== text) {
      this.status.textContent = text;
    }
    this.root.dataset.state = state;
    this.again.hidden = !(refusal || silent || away);
    this.around.tell({ state, unsaved, deaf: Boolean(silent || away) });
  }

  cutOff(away) {
    this.saving.cutOff(away);
  }

  tryAgain() {
    this.saving.tryAgain();
  }

  notice(texts) {
    const text = texts.filter(Boolean).join(' ');
    this.noticed.hidden = !text;
    this.noticed.textContent = text;
  }

  // -- problems ---------------------------------------------------------------------------------

  takeProblems(problems) {
    this.problems = problems;
    this.showProblems();
  }

  forgetProblems(name) {
    this.problems = this.problems.filter(({ loc }) => loc[0] !== name);
  }

  showProblems() {
    const shown = this.problems.filter(
      problem => problem.loc[0] in this.byName && !this.tooSoon(problem)
    );
    this.told = new Set(shown.map(keyOf));
    for (const field of this.fields) {
      const these = shown.filter(({ loc }) => loc[0] === field.name);
      if (field.kind === 'rows') {
        markGrid(this.grids[field.name], these);
      } else {
        this.markSingle(field, these.find(isWrong));
      }
    }
    const n = shown.filter(isWrong).length;
    this.summary.hidden = !n;
    this.summary.textContent = n ? say(this.words, 'errors_count', { n }) : '';
  }

  // Nobody is told of a mistake in the cell they are still in, nor of a gap in the row.
  tooSoon(problem) {
    if (this.told.has(keyOf(problem)) || problem.kind === 'echo') {
      return false;
    }
    const here =
      (this.root.contains(document.activeElement) && document.activeElement.dataset.loc) || '';
    const [field, row] = here.split('.');
    if (here === problem.loc.join('.')) {
      return true;
    }
    return problem.kind === 'missing' && field === problem.loc[0] && row === String(problem.loc[1]);
  }

  markSingle(field, problem) {
    const control = this.controlAt(field.name);
    const slot = control.closest('.wf-field').querySelector('.wf-slot');
    const said = problem ? message(this.idOf(`${field.name}.message`), problem.text) : null;
    markControl(control, said?.id, field.help && this.idOf(`${field.name}.help`));
    slot.replaceChildren(said ?? '');
  }

  toFirstProblem() {
    const order = this.fields.map(({ name }) => name);
    const shown = this.problems.filter(
      problem => isWrong(problem) && this.told.has(keyOf(problem))
    );
    const [first] = shown.sort((one, other) => {
      const [[name, row = 0], [name2, row2 = 0]] = [one.loc, other.loc];
      return order.indexOf(name) - order.indexOf(name2) || row - row2;
    });
    const [name, row, column] = first?.loc ?? [];
    if (row !== undefined) {
      return this.leadTo(name, row, column);
    }
    this.controlAt(name ?? '')?.focus();
    document.activeElement.scrollIntoView({ block: 'center' });
  }

  leadTo(name, row, column = this.grids[name].main[0].name) {
    this.grids[name].focus(row, column);
    document.activeElement.scrollIntoView({ block: 'center' });
  }

  // -- events -----------------------------------------------------------------------------------

  listen() {
    const on = (event, act) => this.root.addEventListener(event, act);
    on('input', event => event.isComposing || this.typed(event.target));
    on('compositionend', event => this.typed(event.target));
    const keys = new Keys(this);
    on('focusin', ({ target }) => keys.entered(target));
    on('focusout', () => this.left());
    on('keydown', event => keys.pressed(event));
    const heard = answer =>
      answer.lead_to ? this.leadTo(...answer.lead_to) : this.saving.heard(answer);
    const settle = () => this.saving.settle();
    const leave = () => this.saving.keepDraft();
    const remarked = () => this.remarks.draw();
    this.model.on('msg:custom', heard);
    this.model.on('change:version', settle);
    this.model.on('change:problems', settle);
    this.model.on('change:remarks', remarked);
    window.addEventListener('pagehide', leave);
    this.stop = () => {
      this.saving.stop();
      this.remarks.stop();
      this.model.off('msg:custom', heard);
      this.model.off('change:version', settle);
      this.model.off('change:problems', settle);
      this.model.off('change:remarks', remarked);
      window.removeEventListener('pagehide', leave);
    };
  }

  typed(control) {
    if (!control.classList.contains('wf-control')) {
      return;
    }
    const [name, index, column] = control.dataset.loc.split('.');
    const field = this.byName[name];
    if (field.kind !== 'rows') {
      return this.put(this.body, name, readControl(control, field));
    }
    const row = (this.grids[name].rows[index] ??= {});
    const wasBlank = isBlankRow(row);
    this.put(row, column, readControl(control, this.grids[name].columns[column]));
    if (isBlankRow(row) !== wasBlank) {
      this.grids[name].drawCounts();
    }
    retyped(this.grids[name], row, control);
  }

  put(place, name, value) {
    if (value === undefined) {
      delete place[name];
    } else {
      place[name] = value;
    }
    this.changed();
  }

  // On leaving a field: save at once, and say what was held back while the person was in it.
  left() {
    this.saving.flush();
    queueMicrotask(() => requestAnimationFrame(() => this.showProblems()));
  }
}

// What is only echoed or asked about was read and counts.
export const isWrong = ({ kind }) => kind !== 'echo' && !kind.startsWith('unusual');

const keyOf = ({ loc, kind }) => `${loc.join('.')}:${kind}`;

/** What a form says of itself whenever that changes. */
export interface Told {
  readonly state: 'new' | 'saved' | 'saving' | 'error';
  readonly unsaved: boolean;
  readonly deaf: boolean;
}
