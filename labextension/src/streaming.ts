import type { IDisposable } from '@lumino/disposable';
import type { Farewell } from './contract';
import { reader } from './sse';

/** How long it waits, in milliseconds: first, at most, and for a stream that says nothing. */
export interface Patience {
  readonly first: number;
  readonly most: number;
  readonly silence: number;
}

const PATIENCE: Patience = { first: 1000, most: 30000, silence: 60000 };
const ENDED = 'closed';

/** What is told to whoever listens. */
export interface Listener<T> {
  /** The name of the events that are wanted; each one's JSON goes to ``heard``. */
  readonly name: string;
  heard(data: T): void;
  /** Nothing comes in: the error, or null where the stream just ended. Told at each attempt. */
  lost(error: unknown): void;
  /** It comes in again. Something may have been missed meanwhile: ask anew. */
  again(): void;
}

/** Opens the stream; the signal ends it. */
export type Opening = (signal: AbortSignal) => Promise<Response>;

/** The server wants no more of this stream and says why; asking again at once would not help. */
export class Closed extends Error {}

/**
 * Listen to a stream of server-sent events until disposed.
 *
 * A stream that ends, fails or is silent for too long is opened again, later each time. A page that
 * nobody sees holds none, because a browser has few connections to a server; nor is one opened
 * again that the server has closed, until the page is seen anew.
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

/** Read one stream to its end. It is ended from here when nothing is heard for ``silence`` ms. */
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
      // A connection that breaks is an end like any other.
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
