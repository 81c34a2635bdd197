/** Whether a key could change cells by mistake: keys without Ctrl or Alt, and those that run a cell. */
export function slips(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>): boolean {
  const held = event.ctrlKey || event.metaKey || event.altKey;
  return !held || event.key === 'Enter' || event.key === 'Backspace' || event.key.startsWith('Arrow');
}
