// What the coach remarked, beside the field that it is about, and the answers to it.

import { element } from '../elements';
import type { Field, Remark, Said, Words } from './description';
import type { Form } from './form';
import { nameOf, say } from './parts';
import { Reply } from './reply';
import { same } from './values';

const ASK_AGAIN = 20000; // ms between two questions for new remarks, while the form is in sight
const ASK_PATIENCE = 120000; // ms to wait for an answer before asking once more

/** What is on the page of one remark. */
interface Thread {
  readonly node: HTMLElement;
  readonly said: HTMLElement;
  readonly reply: Reply;
  remark?: Remark;
}

/** Where the remarks on a field stand. */
interface Place {
  readonly node: HTMLElement;
  readonly list: HTMLElement;
}

export class Remarks {
  private readonly words: Words;
  private readonly places = new Map<string, Place>(); // by field, "" for the whole chapter
  private readonly threads = new Map<number, Thread>();
  private asked = performance.now(); // the form has just been made with what there is
  private asking = false;
  private seen = false;
  private drawn = false;
  private timer: ReturnType<typeof setInterval> | undefined;
  private observer: IntersectionObserver | undefined;
  private readonly ask = (): void => this.askForNews();

  constructor(private readonly form: Form) {
    this.words = form.words;
  }

  /** Where the remarks on `field` stand; those on the whole chapter where none is given. */
  place(field?: Field): HTMLElement {
    const title = say(this.words, 'remarks');
    const heading = element('p', { class: 'wf-remarks-title' }, title);
    const list = element('div', { class: 'wf-threads' });
    const name = [title, field?.label].filter(Boolean).join(': ');
    const attributes = { class: 'wf-remarks', role: 'group', 'aria-label': name, hidden: true };
    const node = element('div', attributes, heading, list);
    this.places.set(field?.name ?? '', { node, list });
    return node;
  }

  // -- drawing ----------------------------------------------------------------------------------

  /** Nothing that is there already moves, so that whoever writes in it is not disturbed. */
  draw(): void {
    const remarks = this.form.model.get('remarks');
    const now = new Set(remarks.map(({ number }) => number));
    [...this.threads.keys()].filter(number => !now.has(number)).forEach(one => this.drop(one));
    const fieldOf = ({ field }: Remark): string => (this.places.has(field) ? field : '');
    const changed = [...this.places].flatMap(([name, place]) =>
      this.fill(
        place,
        remarks.filter(remark => fieldOf(remark) === name)
      )
    );
    const news = changed.filter(remark => remark.open).at(-1);
    if (news && this.drawn) {
      const field = news.field_label || news.label;
      this.form.notice([say(this.words, 'remark_new', { field })]);
    }
    this.drawn = true;
  }

  /** Show the remarks on one field, and say which of them are new or have changed. */
  private fill({ node, list }: Place, remarks: readonly Remark[]): Remark[] {
    const changed = remarks.filter(remark => this.isNews(remark));
    let next = list.firstChild;
    for (const remark of remarks) {
      const shown = this.thread(remark);
      if (shown === next) {
        next = next.nextSibling;
      } else {
        list.insertBefore(shown, next);
      }
    }
    node.hidden = !remarks.length;
    return changed;
  }

  private isNews(remark: Remark): boolean {
    return !same(this.threads.get(remark.number)?.remark, remark);
  }

  private drop(number: number): void {
    const thread = this.threads.get(number);
    thread?.reply.stop();
    thread?.node.remove();
    this.threads.delete(number);
  }

  private thread(remark: Remark): HTMLElement {
    const thread = this.threads.get(remark.number) ?? this.build(remark);
    this.threads.set(remark.number, thread);
    if (!same(thread.remark, remark)) {
      thread.remark = remark;
      this.write(thread, remark);
    }
    return thread.node;
  }

  private write({ node, said }: Thread, remark: Remark): void {
    node.classList.toggle('wf-open', remark.open);
    const waits = element('span', { class: 'wf-waits' }, say(this.words, 'remark_open'));
    const answers = remark.answers.map(answer => element('li', {}, ...spoken(answer)));
    said.replaceChildren(
      ...(remark.open ? [waits] : []),
      ...spoken(remark),
      ...(answers.length ? [element('ol', { class: 'wf-answers' }, ...answers)] : [])
    );
  }

  private build(remark: Remark): Thread {
    const reply = new Reply(remark, this.form);
    const said = element('div', { class: 'wf-spoken' });
    const attributes = { class: 'wf-remark', role: 'article', 'aria-label': nameOf(remark) };
    return { reply, said, node: element('div', attributes, said, reply.node) };
  }

  // -- news from the coach ----------------------------------------------------------------------

  /** The kernel is asked while somebody can see the form, and when it comes into sight. */
  watch(): void {
    if (!this.form.model.get('keeps_remarks')) {
      return;
    }
    this.timer = setInterval(this.ask, ASK_AGAIN);
    document.addEventListener('visibilitychange', this.ask);
    this.observer = new IntersectionObserver(seen => {
      this.seen = seen.at(-1)?.isIntersecting ?? this.seen;
      if (performance.now() - this.asked >= ASK_AGAIN) {
        this.ask();
      }
    });
    this.observer.observe(this.form.root);
  }

  private askForNews(): void {
    const waited = performance.now() - this.asked;
    if (document.hidden || !this.seen || (this.asking && waited < ASK_PATIENCE)) {
      return;
    }
    this.asked = performance.now();
    this.asking = true;
    // The list itself comes as the model's state. A store that cannot be read is no news: what is
    // on the page stays, and the next question is due soon.
    const answered = (): void => void (this.asking = false);
    this.form.saving.ask('remarks', {}, answered, answered);
  }

  stop(): void {
    clearInterval(this.timer);
    this.observer?.disconnect();
    document.removeEventListener('visibilitychange', this.ask);
    this.threads.forEach(({ reply }) => reply.stop());
  }
}

/** Who said it and when, and what. */
function spoken(one: Said): HTMLElement[] {
  return [
    element('span', { class: 'wf-speaker' }, nameOf(one)),
    element('p', { class: 'wf-says' }, one.text)
  ];
}
