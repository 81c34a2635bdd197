import type { Session, Standing } from './contract';
import { button, element, select } from './elements';
import { exchanging, foot } from './foot';
import { choosable, shifted } from './months';
import type { ChapterRow, Found, Weight } from './rows';
import { rows } from './rows';
import type { Chosen } from './settings';
import type { Open } from './unsaved';
import type { Words } from './words';

/** The panel's actions. */
export interface Acts {
  readonly open: (page: string, field?: string) => void;
  readonly choose: (part: Partial<Chosen>) => void;
  readonly exportPage: (beside: HTMLElement) => void;
  readonly retry: () => void;
  readonly saveAgain: () => void;
  readonly handIn: () => void;
  readonly takeIn: () => void;
  readonly openClass: () => void;
}

/** What the panel shows, as plain data, so that unchanged parts are not redrawn. */
export interface Shown {
  readonly session: Session | null;
  readonly standing: Standing | null;
  readonly trouble: string;
  readonly lost: string;
  readonly chosen: Chosen;
  readonly current: string;
  /** The language of the chrome's words. */
  readonly spoken: string;
  readonly open: Open;
}

/** A part of the panel, redrawn only when `of` has changed. */
export interface Part {
  readonly name: string;
  readonly of: unknown;
  readonly draw: () => HTMLElement[];
}

const LANGUAGE_NAMES: Record<string, string> = {
  'zh-Hans': '简体中文',
  'zh-Hant': '繁體中文',
  en: 'English'
};
const MARKS: Record<Weight, string> = { must: '◆', should: '▲', could: '○' };

/** The parts of the panel from top to bottom. */
export function parts(shown: Shown, acts: Acts, words: Words): Part[] {
  const { session, standing, trouble, lost, chosen, current, spoken, open } = shown;
  return [
    {
      name: 'trouble',
      of: [trouble || lost, spoken],
      draw: () => troubleOf(trouble || lost, acts, words)
    },
    {
      name: 'who',
      of: [session, standing?.person, standing?.month, standing?.language, chosen, spoken],
      draw: () => (session ? who(session, standing, chosen, acts, words) : [])
    },
    {
      name: 'today',
      of: [standing?.today, standing?.start, spoken],
      draw: () => (standing ? today(standing, acts, words) : [])
    },
    {
      name: 'next',
      of: [standing?.next, spoken],
      draw: () => (standing ? nextStep(standing, acts, words) : [])
    },
    {
      name: 'chapters',
      of: [
        ...[!session && !trouble, standing?.start, standing?.chapters, standing?.language],
        ...[current, spoken]
      ],
      draw: () => chapters(shown, acts, words)
    },
    {
      name: 'foot',
      of: [
        ...[standing?.saved_at, Boolean(standing), chosen.reduced, open, trouble, lost, spoken],
        session?.role
      ],
      draw: () => (standing ? foot(standing, shown, acts, words) : exchanging(shown, acts, words))
    }
  ];
}

function troubleOf(trouble: string, acts: Acts, words: Words): HTMLElement[] {
  return trouble
    ? [
        element('p', { role: 'alert', text: trouble }),
        button(words.__('Try again now'), acts.retry, { 'data-key': 'retry' })
      ]
    : [];
}

function who(
  session: Session,
  standing: Standing | null,
  chosen: Chosen,
  acts: Acts,
  words: Words
): HTMLElement[] {
  if (session.people.length === 0) {
    return [nobody(acts, words)];
  }
  const person = trainee(session, standing?.person.id ?? '', acts, words);
  return standing ? [person, period(session, standing, chosen, acts, words)] : [person];
}

/** Says what to do when the roster is empty. */
function nobody(acts: Acts, words: Words): HTMLElement {
  const steps = element('div', { class: 'jp-Workbook-nobody' });
  steps.append(
    element('p', { text: words.__('Do you have a class file from your coach?') }),
    button(words.__('Choose the class file…'), acts.takeIn, { 'data-key': 'join' }),
    element('p', { text: words.__('It can also be dropped here.') }),
    element('p', { text: words.__('There is nobody on the roster yet.') }),
    element('p', { text: words.__('Bring one in with this command, then try again:') }),
    element('code', { text: 'workbook import roster roster.csv' })
  );
  return steps;
}

function trainee(session: Session, id: string, acts: Acts, words: Words): HTMLElement {
  const [only] = session.people;
  if (only && session.people.length === 1) {
    return element(
      'p',
      { class: 'jp-Workbook-person' },
      element('strong', { text: only.name }),
      element('span', { text: only.branch })
    );
  }
  const named = session.people.map(one => [one.id, `${one.name} · ${one.branch}`] as const);
  const first = id ? [] : [['', words.__('Who are you?')] as const];
  return labelled(
    words.__('Trainee'),
    select([...first, ...named], id, value => acts.choose({ trainee: value }), {
      'data-key': 'trainee'
    })
  );
}

function period(
  session: Session,
  standing: Standing,
  chosen: Chosen,
  acts: Acts,
  words: Words
): HTMLElement {
  const { month } = standing;
  const to = (value: string): void => acts.choose({ month: value === session.month ? '' : value });
  const step = (by: number, text: string, label: string): HTMLElement =>
    button(text, () => to(shifted(month, by)), {
      'aria-label': label,
      title: label,
      class: 'jp-Workbook-step',
      'data-key': `month${by}`
    });
  const listed = choosable(session.month, month).map(one => [one, one] as const);
  const chooser = select(listed, month, to, { 'aria-label': words.__('Month'), 'data-key': 'month' });
  const spoken = session.languages.map(one => [one, LANGUAGE_NAMES[one] ?? one] as const);
  const language = (value: string): void => acts.choose({ language: value as Chosen['language'] });
  return element(
    'div',
    { class: 'jp-Workbook-period' },
    element(
      'div',
      { class: 'jp-Workbook-month', role: 'group', 'aria-label': words.__('Month') },
      step(-1, '‹', words.__('The month before')),
      chooser,
      step(1, '›', words.__('The month after'))
    ),
    select(spoken, chosen.language || standing.language, language, {
      'aria-label': words.__('Language of the pages'),
      'data-key': 'language'
    })
  );
}

/** How many customers the day asks for, and the line of numbers; opens the list. */
function today({ today, start }: Standing, acts: Acts, words: Words): HTMLElement[] {
  const { left, done, numbers } = today;
  const count =
    done === 0 ? words.__('Today: %1 to contact', left) : words.__('Today: %1 to contact, %2 done', left, done);
  const go = button('', () => acts.open(start.page, ''), {
    class: 'jp-Workbook-next jp-Workbook-today',
    'data-key': 'today'
  });
  go.append(
    element('span', { class: 'jp-Workbook-nextText', text: count }),
    element('span', { class: 'jp-Workbook-eyebrow', text: numbers })
  );
  return [go];
}

function nextStep(standing: Standing, acts: Acts, words: Words): HTMLElement[] {
  const { page, text, field } = standing.next;
  if (!text) {
    return [element('p', { class: 'jp-Workbook-done', text: words.__('Nothing is open for now.') })];
  }
  const go = button('', () => acts.open(page, field), { class: 'jp-Workbook-next', 'data-key': 'next' });
  go.append(
    element('span', { class: 'jp-Workbook-eyebrow', text: words.__('Next step') }),
    element('span', { class: 'jp-Workbook-nextText', text })
  );
  return [go];
}

function chapters(shown: Shown, acts: Acts, words: Words): HTMLElement[] {
  const { session, standing, current } = shown;
  if (!session || !standing) {
    const waits = !session && !shown.trouble;
    return waits ? [element('p', { class: 'jp-Workbook-wait', text: words.__('One moment…') })] : [];
  }
  const { page, label } = standing.start;
  const first = opener({ chapter: page, page, field: '' }, page === current, acts, [
    element('span', { class: 'jp-Workbook-label', text: label })
  ]);
  const list = element('ol', { class: 'jp-Workbook-chapters', 'aria-label': words.__('Chapters') });
  const all = rows(standing, session);
  const here = all.find(one => one.page === current); // of the tools on a page the first is marked
  const made = all.map(one => opener(one, one === here, acts, rowOf(one, words)));
  // the first page is named by its tool, where it shows one
  const opens = all.some(one => one.page === page) ? made : [first, ...made];
  list.append(...opens.map(one => element('li', {}, one)));
  return [list];
}

function opener(
  { chapter, page, field }: Pick<ChapterRow, 'chapter' | 'page' | 'field'>,
  isHere: boolean,
  acts: Acts,
  children: HTMLElement[]
): HTMLElement {
  const made = button('', () => acts.open(page, field), {
    class: 'jp-Workbook-chapter',
    'data-key': `chapter-${chapter}`,
    'data-page': page,
    'aria-current': isHere ? 'page' : undefined
  });
  made.append(...children);
  return made;
}

function rowOf(row: ChapterRow, words: Words): HTMLElement[] {
  const label = element('span', { class: 'jp-Workbook-label', text: row.label });
  const made = [label, ...(row.percent === null ? [] : howFar(row.percent))];
  const notes = notesOf(row, words);
  if (notes.length > 0) {
    made.push(element('span', { class: 'jp-Workbook-notes' }, ...notes));
  }
  return made;
}

function howFar(percent: number): HTMLElement[] {
  const filled = element('span', { class: 'jp-Workbook-filled' });
  filled.style.width = `${percent}%`;
  return [
    element('span', { class: 'jp-Workbook-percent', text: `${percent}%` }),
    element('span', { class: 'jp-Workbook-bar', 'aria-hidden': 'true' }, filled)
  ];
}

function notesOf(row: ChapterRow, words: Words): HTMLElement[] {
  const notes = row.found.map(one => finding(one));
  if (row.remarks > 0) {
    const text = words._n('%1 remark waits', '%1 remarks wait', row.remarks);
    notes.push(element('span', { class: 'jp-Workbook-remarks', text: `✎ ${text}` }));
  }
  if (row.savedAt) {
    notes.push(element('span', { text: words.__('saved %1', row.savedAt) }));
  }
  return notes;
}

function finding(one: Found): HTMLElement {
  const mark = element('span', { 'aria-hidden': 'true', text: `${MARKS[one.weight]} ` });
  const made = element('span', { class: 'jp-Workbook-found', 'data-weight': one.weight }, mark);
  made.append(`${one.number} ${one.word}`);
  return made;
}

function labelled(text: string, control: HTMLElement): HTMLElement {
  const label = element('label', { class: 'jp-Workbook-field' });
  label.append(element('span', { text }), control);
  return label;
}
