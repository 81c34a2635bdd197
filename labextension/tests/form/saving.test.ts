import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Page } from './wire';
import { at, click, draw, press, textOf, type } from './wire';

const DRAFT = 'workbook/chen-jie/plan/scheme,contacts,targets,answer';
const REFUSED = { type: 'refused', text: 'the disk is full' } as const;

const state = ({ root }: Page): string | undefined => root.dataset['state'];
const status = ({ root }: Page): string => textOf(root, '.wf-status');
const draft = (): unknown => JSON.parse(localStorage.getItem(DRAFT) ?? 'null');
let page: Page;

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  document.body.replaceChildren();
});
afterEach(() => vi.useRealTimers());

describe('what is typed', () => {
  beforeEach(() => {
    page = draw({ value: { contacts: '12' }, version: 3, saved_at: '14:00' });
  });

  it('is sent once the person rests, with the version that the typing started from', () => {
    expect(status(page)).toBe('saved_at 14:00');
    type(page.root, 'contacts', '1');
    vi.advanceTimersByTime(400);
    type(page.root, 'contacts', '15');
    vi.advanceTimersByTime(400);
    expect(page.wire.sent).toEqual([]);
    expect(state(page)).toBe('saving');
    vi.advanceTimersByTime(100);
    expect(page.wire.saves).toMatchObject([{ body: { contacts: '15' }, based_on: 3 }]);
  });

  it('is called saved only when the kernel says so', () => {
    type(page.root, 'contacts', '15');
    vi.advanceTimersByTime(500);
    expect(page.told.at(-1)).toEqual({ state: 'saving', unsaved: true, deaf: false });
    page.wire.saved(4);
    expect(status(page)).toBe('saved_at 14:04');
    expect(page.told.at(-1)).toEqual({ state: 'saved', unsaved: false, deaf: false });
    expect(draft()).toBeNull();
  });

  it('is sent at once on leaving the field, and by Ctrl+S', () => {
    type(page.root, 'contacts', '15');
    at(page.root, 'answer').focus();
    expect(page.wire.saves).toHaveLength(1);
    page.wire.saved(4);
    type(page.root, 'answer', 'x');
    expect(press('s', { ctrlKey: true })).toBe(false);
    expect(page.wire.saves.at(-1)?.body).toEqual({ contacts: '15', answer: 'x' });
  });

  it('while a save is on its way goes out after it, based on it', () => {
    type(page.root, 'contacts', '15');
    vi.advanceTimersByTime(500);
    type(page.root, 'answer', 'x');
    vi.advanceTimersByTime(2000);
    expect(page.wire.saves).toHaveLength(1);
    page.wire.saved(4);
    expect(page.wire.saves.at(-1)).toMatchObject({
      body: { contacts: '15', answer: 'x' },
      based_on: 4
    });
  });

  it('is not sent where it was taken back', () => {
    type(page.root, 'contacts', '15');
    type(page.root, 'contacts', '12');
    vi.advanceTimersByTime(5000);
    expect(page.wire.sent).toEqual([]);
    expect(state(page)).toBe('saved');
    expect(draft()).toBeNull();
  });

  it('waits until the input method has its characters', () => {
    const control = at(page.root, 'answer');
    control.value = 'ni';
    control.dispatchEvent(new InputEvent('input', { bubbles: true, isComposing: true }));
    vi.advanceTimersByTime(5000);
    expect(page.wire.sent).toEqual([]);
    control.value = '你';
    control.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true }));
    vi.advanceTimersByTime(500);
    expect(page.wire.last.body).toEqual({ contacts: '12', answer: '你' });
  });

  it('is taken back by Escape', () => {
    type(page.root, 'contacts', '15');
    press('Escape');
    expect(at(page.root, 'contacts').value).toBe('12');
    vi.advanceTimersByTime(5000);
    expect(page.wire.sent).toEqual([]);
  });

  it('goes out when the form is taken off the page, which hears nothing any more then', () => {
    type(page.root, 'contacts', '15');
    page.form.stop();
    expect(page.wire.saves).toHaveLength(1);
    vi.advanceTimersByTime(60_000);
    expect(page.wire.saves).toHaveLength(1);
    expect(page.wire.listeners).toBe(0);
  });
});

describe('where the kernel says nothing', () => {
  beforeEach(() => {
    page = draw({ version: 3 });
    type(page.root, 'contacts', '15');
    vi.advanceTimersByTime(500);
  });

  it('the form says so after four seconds, and sends the same again, ever more seldom', () => {
    vi.advanceTimersByTime(3999);
    expect(state(page)).toBe('saving');
    vi.advanceTimersByTime(1);
    expect([state(page), status(page)]).toEqual(['error', 'offline_draft']);
    expect(page.told.at(-1)).toEqual({ state: 'error', unsaved: true, deaf: true });
    const times = [8, 16, 32, 40, 40].map(seconds => {
      vi.advanceTimersByTime(seconds * 1000);
      return page.wire.saves.length;
    });
    expect(times).toEqual([3, 4, 5, 6, 7]);
    expect(new Set(page.wire.saves.map(one => JSON.stringify(one))).size).toBe(1);
  });

  it('the page is asked to make the form anew, but not after a short wait', () => {
    vi.advanceTimersByTime(4000 + 8000);
    expect(page.mended()).toBe(0);
    vi.advanceTimersByTime(16_000);
    expect(page.mended()).toBe(1);
  });

  it('all is well again with the answer, however late', () => {
    vi.advanceTimersByTime(30_000);
    page.wire.saved(4);
    expect(state(page)).toBe('saved');
    vi.advanceTimersByTime(600_000);
    expect(page.wire.saves.length).toBe(4);
  });

  it('a button tries again at once', () => {
    vi.advanceTimersByTime(4000);
    const before = page.wire.saves.length;
    click(page.root, 'try_again');
    expect(page.wire.saves).toHaveLength(before + 1);
    expect(page.mended()).toBe(1);
  });

  it('the answer to another question changes nothing', () => {
    const id = 'somebody-else';
    page.wire.answer(
      { type: 'saved', version: 9, saved_at: '', problems: [] },
      { ...page.wire.last, id }
    );
    expect(state(page)).toBe('saving');
  });
});

describe('where there is no kernel', () => {
  beforeEach(() => {
    page = draw({ value: { contacts: '12' }, version: 3 });
  });

  it('the draft is kept, and the same save goes out once there is one', () => {
    page.wire.isThere = false;
    type(page.root, 'contacts', '15');
    vi.advanceTimersByTime(500);
    expect(status(page)).toBe('offline_draft');
    expect(draft()).toMatchObject({ before: { contacts: '12' }, changes: { contacts: '15' } });
    page.form.cutOff(true);
    page.wire.isThere = true;
    page.form.cutOff(false);
    expect(page.wire.saves).toMatchObject([{ body: { contacts: '15' }, based_on: 3 }]);
    page.wire.saved(4);
    expect([state(page), draft()]).toEqual(['saved', null]);
  });

  it('the form says so though nothing was typed, and sends nothing on coming back', () => {
    page.form.cutOff(true);
    expect([state(page), status(page)]).toEqual(['error', 'offline_draft']);
    page.form.cutOff(false);
    expect(state(page)).toBe('saved');
    expect(page.wire.sent).toEqual([]);
  });
});

describe('a store that takes nothing', () => {
  beforeEach(() => {
    page = draw({ version: 3 });
    type(page.root, 'contacts', '15');
    vi.advanceTimersByTime(500);
    page.wire.answer(REFUSED);
  });

  it('is named with its reason, and tried again after 4, 8, 16 seconds', () => {
    expect(status(page)).toBe('store_unreachable the disk is full');
    for (const [at, seconds] of [4, 8, 16].entries()) {
      vi.advanceTimersByTime(seconds * 1000 - 1);
      expect(page.wire.saves).toHaveLength(at + 1);
      vi.advanceTimersByTime(1);
      expect(page.wire.saves).toHaveLength(at + 2);
      page.wire.answer(REFUSED);
    }
    expect(new Set(page.wire.saves.map(({ id }) => id)).size).toBe(4);
  });

  it('is forgotten once it takes what was typed', () => {
    vi.advanceTimersByTime(4000);
    expect(status(page)).toBe('store_unreachable the disk is full');
    page.wire.saved(4);
    expect([state(page), draft()]).toEqual(['saved', null]);
  });

  it('keeps the draft', () => {
    expect(draft()).toMatchObject({ changes: { contacts: '15' } });
  });
});
