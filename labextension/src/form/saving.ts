// @ts-nocheck: the types come next
// The conversation with the kernel: what is saved, what is on its way, what is kept meanwhile.

import { clock } from './panel.js';
import { say } from './controls.js';
import { copy, merge, same, tidy } from './values.js';

const IDLE = 500; // ms without typing before a save
export const PATIENCE = 4000; // ms to wait for an answer before saying so
export const LONGEST_PATIENCE = 40000;
const DEAF = 16000; // ms of patience after which the page is asked to make the form anew
const TRY_AGAIN = 4000; // ms after a refusal before the first new attempt
const DRAFT_PAUSE = 150; // ms between two writes of the draft

export class Saving {
  // page: the Form. ``base`` is the version that the typing started from.
  constructor(model, page) {
    this.model = model;
    this.page = page;
    this.base = { body: copy(model.get('value')), version: model.get('version') };
    this.waiting = {}; // id of a question → what to do with its answer
    this.serial = 0;
    const fields = page.fields.map(field => field.name).join(',');
    this.draftKey = model.get('draft_key') && `workbook/${model.get('draft_key')}/${fields}`;
    this.draft = this.readDraft();
  }

  get dirty() {
    return !same(tidy(this.page.body), tidy(this.base.body));
  }

  get busy() {
    return Boolean(this.sent || this.clash);
  }

  // Whether anything stands here that the store has not acknowledged.
  get unsaved() {
    return this.dirty || this.busy || Boolean(this.draft);
  }

  nextId() {
    this.serial += 1;
    return `${this.page.prefix}-${this.serial}`;
  }

  // -- saving -----------------------------------------------------------------------------------

  changed() {
    this.undoneTo = undefined;
    this.later();
  }

  later() {
    this.draftTimer ??= setTimeout(() => this.keepDraft(), DRAFT_PAUSE);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), IDLE);
    this.page.showStatus();
  }

  flush() {
    if (!this.sent) {
      this.refusal = undefined;
    }
    this.attempt();
  }

  attempt() {
    clearTimeout(this.timer);
    if (this.busy || !this.dirty) {
      return this.page.showStatus();
    }
    this.keepDraft();
    this.sent = {
      id: this.nextId(),
      body: copy(tidy(this.page.body)),
      based_on: this.base.version
    };
    this.post(PATIENCE);
  }

  // The same id and body go out again until an answer comes: saving them twice changes nothing.
  post(patience) {
    this.say({ type: 'save', ...this.sent });
    this.patience = setTimeout(() => {
      this.silent = true;
      if (patience >= DEAF) {
        this.page.around.mend();
      }
      this.post(Math.min(patience * 2, LONGEST_PATIENCE));
    }, patience);
    this.page.showStatus();
  }

  // Somebody asked, or there is a kernel again: what waits goes out now.
  tryAgain() {
    clearTimeout(this.patience);
    if (this.sent) {
      this.post(PATIENCE);
    } else {
      this.flush();
    }
  }

  // away: the page knows that no kernel hears this form.
  cutOff(away) {
    const wasAway = this.away;
    this.away = away;
    this.page.showStatus();
    if (wasAway && !away && this.unsaved) {
      this.tryAgain();
    }
  }

  say(content) {
    try {
      this.model.send(content);
    } catch {
      this.silent = true; // no kernel to talk to; the draft is kept
    }
  }

  // refused: what to do when the kernel says why it could not.
  ask(content, then, refused = text => this.page.notice([text])) {
    const id = content.id ?? this.nextId();
    this.waiting[id] = { then, refused };
    this.say({ ...content, id });
  }

  // -- answers ----------------------------------------------------------------------------------

  heard(answer) {
    if (this.waiting[answer.id]) {
      return this.answered(answer);
    }
    if (!this.sent || this.sent.id !== answer.id) {
      return;
    }
    const sent = this.sent;
    clearTimeout(this.patience);
    this.sent = undefined;
    this.silent = false;
    if (answer.type === 'refused') {
      this.turnedAway(answer.text);
    } else {
      this.accepted(sent, answer);
    }
    this.page.showStatus();
    if (!this.undoAsked || this.sent) {
      return;
    }
    this.undoAsked = false;
    this.undo();
  }

  // The store cannot be written: what was typed goes there by itself once it can.
  turnedAway(reason) {
    this.refusal = reason;
    this.pause = Math.min((this.pause ?? TRY_AGAIN / 2) * 2, LONGEST_PATIENCE);
    this.timer = setTimeout(() => this.attempt(), this.pause);
  }

  accepted(sent, answer) {
    this.refusal = this.pause = undefined;
    if (answer.type === 'saved') {
      this.saved(sent, answer);
    } else {
      this.met(answer.theirs);
    }
  }

  answered(answer) {
    const { then, refused } = this.waiting[answer.id];
    delete this.waiting[answer.id];
    if (answer.type === 'refused') {
      refused(answer.text);
    } else {
      then(answer);
    }
  }

  saved(sent, { version, saved_at, problems }) {
    this.base = { body: sent.body, version };
    this.savedAt = saved_at;
    this.page.takeProblems(problems);
    if (this.dirty) {
      return this.flush();
    }
    this.dropDraft();
    this.settle();
  }

  // Somebody else saved first. What only one side changed is joined; the person decides the rest.
  met(theirs) {
    const joined = merge(this.base.body, this.page.body, theirs.body);
    if (joined.clashes.length) {
      this.clash = theirs;
      return this.page.panel.askWhich(theirs, joined);
    }
    this.joinedBy(theirs, joined.body);
  }

  joinedBy(theirs, body) {
    this.clash = undefined;
    this.base = { body: copy(theirs.body), version: theirs.version };
    this.savedAt = theirs.saved_at;
    if (this.page.takeOver(body)) {
      this.page.notice([say(this.page.words, 'merged', theirs)]);
    }
    if (this.dirty) {
      return this.flush();
    }
    this.dropDraft();
    this.settle();
  }

  // Take over what another view of this form has saved, unless something is unsaved here.
  settle() {
    if (this.busy || this.dirty) {
      return;
    }
    if (this.model.get('version') > this.base.version) {
      this.base = { body: copy(this.model.get('value')), version: this.model.get('version') };
      this.page.takeOver(this.base.body);
    }
    if (this.model.get('version') === this.base.version) {
      this.savedAt = this.model.get('saved_at');
      this.page.takeProblems(this.model.get('problems'));
    }
    this.page.showStatus();
  }

  // -- going back -------------------------------------------------------------------------------

  undo(steps = 20) {
    if (this.sent) {
      this.undoAsked = true; // once what is on its way has arrived
      return;
    }
    if (this.clash) {
      return;
    }
    if (this.dirty) {
      return this.goBack(this.base.body);
    }
    const to = (this.undoneTo ?? this.base.version) - 1;
    if (to < 0 || !steps) {
      return this.page.notice([say(this.page.words, 'nothing_to_undo')]);
    }
    this.undoneTo = to;
    this.ask({ type: 'recall', version: to }, ({ body }) => {
      // A version that changed only what this form does not show is passed over.
      if (same(this.page.visible(body), this.page.visible(this.page.body))) {
        this.undo(steps - 1);
      } else {
        this.goBack(body);
      }
    });
  }

  goBack(body) {
    this.page.show(this.page.withVisible(body));
    this.page.notice([say(this.page.words, 'undone')]);
    this.flush();
  }

  restore(version, body) {
    this.undoneTo = undefined;
    this.page.show(this.page.withVisible(body));
    this.page.notice([say(this.page.words, 'restored', { version })]);
    this.flush();
  }

  // -- the draft --------------------------------------------------------------------------------

  readDraft() {
    try {
      const draft = JSON.parse(kept(this.draftKey));
      if (draft && !same(tidy(this.with(draft.changes)), tidy(this.base.body))) {
        return draft;
      }
      if (draft) {
        keep(this.draftKey, null);
      } // it had arrived, though nobody said so
    } catch {
      // not a draft that this form wrote
    }
    return undefined;
  }

  // What was taken back leaves no draft behind, unless the store may have it by now.
  keepDraft() {
    clearTimeout(this.draftTimer);
    this.draftTimer = undefined;
    if (!this.draftKey || this.draft) {
      return;
    }
    const [was, is] = [tidy(this.base.body), tidy(this.page.body)];
    const bodies = this.sent ? [was, tidy(this.sent.body)] : [was];
    const names = new Set([...bodies, is].flatMap(body => Object.keys(body)));
    const changed = [...names].filter(name => bodies.some(body => !same(body[name], is[name])));
    if (!changed.length) {
      return this.dropDraft();
    }
    const [changes, before, sent] = [is, ...bodies].map(body =>
      Object.fromEntries(changed.map(name => [name, body[name] ?? null]))
    );
    keep(this.draftKey, JSON.stringify({ when: Date.now(), before, sent, changes }));
    this.wrote = true;
  }

  // Only one's own: another window of this page may have left one as well.
  dropDraft() {
    clearTimeout(this.draftTimer);
    this.draftTimer = undefined;
    if (!this.draft && this.wrote) {
      keep(this.draftKey, null);
    }
    this.wrote = false;
  }

  with(changes) {
    const body = { ...this.base.body, ...changes };
    return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null));
  }

  // Where nobody else has changed these fields since, the draft goes in by itself; else the
  // person, who is shown both, decides.
  takeUp() {
    const { when, before, sent, changes } = this.draft;
    const now = tidy(this.base.body);
    const mine = name => [before, sent].some(body => body && same(now[name] ?? null, body[name]));
    if (!Object.keys(changes).every(mine)) {
      return this.page.panel.offerDraft(this.draft);
    }
    this.decide(true);
    this.page.notice([say(this.page.words, 'draft_saved', { time: clock(when) })]);
  }

  // An offered draft stays stored until the person has decided.
  decide(use) {
    const body = this.with(this.draft.changes);
    this.draft = undefined;
    this.wrote = true;
    if (use) {
      this.page.show(body);
      this.flush();
    } else {
      this.dropDraft();
    }
  }

  stop() {
    this.keepDraft();
    if (!this.busy) {
      this.flush();
    }
    clearTimeout(this.timer);
    clearTimeout(this.patience);
  }
}

// -- what the browser keeps ---------------------------------------------------------------------

export function kept(key) {
  try {
    return key ? localStorage.getItem(key) : null;
  } catch {
    return null; // a browser without storage
  }
}

// null removes it; nothing is kept without a key.
export function keep(key, text) {
  if (!key) {
    return;
  }
  try {
    if (text === null) {
      localStorage.removeItem(key);
    } else {
      localStorage.setItem(key, text);
    }
  } catch {
    // A browser without room or without storage: the page itself still holds what was typed.
  }
}
