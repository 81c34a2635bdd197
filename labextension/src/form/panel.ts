// The panel above the fields: an unsaved draft, two versions of the same fields, the history.

import { button, element } from '../elements';
import { compare } from './compare';
import type { Body, Words } from './description';
import type { Draft } from './drafts';
import type { Form } from './form';
import { clock, say, tool } from './parts';
import type { Joined } from './values';
import { same, tidy } from './values';
import type { Exchanges, Sitting, Theirs, Version } from './wire';

/** A version as a line of the history; a sitting has a text of its own. */
type Line = Version & { readonly text?: string };

/** What can be done: a button's text, and what it does. */
type Choice = readonly [string, () => void];

export class Panel {
  readonly node = element('div', { class: 'wf-panel', hidden: true });
  private readonly words: Words;

  constructor(private readonly form: Form) {
    this.words = form.words;
  }

  private open(name: string, ...children: Node[]): void {
    this.node.replaceChildren(...children);
    this.node.className = `wf-panel wf-${name}`;
    this.node.hidden = false;
  }

  private close(): void {
    this.node.hidden = true;
    this.node.replaceChildren();
    this.form.content.inert = false;
  }

  private title(key: string, figures?: object): HTMLElement {
    const text = say(this.words, key, figures);
    return element('h4', { class: 'wf-title', tabindex: '-1' }, text);
  }

  /** What can be done, as buttons; the first is the one that keeps what was typed. */
  private choices(...choices: Choice[]): HTMLElement {
    const buttons = choices.map(([text, act], index) => {
      const closing = (): void => {
        this.close();
        act();
      };
      return button(text, closing, { class: index ? 'wf-quiet' : 'wf-main' });
    });
    return element('div', { class: 'wf-choices' }, ...buttons);
  }

  private difference(left: Body, right: Body, headings: readonly string[]): HTMLElement {
    const table = compare(this.form.fields, this.words, left, right, headings);
    // A long comparison is scrolled by keyboard too.
    const attributes = { role: 'region', 'aria-label': headings.join(' / '), tabindex: '0' };
    return element('div', { class: 'wf-scroll', ...attributes }, table);
  }

  // -- a draft ----------------------------------------------------------------------------------

  offerDraft({ when, changes }: Draft): void {
    const { saving, body } = this.form;
    const headings = [say(this.words, 'current'), say(this.words, 'mine')];
    this.open(
      'draft',
      this.title('draft_found', { time: clock(when) }),
      this.difference(body, saving.with(changes), headings),
      this.choices(
        [say(this.words, 'use_draft'), () => saving.decide(true)],
        [say(this.words, 'drop_draft'), () => saving.decide(false)]
      )
    );
  }

  // -- two versions -----------------------------------------------------------------------------

  /** Ask which version is to stay; nothing else can be done before. */
  askWhich(theirs: Theirs, joined: Joined): void {
    const chosen = joined.clashes.map(name => [name, theirs.body[name]] as const);
    const theirChoice = tidy({ ...joined.body, ...Object.fromEntries(chosen) });
    const take = (body: Body) => () => this.form.saving.joinedBy(theirs, body);
    const title = this.title('conflict_title');
    const figures = { ...theirs, time: theirs.saved_at };
    const headings = [say(this.words, 'mine'), say(this.words, 'theirs')];
    this.form.notice([]);
    this.open(
      'conflict',
      title,
      element('p', {}, say(this.words, 'conflict_says', figures)),
      this.difference(joined.body, theirChoice, headings),
      this.choices(
        [say(this.words, 'keep_mine'), take(joined.body)],
        [say(this.words, 'keep_theirs'), take(theirChoice)]
      )
    );
    this.form.content.inert = true;
    title.focus();
  }

  // -- the history ------------------------------------------------------------------------------

  showHistory(): void {
    if (this.node.classList.contains('wf-past') && !this.node.hidden) {
      this.close();
    } else if (this.node.hidden) {
      this.form.saving.flush();
      this.form.saving.ask('history', {}, told => this.list(told));
    } // else a decision is due first
  }

  private list({ versions, sittings }: Exchanges['history']['answer']): void {
    const preview = element('div', { class: 'wf-preview' });
    const byNumber = new Map(versions.map(one => [one.version, one]));
    const lines = sittings.map(one => this.sitting(one, byNumber, preview));
    const all = lines.length ? lines : [say(this.words, 'never_saved')];
    const close = tool('✕', say(this.words, 'close'), () => this.close());
    this.open(
      'past',
      element('div', { class: 'wf-heading' }, this.title('history'), close),
      element('div', { class: 'wf-two' }, element('div', { class: 'wf-versions' }, ...all), preview)
    );
    (lines[0]?.querySelector('button') ?? close).focus();
  }

  /** What a person did in one go, with what came of it; each save in it is a click further away. */
  private sitting(one: Sitting, versions: ReadonlyMap<number, Version>, place: Element): Element {
    const known = one.versions.flatMap(number => versions.get(number) ?? []);
    const all = known.map(version => this.line(version, place));
    const changes = one.changes.length ? one.changes : [say(this.words, 'sitting_same')];
    const said = changes.map(text => element('li', {}, text));
    const list = element('ul', { class: 'wf-changes' }, ...said);
    const [last] = known;
    if (!last || all.length === 1) {
      return element('div', { class: 'wf-sitting' }, ...all, list);
    }
    const text = say(this.words, 'sitting_line', { ...one, n: all.length });
    const whole = this.line({ ...last, text }, place);
    const summary = element('summary', {}, say(this.words, 'each_version'));
    const each = element('details', {}, summary, ...all);
    return element('div', { class: 'wf-sitting' }, whole, list, each);
  }

  private line(one: Line, place: Element): HTMLElement {
    const now = one.version === this.form.saving.base.version;
    const time = { ...one, time: one.saved_at };
    const text = one.text ?? say(this.words, 'history_line', time);
    const line = button(text, () => this.choose(line, one, place), {
      class: 'wf-version',
      'aria-pressed': 'false',
      title: now ? say(this.words, 'current') : null
    });
    return line;
  }

  private choose(line: Element, { version }: Version, place: Element): void {
    for (const other of this.node.querySelectorAll('.wf-version')) {
      other.setAttribute('aria-pressed', String(other === line));
    }
    this.form.saving.ask('recall', { version }, ({ body }) => {
      place.replaceChildren(...this.preview(version, body));
    });
  }

  private preview(version: number, body: Body): Node[] {
    const { form } = this;
    const [heading, now] = [say(this.words, 'version', { version }), say(this.words, 'current')];
    const title = element('h4', { class: 'wf-title' }, heading);
    if (same(form.visible(body), form.visible(form.body))) {
      return [title, element('p', {}, now)];
    }
    const restore = (): void => form.saving.undoing.restore(version, body);
    return [
      title,
      this.difference(body, form.body, [heading, now]),
      this.choices([say(this.words, 'restore'), restore])
    ];
  }
}
