import type { JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ITranslator } from '@jupyterlab/translation';
import { Token } from '@lumino/coreutils';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import type { Change, Person, Session, Standing } from './contract';
import { whose } from './rows';
import { events, get, sentence } from './server';
import type { Choices } from './settings';
import { IChoices } from './settings';
import type { Words } from './words';
import { wordsOf } from './words';

const SOON = 2000;
const AT_MOST = 30000;

/** What the server said last: the session, whose workbook it is, and where they stand. */
export interface Workbook {
  readonly session: Session | null;
  readonly person: Person | null;
  readonly standing: Standing | null;
  /** A sentence while the server cannot be asked, else empty; what was known stays. */
  readonly trouble: string;
  readonly changed: ISignal<Workbook, void>;
  /** Ask anew; the first call begins to follow what is saved. Never throws. */
  refresh(): Promise<void>;
}

export const IWorkbook = new Token<Workbook>(
  'coaching-workbook:IWorkbook',
  'The session and where its trainee stands, kept up with every save.'
);

class Followed implements Workbook {
  session: Session | null = null;
  person: Person | null = null;
  standing: Standing | null = null;
  trouble = '';
  readonly changed: Signal<Workbook, void> = new Signal<Workbook, void>(this);
  private _stream: IDisposable | null = null;
  private _followed = '';
  private _asking: Promise<void> | null = null;
  private _again = false;
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
    this._again = this._asking !== null;
    this._asking ??= this._ask().finally(() => {
      this._asking = null;
      if (this._again) {
        this._again = false;
        void this.refresh();
      }
    });
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
    this.person = whose(this.session, trainee);
    this._follow(this.person?.id ?? '');
    this.standing = this.person
      ? await get<Standing>(`trainees/${this.person.id}/standing`, { month, language })
      : null;
  }

  /** A stream that was lost and is there again may have missed something: then ask anew. */
  private _follow(trainee: string): void {
    if (trainee === this._followed) {
      return;
    }
    this._followed = trainee;
    this._stream?.dispose();
    this._stream = null;
    if (trainee) {
      let lost = false;
      this._stream = events<Change>(
        `trainees/${trainee}/changes`,
        'change',
        ({ stamp }) => {
          if (stamp !== this.standing?.stamp) {
            void this.refresh();
          }
        },
        connected => {
          if (lost && connected) {
            void this.refresh();
          }
          lost = !connected;
        }
      );
    }
  }
}

/** The plugin that follows where the trainee stands. */
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
