// A file is chosen, sent in parts, and read by the kernel; what came of it, and how it is to be read.

import { button, element } from '../elements';
import type { Words } from '../form/description';
import { say } from '../form/parts';
import { Columns } from './columns';
import { Sender } from './sender';
import type { Answer, How, Model, Result } from './wire';

/** A file that was on its way when the kernel went, and of which kind it is. */
export interface Cut {
  readonly file: File;
  readonly kind: string;
}

/** A button, what came in, and the dialog, drawn into `root` until it is stopped. */
export class Upload {
  /** What was cut off, and has not been sent again. */
  cut: Cut | undefined;
  private readonly words: Words;
  private readonly kind: HTMLSelectElement;
  private readonly file: HTMLInputElement;
  private readonly choose: HTMLButtonElement;
  private readonly bar: HTMLProgressElement;
  private readonly status = element('span', {
    class: 'wu-status',
    role: 'status',
    'aria-live': 'polite'
  });
  private readonly said = element('pre', { class: 'wu-said', hidden: true });
  private readonly ways = element('div', { class: 'wu-ways' });
  private readonly columns: Columns;
  private sender: Sender | undefined;
  private working = false;
  private readonly heard = (answer: Answer, buffers: readonly DataView[]): void =>
    this.hear(answer, buffers);

  constructor(
    private readonly model: Model,
    root: HTMLElement
  ) {
    this.words = model.get('words');
    const name = say(this.words, 'import_button');
    this.kind = element('select', { 'aria-label': say(this.words, 'import_kind') });
    for (const [key, label] of model.get('kinds')) {
      this.kind.add(new Option(label, key));
    }
    this.file = element('input', {
      type: 'file',
      accept: model.get('endings'),
      hidden: true,
      change: () => this.send(this.file.files?.[0])
    });
    this.choose = button(name, () => this.file.click(), { class: 'wu-main' });
    this.bar = element('progress', { max: 1, value: 0, hidden: true, 'aria-label': name });
    this.columns = new Columns(model, {
      look: how => this.ask('look', how),
      read: how => this.read(how)
    });
    this.build(root);
    model.on('msg:custom', this.heard);
  }

  private build(root: HTMLElement): void {
    root.classList.add('workbook-upload');
    root.dataset['lmSuppressShortcuts'] = 'true';
    const named = say(this.words, 'import_kind');
    const kind = element('label', { class: 'wu-kind' }, named, this.kind);
    const parts = [kind, this.choose, this.file, this.bar, this.status];
    const line = element('div', { class: 'wu-line' }, ...parts);
    root.append(line, this.said, this.ways, this.columns.node);
    root.addEventListener('dragover', event => event.preventDefault());
    root.addEventListener('drop', event => this.dropped(event));
    root.addEventListener('keydown', event => event.stopPropagation());
  }

  private dropped(event: DragEvent): void {
    event.preventDefault();
    if (!this.choose.disabled) {
      this.send(event.dataTransfer?.files[0]);
    }
  }

  /** Send a file to the kernel, which reads it. */
  send(file: File | undefined): void {
    if (!file) {
      return;
    }
    this.sender?.stop();
    this.cut = undefined;
    this.file.value = '';
    this.tell('', '');
    this.columns.reset();
    this.busy(say(this.words, 'import_sending', { file: file.name }));
    const unheard = say(this.words, 'import_unheard', { file: file.name });
    this.sender = new Sender(this.model, file, this.kind.value, {
      told: size => this.progress(file, size),
      unheard: () => (this.status.textContent = unheard)
    });
    this.sender.begin();
  }

  private progress({ name, size }: File, arrived: number): void {
    this.bar.hidden = false;
    this.bar.max = Math.max(size, 1);
    this.bar.value = arrived;
    const percent = Math.floor((100 * arrived) / Math.max(size, 1));
    this.status.textContent =
      arrived >= size
        ? say(this.words, 'import_reading', { file: name })
        : say(this.words, 'import_sent', { file: name, percent });
  }

  /** text: what is going on, "" for nothing any more. */
  private busy(text: string): void {
    this.working = Boolean(text);
    this.choose.disabled = this.kind.disabled = this.working;
    this.status.textContent = text;
    if (!text) {
      this.bar.hidden = true;
    }
  }

  private hear(answer: Answer, buffers: readonly DataView[]): void {
    const { sender } = this;
    if (answer.id !== sender?.id) {
      return;
    }
    switch (answer.type) {
      case 'got':
        void sender.got(answer.size);
        break;
      case 'told':
        this.told(answer);
        break;
      case 'looked':
        this.columns.show(answer);
        break;
      case 'gone':
        sender.beginAnew();
        break;
      case 'file':
        handOver(answer.name, buffers);
        break;
      case 'unseen': // why it cannot be read was said before
        break;
    }
  }

  /**
   * Say so where a file was on its way and the kernel has gone. What it was at is lost, and a file
   * that may have been too much for it is not sent again unasked.
   */
  cutOff(away: boolean): void {
    if (away && this.working && this.sender) {
      this.lost(this.sender.file, this.kind.value);
    }
  }

  /** Say that a file was on its way and has not come in, with a way to send it again. */
  lost(file: File, kind: string): void {
    this.sender?.stop();
    this.sender = undefined;
    this.cut = { file, kind };
    this.kind.value = kind;
    this.busy('');
    this.columns.close();
    this.tell(say(this.words, 'import_cut', { file: file.name }), 'bad');
    const retry = say(this.words, 'import_retry');
    this.ways.replaceChildren(button(retry, () => this.send(file), { class: 'wu-main' }));
  }

  private told({ text, good, part, rejected, asks, back }: Result): void {
    const { words } = this;
    this.sender?.stop();
    this.busy('');
    this.tell(text, good ? 'good' : part ? 'part' : 'bad');
    const ways = [];
    if (asks) {
      const sure = (): void => this.read({ ...this.columns.chosen, sure: true });
      ways.push(button(say(words, 'import_sure'), sure, { class: 'wu-main' }));
    }
    if (rejected) {
      const name = say(words, 'import_rejected', { file: rejected });
      ways.push(button(name, () => this.ask('rejected')));
    }
    if (back) {
      ways.push(button(say(words, 'import_back'), () => this.ask('back')));
    }
    ways.push(button(say(words, 'import_columns'), () => this.ask('look')));
    this.ways.replaceChildren(...ways);
  }

  private tell(text: string, state: '' | 'good' | 'part' | 'bad'): void {
    this.said.hidden = !text;
    this.said.textContent = text;
    this.said.dataset['state'] = state;
    this.ways.replaceChildren();
  }

  private ask(type: 'look' | 'rejected' | 'back', how: How = this.columns.chosen): void {
    this.model.send({ type, id: this.sender?.id, how });
  }

  private read(how: How): void {
    const file = this.sender?.file.name;
    this.busy(say(this.words, 'import_reading', { file }));
    this.model.send({ type: 'read', id: this.sender?.id, how });
  }

  stop(): void {
    this.sender?.stop();
    this.model.off('msg:custom', this.heard);
  }
}

/** Give a file to the browser to download. */
function handOver(name: string, parts: readonly DataView[]): void {
  const href = URL.createObjectURL(
    new Blob(parts as DataView<ArrayBuffer>[], { type: 'text/csv' })
  );
  const link = element('a', { href, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(href), 60000); // the browser has begun to read it by then
}
