// What the form says of itself.

import type { Words } from './description';
import { say } from './parts';
import type { Saving } from './saving';

/** What the page around a form hears whenever it changes. */
export interface Told {
  readonly state: 'new' | 'saved' | 'saving' | 'error';
  /** Whether something stands in it that the store has not acknowledged. */
  readonly unsaved: boolean;
  /** Whether it gets no answers. */
  readonly deaf: boolean;
}

type Standing = Pick<
  Saving,
  'refusal' | 'silent' | 'away' | 'clash' | 'sent' | 'dirty' | 'base' | 'savedAt'
>;

/** The state of a form's saving, and the sentence that says it. */
export function statusOf(now: Standing, words: Words): readonly [Told['state'], string] {
  if (now.refusal) {
    return ['error', say(words, 'store_unreachable', { reason: now.refusal })];
  }
  if (now.silent || now.away) {
    return ['error', say(words, 'offline_draft')];
  }
  if (now.clash) {
    return ['error', say(words, 'conflict_title')];
  }
  if (now.sent || now.dirty) {
    return ['saving', say(words, 'saving')];
  }
  return now.base.version
    ? ['saved', say(words, 'saved_at', { time: now.savedAt })]
    : ['new', say(words, 'never_saved')];
}
