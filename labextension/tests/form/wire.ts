import { vi } from 'vitest';
import type { Body, Field, Problem } from '../../src/form/description';
import { Form } from '../../src/form/form';
import type { Told } from '../../src/form/status';
import type { Answer, Lead, Model, State } from '../../src/form/wire';
import { ANSWER, CONTACTS, SCHEME, TARGETS } from './samples';

// What jsdom does not have of a browser.
vi.stubGlobal('CSS', { escape: (text: string) => text.replace(/["\\]/g, '\\$&') });
Element.prototype.scrollIntoView = () => undefined;

/** A message as the kernel gets it. */
export interface Message {
  readonly type: string;
  readonly id: string;
  readonly body: Body;
  readonly based_on: number;
  readonly version?: number;
  readonly number?: number;
  readonly text?: string;
}

/** The answer to a message, without its id. */
type Reply = Answer extends infer One
  ? One extends { id: string }
    ? Omit<One, 'id'>
    : never
  : never;

/** Each text of the form is its key with its figures: "saved_at 14:05". */
const TEXTS: Record<string, string> = {
  saved_at: 'saved_at {time}',
  store_unreachable: 'store_unreachable {reason}',
  errors_count: 'errors_count {n}',
  pasted: 'pasted {rows}',
  from_book: 'from_book {names}',
  paste_unknown: 'paste_unknown {names}',
  paste_cut: 'paste_cut {columns}',
  reply_refused: 'reply_refused {reason}',
  remark_new: 'remark_new {field}',
  version: 'version {version}',
  rows: '{n} rows'
};
const WORDS = new Proxy(TEXTS, { get: (known, key: string) => known[key] ?? key });

export const EMPTY: State = {
  fields: [SCHEME, CONTACTS, TARGETS, ANSWER],
  words: WORDS,
  draft_key: 'chen-jie/plan',
  keeps_history: true,
  value: {},
  problems: [],
  saved_at: '',
  version: 0,
  keeps_remarks: false,
  remarks: []
};

/** The kernel's end of the wire: what was sent, and what the test has it answer. */
export class Wire implements Model {
  readonly sent: Message[] = [];
  /** Whether anybody is there to hear. */
  isThere = true;
  private state: State;
  private readonly acts: [string, (message: Answer | Lead) => void][] = [];

  constructor(state: Partial<State> = {}) {
    this.state = { ...EMPTY, ...state };
  }

  get<K extends keyof State>(name: K): State[K] {
    return this.state[name];
  }

  send(content: unknown): void {
    if (!this.isThere) {
      throw new Error('no kernel');
    }
    this.sent.push(JSON.parse(JSON.stringify(content)) as Message);
  }

  on(event: string, act: (message: Answer | Lead) => void): void {
    this.acts.push([event, act]);
  }

  off(event: string, act: (message: Answer | Lead) => void): void {
    const at = this.acts.findIndex(([name, one]) => name === event && one === act);
    this.acts.splice(at, 1);
  }

  get listeners(): number {
    return this.acts.length;
  }

  /** The last message. */
  get last(): Message {
    const last = this.sent.at(-1);
    if (!last) {
      throw new Error('nothing was sent');
    }
    return last;
  }

  get saves(): readonly Message[] {
    return this.sent.filter(({ type }) => type === 'save');
  }

  /** Answer a message. */
  answer(answer: Reply, to = this.last): void {
    this.fire('msg:custom', { id: to.id, ...answer });
  }

  /** Answer that the last message was saved, as the kernel does: then the state follows. */
  saved(version: number, problems: readonly Problem[] = []): void {
    const { body } = this.last;
    const saved_at = `14:0${version}`;
    this.answer({ type: 'saved', version, saved_at, problems });
    this.change({ value: body, version, saved_at, problems });
  }

  /** Answer with a version that was asked for. */
  recalled(body: Body): void {
    this.answer({ type: 'recalled', version: 0, body } as Reply);
  }

  /** The widget's state is another. */
  change(state: Partial<State>): void {
    this.state = { ...this.state, ...state };
    Object.keys(state).forEach(name => this.fire(`change:${name}`, {} as Answer));
  }

  /** Lead the person to a row. */
  leadTo(field: string, row: number): void {
    this.fire('msg:custom', { lead_to: [field, row] });
  }

  private fire(event: string, answer: Answer | Lead): void {
    [...this.acts].filter(([name]) => name === event).forEach(([, act]) => act(answer));
  }
}

/** A form on a page, with what the page hears of it. */
export interface Page {
  readonly wire: Wire;
  readonly form: Form;
  readonly root: HTMLElement;
  readonly told: Told[];
  readonly mended: () => number;
}

/** Draw a form of `state` into the page. */
export function draw(state: Partial<State> = {}): Page {
  const wire = new Wire(state);
  const root = document.createElement('div');
  document.body.append(root);
  const told: Told[] = [];
  const mend = vi.fn();
  const form = new Form(wire, root, { tell: one => told.push(one), mend });
  return { wire, form, root, told, mended: () => mend.mock.calls.length };
}

/** A form of some fields. */
export const drawOf = (fields: readonly Field[], value: Body = {}): Page => draw({ fields, value });

/** The control at a place; it has to be there. */
export function at(root: ParentNode, loc: string): HTMLInputElement {
  const control = root.querySelector<HTMLInputElement>(`[data-loc="${loc}"].wf-control`);
  if (!control) {
    throw new Error(`no control at ${loc}`);
  }
  return control;
}

/** Type a text into the control at a place, as a person does. */
export function type(root: ParentNode, loc: string, text: string): void {
  const control = at(root, loc);
  control.focus();
  control.value = text;
  control.dispatchEvent(new Event('input', { bubbles: true }));
}

/** Press a key where the person is; whether the browser may still do its own with it. */
export function press(key: string, held: KeyboardEventInit = {}): boolean {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...held });
  return (document.activeElement ?? document.body).dispatchEvent(event);
}

/** Where the person is. */
export const here = (): string | undefined =>
  document.activeElement instanceof HTMLElement ? document.activeElement.dataset['loc'] : undefined;

/** The text of the first element that fits. */
export const textOf = (root: ParentNode, selector: string): string =>
  root.querySelector(selector)?.textContent ?? '';

/** Click the button with a text. */
export function click(root: ParentNode, text: string): void {
  const button = [...root.querySelectorAll('button')].find(one => one.textContent === text);
  if (!button) {
    throw new Error(`no button ${text}`);
  }
  button.click();
}
