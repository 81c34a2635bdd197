/** A cohort's rows as the server has them, kept up with every save while somebody looks. */
import type { IDisposable } from '@lumino/disposable';
import type { Cohort, Row } from '../contract';
import { events, get } from '../server';
import { Closed } from '../streaming';
import { merged, waiting } from './model';

/** Whom it is told to. came: the rows that are new, null where all of them are. */
export interface Told {
  cohort(cohort: Cohort, came: readonly Row[] | null): void;
  failed(error: unknown): void;
  /** Whether changes are coming in; why not, where the server said it, else null. */
  live(is: boolean, why: unknown): void;
}

/** What is looked at. */
export interface Looked {
  readonly cohort: string;
  readonly month: string;
  readonly language: string;
}

/** One cohort's rows of one month; disposed of and made anew for another month or language. */
export interface Following extends IDisposable {
  /** Ask for all rows anew; what changes meanwhile is not lost. */
  load(): Promise<void>;
}

/** Follow a cohort until disposed: first all rows, then those that change. */
export function following({ cohort, month, language }: Looked, told: Told): Following {
  const path = `cohorts/${encodeURIComponent(cohort)}`;
  const query = { month, language };
  let known: Cohort | null = null;
  let meanwhile: Row[] = [];
  let over = false;
  const put = (next: Cohort, came: readonly Row[] | null): void => {
    known = next;
    told.cohort(next, came);
  };
  const load = async (): Promise<void> => {
    meanwhile = [];
    try {
      const found = await get<Cohort>(path, query);
      if (!over) {
        put({ ...found, rows: merged(found.rows, meanwhile) }, null);
      }
    } catch (error) {
      if (!over) {
        told.failed(error);
      }
    }
  };
  const heard = (came: Row[]): void => {
    meanwhile.push(...came);
    if (known) {
      const rows = merged(known.rows, came);
      put({ ...known, rows, people: rows.length, waiting: waiting(rows) }, came);
    }
  };
  // While nothing comes in by itself it is asked for at each new attempt.
  const lost = (why: unknown): void => {
    told.live(false, why);
    if (!(why instanceof Closed)) {
      void load();
    }
  };
  const again = (): void => {
    told.live(true, null);
    void load();
  };
  const stream = events<Row[]>(`${path}/changes`, { name: 'rows', heard, lost, again }, query);
  return {
    load,
    get isDisposed() {
      return over;
    },
    dispose: () => {
      over = true;
      stream.dispose();
    }
  };
}
