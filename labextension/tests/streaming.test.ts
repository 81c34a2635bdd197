import type { Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Listener } from '../src/streaming';
import { Closed, listening } from '../src/streaming';

const QUICK = { first: 10, most: 40, silence: 300 };

let server: Server;
let streams: ServerResponse[];
let status: number;
let told: unknown[];
let hidden: boolean;
const open: { dispose(): void }[] = [];

beforeEach(async () => {
  streams = [];
  told = [];
  status = 200;
  hidden = false;
  server = createServer((_, response) => {
    streams.push(response);
    response.writeHead(status, { 'Content-Type': 'text/event-stream' });
    response.flushHeaders();
    if (status !== 200) {
      response.end();
    }
  });
  await new Promise<void>(ready => server.listen(0, '127.0.0.1', ready));
  vi.spyOn(document, 'hidden', 'get').mockImplementation(() => hidden);
});

afterEach(async () => {
  open.splice(0).forEach(one => one.dispose());
  server.closeAllConnections();
  await new Promise(done => server.close(done));
});

function listen(patience = QUICK): void {
  const { port } = server.address() as AddressInfo;
  const listener: Listener<number> = {
    name: 'change',
    heard: data => told.push(data),
    lost: error => told.push(error === null ? 'lost' : error),
    again: () => told.push('again')
  };
  const asked = async (signal: AbortSignal): Promise<Response> => {
    const response = await fetch(`http://127.0.0.1:${port}/`, { signal });
    if (!response.ok) {
      throw new Error(String(response.status));
    }
    return response;
  };
  open.push(listening(asked, listener, patience));
}

function say(number: number, text: string): void {
  streams[number]?.write(text);
}

function see(is: boolean): void {
  hidden = !is;
  document.dispatchEvent(new Event('visibilitychange'));
}

const until = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 5000, interval: 5 });
const opened = (count: number): Promise<void> =>
  until(() => expect(streams).toHaveLength(count));

test('what is said is heard, and nothing else', async () => {
  listen();
  await opened(1);
  say(0, 'event: change\ndata: 1\n\n: still here\n\nevent: other\ndata: 2\n\n');
  say(0, 'event: change\ndata: 3\n\n');
  await until(() => expect(told).toEqual([1, 3]));
});

test('signs that are cut in the middle are put together', async () => {
  listen();
  await opened(1);
  const bytes = Buffer.from('event: change\ndata: "已保存"\n\n');
  streams[0]?.write(bytes.subarray(0, 24));
  await new Promise(done => setTimeout(done, 50));
  streams[0]?.write(bytes.subarray(24));
  await until(() => expect(told).toEqual(['已保存']));
});

test('a stream that ends or breaks is said, opened again, and said to be there again', async () => {
  listen();
  await opened(1);
  streams[0]?.end();
  await until(() => expect(told).toEqual(['lost', 'again']));
  await opened(2);
  streams[1]?.destroy();
  await until(() => expect(told).toEqual(['lost', 'again', 'lost', 'again']));
});

test('a refusal is told with its reason at each attempt, until it opens', async () => {
  status = 403;
  listen();
  await opened(3);
  status = 200;
  await until(() => expect(told.at(-1)).toBe('again'));
  expect(new Set(told.slice(0, -1).map(String))).toEqual(new Set(['Error: 403']));
});

test('a stream that says nothing for too long is lost; one that beats is not', async () => {
  listen();
  await opened(1);
  const beating = setInterval(() => say(0, ': still here\n\n'), 50);
  await new Promise(done => setTimeout(done, 600));
  clearInterval(beating);
  expect(told).toEqual([]);
  await until(() => expect(told.slice(0, 2)).toEqual(['lost', 'again']));
  expect(streams.length).toBeGreaterThan(1);
});

test('a page that nobody sees holds no stream, and asks anew when it is seen', async () => {
  listen();
  await opened(1);
  see(false);
  await until(() => expect(streams[0]?.closed).toBe(true));
  await new Promise(done => setTimeout(done, 100));
  expect(streams).toHaveLength(1);
  expect(told).toEqual([]);
  see(true);
  await until(() => expect(told).toEqual(['again']));
  expect(streams).toHaveLength(2);
});

test('a stream that the server closed is not opened again before the page is seen anew', async () => {
  listen();
  await opened(1);
  say(0, 'event: closed\ndata: {"says":"Too many pages."}\n\n');
  await until(() => expect(told).toHaveLength(1));
  expect(told[0]).toBeInstanceOf(Closed);
  expect(String(told[0])).toContain('Too many pages.');
  await new Promise(done => setTimeout(done, 200));
  expect(streams).toHaveLength(1);
  see(false);
  see(true);
  await until(() => expect(told.at(-1)).toBe('again'));
});

test('nothing is told or asked after it was disposed of', async () => {
  listen();
  await opened(1);
  open[0]?.dispose();
  await until(() => expect(streams[0]?.closed).toBe(true));
  see(false);
  see(true);
  await new Promise(done => setTimeout(done, 100));
  expect(told).toEqual([]);
  expect(streams).toHaveLength(1);
});
