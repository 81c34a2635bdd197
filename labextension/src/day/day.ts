// The one list of the day: the kernel says who is due and keeps what came of it.

import type { DayList } from '../contract';
import { button, element } from '../elements';
import type { Words } from '../form/description';
import { say } from '../form/parts';
import { keepDraft } from './draft';
import type { Acts } from './lines';
import { doneOf, lineOf, tryOf } from './lines';
import type { Answer, Asked, Model, Ticked } from './wire';

/** The list, drawn into `root` until it is stopped. */
export class Day {
  private readonly words: Words;
  private readonly status = element('p', { class: 'wd-status', role: 'status', 'aria-live': 'polite' });
  private readonly host = element('div', { class: 'wd-list' });
  private readonly acts: Acts;
  /** What was sent last and has not been answered. */
  private asked: Asked | undefined;
  private readonly heard = (answer: Answer): void => this.hear(answer);

  constructor(
    private readonly model: Model,
    root: HTMLElement
  ) {
    this.words = model.get('words');
    this.acts = {
      words: this.words,
      draft: customer => `${model.get('draft_key')}/${customer}`,
      tick: (result: Ticked) => this.ask({ type: 'tick', ...result }),
      back: result => this.ask({ type: 'back', result })
    };
    root.classList.add('workbook-day');
    root.dataset['lmSuppressShortcuts'] = 'true';
    root.addEventListener('keydown', event => event.stopPropagation());
    root.append(this.status, this.host);
    model.on('msg:custom', this.heard);
    this.ask({ type: 'look' });
  }

  /** Say what is being done, and do it; what cannot be sent is said, with a way to try again. */
  private ask(asked: Asked): void {
    this.asked = asked;
    this.say(say(this.words, asked.type === 'look' ? 'day_looks' : 'day_saves'));
    this.host.toggleAttribute('inert', true);
    try {
      this.model.send(asked);
    } catch {
      this.cutOff(true);
    }
  }

  /** Where something is on its way and the kernel has gone: it was not kept, and may be tried again. */
  cutOff(away: boolean): void {
    const { asked } = this;
    if (away && asked) {
      const again = button(say(this.words, 'day_again'), () => this.ask(asked), { class: 'wd-again' });
      this.say(say(this.words, 'day_cut'), again);
      this.host.toggleAttribute('inert', false);
    }
  }

  private hear(answer: Answer): void {
    const done = this.asked;
    this.asked = undefined;
    this.host.toggleAttribute('inert', false);
    if (answer.type === 'refused') {
      this.say(answer.text);
      this.status.dataset['state'] = 'bad';
      return;
    }
    if (done?.type === 'tick') {
      keepDraft(this.acts.draft(done.customer), { said: '', next_day: '' });
    }
    this.say('');
    this.draw(answer.list);
  }

  private say(text: string, way?: HTMLElement): void {
    delete this.status.dataset['state'];
    this.status.replaceChildren(text, ...(way ? [way] : []));
  }

  private draw(list: DayList): void {
    const focused = keyOf(document.activeElement, this.host);
    const { words } = this;
    const numbers = element('p', { class: 'wd-numbers', text: list.numbers });
    const tries = list.tries.map(one => tryOf(one, list, this.acts));
    const lines = list.lines.map(one => lineOf(one, list, this.acts));
    const done = list.done.map(one => doneOf(one, list, this.acts));
    const none = lines.length + done.length === 0 ? element('p', { text: say(words, 'day_nobody') }) : null;
    const all = element('ol', { class: 'wd-lines' }, ...lines, ...done);
    const parts = [numbers, ...tries, none ?? all, fold(rest(list, words)), fold(order(list))];
    this.host.replaceChildren(...parts.filter(part => part !== null));
    if (focused) {
      this.host.querySelector<HTMLElement>(focused)?.focus({ preventScroll: true });
    }
  }

  stop(): void {
    this.model.off('msg:custom', this.heard);
  }
}

/** Who does not fit into the minutes, and who is left out and why. */
function rest(list: DayList, words: Words): readonly [string, string[]] {
  const waits = list.more.length
    ? [say(words, 'day_rest', { count: list.more.length, customers: list.more.join(' · ') })]
    : [];
  const said = [...waits, list.left].filter(Boolean);
  return [said.length ? say(words, 'day_others') : '', said];
}

function order(list: DayList): readonly [string, string[]] {
  return [list.order.title, list.order.text.split('\n').filter(Boolean)];
}

function fold([title, texts]: readonly [string, string[]]): HTMLElement | null {
  const told = texts.map(text => element('p', { text }));
  return title ? element('details', { class: 'wd-fold' }, element('summary', { text: title }), ...told) : null;
}

/** Where to find the same control again: the button of the next customer's line where there is none. */
function keyOf(focused: Element | null, host: HTMLElement): string {
  const line = host.contains(focused) ? focused?.closest<HTMLElement>('[data-customer]') : null;
  return line ? '.wd-line:not(.wd-done) button, .wd-line button' : '';
}
