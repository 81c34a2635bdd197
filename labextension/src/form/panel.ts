// @ts-nocheck: the types come next
// The panel above the fields: an unsaved draft, two versions of the same fields, the history.

import { compare } from './compare.js';
import { button, element, say, tool } from './controls.js';
import { same, tidy } from './values.js';

export class Panel {
  constructor(form) {
    this.form = form;
    this.words = form.words;
    this.node = element('div', { class: 'wf-panel', hidden: true });
  }

  open(name, ...children) {
    this.node.replaceChildren(...children);
    this.node.className = `wf-panel wf-${name}`;
    this.node.hidden = false;
  }

  close() {
    this.node.hidden = true;
    this.node.replaceChildren();
    this.form.content.inert = false;
  }

  title(key, figures) {
    return element('h4', { class: 'wf-title', tabindex: '-1' }, say(this.words, key, figures));
  }

  // What is to be done, as buttons; the first is the one that keeps what was typed.
  choices(...choices) {
    const buttons = choices.map(([text, act], index) =>
      button(
        text,
        () => {
          this.close();
          act();
        },
        { class: index ? 'wf-quiet' : 'wf-main' }
      )
    );
    return element('div', { class: 'wf-choices' }, ...buttons);
  }

  difference(left, right, headings) {
    const table = compare(this.form.fields, this.words, left, right, headings);
    // A long comparison is scrolled by keyboard too.
    const name = headings.join(' / ');
    return element(
      'div',
      { class: 'wf-scroll', role: 'region', 'aria-label': name, tabindex: '0' },
      table
    );
  }

  // -- a draft ----------------------------------------------------------------------------------

  offerDraft({ when, changes }) {
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

  // Nothing else can be done before one of them is chosen.
  askWhich(theirs, joined) {
    const chosen = joined.clashes.map(name => [name, theirs.body[name]]);
    const theirChoice = tidy({ ...joined.body, ...Object.fromEntries(chosen) });
    const take = body => () => this.form.saving.joinedBy(theirs, body);
    const title = this.title('conflict_title');
    this.form.notice([]);
    this.open(
      'conflict',
      title,
      element('p', {}, say(this.words, 'conflict_says', { ...theirs, time: theirs.saved_at })),
      this.difference(joined.body, theirChoice, [
        say(this.words, 'mine'),
        say(this.words, 'theirs')
      ]),
      this.choices(
        [say(this.words, 'keep_mine'), take(joined.body)],
        [say(this.words, 'keep_theirs'), take(theirChoice)]
      )
    );
    this.form.content.inert = true;
    title.focus();
  }

  // -- the history ------------------------------------------------------------------------------

  showHistory() {
    if (this.node.classList.contains('wf-past') && !this.node.hidden) {
      return this.close();
    }
    if (!this.node.hidden) {
      return;
    } // a decision is due first
    this.form.saving.flush();
    this.form.saving.ask({ type: 'history' }, told => this.list(told));
  }

  list({ versions, sittings }) {
    const preview = element('div', { class: 'wf-preview' });
    const byNumber = Object.fromEntries(versions.map(one => [one.version, one]));
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

  // What a person did in one go, with what came of it; each save in it is a click further away.
  sitting(one, versions, place) {
    const all = one.versions.map(number => this.line(versions[number], place));
    const changes = one.changes.length ? one.changes : [say(this.words, 'sitting_same')];
    const said = changes.map(text => element('li', {}, text));
    const list = element('ul', { class: 'wf-changes' }, ...said);
    if (all.length === 1) {
      return element('div', { class: 'wf-sitting' }, all[0], list);
    }
    const text = say(this.words, 'sitting_line', { ...one, n: all.length });
    const [last] = one.versions;
    const whole = this.line({ ...versions[last], text }, place);
    const each = element(
      'details',
      {},
      element('summary', {}, say(this.words, 'each_version')),
      ...all
    );
    return element('div', { class: 'wf-sitting' }, whole, list, each);
  }

  line(one, place) {
    const now = one.version === this.form.saving.base.version;
    const text = one.text ?? say(this.words, 'history_line', { ...one, time: one.saved_at });
    const line = button(text, () => this.choose(line, one, place), {
      class: 'wf-version',
      'aria-pressed': 'false',
      title: now ? say(this.words, 'current') : null
    });
    return line;
  }

  choose(line, { version }, place) {
    for (const other of this.node.querySelectorAll('.wf-version')) {
      other.setAttribute('aria-pressed', String(other === line));
    }
    this.form.saving.ask({ type: 'recall', version }, ({ body }) => {
      place.replaceChildren(...this.preview(version, body));
    });
  }

  preview(version, body) {
    const { form } = this;
    const headings = [say(this.words, 'version', { version }), say(this.words, 'current')];
    const title = element('h4', { class: 'wf-title' }, headings[0]);
    if (same(form.visible(body), form.visible(form.body))) {
      return [title, element('p', {}, headings[1])];
    }
    return [
      title,
      this.difference(body, form.body, headings),
      this.choices([say(this.words, 'restore'), () => form.saving.restore(version, body)])
    ];
  }
}

export function clock(when) {
  const [moment, now] = [new Date(when), new Date()];
  const two = number => String(number).padStart(2, '0');
  const time = `${two(moment.getHours())}:${two(moment.getMinutes())}`;
  if (moment.toDateString() === now.toDateString()) {
    return time;
  }
  return `${two(moment.getMonth() + 1)}-${two(moment.getDate())} ${time}`;
}
