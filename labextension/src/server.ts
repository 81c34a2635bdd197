import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';
import type { IDisposable } from '@lumino/disposable';
import { DisposableDelegate } from '@lumino/disposable';
import type { Refusal } from './contract';
import type { Words } from './words';

const API = 'workbook/api';
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 30000;

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

/** The address of a route, for a frame or a stream: the browser's own login opens it. */
export function address(path: string, query: Query = {}): string {
  const { baseUrl } = ServerConnection.makeSettings();
  return URLExt.join(baseUrl, API, path) + written(query);
}

/** GET a route. Path parts that people wrote must have gone through encodeURIComponent. */
export async function get<T>(path: string, query: Query = {}): Promise<T> {
  return (await (await ask(path, query, {})).json()) as T;
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
export async function file(path: string, query: Query = {}): Promise<[Blob, string]> {
  const response = await ask(path, query, {});
  const named = /filename="?([^";]+)"?/.exec(response.headers.get('Content-Disposition') ?? '');
  return [await response.blob(), named?.[1] ?? ''];
}

/**
 * Follow a stream of server-sent events until disposed.
 *
 * name: of the event; heard: is given its JSON. connected: told whenever the stream is lost (false)
 * or there again (true); in between it is tried again, later each time.
 */
export function events<T>(
  path: string,
  name: string,
  heard: (data: T) => void,
  connected: (is: boolean) => void = () => undefined,
  query: Query = {}
): IDisposable {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wait = FIRST_WAIT;
  const open = (): void => {
    const opened = new EventSource(streamed(path, query), { withCredentials: true });
    source = opened;
    opened.onopen = () => {
      wait = FIRST_WAIT;
      connected(true);
    };
    opened.onerror = () => {
      opened.close();
      connected(false);
      timer = setTimeout(open, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT);
    };
    opened.addEventListener(name, event => heard(JSON.parse(event.data as string) as T));
  };
  // A browser has few connections to a server: a tab that nobody sees takes none.
  const look = (): void => {
    if (!document.hidden && !source) {
      open();
    } else if (document.hidden && source) {
      clearTimeout(timer);
      source.close();
      source = null;
      connected(false);
    }
  };
  document.addEventListener('visibilitychange', look);
  look();
  return new DisposableDelegate(() => {
    document.removeEventListener('visibilitychange', look);
    clearTimeout(timer);
    source?.close();
  });
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

function streamed(path: string, query: Query): string {
  const { appendToken, token } = ServerConnection.makeSettings();
  return address(path, appendToken && token ? { ...query, token } : query);
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
