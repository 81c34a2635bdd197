/** Controls of the coach's views with their words beside them. */
import { element } from '../elements';

/** A control with its words before it. */
export function labelled(said: string, control: HTMLElement): HTMLLabelElement {
  return element('label', { class: 'jp-WorkbookCoach-label' }, element('span', {}, said), control);
}

/** A box to tick with its words behind it; ``ticked`` hears whether it is. */
export function tick(
  said: string,
  on: boolean,
  ticked: (on: boolean) => void = () => undefined
): HTMLLabelElement {
  const box = element('input', { type: 'checkbox' });
  box.checked = on;
  box.addEventListener('change', () => ticked(box.checked));
  return element('label', { class: 'jp-WorkbookCoach-tick' }, box, element('span', {}, said));
}

/** Put other options into a choice; its value stays where it is still offered. */
export function offer(
  choice: HTMLSelectElement,
  options: readonly (readonly [string, string])[],
  value = choice.value
): void {
  choice.replaceChildren(...options.map(([key, said]) => new Option(said, key)));
  choice.value = options.some(([key]) => key === value) ? value : (options[0]?.[0] ?? '');
}

/** A line for sentences: errors interrupt a screen reader, the rest waits. */
export function sayIn(line: HTMLElement, said: string, wrong = false): void {
  line.textContent = said;
  line.hidden = said === '';
  line.setAttribute('role', wrong ? 'alert' : 'status');
  line.classList.toggle('jp-mod-wrong', wrong);
}

/** Ctrl+Enter (Cmd+Enter) in a box sends it. */
export function sendsOn(box: HTMLTextAreaElement, send: () => Promise<void>): void {
  box.addEventListener('keydown', event => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      event.stopPropagation();
      void send();
    }
  });
}
