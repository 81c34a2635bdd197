/** What a person does with files of a class: join, hand in, take in. */
import { Dialog, InputDialog, showDialog, showErrorMessage } from '@jupyterlab/apputils';
import { Widget } from '@lumino/widgets';
import type { FileMade, HandInPlan, TakenIn } from '../contract';
import { element } from '../elements';
import { get, post, sentence } from '../server';
import type { Words } from '../words';
import type { Wanted } from './files';
import { bring, choose, keep } from './files';

/** What became of files: taken in, or a class that was joined, or nothing. */
export type Outcome = 'taken' | 'joined' | 'nothing';

/** Take in files, one after the other, and say what came of each. */
export async function takeIn(files: File[], wanted: Wanted, words: Words): Promise<Outcome> {
  const lines: string[] = [];
  let isTaken = false;
  for (const one of files) {
    try {
      const done = await taken(one, wanted, words);
      if (done?.joined) {
        return 'joined';
      }
      lines.push(...(done?.lines ?? []));
      isTaken ||= done !== null && !done.refused;
    } catch (error) {
      lines.push(`${one.name}: ${sentence(error, words)}`);
    }
  }
  if (lines.length > 0) {
    await say(words.__('Taken in'), lines, words);
  }
  return isTaken ? 'taken' : 'nothing';
}

/** Choose files and take them in. */
export async function chooseAndTakeIn(wanted: Wanted, words: Words): Promise<Outcome> {
  return takeIn(await choose(), wanted, words);
}

/** Null where somebody does not say who joins. */
async function taken(one: File, wanted: Wanted, words: Words): Promise<TakenIn | null> {
  const done = await bring(one, wanted);
  if (done.people.length === 0) {
    return done;
  }
  const names = done.people.map(each => `${each.name} (${each.number || each.id})`);
  const title = words.__('Who are you?');
  const { value } = await InputDialog.getItem({ title, items: names });
  const chosen = done.people[names.indexOf(value ?? '')];
  return chosen ? bring(one, wanted, chosen.id) : null;
}

/** Show what a hand-in would hold, and make the file where the person agrees. */
export async function handIn(wanted: Wanted, words: Words): Promise<void> {
  try {
    const plan = await get<HandInPlan>('class/hand-ins', { ...wanted });
    const more = plan.customers ? [customers(plan, words)] : [];
    const whole = check('whole', words.__('Everything, not only what is new'), !plan.new);
    const body = new Widget({
      node: element('div', { class: 'jp-WorkbookClass-plan' }, ...paragraphs(plan.lines), ...more, whole)
    });
    const { button } = await showDialog({
      title: words.__('Hand in'),
      body,
      buttons: [
        Dialog.cancelButton({ label: words.__('Not now') }),
        Dialog.okButton({ label: words.__('Make the file') })
      ]
    });
    if (button.accept) {
      const asked = { with_customers: isOn(body.node, 'customers'), whole: isOn(body.node, 'whole') };
      const made = await post<FileMade>('class/hand-ins', asked, { ...wanted });
      keep(made);
      await say(
        words.__('Your file is ready'),
        [made.name, words.__('Only your coach can open it. Send it to your coach, or put it into the shared folder.')],
        words
      );
    }
  } catch (error) {
    await showErrorMessage(words.__('Hand in'), sentence(error, words));
  }
}

function customers(plan: HandInPlan, words: Words): HTMLElement {
  return check('customers', words.__('With my customers: %1', plan.customers), false);
}

function check(name: string, label: string, checked: boolean): HTMLElement {
  const box = element('input', { type: 'checkbox', name, checked });
  return element('label', { class: 'jp-WorkbookClass-choice' }, box, element('span', { text: label }));
}

function isOn(node: HTMLElement, name: string): boolean {
  return node.querySelector<HTMLInputElement>(`input[name=${name}]`)?.checked ?? false;
}

function paragraphs(lines: readonly string[]): HTMLElement[] {
  return lines.map(text => element('p', { text }));
}

async function say(title: string, lines: readonly string[], words: Words): Promise<void> {
  const body = new Widget({
    node: element('div', { class: 'jp-WorkbookClass-plan' }, ...paragraphs(lines))
  });
  const buttons = [Dialog.okButton({ label: words.__('Close') })];
  await showDialog({ title, body, buttons });
}
