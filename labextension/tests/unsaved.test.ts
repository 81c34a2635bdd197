import { expect, test } from 'vitest';
import type { OpenForm } from '../src/unsaved';
import { Ledger, NOTHING_OPEN } from '../src/unsaved';

function form(state: string, unsaved: boolean, page?: Element): OpenForm & { tried: number } {
  const made = {
    node: document.createElement('div'),
    key: 'lin-yue/2026-12/pacing targets',
    page: page ?? null,
    state,
    unsaved,
    deaf: state === 'error',
    tried: 0,
    cutOff: () => undefined,
    tryAgain: () => {
      made.tried += 1;
    }
  };
  return made;
}

test('the ledger counts what the store has not acknowledged, and tells when that changes', () => {
  const ledger = new Ledger();
  const heard: unknown[] = [];
  ledger.changed.connect((_, open) => heard.push(open));
  const [waits, fails, rests] = [form('saving', true), form('error', true), form('error', false)];
  for (const one of [waits, fails, rests]) {
    ledger.enter(one);
  }
  expect(ledger.open).toEqual({ saving: 1, stuck: 1 });
  ledger.look();
  expect(heard).toHaveLength(2);
  ledger.leave(waits);
  ledger.leave(fails);
  expect(ledger.open).toEqual(NOTHING_OPEN);
});

test('what a form held counts while its page is made anew, until the next form in its place', () => {
  const ledger = new Ledger();
  const page = document.createElement('div');
  document.body.append(page);
  const [before, after] = [form('error', true, page), form('saved', true, page)];
  ledger.enter(before);
  ledger.leave(before);
  expect(ledger.open).toEqual({ saving: 1, stuck: 0 });
  ledger.enter(after);
  expect(ledger.open).toEqual({ saving: 1, stuck: 0 });
  Object.assign(after, { unsaved: false });
  ledger.look();
  expect(ledger.open).toEqual(NOTHING_OPEN);
});

test('a form whose page was closed, or that had saved, leaves nothing to wait for', () => {
  const ledger = new Ledger();
  const page = document.createElement('div');
  document.body.append(page);
  const [saved, typed] = [form('saved', false, page), form('saving', true, page)];
  ledger.enter(saved);
  ledger.leave(saved);
  expect(ledger.open).toEqual(NOTHING_OPEN);
  ledger.enter(typed);
  page.remove();
  ledger.leave(typed);
  expect(ledger.open).toEqual(NOTHING_OPEN);
});

test('trying again reaches every form and whoever can mend a page', () => {
  const ledger = new Ledger();
  const [one, other] = [form('error', true), form('saved', false)];
  ledger.enter(one);
  ledger.enter(other);
  let asked = 0;
  ledger.wanted.connect(() => (asked += 1));
  ledger.tryAgain();
  expect([one.tried, other.tried, asked]).toEqual([1, 1, 1]);
});

test('a page is told of the forms within it alone', () => {
  const ledger = new Ledger();
  const [inside, outside] = [form('new', false), form('new', false)];
  const page = document.createElement('div');
  page.append(inside.node);
  ledger.enter(inside);
  ledger.enter(outside);
  expect(ledger.within(page)).toEqual([inside]);
});
