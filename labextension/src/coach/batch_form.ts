/** What a batch is to make: chapters, who, month, languages, formats. */
import type { BatchWanted, Cohort, Session } from '../contract';
import { button, element, select } from '../elements';
import { choosable } from '../months';
import type { Words } from '../words';
import { labelled, offer, tick } from './fields';
import { grouped } from './filters';

/** What the form offers. shown: the ids of those that the heat map shows now. */
export interface Choice {
  readonly session: Session;
  readonly cohort: Cohort;
  readonly shown: readonly string[];
}

/** The form. ``offer`` brings it up to date; what was ticked stays. */
export interface BatchForm {
  readonly node: HTMLElement;
  offer(choice: Choice): void;
  /** Whether a batch can be started now. */
  allow(start: boolean): void;
}

/** The form; ``start`` is given what is wanted. */
export function batchForm(words: Words, start: (wanted: BatchWanted) => void): BatchForm {
  let offered: Choice | null = null;
  const who = select([], '', () => undefined);
  const month = select([], '', () => undefined);
  const chapters = group(words.__('Chapters'));
  const languages = group(words.__("Languages (none: each trainee's own)"));
  const formats = group(words.__('Beside the HTML pages'));
  const force = tick(words.__('Also pages in which nothing changed'), false);
  formats.put([
    ['pdf', 'PDF'],
    ['xlsx', words.__('Excel')],
    ['ics', words.__('Calendar')]
  ]);
  const run = button(words.__('Run the batch'), () => offered && start(wanted(offered)), {
    class: 'jp-mod-main'
  });
  const wanted = ({ cohort, shown }: Choice): BatchWanted => ({
    cohort: cohort.cohort,
    chapters: chapters.all() ? [] : chapters.ticked(),
    trainees: who.value === 'shown' ? [...shown] : [],
    month: month.value,
    languages: languages.ticked(),
    formats: formats.ticked() as NonNullable<BatchWanted['formats']>,
    force: force.querySelector('input')?.checked ?? false
  });
  const update = (choice: Choice): void => {
    const { session, cohort, shown } = choice;
    const first = offered === null || offered.cohort.month !== cohort.month;
    offered = choice;
    offer(who, whoOf(choice, words));
    who.disabled = shown.length === cohort.rows.length || shown.length === 0;
    const months = choosable(session.month, cohort.month).map(one => [one, one] as const);
    offer(month, months, first ? cohort.month : month.value);
    chapters.put(pagesOf(cohort.chapters), true);
    languages.put(session.languages.map(one => [one, languageName(one)] as const));
  };
  const node = element(
    'form',
    { class: 'jp-WorkbookBatch-form', 'aria-label': words.__('Run the batch') },
    labelled(words.__('For'), who),
    labelled(words.__('Month'), month),
    chapters.node,
    languages.node,
    formats.node,
    force,
    run
  );
  chapters.node.addEventListener('change', () => allow(allowed));
  let allowed = true;
  const allow = (start: boolean): void => {
    allowed = start;
    run.disabled = !start || chapters.ticked().length === 0;
  };
  return { node, offer: update, allow };
}

function whoOf({ cohort, shown }: Choice, words: Words): [string, string][] {
  const everybody = words.__('Everybody (%1)', grouped(cohort.rows.length));
  return shown.length === cohort.rows.length || shown.length === 0
    ? [['', everybody]]
    : [
        ['', everybody],
        ['shown', words.__('Those who are shown now (%1)', grouped(shown.length))]
      ];
}

/** The pages of the chapters, each called like the first chapter on it; the others are made with it. */
export function pagesOf(chapters: Cohort['chapters']): [string, string][] {
  const first = new Map<string, string>();
  for (const one of chapters) {
    if (!first.has(one.page)) {
      first.set(one.page, one.label);
    }
  }
  return [...first];
}

/** A language by its own name. */
export function languageName(language: string): string {
  return new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language;
}

/** Boxes to tick under one heading. */
interface Group {
  readonly node: HTMLFieldSetElement;
  put(options: readonly (readonly [string, string])[], on?: boolean): void;
  ticked(): string[];
  all(): boolean;
}

function group(said: string): Group {
  const boxes = new Map<string, HTMLInputElement>();
  const place = element('div', { class: 'jp-WorkbookBatch-ticks' });
  const node = element('fieldset', {}, element('legend', { text: said }), place);
  let drawn = '';
  const put = (options: readonly (readonly [string, string])[], on = false): void => {
    if (drawn === JSON.stringify(options)) {
      return;
    }
    drawn = JSON.stringify(options);
    const labels = options.map(([key, text]) => {
      const label = tick(text, boxes.get(key)?.checked ?? on);
      boxes.set(key, label.querySelector('input') as HTMLInputElement);
      return label;
    });
    place.replaceChildren(...labels);
  };
  const ticked = (): string[] => [...boxes].filter(([, box]) => box.checked).map(([key]) => key);
  return { node, put, ticked, all: () => ticked().length === boxes.size };
}
