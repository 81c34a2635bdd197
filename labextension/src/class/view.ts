/** The coach's page of a class: who handed in and who has not, with one click for each next step. */
import { Clipboard, Notification } from '@jupyterlab/apputils';
import { Widget } from '@lumino/widgets';
import type { ClassMember, ClassState, FileMade } from '../contract';
import { button, element } from '../elements';
import { get, post, sentence } from '../server';
import type { Words } from '../words';
import type { Wanted } from './files';
import { keep, ours } from './files';
import { chooseAndTakeIn, takeIn } from './handing';
import { nextUnread, sums, table } from './table';

/** The page; ``open`` shows the view of the cohort, and of whom a page in it. */
export class ClassView extends Widget {
  constructor(
    private _wanted: () => Wanted,
    private _words: Words,
    private _open: (cohort: string, trainee: string) => void
  ) {
    super();
    this.addClass('jp-WorkbookClass');
    this.node.append(this._host);
    this.node.addEventListener('dragover', event => event.preventDefault());
    this.node.addEventListener('drop', event => {
      event.preventDefault();
      void this._take(ours(event.dataTransfer?.files ?? []));
    });
  }

  /** Ask the server anew. */
  async refresh(): Promise<void> {
    await this._try(async () => this._draw(await get<ClassState>('class', { ...this._wanted() })));
  }

  protected override onAfterShow(): void {
    void this.refresh();
  }

  private _draw(state: ClassState): void {
    const parts = state.role === 'coach' ? this._class(state) : this._none(state);
    this._host.replaceChildren(...parts);
  }

  private _none(state: ClassState): HTMLElement[] {
    const words = this._words;
    const says = state.cohorts.length
      ? words.__('No class is open yet. Open one: you get one file for everybody.')
      : words.__('Bring in a roster first: workbook import roster roster.csv');
    const opens = state.cohorts.map(cohort =>
      button(words.__('Open a class for %1', cohort), () => this._openClass(cohort), {
        class: 'jp-mod-main'
      })
    );
    return [element('h2', { text: words.__('The class') }), element('p', { text: says }), ...opens];
  }

  private _class(state: ClassState): HTMLElement[] {
    const words = this._words;
    const coach = state.coach ? words.__('Coach %1', state.coach) : '';
    const about = [state.month, coach].filter(Boolean).join(' · ');
    const bar = element(
      'div',
      { class: 'jp-WorkbookClass-bar' },
      button(words.__('Take in…'), () => this._chosen(), { class: 'jp-mod-main' }),
      button(words.__('Progress and batch'), () => this._open(state.cohort, '')),
      button(words.__('The class file'), () => this._openClass(state.cohort))
    );
    return [
      element('header', {}, element('h2', { text: state.cohort }), element('span', { text: about }), bar),
      this._now(state),
      table(state, this._acts(state), words),
      element('p', {
        class: 'jp-WorkbookClass-note',
        text: words.__('In the order of the roster; nobody is ranked. Files can be dropped here.')
      })
    ];
  }

  private _now(state: ClassState): HTMLElement {
    const words = this._words;
    const found = sums(state.people);
    const next = nextUnread(state.people);
    const acts = this._acts(state);
    const box = (figure: string, text: string): HTMLElement =>
      element('div', {}, element('b', { text: figure }), element('small', { text }));
    const missing = found.missing.map(one => one.name).join(words.__(', '));
    const act = element('div', { class: 'jp-WorkbookClass-next' });
    if (next) {
      act.append(
        button(words.__('Read next: %1', next.name), () => acts.open(next), { class: 'jp-mod-main' })
      );
    }
    if (missing) {
      act.append(
        element('p', { text: words.__('Not begun: %1', missing) }),
        button(words.__('Copy a reminder for the group'), () => acts.remind(state.reminder))
      );
    }
    return element(
      'div',
      { class: 'jp-WorkbookClass-now' },
      box(`${found.begun} / ${found.people}`, words.__('handed in')),
      box(String(found.complete), words.__('complete')),
      box(String(found.unread), words.__('unread')),
      act
    );
  }

  private _acts(state: ClassState): {
    open: (one: ClassMember) => void;
    giveBack: (one: ClassMember) => void;
    accept: (one: ClassMember) => void;
    remind: (text: string) => void;
  } {
    return {
      open: one => void this._read(state, one),
      giveBack: one =>
        void this._try(async () => {
          keep(await post<FileMade>('class/returns', { trainee: one.id }, { ...this._wanted() }));
          await this.refresh();
        }),
      accept: one => void this._post('class/keys', one),
      remind: text => {
        Clipboard.copyToSystem(text);
        Notification.success(this._words.__('Copied'), { autoClose: 2000 });
      }
    };
  }

  private async _read(state: ClassState, one: ClassMember): Promise<void> {
    this._open(state.cohort, one.id);
    if (one.unread) {
      await this._post('class/read', one);
    }
  }

  private async _post(path: string, one: ClassMember): Promise<void> {
    await this._try(async () => {
      this._draw(await post<ClassState>(path, { trainee: one.id }, { ...this._wanted() }));
    });
  }

  private _chosen(): void {
    void this._try(async () => {
      await chooseAndTakeIn(this._wanted(), this._words);
      await this.refresh();
    });
  }

  private async _take(files: File[]): Promise<void> {
    await this._try(async () => {
      await takeIn(files, this._wanted(), this._words);
      await this.refresh();
    });
  }

  private _openClass(cohort: string): void {
    void this._try(async () => {
      keep(await post<FileMade>('class', { cohort }, { ...this._wanted() }));
      await this.refresh();
    });
  }

  private async _try(act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      Notification.error(sentence(error, this._words), { autoClose: false });
    }
  }

  private readonly _host = element('div', { class: 'jp-WorkbookClass-host' });
}
