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

/** The server said no, in a sentence for whoever asked. */
export class Refused extends Error {
  constructor(
    readonly kind: Refusal['kind'] | 'login',
    message: string
  ) {
    super(message);
    this.name = 'Refused';
  }
}

/** The address of a route, for a frame: the browser's own login opens it. */
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

/** DELETE what a route stands for. */
export async function remove<T>(path: string): Promise<T> {
  return (await (await ask(path, {}, { method: 'DELETE' })).json()) as T;
}

/** A file of a route and the name that the server gives it (empty where it gives none). */
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
 * Listen to a route's events until disposed; the login goes along as with every other request.
 *
 * What stands between here and the server may refuse a stream without a word: then it is just lost.
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

/** Whether an error may be gone the next time: nobody has said no. */
export function isPassing(error: unknown): boolean {
  return error instanceof ServerConnection.NetworkError;
}

/** Any error as a sentence: the server's own, or that it cannot be reached. */
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
