// What was typed and is not saved yet, kept in the browser until the kernel has it.

import type { Body } from './description';
import { keep, kept } from './storage';
import { same, tidy } from './values';

const DRAFT_PAUSE = 150; // ms between two writes of the draft

/** Some fields of a body; null for one that is blank. */
export type Changes = Body;

export interface Draft {
  /** When it was kept, in ms since 1970. */
  readonly when: number;
  /** The changed fields as they were in the version that the typing started from. */
  readonly before: Changes;
  /** The changed fields as they were sent, where a save was on its way. */
  readonly sent?: Changes | undefined;
  readonly changes: Changes;
}

/** The draft that leads from `base` to `now`; undefined where nothing differs. */
export function draftOf(base: Body, now: Body, sent?: Body): Omit<Draft, 'when'> | undefined {
  const [was, is] = [tidy(base), tidy(now)];
  const bodies = sent ? [was, tidy(sent)] : [was];
  const names = new Set([...bodies, is].flatMap(body => Object.keys(body)));
  const changed = [...names].filter(name => bodies.some(body => !same(body[name], is[name])));
  if (!changed.length) {
    return undefined;
  }
  const some = (body: Body): Changes =>
    Object.fromEntries(changed.map(name => [name, body[name] ?? null]));
  return { before: some(was), sent: sent && some(tidy(sent)), changes: some(is) };
}

/** A body with the changes of a draft. */
export function withChanges(body: Body, changes: Changes): Body {
  const changed = Object.entries({ ...body, ...changes });
  return Object.fromEntries(changed.filter(([, value]) => value !== null));
}

/** Whether nobody else has changed a draft's fields since it was kept. */
export function isUntouched({ before, sent, changes }: Draft, base: Body): boolean {
  const now = tidy(base);
  return Object.keys(changes).every(name =>
    [before, sent].some(body => body && same(now[name] ?? null, body[name]))
  );
}

/** The draft of one form. */
export class Drafts {
  /** A draft that was there at the beginning, until somebody has decided about it. */
  found: Draft | undefined;
  private wrote = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** base: what is saved; key: "" where no draft is kept. */
  constructor(
    private readonly key: string,
    base: Body
  ) {
    this.found = this.read(base);
  }

  private read(base: Body): Draft | undefined {
    try {
      const draft = JSON.parse(kept(this.key) ?? 'null') as Draft | null;
      if (draft && !same(tidy(withChanges(base, draft.changes)), tidy(base))) {
        return draft;
      }
      if (draft) {
        keep(this.key, null); // it had arrived, though nobody said so
      }
    } catch {
      // not a draft that this form wrote
    }
    return undefined;
  }

  /** Write it in a moment; many keys are one write. */
  soon(write: () => void): void {
    this.timer ??= setTimeout(write, DRAFT_PAUSE);
  }

  private rest(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  /** What was taken back leaves no draft behind, unless the store may have it by now. */
  keep(base: Body, now: Body, sent?: Body): void {
    this.rest();
    if (!this.key || this.found) {
      return;
    }
    const draft = draftOf(base, now, sent);
    if (!draft) {
      this.drop();
      return;
    }
    keep(this.key, JSON.stringify({ when: Date.now(), ...draft }));
    this.wrote = true;
  }

  /** Remove one's own: another window of this page may have left one as well. */
  drop(): void {
    this.rest();
    if (!this.found && this.wrote) {
      keep(this.key, null);
    }
    this.wrote = false;
  }

  /** The person has decided about the draft that was found; it is this form's own from now on. */
  decided(): void {
    this.found = undefined;
    this.wrote = true;
  }
}
