/** Sentences of the coach's views that are put together from numbers. */
import type { Batch, Cohort, KnownPage, Remark, RemarkBank } from '../contract';
import type { Words } from '../words';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** How long something still takes, in words; seconds below 0 stand for "not known". */
export function remaining(seconds: number, words: Words): string {
  if (seconds < 0) {
    return words.__('How long it takes shows after the first page.');
  }
  if (seconds < 10) {
    return words.__('A few seconds left');
  }
  if (seconds < 90) {
    return words.__('About %1 seconds left', String(Math.ceil(seconds / 10) * 10));
  }
  if (seconds < 90 * MINUTE) {
    const minutes = Math.ceil(seconds / MINUTE);
    return words.__('About %1 minutes left', String(minutes));
  }
  const quarters = Math.ceil(seconds / (HOUR / 4));
  return words.__('About %1 hours left', String(quarters / 4));
}

/** A batch's state in words. */
export function stateWords(state: Batch['state'], words: Words): string {
  switch (state) {
    case 'running':
      return words.__('Running');
    case 'stopping':
      return words.__('Stopping: the pages at work are finished and kept');
    case 'stopped':
      return words.__('Stopped; it can be resumed');
    case 'done':
      return words.__('Done');
    case 'failed':
      return words.__('Failed');
  }
}

/** Whether a batch is still at work. */
export function atWork(batch: Batch): boolean {
  return batch.state === 'running' || batch.state === 'stopping';
}

/** A page of a batch in words: its chapter's label, and the format where it is another one. */
export function pageLabel(page: string, chapters: Cohort['chapters'], words: Words): string {
  const [name = '', shape = ''] = page.split('.');
  const own: Record<string, string> = {
    start: words.__('First page'),
    cohort: words.__("The cohort's page")
  };
  const label = chapters.find(one => one.page === name)?.label ?? own[name] ?? name;
  return shape === '' ? label : `${label} (${shape.toUpperCase()})`;
}

/** The open remarks first, then the newest first. */
export function openFirst(remarks: readonly Remark[]): Remark[] {
  return [...remarks].sort(
    (one, other) => Number(other.open) - Number(one.open) || other.number - one.number
  );
}

/** The reusable remarks for a chapter and field, those of the field first, that hold a text. */
export function fitting(
  bank: RemarkBank,
  chapter: string,
  field: string,
  text: string
): RemarkBank['remarks'] {
  const wanted = text.trim().toLowerCase();
  return bank.remarks
    .filter(one => one.chapter === '' || one.chapter === chapter)
    .filter(one => field === '' || one.field === '' || one.field === field)
    .filter(one => one.text.toLowerCase().includes(wanted))
    .sort((one, other) => closeness(other, field) - closeness(one, field));
}

/** How close a reusable remark is: of the very field, of the chapter, of any chapter. */
function closeness(one: RemarkBank['remarks'][number], field: string): number {
  return Number(one.chapter !== '') + Number(field !== '' && one.field === field);
}

/** What is shown while a page is being made. */
export function knownWords(state: KnownPage['state'], words: Words): string {
  switch (state) {
    case 'made':
      return '';
    case 'before':
      return words.__('This is the page as it was last made; the new one is being made…');
    case 'typed':
      return words.__('This is what was filled in; the page with its figures is being made…');
  }
}
