import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Body } from '../../src/form/description';
import type { Page, Wire } from './wire';
import { at, click, draw, textOf, type } from './wire';

const DRAFT = 'workbook/chen-jie/plan/scheme,contacts,targets,answer';
const REFUSED = { type: 'refused', text: 'the disk is full' } as const;

const state = ({ root }: Page): string | undefined => root.dataset['state'];
const status = ({ root }: Page): string => textOf(root, '.wf-status');
const notice = ({ root }: Page): string => textOf(root, '.wf-notice');
const draft = (): unknown => JSON.parse(localStorage.getItem(DRAFT) ?? 'null');
/** Version 5 of somebody else, who saved at 14:09. */
const theirs = (body: Body): Parameters<Wire['answer']>[0] => ({
  type: 'conflict',
  theirs: { version: 5, saved_at: '14:09', author: 'lin', body }
});

let page: Page;

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  document.body.replaceChildren();
});
afterEach(() => vi.useRealTimers());

describe('somebody else who saved first', () => {
  const value = { contacts: '12', answer: 'a' };

  beforeEach(() => {
    page = draw({ value, version: 3 });
    type(page.root, 'contacts', '15');
    vi.advanceTimersByTime(500);
  });

  it('is joined with what was typed, where the fields are different ones', () => {
    page.wire.answer(theirs({ ...value, answer: 'b' }));
    expect(page.wire.last).toMatchObject({ body: { contacts: '15', answer: 'b' }, based_on: 5 });
    expect(at(page.root, 'answer').value).toBe('b');
    page.wire.saved(6);
    expect(state(page)).toBe('saved');
  });

  it('is said to have changed the page', () => {
    page.wire.answer(theirs({ ...value, answer: 'b' }));
    expect(notice(page)).toBe('merged');
  });

  it('needs no second save where both did the same', () => {
    page.wire.answer(theirs({ ...value, contacts: '15' }));
    expect(page.wire.saves).toHaveLength(1);
    expect([state(page), status(page)]).toEqual(['saved', 'saved_at 14:09']);
  });

  describe('in the same field', () => {
    beforeEach(() => page.wire.answer(theirs({ ...value, contacts: '20' })));

    it('has to be decided about before anything else is done', () => {
      expect(status(page)).toBe('conflict_title');
      expect(page.form.content.inert).toBe(true);
      const cells = [...page.root.querySelectorAll('.wf-compare td')].map(one => one.textContent);
      expect(cells).toEqual(['15', '20']);
      vi.advanceTimersByTime(60_000);
      page.form.tryAgain();
      expect(page.wire.saves).toHaveLength(1);
    });

    it('gives way to mine', () => {
      click(page.root, 'keep_mine');
      expect(page.wire.last).toMatchObject({ body: { contacts: '15' }, based_on: 5 });
      expect(page.form.content.inert).toBe(false);
    });

    it('stays, and nothing is sent', () => {
      click(page.root, 'keep_theirs');
      expect(at(page.root, 'contacts').value).toBe('20');
      expect(page.wire.saves).toHaveLength(1);
      expect([state(page), draft()]).toEqual(['saved', null]);
    });
  });
});

describe('another view of the same form', () => {
  beforeEach(() => {
    page = draw({ value: { contacts: '12' }, version: 3 });
  });

  it('is followed', () => {
    page.wire.change({ value: { contacts: '20' }, version: 4, saved_at: '14:20' });
    expect(at(page.root, 'contacts').value).toBe('20');
    expect(status(page)).toBe('saved_at 14:20');
  });

  it('is not followed over what is typed here', () => {
    type(page.root, 'contacts', '15');
    page.wire.change({ value: { contacts: '20' }, version: 4, saved_at: '14:20' });
    expect(at(page.root, 'contacts').value).toBe('15');
    vi.advanceTimersByTime(500);
    expect(page.wire.last).toMatchObject({ body: { contacts: '15' }, based_on: 3 });
  });

  it('of other fields is taken into what is sent', () => {
    page.wire.change({ value: { contacts: '12', elsewhere: 'x' }, version: 4 });
    type(page.root, 'contacts', '15');
    vi.advanceTimersByTime(500);
    expect(page.wire.last.body).toEqual({ contacts: '15', elsewhere: 'x' });
  });
});

describe('a draft from before', () => {
  const value = { contacts: '12' };

  beforeEach(() => {
    const before = draw({ value, version: 3 });
    before.wire.isThere = false;
    type(before.root, 'contacts', '15');
    vi.advanceTimersByTime(500);
    before.form.stop();
    before.root.remove();
    expect(draft()).toMatchObject({ changes: { contacts: '15' } });
  });

  it('goes in by itself where nobody has changed its fields', () => {
    page = draw({ value: { ...value, answer: 'by somebody else' }, version: 4 });
    expect(at(page.root, 'contacts').value).toBe('15');
    expect(notice(page)).toBe('draft_saved');
    expect(page.wire.last).toMatchObject({
      body: { contacts: '15', answer: 'by somebody else' },
      based_on: 4
    });
    page.wire.saved(5);
    expect(draft()).toBeNull();
  });

  it('is gone where it had arrived although nobody said so', () => {
    page = draw({ value: { contacts: '15' }, version: 4 });
    expect(draft()).toBeNull();
    expect([page.wire.sent, state(page)]).toEqual([[], 'saved']);
  });

  it('is offered where somebody has, and stays stored until the person decides', () => {
    page = draw({ value: { contacts: '20' }, version: 4 });
    expect(textOf(page.root, '.wf-draft .wf-title')).toBe('draft_found');
    expect(at(page.root, 'contacts').value).toBe('20');
    type(page.root, 'answer', 'x');
    vi.advanceTimersByTime(500);
    page.wire.saved(5);
    expect(draft()).toMatchObject({ changes: { contacts: '15' } });
    click(page.root, 'use_draft');
    expect(page.wire.last.body).toEqual({ contacts: '15', answer: 'x' });
  });

  it('is dropped where the person says so', () => {
    page = draw({ value: { contacts: '20' }, version: 4 });
    click(page.root, 'drop_draft');
    expect(draft()).toBeNull();
    expect([page.wire.sent, at(page.root, 'contacts').value]).toEqual([[], '20']);
  });

  it('is left alone where it is no draft of ours', () => {
    localStorage.setItem(DRAFT, 'not json');
    page = draw({ value, version: 3 });
    expect([page.wire.sent, state(page)]).toEqual([[], 'saved']);
  });
});

describe('going back', () => {
  beforeEach(() => {
    page = draw({ value: { contacts: '15' }, version: 3 });
  });

  it('fetches the version before and saves it as a new one', () => {
    click(page.root, 'undo');
    expect(page.wire.last).toMatchObject({ type: 'recall', version: 2 });
    page.wire.recalled({ contacts: '12' });
    expect(at(page.root, 'contacts').value).toBe('12');
    expect(page.wire.last).toMatchObject({ type: 'save', body: { contacts: '12' }, based_on: 3 });
  });

  it('takes an answer once', () => {
    click(page.root, 'undo');
    const asked = page.wire.last;
    page.wire.recalled({ contacts: '12' });
    page.wire.saved(4);
    type(page.root, 'contacts', '9');
    page.wire.answer({ type: 'recalled' }, asked);
    expect(at(page.root, 'contacts').value).toBe('9');
  });

  it('goes one version further each time, until something is typed', () => {
    click(page.root, 'undo');
    page.wire.recalled({ contacts: '12' });
    page.wire.saved(4);
    click(page.root, 'undo');
    expect(page.wire.last).toMatchObject({ type: 'recall', version: 1 });
    page.wire.recalled({});
    page.wire.saved(5);
    type(page.root, 'contacts', '9');
    vi.advanceTimersByTime(500);
    page.wire.saved(6);
    click(page.root, 'undo');
    expect(page.wire.last).toMatchObject({ type: 'recall', version: 5 });
  });

  it('passes over versions that changed nothing that is shown here', () => {
    click(page.root, 'undo');
    page.wire.recalled({ contacts: '15', elsewhere: 'x' });
    expect(page.wire.last).toMatchObject({ type: 'recall', version: 1 });
  });

  it('takes back what was typed first, without asking', () => {
    type(page.root, 'contacts', '99');
    click(page.root, 'undo');
    expect(at(page.root, 'contacts').value).toBe('15');
    expect(notice(page)).toBe('undone');
  });

  it('waits for what is on its way', () => {
    type(page.root, 'contacts', '99');
    vi.advanceTimersByTime(500);
    click(page.root, 'undo');
    expect(page.wire.sent).toHaveLength(1);
    page.wire.saved(4);
    expect(page.wire.last).toMatchObject({ type: 'recall', version: 3 });
  });

  it('keeps what other forms have in the same body', () => {
    page.wire.change({ value: { contacts: '15', elsewhere: 'x' }, version: 4 });
    click(page.root, 'undo');
    page.wire.recalled({ contacts: '12', elsewhere: 'old' });
    expect(page.wire.last.body).toEqual({ contacts: '12', elsewhere: 'x' });
  });

  it('ends at the first version', () => {
    page = draw({ version: 0 });
    click(page.root, 'undo');
    expect([page.wire.sent, notice(page)]).toEqual([[], 'nothing_to_undo']);
  });

  it('says why it could not', () => {
    click(page.root, 'undo');
    page.wire.answer(REFUSED);
    expect(notice(page)).toBe('the disk is full');
  });
});
