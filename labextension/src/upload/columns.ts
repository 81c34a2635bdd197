// The dialog in which a person says how a file is to be read, and what each of its columns is.

import { button, element, select } from '../elements';
import type { Words } from '../form/description';
import { say } from '../form/parts';
import type { How, Model, Shown } from './wire';

/** What the dialog does: look at the file again in another way, or read it so. */
export interface Acts {
  look(how: How): void;
  read(how: How): void;
}

export class Columns {
  readonly node: HTMLElement;
  private readonly words: Words;
  private how: How = { columns: {} };

  constructor(
    private readonly model: Model,
    private readonly acts: Acts
  ) {
    this.words = model.get('words');
    const name = say(this.words, 'import_columns');
    this.node = element('section', { class: 'wu-dialog', hidden: true, 'aria-label': name });
  }

  /** How the file is to be read, as far as it was said. */
  get chosen(): How {
    return this.how;
  }

  close(): void {
    this.node.hidden = true;
  }

  /** Forget what was chosen for another file. */
  reset(): void {
    this.how = { columns: {} };
    this.close();
  }

  show(shown: Shown): void {
    const { words } = this;
    const close = button(say(words, 'import_close'), () => this.close());
    const read = (): void => {
      this.close();
      this.acts.read(this.how);
    };
    const go = button(say(words, 'import_again'), read, { class: 'wu-main' });
    this.node.replaceChildren(
      element('h4', {}, say(words, 'import_columns')),
      element('p', { class: 'wu-help' }, say(words, 'import_columns_says')),
      element('div', { class: 'wu-line' }, ...this.choices(shown)),
      element('div', { class: 'wu-scroll' }, this.table(shown)),
      element('div', { class: 'wu-line' }, go, close)
    );
    this.node.hidden = false;
  }

  private choices({ sheets, sheet, encoding }: Shown): HTMLElement[] {
    const { words } = this;
    const encodings = [...new Set([encoding, ...this.model.get('encodings')])];
    const units = ['', ...this.model.get('units')];
    const choices = [];
    if (sheets.length > 1) {
      const again = (chosen: string): void => this.lookAgain({ sheet: chosen });
      choices.push(list(say(words, 'import_sheet'), sheets, sheet, again));
    }
    if (!sheets.length) {
      const again = (chosen: string): void => this.lookAgain({ encoding: chosen });
      choices.push(list(say(words, 'import_encoding'), encodings, encoding, again));
    }
    const unitIs = (unit: string): void => void (this.how = { ...this.how, unit });
    choices.push(list(say(words, 'import_unit'), units, this.how.unit ?? '', unitIs));
    return choices;
  }

  /** Read in another way, the file may have other columns. */
  private lookAgain(part: Partial<How>): void {
    this.how = { ...this.how, columns: {}, ...part };
    this.acts.look(this.how);
  }

  /** A row for each column of the file: what it is called, what stands in it, what it is to us. */
  private table(shown: Shown): HTMLElement {
    const { words } = this;
    const heads = [
      say(words, 'import_heading'),
      say(words, 'import_first_rows'),
      say(words, 'import_meaning')
    ];
    const head = element('tr', {}, ...heads.map(text => element('th', { scope: 'col' }, text)));
    const lines = shown.headings.flatMap((heading, at) =>
      heading ? [this.line(heading, at, shown)] : []
    );
    return element('table', {}, element('thead', {}, head), element('tbody', {}, ...lines));
  }

  private line(heading: string, at: number, shown: Shown): HTMLElement {
    const label = (key: string, text: string): string =>
      shown.required.includes(key) ? `${text} *` : text;
    const options = [
      ['', say(this.words, 'import_unknown')],
      ['ignore', say(this.words, 'import_ignore')],
      ...shown.offered.map(one => [one.key, label(one.key, one.label)] as const)
    ] as const;
    const chosen = this.how.columns[heading] ?? shown.placed[heading] ?? '';
    const take = (column: string): void => this.place(heading, column);
    const made = select(options, chosen, take, { 'aria-label': heading });
    const rows = shown.rows.slice(0, 3).map(row => row[at]);
    const name = element('th', { scope: 'row' }, heading);
    const first = element('td', { class: 'wu-first' }, rows.filter(Boolean).join(' · '));
    return element('tr', {}, name, first, element('td', {}, made));
  }

  private place(heading: string, column: string): void {
    const others = Object.entries(this.how.columns).filter(([name]) => name !== heading);
    const columns = column ? [...others, [heading, column]] : others;
    this.how = { ...this.how, columns: Object.fromEntries(columns) as How['columns'] };
  }
}

function list(
  label: string,
  options: readonly string[],
  chosen: string,
  act: (value: string) => void
): HTMLElement {
  const pairs = options.map(one => [one, one] as const);
  return element('label', { class: 'wu-kind' }, label, select(pairs, chosen, act));
}
