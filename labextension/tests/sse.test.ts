import { expect, test } from 'vitest';
import { reader } from '../src/sse';

test('events are read, comments are not', () => {
  expect(reader()('event: change\ndata: {"stamp":"a"}\n\n: still here\n\ndata: 1\n\n')).toEqual([
    { name: 'change', data: '{"stamp":"a"}' },
    { name: 'message', data: '1' }
  ]);
});

test('every way to cut a stream into pieces gives the same events', () => {
  const text = 'event: rows\r\ndata: [1,\r\ndata: 2]\r\n\r\nid: 5\ndata:x: y\rdata\r\rdata: z\n\n';
  const whole = reader()(text);
  expect(whole).toEqual([
    { name: 'rows', data: '[1,\n2]' },
    { name: 'message', data: 'x: y\n' },
    { name: 'message', data: 'z' }
  ]);
  for (let at = 0; at <= text.length; at++) {
    for (let then = at; then <= text.length; then++) {
      const read = reader();
      const pieces = [text.slice(0, at), text.slice(at, then), text.slice(then)];
      expect(pieces.flatMap(read)).toEqual(whole);
    }
  }
});

test('what the stream broke off in is no event', () => {
  expect(reader()('event: change\ndata: {"stamp"')).toEqual([]);
});
