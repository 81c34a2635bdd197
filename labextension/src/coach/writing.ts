/** The place to write a new remark: chapter, field, text, and remarks to begin with from a bank. */
import { ServerConnection } from '@jupyterlab/services';
import type { Remark, RemarkBank, RemarkTyped } from '../contract';
import { button, element, select } from '../elements';
import { post, sentence } from '../server';
import type { Words } from '../words';
import { offer, sayIn, sendsOn } from './fields';
import type { Page } from './page';
import { fitting } from './wording';

const LONGEST = 2000;

/** A remark that is being written. banked: the key of the bank's remark that it began with. */
export interface Draft {
  readonly field: string;
  readonly text: string;
  readonly banked: string;
}

/** What the form works with. */
export interface Writing {
  readonly page: Page;
  readonly bank: RemarkBank;
  /** Is given what is typed at every stroke. */
  readonly keep: (draft: Draft) => unknown;
  /** Is called when a remark is in. */
  readonly sent: () => Promise<void>;
  readonly words: Words;
}

/** The form, with the draft that it begins with. */
export function writing(work: Writing, draft: Draft): HTMLElement {
  const { page, bank, keep, words } = work;
  let banked = draft.banked;
  const chapters = bank.chapters.map(one => [one.chapter, one.label] as const);
  const turned = (): void => {
    offer(field, fieldsOf(bank, chapter.value, words));
    changed();
  };
  const chapter = select(chapters, page.chapter, turned, { 'aria-label': words.__('Chapter') });
  const field = select([], '', () => changed(), { 'aria-label': words.__('Field') });
  const name = words.__('New remark');
  const box = element('textarea', {
    class: 'jp-WorkbookReview-box',
    rows: 3,
    placeholder: name,
    'aria-label': name
  });
  box.value = draft.text;
  const line = element('p', { class: 'jp-WorkbookCoach-says', hidden: true });
  const picker = fromBank(words, picked => {
    box.value = joined(box.value, picked.text);
    banked = picked.key;
    field.value = picked.field || field.value;
    changed();
    box.focus();
  });
  const changed = (): void => {
    const text = box.value.trim();
    banked = text === '' ? '' : banked;
    send.disabled = text === '' || text.length > LONGEST;
    sayIn(line, tooLong(text.length, words), true);
    picker.fit(bank, chapter.value, field.value);
    keep({ field: field.value, text: box.value, banked });
  };
  const act = async (): Promise<void> => {
    if (!send.disabled) {
      send.disabled = true;
      const typed = { chapter: chapter.value, field: field.value, text: box.value.trim(), banked };
      await put(work, typed, box, line);
      send.disabled = box.value.trim() === '';
    }
  };
  const send = button(words.__('Send'), () => void act(), {
    class: 'jp-mod-main',
    title: words.__('Ctrl+Enter sends')
  });
  box.addEventListener('input', () => changed());
  sendsOn(box, act);
  offer(field, fieldsOf(bank, page.chapter, words), draft.field);
  changed();
  return element(
    'div',
    { class: 'jp-WorkbookReview-writing' },
    element('div', { class: 'jp-WorkbookReview-where' }, chapter, field),
    box,
    element('div', { class: 'jp-WorkbookCoach-actions' }, send, picker.toggle),
    picker.node,
    line
  );
}

/** Send what the box holds and empty it; where that fails the text stays, with a sentence. */
async function put(
  { page, keep, sent, words }: Writing,
  typed: Required<Omit<RemarkTyped, 'author'>>,
  box: HTMLTextAreaElement,
  line: HTMLElement
): Promise<void> {
  try {
    await post<Remark>(`trainees/${page.trainee.id}/remarks`, typed, page.query);
  } catch (error) {
    sayIn(line, unsent(error, words), true);
    return;
  }
  // What was typed while it was under way is a remark of its own.
  box.value = box.value.trim() === typed.text ? '' : box.value;
  keep({ field: typed.field, text: box.value, banked: '' });
  sayIn(line, words.__('Sent. The trainee sees it beside the field.'));
  await sent();
}

/** Why something that was typed is not in: nothing is sent again by itself. */
export function unsent(error: unknown, words: Words): string {
  return error instanceof ServerConnection.NetworkError
    ? words.__('The server cannot be reached. What you wrote stays here; send it again.')
    : sentence(error, words);
}

function tooLong(length: number, words: Words): string {
  return length > LONGEST
    ? words.__('%1 characters; at most %2 can be sent.', String(length), String(LONGEST))
    : '';
}

function joined(before: string, picked: string): string {
  return before.trim() === '' ? picked : `${before.trimEnd()}\n${picked}`;
}

function fieldsOf(bank: RemarkBank, chapter: string, words: Words): [string, string][] {
  const found = bank.chapters.find(one => one.chapter === chapter)?.fields ?? [];
  return [
    ['', words.__('The whole chapter')],
    ...found.map((one): [string, string] => [one.field, one.label])
  ];
}

/** The bank as a list that opens below the box. */
interface Picker {
  readonly node: HTMLElement;
  readonly toggle: HTMLButtonElement;
  fit(bank: RemarkBank, chapter: string, field: string): void;
}

function fromBank(words: Words, pick: (one: RemarkBank['remarks'][number]) => void): Picker {
  let about: [RemarkBank, string, string] | null = null;
  const name = words.__('Search the bank of remarks');
  const search = element('input', { type: 'search', placeholder: name, 'aria-label': name });
  const list = element('ul', { class: 'jp-WorkbookReview-banked' });
  const node = element('div', { class: 'jp-WorkbookReview-bank', hidden: true }, search, list);
  const toggle = button(words.__('From the bank…'), () => opened(node.hidden), {
    'aria-expanded': 'false'
  });
  const opened = (open: boolean): void => {
    node.hidden = !open;
    toggle.setAttribute('aria-expanded', String(open));
    if (open) {
      draw();
      search.focus();
    }
  };
  const draw = (): void => {
    const found = about === null ? [] : fitting(...about, search.value);
    list.replaceChildren(
      ...found.map(one => {
        const act = (): void => {
          opened(false);
          pick(one);
        };
        return element('li', {}, button(one.text, act, { title: one.source }));
      })
    );
    if (found.length === 0) {
      list.append(element('li', { text: words.__('Nothing in the bank fits.') }));
    }
  };
  search.addEventListener('input', draw);
  node.addEventListener('keydown', event => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      opened(false);
      toggle.focus();
    }
  });
  const fit = (...next: [RemarkBank, string, string]): void => {
    about = next;
    if (!node.hidden) {
      draw();
    }
  };
  return { node, toggle, fit };
}
