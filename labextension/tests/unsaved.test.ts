import { expect, test } from 'vitest';
import type { OpenForm } from '../src/unsaved';
import { Ledger, NOTHING_OPEN } from '../src/unsaved';

function form(state: string, unsaved: boolean): OpenForm & { tried: number } {
  const made = {
    node: document.createElement('div'),
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
