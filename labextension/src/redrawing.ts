import type { Part } from './drawing';
import { element } from './elements';

/**
 * Redraw the parts that are new or have changed; the others keep elements, focus and open lists.
 *
 * Focus goes back to the element with the same `data-key`, and the scroll stays where it was.
 */
export function redraw(host: HTMLElement, parts: readonly Part[]): void {
  const { scrollTop } = host;
  for (const part of parts) {
    const place = placeOf(host, part.name);
    const now = JSON.stringify(part.of) ?? '';
    if (place.dataset['of'] !== undefined && seen.get(place) === now) {
      continue;
    }
    const focused = keyOf(place.contains(document.activeElement) ? document.activeElement : null);
    seen.set(place, now);
    place.dataset['of'] = '';
    place.replaceChildren(...part.draw());
    if (focused) {
      withKey(place, focused)?.focus({ preventScroll: true });
    }
  }
  host.scrollTop = scrollTop;
}

const seen = new WeakMap<HTMLElement, string>();

function placeOf(host: HTMLElement, name: string): HTMLElement {
  const there = [...host.children].find(
    (one): one is HTMLElement => one instanceof HTMLElement && one.dataset['part'] === name
  );
  if (there) {
    return there;
  }
  const made = element('div', { class: `jp-Workbook-part jp-Workbook-${name}`, 'data-part': name });
  host.append(made);
  return made;
}

function keyOf(focused: Element | null): string {
  return focused instanceof HTMLElement ? (focused.dataset['key'] ?? '') : '';
}

function withKey(place: HTMLElement, key: string): HTMLElement | undefined {
  const keyed = [...place.querySelectorAll<HTMLElement>('[data-key]')];
  return keyed.find(one => one.dataset['key'] === key);
}
