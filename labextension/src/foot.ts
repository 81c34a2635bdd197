import type { Standing } from './contract';
import type { Acts, Shown } from './drawing';
import { button, element } from './elements';
import type { Words } from './words';

/** Says "saved" only for what the store has acknowledged, and only while it can be reached. */
function savedLine({ saved_at }: Standing, { open, trouble, lost }: Shown, words: Words): string {
  if (open.stuck > 0) {
    return words._n(
      'Not everything is saved: %1 form could not save yet.',
      'Not everything is saved: %1 forms could not save yet.',
      open.stuck
    );
  }
  if (open.saving > 0) {
    return words.__('Saving…');
  }
  if (!saved_at) {
    return words.__('Nothing has been typed yet.');
  }
  return trouble || lost
    ? words.__('Last saved on %1.', saved_at)
    : words.__('Everything is saved, last on %1.', saved_at);
}

/** What is saved, and the panel's own buttons. */
export function foot(standing: Standing, shown: Shown, acts: Acts, words: Words): HTMLElement[] {
  const { chosen, open } = shown;
  const saved = savedLine(standing, shown, words);
  const again = open.stuck > 0 ? [button(words.__('Try again'), acts.saveAgain, { 'data-key': 'save' })] : [];
  const take = button(words.__('Export…'), () => acts.exportPage(take), {
    'data-key': 'export',
    'aria-haspopup': 'menu'
  });
  const plain = button(
    words.__('Without menus'),
    () => acts.choose({ reduced: !chosen.reduced }),
    { 'data-key': 'reduced', 'aria-pressed': String(chosen.reduced) }
  );
  return [
    element('p', { class: 'jp-Workbook-saved', role: 'status', text: saved }),
    ...again,
    ...exchanging(shown, acts, words),
    element('div', { class: 'jp-Workbook-buttons' }, take, plain)
  ];
}

/** What a member of a class does with files, and what its coach does. */
export function exchanging({ session }: Shown, acts: Acts, words: Words): HTMLElement[] {
  const taking = button(words.__('Take in…'), acts.takeIn, { 'data-key': 'take-in' });
  const first: Record<string, HTMLElement | undefined> = {
    trainee: button(words.__('Hand in…'), acts.handIn, { 'data-key': 'hand-in' }),
    coach: button(words.__('The class'), acts.openClass, { 'data-key': 'class' })
  };
  const own = first[session?.role ?? 'none'];
  if (!own && session?.sample) {
    const join = button(words.__('I have a class file…'), acts.takeIn, { 'data-key': 'join' });
    return [element('div', { class: 'jp-Workbook-buttons' }, join)];
  }
  return own ? [element('div', { class: 'jp-Workbook-buttons' }, own, taking)] : [];
}
