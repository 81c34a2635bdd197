// @vitest-environment node
import { describe, expect, it } from 'vitest';
import type { Problem } from '../../src/form/description';
import { draftOf, isUntouched, withChanges } from '../../src/form/drafts';
import { isTooSoon, isWrong, topmost } from '../../src/form/problems';

const saved = { scheme: 'even', contacts: '12', targets: [{ note: 'a' }] };

describe('a draft', () => {
  it('has the fields that changed, before and now, and null for a blank one', () => {
    expect(draftOf(saved, { scheme: 'even', answer: 'x', targets: [{ note: 'b' }] })).toEqual({
      before: { contacts: '12', answer: null, targets: [{ note: 'a' }] },
      changes: { contacts: null, answer: 'x', targets: [{ note: 'b' }] },
      sent: undefined
    });
  });

  it('is none where nothing differs but what is not sent', () => {
    expect(draftOf(saved, { ...saved, answer: '', targets: [{ note: 'a' }, {}] })).toBeUndefined();
  });

  it('stays while the store may have what was sent, though it was taken back', () => {
    const draft = draftOf(saved, saved, { ...saved, contacts: '15' });
    expect(draft?.changes).toEqual({ contacts: '12' });
    expect(draft?.sent).toEqual({ contacts: '15' });
  });

  it('leads from what is saved to what was typed', () => {
    const typed = { scheme: 'even', answer: 'x', targets: [{ note: 'b' }] };
    expect(withChanges(saved, draftOf(saved, typed)?.changes ?? {})).toEqual(typed);
  });

  it('is untouched while its fields are as they were, or as they were sent', () => {
    const draft = { when: 0, ...draftOf(saved, { ...saved, contacts: '20' }, { contacts: '15' }) };
    const whole = { ...draft, before: draft.before ?? {}, changes: draft.changes ?? {} };
    expect(isUntouched(whole, saved)).toBe(true);
    expect(isUntouched(whole, { contacts: '15' })).toBe(true);
    expect(isUntouched(whole, { ...saved, contacts: '9' })).toBe(false);
    expect(isUntouched({ ...whole, changes: { contacts: '20' } }, { ...saved, answer: 'x' })).toBe(
      true
    );
  });
});

describe('a problem', () => {
  it('is not said in the cell where the person is, nor a gap in its row', () => {
    const here = 'targets.1.target';
    const told = (kind: string, ...loc: Problem['loc']): boolean =>
      isTooSoon({ loc, kind, text: '' }, here);
    expect(told('number', 'targets', 1, 'target')).toBe(true);
    expect(told('missing', 'targets', 1, 'indicator')).toBe(true);
    expect(told('number', 'targets', 1, 'note')).toBe(false);
    expect(told('missing', 'targets', 2, 'indicator')).toBe(false);
    expect(told('echo', 'targets', 1, 'target')).toBe(false);
  });

  it('is wrong unless it only says how something was read', () => {
    expect(['number', 'missing', 'echo', 'unusual_share'].map(kind => isWrong({ kind }))).toEqual([
      true,
      true,
      false,
      false
    ]);
  });

  it('comes first by its field and row', () => {
    const of = (...loc: Problem['loc']): Problem => ({ loc, kind: 'number', text: '' });
    const found = [of('targets', 10, 'note'), of('answer'), of('targets', 9, 'note')];
    expect(topmost(found, ['targets', 'answer'])?.loc).toEqual(['targets', 9, 'note']);
    expect(topmost(found, ['answer', 'targets'])?.loc).toEqual(['answer']);
    expect(topmost([], ['answer'])).toBeUndefined();
  });
});
