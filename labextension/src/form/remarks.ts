// @ts-nocheck: the types come next
// What the coach remarked, beside the field that it is about, and the answers to it.

import { element, say } from './controls.js';
import { Reply } from './reply.js';
import { same } from './values.js';

const ASK_AGAIN = 20000; // ms between two questions for new remarks, while the form is in sight
const ASK_PATIENCE = 120000; // ms to wait for an answer before asking once more

export class Remarks {
  constructor(form) {
    this.form = form;
    this.model = form.model;
    this.words = form.words;
    this.places = {}; // name of a field, "" for the whole chapter → where its remarks stand
    this.threads = {}; // number → what is on the page of it
    this.asked = performance.now(); // the form has just been made with what there is
  }

  // Where the remarks on ``field`` stand; those on the whole chapter where none is given.
  place(field) {
    const heading = element('p', { class: 'wf-remarks-title' }, this.words.remarks);
    const list = element('div', { class: 'wf-threads' });
    const name = [this.words.remarks, field?.label].filter(Boolean).join(': ');
    const attributes = { class: 'wf-remarks', role: 'group', 'aria-label': name, hidden: true };
    const node = element('div', attributes, heading, list);
    this.places[field?.name ?? ''] = { node, list };
    return node;
  }

  // -- drawing ----------------------------------------------------------------------------------

  // Nothing that is there already moves, so that whoever writes in it is not disturbed.
  draw() {
    const remarks = this.model.get('remarks');
    this.news = undefined;
    const now = new Set(remarks.map(({ number }) => String(number)));
    for (const number of Object.keys(this.threads)) {
      if (!now.has(number)) {
        this.drop(number);
      }
    }
    for (const [name, { node, list }] of Object.entries(this.places)) {
      const these = remarks.filter(({ field }) => (field in this.places ? field : '') === name);
      let next = list.firstChild;
      for (const remark of these) {
        const { node: shown } = this.thread(remark);
        if (shown === next) {
          next = next.nextSibling;
        } else {
          list.insertBefore(shown, next);
        }
      }
      node.hidden = !these.length;
    }
    if (this.news && this.drawn) {
      this.form.notice([say(this.words, 'remark_new', this.news)]);
    }
    this.drawn = true;
  }

  drop(number) {
    this.threads[number].reply.stop();
    this.threads[number].node.remove();
    delete this.threads[number];
  }

  thread(remark) {
    const thread = (this.threads[remark.number] ??= this.build(remark));
    if (same(thread.remark, remark)) {
      return thread;
    }
    thread.remark = remark;
    if (remark.open) {
      this.news = { field: remark.field_label || remark.label };
    }
    thread.node.classList.toggle('wf-open', remark.open);
    const waits = remark.open
      ? element('span', { class: 'wf-waits' }, say(this.words, 'remark_open'))
      : '';
    thread.said.replaceChildren(waits, ...spoken(remark), this.answers(remark));
    return thread;
  }

  build(remark) {
    const reply = new Reply(remark, this.form);
    const said = element('div', { class: 'wf-spoken' });
    const attributes = { class: 'wf-remark', role: 'article', 'aria-label': nameOf(remark) };
    return { reply, said, node: element('div', attributes, said, reply.node) };
  }

  answers({ answers }) {
    const lines = answers.map(answer => element('li', {}, ...spoken(answer)));
    return lines.length ? element('ol', { class: 'wf-answers' }, ...lines) : '';
  }

  // -- news from the coach ----------------------------------------------------------------------

  // The kernel is asked while somebody can see the form, and when it comes into sight.
  watch() {
    if (!this.model.get('keeps_remarks')) {
      return;
    }
    const ask = () => this.ask();
    this.timer = setInterval(ask, ASK_AGAIN);
    document.addEventListener('visibilitychange', ask);
    this.observer = new IntersectionObserver(seen => {
      this.seen = seen.at(-1).isIntersecting;
      if (performance.now() - this.asked >= ASK_AGAIN) {
        this.ask();
      }
    });
    this.observer.observe(this.form.root);
    this.unwatch = () => document.removeEventListener('visibilitychange', ask);
  }

  ask() {
    if (document.hidden || !this.seen) {
      return;
    }
    if (this.asking && performance.now() - this.asked < ASK_PATIENCE) {
      return;
    }
    this.asked = performance.now();
    this.asking = true;
    // The list itself comes as the model's state. A store that cannot be read is no news: what is
    // on the page stays, and the next question is due soon.
    const answered = () => (this.asking = false);
    this.form.saving.ask({ type: 'remarks' }, answered, answered);
  }

  stop() {
    clearInterval(this.timer);
    this.observer?.disconnect();
    this.unwatch?.();
    for (const { reply } of Object.values(this.threads)) {
      reply.stop();
    }
  }
}

export const nameOf = ({ author, at, period }) => [author, at, period].filter(Boolean).join(' · ');

// Who said it and when, and what.
function spoken(one) {
  return [
    element('span', { class: 'wf-speaker' }, nameOf(one)),
    element('p', { class: 'wf-says' }, one.text)
  ];
}
