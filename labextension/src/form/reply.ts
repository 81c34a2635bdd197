// The answer to one remark: a button that opens a box, and what became of what was typed there.

import { button, element } from '../elements';
import type { Remark, Words } from './description';
import type { Form } from './form';
import { nameOf, say } from './parts';
import { LONGEST_PATIENCE, PATIENCE } from './patience';
import { keep, kept } from './storage';

export class Reply {
  readonly node: HTMLElement;
  private readonly words: Words;
  private readonly number: number;
  private readonly key: string;
  private readonly opener: HTMLButtonElement;
  private readonly text: HTMLTextAreaElement;
  private readonly box: HTMLElement;
  private readonly said = element('span', {
    class: 'wf-sent',
    role: 'status',
    'aria-live': 'polite'
  });
  private readonly wrong = element('p', { class: 'wf-message', role: 'alert', hidden: true });
  private id: string | undefined;
  private sending = false;
  private patience: ReturnType<typeof setTimeout> | undefined;

  /** What is typed stays in the browser until the kernel has it. */
  constructor(
    remark: Remark,
    private readonly form: Form
  ) {
    this.words = form.words;
    this.number = remark.number;
    const key = form.model.get('draft_key');
    this.key = key && `workbook/${key}/reply/${this.number}`;
    const [id, hint] = [form.idOf(`${this.number}.reply`), form.idOf(`${this.number}.reply.hint`)];
    this.opener = button(say(this.words, 'reply'), () => this.open(), {
      class: 'wf-link',
      'aria-controls': id
    });
    this.text = element('textarea', {
      rows: 3,
      id,
      class: 'wf-answer',
      'aria-label': `${say(this.words, 'reply')}: ${nameOf(remark)}`,
      'aria-describedby': hint,
      on: { input: () => this.typed(), keydown: event => this.pressed(event) }
    });
    this.box = element('div', { class: 'wf-replybox' }, this.text, this.choices(hint));
    this.node = element('div', { class: 'wf-reply' }, this.opener, this.box, this.wrong, this.said);
    this.text.value = this.draftFor(remark);
    this.toggle(Boolean(this.text.value));
  }

  private choices(hint: string): HTMLElement {
    const { words } = this;
    const send = button(say(words, 'reply_send'), () => this.send(), { class: 'wf-main' });
    const close = button(say(words, 'close'), () => this.close(), { class: 'wf-quiet' });
    const tip = element('span', { class: 'wf-help', id: hint }, say(words, 'reply_hint'));
    return element('div', { class: 'wf-choices' }, send, close, tip);
  }

  // -- the box ----------------------------------------------------------------------------------

  private toggle(opened: boolean): void {
    this.box.hidden = !opened;
    this.opener.hidden = opened;
    this.opener.setAttribute('aria-expanded', String(opened));
  }

  private open(): void {
    this.tell('');
    this.toggle(true);
    this.text.focus();
  }

  /** What was typed stays for the next time. */
  private close(): void {
    const within = this.box.contains(document.activeElement);
    this.toggle(false);
    if (within) {
      this.opener.focus();
    }
  }

  private pressed(event: KeyboardEvent): void {
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

  private typed(): void {
    this.id = undefined;
    this.tell('');
    keep(this.key, this.text.value || null);
  }

  // -- sending ----------------------------------------------------------------------------------

  /** The same text has the same id, under which the kernel keeps it once. */
  private send(): void {
    if (this.sending) {
      return;
    }
    if (!this.text.value.trim()) {
      this.text.focus();
      return;
    }
    this.id ??= this.form.saving.nextId();
    this.sending = true;
    this.text.readOnly = true;
    this.tell(say(this.words, 'reply_sending'));
    this.post(this.id, PATIENCE);
  }

  private post(id: string, patience: number): void {
    const answer = { id, number: this.number, text: this.text.value };
    this.form.saving.ask(
      'answer',
      answer,
      () => this.arrived(),
      reason => this.refused(reason)
    );
    this.patience = setTimeout(() => {
      this.tell('', say(this.words, 'reply_offline'));
      this.post(id, Math.min(patience * 2, LONGEST_PATIENCE));
    }, patience);
  }

  private settled(): void {
    clearTimeout(this.patience);
    this.sending = false;
    this.text.readOnly = false;
  }

  private arrived(): void {
    this.settled();
    this.id = undefined;
    this.text.value = '';
    keep(this.key, null);
    this.close();
    this.tell(say(this.words, 'reply_sent'));
  }

  private refused(reason: string): void {
    this.settled();
    this.tell('', say(this.words, 'reply_refused', { reason }));
  }

  private tell(said: string, wrong = ''): void {
    this.said.textContent = said;
    this.wrong.hidden = !wrong;
    if (this.wrong.textContent !== wrong) {
      this.wrong.textContent = wrong;
    }
  }

  stop(): void {
    clearTimeout(this.patience);
  }

  // -- the draft --------------------------------------------------------------------------------

  /** What was typed before; nothing where the answer had arrived although nobody said so. */
  private draftFor({ answers }: Remark): string {
    const draft = kept(this.key) ?? '';
    if (!draft || answers.at(-1)?.text !== draft.trim()) {
      return draft;
    }
    keep(this.key, null);
    return '';
  }
}
