// @ts-nocheck: the types come next
// A file is chosen, sent in parts, and read by the kernel; what came of it, and what stands where.

import { button, element, say } from '../form/controls.js';

const PART = 1 << 20; // bytes; a server's connection drops above ten megabytes
const AHEAD = 4; // parts that may be on their way
const PATIENCE = 30000; // ms without a word before what is lacking is sent again

class Sender {
  // told(size): so many bytes have arrived; unheard(): nobody has answered for a while.
  constructor(model, file, kind, { told, unheard }) {
    Object.assign(this, { model, file, kind, told, unheard, arrived: 0, sent: 0 });
    this.id = `f${Math.random().toString(36).slice(2, 10)}`;
  }

  begin() {
    const { name, size } = this.file;
    this.wait();
    this.say({ type: 'begin', id: this.id, name, size, kind: this.kind });
  }

  // The kernel says what it has: what is lacking goes on from there.
  async got(size) {
    this.arrived = size;
    this.told(size);
    clearTimeout(this.timer);
    if (size >= this.file.size && size > 0) {
      return;
    }
    this.wait();
    if (this.file.size === 0) {
      return this.sent++ ? undefined : this.part(0);
    }
    while (this.sent < this.file.size && this.sent < this.arrived + AHEAD * PART) {
      const at = this.sent;
      this.sent = Math.min(at + PART, this.file.size);
      await this.part(at);
    }
  }

  async part(at) {
    const bytes = await this.file.slice(at, at + PART).arrayBuffer();
    this.say({ type: 'part', id: this.id, at }, undefined, [bytes]);
  }

  say(...message) {
    try {
      this.model.send(...message);
    } catch {
      this.unheard(); // no kernel to talk to
    }
  }

  wait() {
    this.timer = setTimeout(() => {
      this.unheard();
      this.sent = this.arrived;
      if (this.arrived === 0) {
        this.begin();
      } else {
        this.got(this.arrived);
      }
    }, PATIENCE);
  }

  stop() {
    clearTimeout(this.timer);
  }
}

// A button, what came in, and the dialog, drawn into `root` until it is stopped.
export class Upload {
  cut?: Cut;

  constructor(model, root) {
    this.model = model;
    this.words = model.get('words');
    this.build(root);
    this.heard = (answer, buffers) => this.hear(answer, buffers);
    model.on('msg:custom', this.heard);
  }

  build(root) {
    const { words } = this;
    root.classList.add('workbook-upload');
    root.dataset.lmSuppressShortcuts = 'true';
    this.kind = element('select', { 'aria-label': words.import_kind });
    for (const [key, label] of this.model.get('kinds')) {
      this.kind.add(new Option(label, key));
    }
    this.file = element('input', { type: 'file', accept: this.model.get('endings'), hidden: true });
    this.file.addEventListener('change', () => this.file.files[0] && this.send(this.file.files[0]));
    this.choose = button(words.import_button, () => this.file.click(), { class: 'wu-main' });
    this.bar = element('progress', {
      max: 1,
      value: 0,
      hidden: true,
      'aria-label': words.import_button
    });
    this.status = element('span', { class: 'wu-status', role: 'status', 'aria-live': 'polite' });
    this.said = element('pre', { class: 'wu-said', hidden: true });
    this.ways = element('div', { class: 'wu-ways' });
    this.dialog = element('section', {
      class: 'wu-dialog',
      hidden: true,
      'aria-label': words.import_columns
    });
    const kind = element('label', { class: 'wu-kind' }, words.import_kind, this.kind);
    root.append(
      element('div', { class: 'wu-line' }, kind, this.choose, this.file, this.bar, this.status),
      this.said,
      this.ways,
      this.dialog
    );
    root.addEventListener('dragover', event => event.preventDefault());
    root.addEventListener('drop', event => this.dropped(event));
    root.addEventListener('keydown', event => event.stopPropagation());
  }

  dropped(event) {
    event.preventDefault();
    const [file] = event.dataTransfer?.files ?? [];
    if (file && !this.choose.disabled) {
      this.send(file);
    }
  }

  send(file) {
    this.sender?.stop();
    this.cut = undefined;
    this.how = { columns: {} };
    this.file.value = '';
    this.tell('', '');
    this.dialog.hidden = true;
    this.busy(say(this.words, 'import_sending', { file: file.name }));
    this.sender = new Sender(this.model, file, this.kind.value, {
      told: size => this.progress(file, size),
      unheard: () =>
        (this.status.textContent = say(this.words, 'import_unheard', { file: file.name }))
    });
    this.sender.begin();
  }

  progress(file, size) {
    this.bar.hidden = false;
    this.bar.max = Math.max(file.size, 1);
    this.bar.value = size;
    const percent = Math.floor((100 * size) / Math.max(file.size, 1));
    const text = size >= file.size ? 'import_reading' : 'import_sent';
    this.status.textContent = say(this.words, text, { file: file.name, percent });
  }

  busy(text) {
    this.working = Boolean(text);
    this.choose.disabled = this.kind.disabled = Boolean(text);
    this.status.textContent = text;
    if (!text) {
      this.bar.hidden = true;
    }
  }

  hear(answer, buffers) {
    if (!this.sender || answer.id !== this.sender.id) {
      return;
    }
    const act = {
      got: () => this.sender.got(answer.size),
      told: () => this.told(answer),
      looked: () => this.look(answer),
      unseen: () => {},
      gone: () => this.gone(),
      file: () => handOver(answer.name, buffers[0])
    }[answer.type];
    act?.();
  }

  // away: the kernel has gone. What it was at is lost, and a file that may have been too much for it
  // is not sent again unasked.
  cutOff(away) {
    if (away && this.working) {
      this.lost(this.sender.file, this.kind.value);
    }
  }

  lost(file, kind) {
    this.sender?.stop();
    this.sender = undefined;
    this.cut = { file, kind };
    this.kind.value = kind;
    this.busy('');
    this.dialog.hidden = true;
    this.tell(say(this.words, 'import_cut', { file: file.name }), 'bad');
    this.ways.replaceChildren(
      button(this.words.import_retry, () => this.send(file), { class: 'wu-main' })
    );
  }

  // The kernel was started again and has nothing of the file any more.
  gone() {
    this.sender.sent = 0;
    this.sender.arrived = 0;
    this.sender.begin();
  }

  told({ text, good, part, rejected, asks, back }) {
    this.sender.stop();
    this.busy('');
    this.tell(text, good ? 'good' : part ? 'part' : 'bad');
    const ways = [];
    if (asks) {
      ways.push(
        button(this.words.import_sure, () => this.read({ sure: true }), { class: 'wu-main' })
      );
    }
    if (rejected) {
      ways.push(
        button(say(this.words, 'import_rejected', { file: rejected }), () => this.ask('rejected'))
      );
    }
    if (back) {
      ways.push(button(this.words.import_back, () => this.ask('back')));
    }
    ways.push(button(this.words.import_columns, () => this.ask('look')));
    this.ways.replaceChildren(...ways);
  }

  tell(text, state) {
    this.said.hidden = !text;
    this.said.textContent = text;
    this.said.dataset.state = state;
    this.ways.replaceChildren();
  }

  ask(type) {
    this.model.send({ type, id: this.sender.id, how: this.how });
  }

  read(more = {}) {
    this.busy(say(this.words, 'import_reading', { file: this.sender.file.name }));
    this.model.send({ type: 'read', id: this.sender.id, how: { ...this.how, ...more } });
  }

  // -- what stands where ------------------------------------------------------------------------

  look(shown) {
    const { words, how } = this;
    const again = part => {
      this.how = { ...this.how, columns: {}, ...part };
      this.ask('look');
    };
    const choices = [];
    if (shown.sheets.length > 1) {
      choices.push(
        this.list(words.import_sheet, shown.sheets, shown.sheet, sheet => again({ sheet }))
      );
    }
    if (!shown.sheets.length) {
      const encodings = [...new Set([shown.encoding, ...this.model.get('encodings')])];
      choices.push(
        this.list(words.import_encoding, encodings, shown.encoding, encoding => again({ encoding }))
      );
    }
    const units = ['', ...this.model.get('units')];
    choices.push(
      this.list(words.import_unit, units, how.unit ?? '', unit => (this.how.unit = unit))
    );
    const close = button(words.import_close, () => (this.dialog.hidden = true));
    const go = button(
      words.import_again,
      () => {
        this.dialog.hidden = true;
        this.read();
      },
      { class: 'wu-main' }
    );
    this.dialog.replaceChildren(
      element('h4', {}, words.import_columns),
      element('p', { class: 'wu-help' }, words.import_columns_says),
      element('div', { class: 'wu-line' }, ...choices),
      element('div', { class: 'wu-scroll' }, this.table(shown)),
      element('div', { class: 'wu-line' }, go, close)
    );
    this.dialog.hidden = false;
  }

  list(label, options, chosen, act) {
    const made = element('select', { on: { change: () => act(made.value) } });
    for (const one of options) {
      made.add(new Option(one, one));
    }
    made.value = chosen;
    return element('label', { class: 'wu-kind' }, label, made);
  }

  // A row for each column of the file: what it is called, what stands in it, what it is to us.
  table(shown) {
    const { words } = this;
    const heads = ['import_heading', 'import_first_rows', 'import_meaning'];
    const head = element(
      'tr',
      {},
      ...heads.map(key => element('th', { scope: 'col' }, words[key]))
    );
    const lines = shown.headings.flatMap((heading, at) =>
      heading ? [this.line(heading, at, shown)] : []
    );
    return element('table', {}, element('thead', {}, head), element('tbody', {}, ...lines));
  }

  line(heading, at, shown) {
    const chosen = this.how.columns[heading] ?? shown.placed[heading] ?? '';
    const made = element('select', { 'aria-label': heading });
    made.add(new Option(this.words.import_unknown, ''));
    made.add(new Option(this.words.import_ignore, 'ignore'));
    for (const { key, label } of shown.offered) {
      made.add(new Option(shown.required.includes(key) ? `${label} *` : label, key));
    }
    made.value = chosen;
    made.addEventListener('change', () => {
      if (made.value) {
        this.how.columns[heading] = made.value;
      } else {
        delete this.how.columns[heading];
      }
    });
    const texts = shown.rows
      .slice(0, 3)
      .map(row => row[at])
      .filter(Boolean)
      .join(' · ');
    const name = element('th', { scope: 'row' }, heading);
    return element(
      'tr',
      {},
      name,
      element('td', { class: 'wu-first' }, texts),
      element('td', {}, made)
    );
  }

  stop() {
    this.sender?.stop();
    this.model.off('msg:custom', this.heard);
  }
}

function handOver(name, bytes) {
  const href = URL.createObjectURL(new Blob([bytes], { type: 'text/csv' }));
  const link = element('a', { href, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(href), 60000); // the browser has begun to read it by then
}

/** A file that was on its way when the kernel went, and of which kind it is. */
export interface Cut {
  readonly file: File;
  readonly kind: string;
}
