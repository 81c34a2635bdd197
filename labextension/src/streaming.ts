import type { IDisposable } from '@lumino/disposable';
import type { Farewell } from './contract';
import { reader } from './sse';

/** Waiting times in ms: the first, the longest, and how long a stream may be silent. */
export interface Patience {
  readonly first: number;
  readonly most: number;
  readonly silence: number;
}

const PATIENCE: Patience = { first: 1000, most: 30000, silence: 60000 };
const ENDED = 'closed';

/** What a listener hears. */
export interface Listener<T> {
  /** The name of the events that are wanted; each one's JSON goes to ``heard``. */
  readonly name: string;
  heard(data: T): void;
  /** The stream is lost: the error, or null if it just ended. Called at each attempt. */
  lost(error: unknown): void;
  /** The stream is back. Ask again, since something may have been missed. */
  again(): void;
}

/** Opens the stream; the signal ends it. */
export type Opening = (signal: AbortSignal) => Promise<Response>;

/** The server has closed the stream and says why; reopening it at once would not help. */
export class Closed extends Error {}

/**
 * Listen to a stream of server-sent events until disposed.
 *
 * A stream that ends, fails or is silent for too long is opened again, later each time. A hidden
 * page holds no stream, because a browser has few connections to a server; and a stream that the
 * server has closed is opened again only when the page is next seen.
 */
export function listening<T>(
  open: Opening,
  listener: Listener<T>,
  patience: Patience = PATIENCE
): IDisposable {
  let now: AbortController | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wait = patience.first;
  let missed = false;
  let over = false;
  const opened = (): void => {
    wait = patience.first;
    if (missed) {
      missed = false;
      listener.again();
    }
  };
  const follow = async (): Promise<void> => {
    const mine = (now = new AbortController());
    const reading = read(open, mine, listener, opened, patience.silence);
    const why: unknown = await reading.catch((error: unknown) => error);
    if (mine === now) {
      missed = true;
      if (!(why instanceof Closed)) {
        timer = setTimeout(() => void follow(), wait);
        wait = Math.min(wait * 2, patience.most);
      }
      listener.lost(mine.signal.aborted ? null : (why ?? null));
    }
  };
  const leave = (): void => {
    clearTimeout(timer);
    const before = now;
    now = null;
    before?.abort();
  };
  const look = (): void => {
    if (!document.hidden && !now) {
      void follow();
    } else if (document.hidden && now) {
      leave();
      missed = true;
    }
  };
  document.addEventListener('visibilitychange', look);
  look();
  return {
    get isDisposed() {
      return over;
    },
    dispose: () => {
      over = true;
      document.removeEventListener('visibilitychange', look);
      leave();
    }
  };
}

/** Read one stream to its end, or until it has been silent for ``silence`` ms. */
async function read<T>(
  open: Opening,
  controller: AbortController,
  listener: Listener<T>,
  opened: () => void,
  silence: number
): Promise<void> {
  const tooLong = (): void => controller.abort();
  let timer = setTimeout(tooLong, silence);
  try {
    const response = await open(controller.signal);
    const pieces = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    const events = reader();
    if (!controller.signal.aborted) {
      opened();
    }
    for (;;) {
      // a broken connection counts as the end of the stream
      const piece = await pieces?.read().catch(() => undefined);
      if (!piece || piece.done || controller.signal.aborted) {
        return;
      }
      clearTimeout(timer);
      timer = setTimeout(tooLong, silence);
      events(piece.value).forEach(one => hear(one.name, one.data, listener));
    }
  } finally {
    clearTimeout(timer);
  }
}

function hear<T>(name: string, data: string, listener: Listener<T>): void {
  if (name === listener.name) {
    listener.heard(JSON.parse(data) as T);
  } else if (name === ENDED) {
    throw new Closed((JSON.parse(data) as Farewell).says);
  }
}
