// What is typed beside a line before its result is tapped: kept in the browser with each keystroke.

import { keep, kept } from '../form/storage';

/** The customer's words, and the day agreed on. */
export interface Draft {
  readonly said: string;
  readonly next_day: string;
}

const NOTHING: Draft = { said: '', next_day: '' };

export function draftOf(key: string): Draft {
  try {
    return { ...NOTHING, ...(JSON.parse(kept(key) ?? '{}') as Partial<Draft>) };
  } catch {
    return NOTHING; // not ours
  }
}

export function keepDraft(key: string, draft: Draft): void {
  keep(key, draft.said || draft.next_day ? JSON.stringify(draft) : null);
}
