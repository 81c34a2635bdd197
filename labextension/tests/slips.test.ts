import { expect, test } from 'vitest';
import { slips } from '../src/slips';

const bare = { ctrlKey: false, metaKey: false, altKey: false };

test('letters that would add, cut or turn a cell are slips', () => {
  for (const key of ['a', 'b', 'd', 'x', 'v', 'z', 'm', 'y', '1', 'Enter', 'ArrowDown']) {
    expect(slips({ ...bare, key })).toBe(true);
  }
});

test('running and moving cells with a key held is a slip as well', () => {
  for (const key of ['Enter', 'Backspace', 'ArrowUp']) {
    expect(slips({ ...bare, ctrlKey: true, key })).toBe(true);
  }
});

test('commands of the program stay', () => {
  for (const key of ['s', 'C', '1', 'b']) {
    expect(slips({ ...bare, ctrlKey: true, key })).toBe(false);
    expect(slips({ ...bare, metaKey: true, key })).toBe(false);
  }
});
