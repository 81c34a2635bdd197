// @vitest-environment jsdom
import { beforeEach, expect, test, vi } from 'vitest';
import { Fold, searches } from '../src/fold/fold';
import type { Model, State, Wanted } from '../src/fold/wire';
import { contentsOf } from '../src/places';

const STATE: State = {
  title: '四周怎么排', beside: '3 分钟', place: 'book-cycle', group: '', fields: ['targets', 'scheme'],
  waits: '…', titled: true, opened: false, done: false, laid_out: false
};

function shown(changes: Partial<State> = {}): { fold: Fold; root: HTMLElement; sent: Wanted[] } {
  const state = { ...STATE, ...changes };
  const sent: Wanted[] = [];
  const model: Model = { get: name => state[name], send: ({ type }) => sent.push(type) };
  const root = document.createElement('div');
  document.body.replaceChildren(root);
  return { fold: new Fold(model, root, 'lin/04_pacing.ipynb'), root, sent };
}

const details = (root: HTMLElement): HTMLDetailsElement => {
  const found = root.querySelector('details');
  if (!found) {
    throw new Error('there are no details');
  }
  return found;
};

async function toggle(root: HTMLElement, open: boolean): Promise<void> {
  details(root).open = open;
  await vi.waitFor(() => expect(sessionStorage.length).toBeGreaterThan(0));
}

beforeEach(() => sessionStorage.clear());

test('what is folded is asked for when it is opened, and once', async () => {
  const { root, sent } = shown();
  expect(sent).toEqual([]);
  await toggle(root, true);
  await vi.waitFor(() => expect(sent).toEqual(['open']));
  details(root).dispatchEvent(new Event('toggle'));
  expect(sent).toEqual(['open']);
});

test('the keys of the search ask for everything that is folded', () => {
  const { sent } = shown();
  window.dispatchEvent(new KeyboardEvent('keydown', { key: 'f', ctrlKey: true }));
  window.dispatchEvent(new KeyboardEvent('keydown', { key: 'F3' }));
  expect(sent).toEqual(['search']);
  expect(searches({ key: 'f', ctrlKey: false, metaKey: false })).toBe(false);
});

test('a page behind another is not searched, and has what is opened on it', async () => {
  const { root, sent } = shown();
  root.classList.add('lm-mod-hidden');
  window.dispatchEvent(new KeyboardEvent('keydown', { key: 'F3' }));
  expect(sent).toEqual([]);
  await toggle(root, true);
  await vi.waitFor(() => expect(sent).toEqual(['open']));
});

test('a fold that was stopped hears no keys any more', () => {
  const { fold, sent } = shown();
  fold.stop();
  window.dispatchEvent(new KeyboardEvent('keydown', { key: 'F3' }));
  expect(sent).toEqual([]);
});

test('what was open is open again when the page is made anew, and what was closed is not', async () => {
  await toggle(shown().root, true);
  expect(details(shown().root).open).toBe(true);
  const step = { place: 'fill-targets', opened: true };
  details(shown(step).root).open = false;
  const key = 'workbook-fold lin/04_pacing.ipynb fill-targets';
  await vi.waitFor(() => expect(sessionStorage.getItem(key)).toBe('closed'));
  expect(details(shown(step).root).open).toBe(false);
});

test('a title is text, and names its place and its fields', () => {
  const { root } = shown({ title: '<b>x</b>' });
  expect(root.querySelector('b')).toBeNull();
  expect(root.dataset['fields']).toBe('targets scheme');
  expect(contentsOf(root)).toEqual([{ place: 'book-cycle', title: '<b>x</b>', isPart: false }]);
});

test('of the folds of a group one is open at a time, on each page by itself', () => {
  const { fold, root } = shown({ group: 'fill' });
  fold.join('id-1');
  expect(details(root).getAttribute('name')).toBe('fill id-1');
});
