import type { JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ITranslator } from '@jupyterlab/translation';
import { Token } from '@lumino/coreutils';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import type { Change, Session, Standing } from './contract';
import { whose } from './rows';
import { events, get, sentence } from './server';
import type { Choices } from './settings';
import { IChoices } from './settings';
import { Closed } from './streaming';
import type { Words } from './words';
import { wordsOf } from './words';

const SOON = 2000;
const AT_MOST = 30000;

/** The server's latest answer: the session, the trainee and their progress. */
export interface Workbook {
  readonly session: Session | null;
  readonly standing: Standing | null;
  /** Why the server cannot be reached, or ""; the last known state stays. */
  readonly trouble: string;
  /** Why changes do not arrive by themselves, or "". */
  readonly lost: string;
  readonly changed: ISignal<Workbook, void>;
  /**
   * Ask the server again, with the choices of this moment; the first call also starts listening for
   * changes. Never throws.
   */
  refresh(): Promise<void>;
}

export const IWorkbook = new Token<Workbook>(
  'coaching-workbook:IWorkbook',
  'The session and where its trainee stands, kept up with every save.'
);

class Followed implements Workbook {
  session: Session | null = null;
  standing: Standing | null = null;
  trouble = '';
  lost = '';
  readonly changed: Signal<Workbook, void> = new Signal<Workbook, void>(this);
  private _stream: IDisposable | null = null;
  private _followed = '';
  private _closed = false;
  private _asking: Promise<void> | null = null;
  private _next: Promise<void> | null = null;
  private _wait = SOON;
  private _timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private _choices: Choices,
    private _words: Words
  ) {
    _choices.changed.connect(() => {
      if (this.session) {
        void this.refresh();
      }
    });
  }

  refresh(): Promise<void> {
    // the answer under way may be to what was chosen before
    if (this._asking) {
      this._next ??= this._asking.then(() => {
        this._next = null;
        return this.refresh();
      });
      return this._next;
    }
    this._asking = this._ask().finally(() => (this._asking = null));
    return this._asking;
  }

  private async _ask(): Promise<void> {
    clearTimeout(this._timer);
    try {
      await this._choices.ready;
      await this._learn();
      this.trouble = '';
      this._wait = SOON;
    } catch (error) {
      this.trouble = sentence(error, this._words);
      this._timer = setTimeout(() => void this.refresh(), this._wait);
      this._wait = Math.min(this._wait * 2, AT_MOST);
    }
    this.changed.emit();
  }

  private async _learn(): Promise<void> {
    if (!this.session || this.trouble || this.session.people.length === 0) {
      this.session = await get<Session>('session');
    }
    const { trainee, month, language } = this._choices.chosen;
    const person = whose(this.session, trainee);
    this._follow(person?.id ?? '');
    this.standing = person
      ? await get<Standing>(`trainees/${person.id}/standing`, { month, language })
      : null;
  }

  private _follow(trainee: string): void {
    if (trainee === this._followed && !this._closed) {
      return;
    }
    this._stream?.dispose();
    this._stream = null;
    this._followed = trainee;
    this._closed = false;
    this.lost = '';
    if (trainee) {
      this._stream = events<Change>(`trainees/${trainee}/changes`, {
        name: 'change',
        heard: ({ stamp }) => {
          if (stamp !== this.standing?.stamp) {
            void this.refresh();
          }
        },
        lost: error => this._lose(error),
        again: () => this._find()
      });
    }
  }

  /** While the stream is lost, ask the server at each attempt to reopen it. */
  private _lose(error: unknown): void {
    const words = this._words;
    const silent = words.__(
      'Changes do not come in by themselves just now; figures here may be old. We keep trying.'
    );
    this._closed = error instanceof Closed;
    this.lost = error === null ? silent : sentence(error, words);
    this.changed.emit();
    if (!this._closed) {
      void this.refresh();
    }
  }

  private _find(): void {
    this.lost = '';
    void this.refresh();
  }
}

/** The plugin that follows the trainee's progress. */
export const standing: JupyterFrontEndPlugin<Workbook> = {
  id: 'coaching-workbook:standing',
  description: 'Follows where the trainee stands.',
  autoStart: true,
  provides: IWorkbook,
  requires: [IChoices],
  optional: [ITranslator],
  activate: (_app, choices: Choices, translator: ITranslator | null) =>
    new Followed(choices, wordsOf(translator))
};
