/** A trainee's remarks beside their page: those there are, their answers, and a new one. */
import type { Remark, RemarkBank } from '../contract';
import { button, element } from '../elements';
import { get, post, sentence } from '../server';
import type { Words } from '../words';
import { sayIn, sendsOn } from './fields';
import { openFirst } from './wording';
import type { Page } from './page';
import { unsent, writing } from './writing';
import type { Draft } from './writing';

/** The remarks of one trainee as elements. */
export interface Remarks {
  readonly node: HTMLElement;
  /** Show those of a page's trainee; what was typed for another one waits until they are back. */
  show(page: Page, bank: RemarkBank): void;
  /** Ask for them anew; what is being typed stays. */
  refresh(): Promise<void>;
}

/** The list of remarks, and the place to write one. */
export function remarksBeside(words: Words): Remarks {
  const drafts = new Map<string, Draft>();
  const answers = new Map<string, string>();
  const line = element('p', { class: 'jp-WorkbookCoach-says', role: 'status', hidden: true });
  const list = element('ul', { class: 'jp-WorkbookReview-remarks' });
  const place = element('div', {});
  const node = element(
    'section',
    { class: 'jp-WorkbookReview-side', 'aria-label': words.__('Remarks') },
    element('h3', { text: words.__('Remarks') }),
    place,
    line,
    list
  );
  let page: Page | null = null;
  let drawn = '';

  const refresh = async (): Promise<void> => {
    const asked = page;
    if (asked === null) {
      return;
    }
    try {
      const found = await get<Remark[]>(path(asked), asked.query);
      if (asked === page) {
        sayIn(line, found.length ? '' : words.__('No remarks in this month yet.'));
        draw(asked, found);
      }
    } catch (error) {
      sayIn(line, sentence(error, words), true);
    }
  };
  const draw = (asked: Page, found: readonly Remark[]): void => {
    const now = JSON.stringify([asked.trainee.id, found]);
    if (now !== drawn) {
      drawn = now;
      const cards = openFirst(found).map(one => card(one, asked, answers, refresh, words));
      const typing = list.contains(document.activeElement) ? document.activeElement?.id : '';
      list.replaceChildren(...cards);
      cards.map(one => one.querySelector('textarea')).find(box => box?.id === typing)?.focus();
    }
  };
  const show = (next: Page, bank: RemarkBank): void => {
    if (page?.trainee.id !== next.trainee.id) {
      list.replaceChildren();
      drawn = '';
    }
    page = next;
    const draft = drafts.get(key(next)) ?? { field: '', text: '', banked: '' };
    const keep = (kept: Draft): unknown => drafts.set(key(next), kept);
    place.replaceChildren(writing({ page: next, bank, keep, sent: refresh, words }, draft));
    void refresh();
  };
  return { node, show, refresh };
}

function path(page: Page): string {
  return `trainees/${page.trainee.id}/remarks`;
}

function key(page: Page): string {
  return `${page.trainee.id}/${page.chapter}/${page.query.month}`;
}

function card(
  remark: Remark,
  page: Page,
  answers: Map<string, string>,
  refresh: () => Promise<void>,
  words: Words
): HTMLElement {
  const where = [remark.label, remark.field_label || words.__('the whole chapter')].join(' · ');
  const state = remark.open ? words.__('waits for the trainee') : words.__('answered');
  return element(
    'li',
    { class: `jp-WorkbookReview-remark ${remark.open ? 'jp-mod-waits' : ''}` },
    element(
      'div',
      { class: 'jp-WorkbookReview-about' },
      element('strong', { text: where }),
      element('span', { class: 'jp-WorkbookReview-state', text: state })
    ),
    said(remark.text, `${remark.author} · ${remark.at}`),
    ...remark.answers.map(one =>
      element(
        'div',
        { class: `jp-WorkbookReview-answer jp-mod-${one.role}` },
        said(one.text, `${one.author} · ${one.at}`)
      )
    ),
    answering(remark, page, answers, refresh, words)
  );
}

function said(text: string, by: string): HTMLElement {
  return element('div', {}, element('p', { text }), element('small', { text: by }));
}

/** The box for an answer; what is typed is kept until the server has it. */
function answering(
  remark: Remark,
  page: Page,
  answers: Map<string, string>,
  refresh: () => Promise<void>,
  words: Words
): HTMLElement {
  const key = `${page.trainee.id}/${remark.number}`;
  const name = words.__('Answer this remark');
  const id = `jp-WorkbookReview-answer-${key}`;
  const box = element('textarea', { id, rows: 1, placeholder: name, 'aria-label': name });
  const line = element('p', { class: 'jp-WorkbookCoach-says', hidden: true });
  box.value = answers.get(key) ?? '';
  box.addEventListener('input', () => {
    answers.set(key, box.value);
    send.disabled = box.value.trim() === '';
  });
  const act = async (): Promise<void> => {
    const text = box.value.trim();
    if (text === '' || send.disabled) {
      return;
    }
    send.disabled = true;
    try {
      await post(`${path(page)}/${remark.number}/answers`, { text, role: 'coach' }, page.query);
      answers.delete(key);
      await refresh();
    } catch (error) {
      sayIn(line, unsent(error, words), true);
      send.disabled = false;
    }
  };
  const send = button(words.__('Answer'), () => void act());
  send.disabled = box.value.trim() === '';
  sendsOn(box, act);
  return element('div', { class: 'jp-WorkbookReview-answering' }, box, send, line);
}
