import type { Message } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';
import { button, element } from './elements';

/** A button of the bar: its text and what it does. */
export interface Way {
  readonly text: string;
  readonly go: (beside: HTMLElement) => void;
  readonly menu?: boolean;
}

/** The bar above a page: what is wrong, what to do about it, and what can always be done. */
export class PageBar extends Widget {
  private _text = element('span', { class: 'jp-WorkbookBar-text', role: 'status' });
  private _ways = element('span', { class: 'jp-WorkbookBar-ways' });
  private _tools = element('span', { class: 'jp-WorkbookBar-tools' });
  private _line = element('div', { class: 'jp-WorkbookBar-line' });

  constructor(label: string) {
    super();
    this.addClass('jp-WorkbookBar');
    this.node.setAttribute('role', 'toolbar');
    this.node.setAttribute('aria-label', label);
    this._line.append(this._text, this._ways, this._tools);
    this.node.append(this._line);
  }

  /** What can be done on every page. */
  tools(ways: readonly Way[]): void {
    this._tools.replaceChildren(...ways.map(way => wayOf(way)));
  }

  /** Show a message. grave: the page does not answer, or waits for a person. */
  say(text: string, ways: readonly Way[] = [], grave = false): void {
    this._text.textContent = text;
    this._ways.replaceChildren(...ways.map(way => wayOf(way)));
    this.toggleClass('jp-mod-grave', grave);
    this._makeRoom();
  }

  /** Remove the message. */
  quiet(): void {
    this.say('');
  }

  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    this._makeRoom();
  }

  protected override onResize(message: Widget.ResizeMessage): void {
    super.onResize(message);
    this._makeRoom();
  }

  /** The layout asks for a minimum height: what the text needs. */
  private _makeRoom(): void {
    const needed = `${this._line.offsetHeight}px`;
    if (this._line.offsetHeight > 0 && this.node.style.minHeight !== needed) {
      this.node.style.minHeight = needed;
      this.parent?.fit();
    }
  }
}

function wayOf(way: Way): HTMLButtonElement {
  const made = button(way.text, () => way.go(made), {
    'aria-haspopup': way.menu ? 'menu' : undefined
  });
  return made;
}
