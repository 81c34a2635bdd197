import type { Chapter, Counts, Person, Session, Standing } from './contract';

/** The weights of findings, the heaviest first. */
export const WEIGHTS = ['must', 'should', 'could'] as const;
export type Weight = (typeof WEIGHTS)[number];

/** Findings of one weight, in words. */
export interface Found {
  readonly weight: Weight;
  readonly number: number;
  readonly word: string;
}

/** A chapter as one row of the panel. */
export interface ChapterRow {
  readonly chapter: string;
  readonly page: string;
  /** The field where the chapter begins on its page; "" for the top. */
  readonly field: string;
  readonly label: string;
  /** null where the page makes itself. */
  readonly percent: number | null;
  readonly found: readonly Found[];
  readonly nextStep: string;
  readonly savedAt: string;
  readonly remarks: number;
}

/** The trainee: the chosen one, the session's, or the only one on the roster; otherwise none. */
export function whose(session: Session, chosen: string): Person | null {
  const { people, trainee } = session;
  const named = (id: string): Person | undefined => people.find(one => id !== '' && one.id === id);
  return named(chosen) ?? named(trainee) ?? (people.length === 1 ? (people[0] ?? null) : null);
}

/** The rows of the panel, in the order of the workbook. */
export function rows(standing: Standing, session: Session): ChapterRow[] {
  const words = session.weights[standing.language] ?? {};
  return standing.chapters.map(chapter => row(chapter, words));
}

function row(chapter: Chapter, words: Record<string, string>): ChapterRow {
  return {
    chapter: chapter.chapter,
    page: chapter.page,
    field: chapter.chapter === chapter.page ? '' : chapter.field,
    label: chapter.label,
    percent: chapter.completeness === null ? null : percent(chapter.completeness),
    found: found(chapter.counts, words),
    nextStep: chapter.next_step,
    savedAt: chapter.saved_at,
    remarks: chapter.remarks
  };
}

/** A share in whole per cent: 100 only when all is done, 0 only when nothing is. */
export function percent(share: number): number {
  const rounded = Math.round(share * 100);
  if (share > 0 && rounded === 0) {
    return 1;
  }
  return share < 1 && rounded === 100 ? 99 : Math.max(0, Math.min(100, rounded));
}

/** The weights that have findings, each with its count and the server's word for it. */
export function found(counts: Counts, words: Record<string, string>): Found[] {
  return WEIGHTS.filter(weight => counts[weight] > 0).map(weight => ({
    weight,
    number: counts[weight],
    word: words[weight] ?? weight
  }));
}

/** The path of the trainee's copy of a page's file in JupyterLab. */
export function pathOf(session: Session, trainee: string, file: string): string {
  return [session.pages, trainee, file].filter(Boolean).join('/');
}

/** The page that a path is the trainee's copy of, or empty. */
export function pageAt(session: Session, standing: Standing, path: string): string {
  const known = [standing.start, ...standing.chapters];
  const at = known.find(one => pathOf(session, standing.person.id, one.file) === path);
  return at?.page ?? '';
}

/** The title of a page: the name of the first chapter on it. */
export function titleOf(standing: Standing, page: string): string {
  const named = standing.chapters.find(one => one.page === page);
  return named?.label ?? standing.start.label;
}
