// The conversation with the kernel: what is saved, what is on its way, what is kept meanwhile.

import type { Body } from './description';
import { Drafts, isUntouched, withChanges } from './drafts';
import type { Form } from './form';
import { clock, say } from './parts';
import { LONGEST_PATIENCE, PATIENCE } from './patience';
import { Questions } from './questions';
import { Undoing } from './undoing';
import { copy, merge, same, tidy } from './values';
import type { Answer, Exchanges, Model, Saved, Sent, Theirs } from './wire';

const IDLE = 500; // ms without typing before a save
const DEAF = 16000; // ms of patience after which the page is asked to make the form anew
const TRY_AGAIN = 4000; // ms after a refusal before the first new attempt

type Timer = ReturnType<typeof setTimeout>;

export class Saving {
  /** The version that the typing started from. */
  base: { readonly body: Body; readonly version: number };
  savedAt: string;
  /** What is on its way. */
  sent: Sent | undefined;
  /** The version that the person has to choose against. */
  clash: Theirs | undefined;
  /** Why the store took nothing. */
  refusal: string | undefined;
  /** Whether an answer is overdue. */
  silent = false;
  /** Whether the page knows that no kernel hears this form. */
  away = false;
  readonly undoing: Undoing;
  private readonly drafts: Drafts;
  private readonly questions = new Questions(content => this.say(content));
  private serial = 0;
  private timer: Timer | undefined;
  private patience: Timer | undefined;
  private pause: number | undefined;

  constructor(
    private readonly model: Model,
    private readonly page: Form
  ) {
    this.base = { body: copy(model.get('value')), version: model.get('version') };
    this.savedAt = model.get('saved_at');
    const key = model.get('draft_key');
    const fields = page.fields.map(field => field.name).join(',');
    this.drafts = new Drafts(key && `workbook/${key}/${fields}`, this.base.body);
    this.undoing = new Undoing(this, page);
  }

  get dirty(): boolean {
    return !same(tidy(this.page.body), tidy(this.base.body));
  }

  private get busy(): boolean {
    return Boolean(this.sent ?? this.clash);
  }

  /** Whether anything stands here that the store has not acknowledged. */
  get unsaved(): boolean {
    return this.dirty || this.busy || Boolean(this.drafts.found);
  }

  nextId(): string {
    this.serial += 1;
    return `${this.page.prefix}-${this.serial}`;
  }

  // -- saving -----------------------------------------------------------------------------------

  changed(): void {
    this.undoing.forget();
    this.drafts.soon(() => this.keepDraft());
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), IDLE);
    this.page.showStatus();
  }

  /** Save now what is unsaved. */
  flush(): void {
    if (!this.sent) {
      this.refusal = undefined;
    }
    this.attempt();
  }

  private attempt(): void {
    clearTimeout(this.timer);
    if (this.busy || !this.dirty) {
      this.page.showStatus();
      return;
    }
    this.keepDraft();
    const body = copy(tidy(this.page.body));
    this.sent = { id: this.nextId(), body, based_on: this.base.version };
    this.post(this.sent, PATIENCE);
  }

  /** The same id and body go out again until an answer comes: saving them twice changes nothing. */
  private post(sent: Sent, patience: number): void {
    this.say({ type: 'save', ...sent });
    this.patience = setTimeout(() => {
      this.silent = true;
      if (patience >= DEAF) {
        this.page.around.mend();
      }
      this.post(sent, Math.min(patience * 2, LONGEST_PATIENCE));
    }, patience);
    this.page.showStatus();
  }

  /** Somebody asked, or there is a kernel again: what waits goes out now. */
  tryAgain(): void {
    clearTimeout(this.patience);
    if (this.sent) {
      this.post(this.sent, PATIENCE);
    } else {
      this.flush();
    }
  }

  /** away: the page knows that no kernel hears this form. */
  cutOff(away: boolean): void {
    const wasAway = this.away;
    this.away = away;
    this.page.showStatus();
    if (wasAway && !away && this.unsaved) {
      this.tryAgain();
    }
  }

  private say(content: object): void {
    try {
      this.model.send(content);
    } catch {
      this.silent = true; // no kernel to talk to; the draft is kept
    }
  }

  /** Ask the kernel something; where it refuses, its reason is shown unless `refused` does more. */
  ask<T extends keyof Exchanges>(
    type: T,
    asked: Exchanges[T]['asked'],
    then: (answer: Exchanges[T]['answer']) => void,
    refused: (reason: string) => void = reason => this.page.notice([reason])
  ): void {
    const id = 'id' in asked ? asked.id : this.nextId();
    this.questions.ask(id, type, asked, { then, refused });
  }

  // -- answers ----------------------------------------------------------------------------------

  heard(answer: Answer): void {
    const { sent } = this;
    if (this.questions.heard(answer) || sent?.id !== answer.id) {
      return;
    }
    clearTimeout(this.patience);
    this.sent = undefined;
    this.silent = false;
    this.take(sent, answer);
    this.page.showStatus();
    if (!this.sent) {
      this.undoing.arrived();
    }
  }

  private take(sent: Sent, answer: Answer): void {
    if (answer.type === 'refused') {
      this.turnedAway(answer.text);
      return;
    }
    this.refusal = this.pause = undefined;
    if (answer.type === 'saved') {
      this.saved(sent, answer);
    } else if (answer.type === 'conflict') {
      this.met(answer.theirs);
    }
  }

  /** The store cannot be written: what was typed goes there by itself once it can. */
  private turnedAway(reason: string): void {
    this.refusal = reason;
    this.pause = Math.min((this.pause ?? TRY_AGAIN / 2) * 2, LONGEST_PATIENCE);
    this.timer = setTimeout(() => this.attempt(), this.pause);
  }

  private saved(sent: Sent, { version, saved_at, problems }: Saved): void {
    this.base = { body: sent.body, version };
    this.savedAt = saved_at;
    this.page.problems.take(problems);
    this.goOn();
  }

  /** Somebody else saved first. What only one side changed is joined; the person decides the rest. */
  private met(theirs: Theirs): void {
    const joined = merge(this.base.body, this.page.body, theirs.body);
    if (joined.clashes.length) {
      this.clash = theirs;
      this.page.panel.askWhich(theirs, joined);
    } else {
      this.joinedBy(theirs, joined.body);
    }
  }

  /** Go on from their version, with a body that has both. */
  joinedBy(theirs: Theirs, body: Body): void {
    this.clash = undefined;
    this.base = { body: copy(theirs.body), version: theirs.version };
    this.savedAt = theirs.saved_at;
    if (this.page.takeOver(body)) {
      this.page.notice([say(this.page.words, 'merged', theirs)]);
    }
    this.goOn();
  }

  private goOn(): void {
    if (this.dirty) {
      this.flush();
    } else {
      this.drafts.drop();
      this.settle();
    }
  }

  /** Take over what another view of this form has saved, unless something is unsaved here. */
  settle(): void {
    if (this.busy || this.dirty) {
      return;
    }
    const { model } = this;
    const version = model.get('version');
    if (version > this.base.version) {
      this.base = { body: copy(model.get('value')), version };
      this.page.takeOver(this.base.body);
    }
    if (version === this.base.version) {
      this.savedAt = model.get('saved_at');
      this.page.problems.take(model.get('problems'));
    }
    this.page.showStatus();
  }

  // -- the draft --------------------------------------------------------------------------------

  keepDraft(): void {
    this.drafts.keep(this.base.body, this.page.body, this.sent?.body);
  }

  /** What is saved, with the changes of a draft. */
  with(changes: Body): Body {
    return withChanges(this.base.body, changes);
  }

  /**
   * A draft from before goes in by itself where nobody else has changed its fields since; else the
   * person, who is shown both, decides.
   */
  takeUp(): void {
    const { found } = this.drafts;
    if (!found) {
      return;
    }
    if (isUntouched(found, this.base.body)) {
      this.decide(true);
      this.page.notice([say(this.page.words, 'draft_saved', { time: clock(found.when) })]);
    } else {
      this.page.panel.offerDraft(found);
    }
  }

  /** An offered draft stays stored until the person has decided. */
  decide(use: boolean): void {
    const body = this.with(this.drafts.found?.changes ?? {});
    this.drafts.decided();
    if (use) {
      this.page.show(body);
      this.flush();
    } else {
      this.drafts.drop();
    }
  }

  stop(): void {
    this.keepDraft();
    if (!this.busy) {
      this.flush();
    }
    clearTimeout(this.timer);
    clearTimeout(this.patience);
  }
}
