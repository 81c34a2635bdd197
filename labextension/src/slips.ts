import { searches } from './fold/fold';

/**
 * Whether a key could change cells by mistake: keys without Ctrl or Alt, and those that run a cell.
 *
 * The keys of the search are the browser's on a page: it looks into what is folded, too.
 */
export function slips(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>): boolean {
  const held = event.ctrlKey || event.metaKey || event.altKey;
  return !held || searches(event) || event.key === 'Enter' || event.key === 'Backspace' || event.key.startsWith('Arrow');
}
