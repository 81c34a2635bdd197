// @ts-nocheck: the types come next
// The answer to one remark: a button that opens a box, and what became of what was typed there.

import { button, element, say } from './controls.js';
import { nameOf } from './remarks.js';
import { keep, kept, LONGEST_PATIENCE, PATIENCE } from './saving.js';

export class Reply {
  // remark: what is answered. What is typed stays in the browser until the kernel has it.
  constructor(remark, form) {
    this.number = remark.number;
    this.form = form;
    this.words = form.words;
    const key = form.model.get('draft_key');
    this.key = key && `workbook/${key}/reply/${this.number}`;
    this.node = this.build(remark);
    const draft = this.draftFor(remark);
    this.text.value = draft;
    this.toggle(Boolean(draft));
  }

  build(remark) {
    const { form, words } = this;
    const [id, hint] = ['reply', 'reply.hint'].map(name => form.idOf(`${this.number}.${name}`));
    const typed = () => this.typed();
    this.opener = button(words.reply, () => this.open(), { class: 'wf-link', 'aria-controls': id });
    this.text = element('textarea', {
      rows: 3,
      id,
      class: 'wf-answer',
      'aria-label': `${words.reply}: ${nameOf(remark)}`,
      'aria-describedby': hint,
      on: { input: typed, keydown: event => this.pressed(event) }
    });
    this.sender = button(say(words, 'reply_send'), () => this.send(), { class: 'wf-main' });
    const close = button(say(words, 'close'), () => this.close(), { class: 'wf-quiet' });
    const tip = element('span', { class: 'wf-help', id: hint }, say(words, 'reply_hint'));
    const choices = element('div', { class: 'wf-choices' }, this.sender, close, tip);
    this.box = element('div', { class: 'wf-replybox' }, this.text, choices);
    this.said = element('span', { class: 'wf-sent', role: 'status', 'aria-live': 'polite' });
    this.wrong = element('p', { class: 'wf-message', role: 'alert', hidden: true });
    return element('div', { class: 'wf-reply' }, this.opener, this.box, this.wrong, this.said);
  }

  // -- the box ----------------------------------------------------------------------------------

  toggle(opened) {
    this.box.hidden = !opened;
    this.opener.hidden = opened;
    this.opener.setAttribute('aria-expanded', String(opened));
  }

  open() {
    this.tell('');
    this.toggle(true);
    this.text.focus();
  }

  // What was typed stays for the next time.
  close() {
    const within = this.box.contains(document.activeElement);
    this.toggle(false);
    if (within) {
      this.opener.focus();
    }
  }

  pressed(event) {
    if (event.isComposing || event.keyCode === 229) {
      return;
    }
    if (event.key === 'Escape') {
      this.close();
    } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      this.send();
    } else {
      return;
    }
    event.preventDefault();
  }

  typed() {
    this.id = undefined;
    this.tell('');
    keep(this.key, this.text.value || null);
  }

  // -- sending ----------------------------------------------------------------------------------

  // The same text has the same id, under which the kernel keeps it once.
  send() {
    if (this.sending) {
      return;
    }
    if (!this.text.value.trim()) {
      return this.text.focus();
    }
    this.id ??= this.form.saving.nextId();
    this.sending = true;
    this.text.readOnly = true;
    this.tell(say(this.words, 'reply_sending'));
    this.post(PATIENCE);
  }

  post(patience) {
    const content = { type: 'answer', id: this.id, number: this.number, text: this.text.value };
    this.form.saving.ask(
      content,
      () => this.arrived(),
      reason => this.refused(reason)
    );
    this.patience = setTimeout(() => {
      this.tell('', say(this.words, 'reply_offline'));
      this.post(Math.min(patience * 2, LONGEST_PATIENCE));
    }, patience);
  }

  settled() {
    clearTimeout(this.patience);
    this.sending = false;
    this.text.readOnly = false;
  }

  arrived() {
    this.settled();
    this.id = undefined;
    this.text.value = '';
    keep(this.key, null);
    this.close();
    this.tell(say(this.words, 'reply_sent'));
  }

  refused(reason) {
    this.settled();
    this.tell('', say(this.words, 'reply_refused', { reason }));
  }

  tell(said, wrong = '') {
    this.said.textContent = said;
    this.wrong.hidden = !wrong;
    if (this.wrong.textContent !== wrong) {
      this.wrong.textContent = wrong;
    }
  }

  stop() {
    clearTimeout(this.patience);
  }

  // -- the draft --------------------------------------------------------------------------------

  // None where the answer had arrived although nobody said so.
  draftFor({ answers }) {
    const draft = kept(this.key) ?? '';
    if (!draft || answers.at(-1)?.text !== draft.trim()) {
      return draft;
    }
    keep(this.key, null);
    return '';
  }
}
