import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';
import type { IDisposable } from '@lumino/disposable';
import type { Refusal } from './contract';
import type { Listener } from './streaming';
import { listening } from './streaming';
import type { Words } from './words';

const API = 'workbook/api';

/** Parts of the query; empty ones are left out. */
export type Query = Record<string, string | number | undefined>;

/** The server refused, with a sentence for the reader. */
export class Refused extends Error {
  constructor(
    readonly kind: Refusal['kind'] | 'login',
    message: string
  ) {
    super(message);
    this.name = 'Refused';
  }
}

/** The address of a route for a frame, which the browser opens with its own login. */
export function address(path: string, query: Query = {}): string {
  const { baseUrl } = ServerConnection.makeSettings();
  return URLExt.join(baseUrl, API, path) + written(query);
}

/** GET a route. Path parts that people wrote must have gone through encodeURIComponent. */
export async function get<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> {
  return (await (await ask(path, query, { signal })).json()) as T;
}

/** POST a body to a route. */
export async function post<T>(path: string, body: unknown, query: Query = {}): Promise<T> {
  const init = { method: 'POST', body: JSON.stringify(body) };
  return (await (await ask(path, query, init)).json()) as T;
}

/** DELETE a route. */
export async function remove<T>(path: string): Promise<T> {
  return (await (await ask(path, {}, { method: 'DELETE' })).json()) as T;
}

/** Fetch a file, with the name that the server gives it ("" for none). */
export async function file(
  path: string,
  query: Query = {},
  signal?: AbortSignal
): Promise<[Blob, string]> {
  const response = await ask(path, query, { signal });
  const named = /filename="?([^";]+)"?/.exec(response.headers.get('Content-Disposition') ?? '');
  return [await response.blob(), named?.[1] ?? ''];
}

/**
 * Listen to a route's events until disposed, with the same login as every other request.
 *
 * A proxy may refuse a stream without a reason; that counts as a lost connection.
 */
export function events<T>(path: string, listener: Listener<T>, query: Query = {}): IDisposable {
  const headers = { Accept: 'text/event-stream' };
  const said = (error: unknown): unknown =>
    error instanceof Refused && error.kind === 'failed' && !error.message ? null : error;
  return listening(signal => ask(path, query, { signal, headers }), {
    ...listener,
    lost: error => listener.lost(said(error))
  });
}

/** Whether a retry may help: the server has not refused. */
export function isPassing(error: unknown): boolean {
  return error instanceof ServerConnection.NetworkError;
}

/** An error as a sentence: the server's own, or that it cannot be reached. */
export function sentence(error: unknown, words: Words): string {
  if (error instanceof Refused && error.kind === 'login') {
    return words.__('Your login has ended. Log in again in another tab; what you typed stays.');
  }
  if (error instanceof ServerConnection.NetworkError) {
    return words.__('The server cannot be reached. What you typed stays; we keep trying.');
  }
  return error instanceof Error && error.message
    ? error.message
    : words.__('That did not work. Try again; if it stays so, tell your coach.');
}

async function ask(path: string, query: Query, init: RequestInit): Promise<Response> {
  const settings = ServerConnection.makeSettings();
  const url = URLExt.join(settings.baseUrl, API, path) + written(query);
  const response = await ServerConnection.makeRequest(url, init, settings);
  if (!response.ok) {
    throw await refusal(response);
  }
  return response;
}

async function refusal(response: Response): Promise<Refused> {
  const said: unknown = await response.json().catch(() => null);
  if (said !== null && typeof said === 'object' && 'kind' in said && 'message' in said) {
    return new Refused(said.kind as Refusal['kind'], String(said.message));
  }
  const login = response.status === 401 || response.status === 403;
  return new Refused(login ? 'login' : 'failed', '');
}

function written(query: Query): string {
  const parts = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') {
      parts.set(name, String(value));
    }
  }
  const text = parts.toString();
  return text ? `?${text}` : '';
}
