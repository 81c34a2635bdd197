/** How far a batch is, as parts that are drawn again only where they differ. */
import type { Batch } from '../contract';
import type { Part } from '../drawing';
import { button, element } from '../elements';
import { address } from '../server';
import type { Words } from '../words';
import { languageName } from './batch_form';
import { grouped } from './filters';
import { atWork, remaining, stateWords } from './wording';

const AHEAD = 8 * 3600 * 1000; // milliseconds that China is ahead of UTC, all year

/** What can be done with a batch. */
export interface Acts {
  cancel(batch: Batch): void;
  resume(batch: Batch): void;
  pages(batch: Batch): void;
}

/** Ids and keys as words: a trainee's name, a page's label. */
export interface Names {
  readonly trainee: (id: string) => string;
  readonly page: (key: string) => string;
}

/** The parts from top to bottom; none where no batch was run yet. */
export function batchParts(batch: Batch | null, names: Names, acts: Acts, words: Words): Part[] {
  const part = (name: string, of: unknown, draw: (batch: Batch) => HTMLElement[]): Part => ({
    name: `batch-${name}`,
    of: batch && of,
    draw: () => (batch ? draw(batch) : [])
  });
  const failed = batch?.pages.filter(one => one.status === 'failed') ?? [];
  const others = batch?.pages.filter(one => one.status !== 'failed').reverse() ?? [];
  return [
    part('state', [batch?.id, batch?.state, batch?.says], one => stateOf(one, words)),
    part('bar', [batch?.number, batch?.total, batch?.seconds_left, batch?.state], one =>
      barOf(one, words)
    ),
    part('acts', [batch?.id, batch?.state, batch?.index], one => actsOf(one, acts, words)),
    part('failed', failed, () => failedOf(failed, names, words)),
    part('last', others, () => lastOf(others, names, words))
  ];
}

function stateOf(batch: Batch, words: Words): HTMLElement[] {
  const made = [
    element('div', { role: 'status' }, element('h3', { text: stateWords(batch.state, words) })),
    element('p', { class: 'jp-WorkbookBatch-wanted', text: wantedWords(batch, words) })
  ];
  const says = element('p', { class: 'jp-WorkbookCoach-says', role: 'alert', text: batch.says });
  says.classList.toggle('jp-mod-wrong', batch.state === 'failed');
  return batch.says === '' ? made : [...made, says];
}

/** What was asked for, in one line. */
export function wantedWords({ wanted, begun }: Batch, words: Words): string {
  return [
    wanted.cohort,
    wanted.month ?? '',
    words.__('begun %1', moment(begun)),
    ...(wanted.languages ?? []).map(languageName),
    ...(wanted.formats ?? []).map(one => one.toUpperCase())
  ]
    .filter(part => part !== '')
    .join(' · ');
}

/** Day and time in China, as everywhere in the workbook: MM-DD HH:MM, empty for none. */
export function moment(iso: string): string {
  const there = (): string => new Date(Date.parse(iso) + AHEAD).toISOString();
  return iso === '' ? '' : there().slice(5, 16).replace('T', ' ');
}

function barOf(batch: Batch, words: Words): HTMLElement[] {
  const { number, total, seconds_left: left, counts } = batch;
  const said = words.__('%1 of %2 pages', grouped(number), grouped(total));
  const bar = element('progress', { max: Math.max(total, 1), value: number, 'aria-label': said });
  const counted = words.__(
    '%1 made, %2 unchanged, %3 failed',
    grouped(counts.done),
    grouped(counts.unchanged),
    grouped(counts.failed)
  );
  const line = [said, counted, ...(atWork(batch) ? [remaining(left, words)] : [])];
  return [bar, element('p', { class: 'jp-WorkbookBatch-far', text: line.join(' · ') })];
}

function actsOf(batch: Batch, acts: Acts, words: Words): HTMLElement[] {
  const made: HTMLElement[] = [];
  if (batch.state === 'running') {
    const cancel = button(words.__('Cancel'), () => acts.cancel(batch), { 'data-key': 'cancel' });
    made.push(cancel);
  }
  if (!atWork(batch)) {
    const say = batch.state === 'done' ? words.__('Run again') : words.__('Resume');
    made.push(button(say, () => acts.resume(batch), { 'data-key': 'resume' }));
  }
  if (batch.index !== '') {
    const say = words.__('Open the pages');
    made.push(button(say, () => acts.pages(batch), { 'data-key': 'open' }), packOf(batch, words));
  }
  return [element('div', { class: 'jp-WorkbookCoach-actions' }, ...made)];
}

function packOf(batch: Batch, words: Words): HTMLElement {
  return element('a', {
    class: 'jp-WorkbookCoach-button',
    href: address(`batches/${batch.id}/pack`),
    download: '',
    'data-key': 'pack',
    text: words.__('Download all pages')
  });
}

function failedOf(pages: Batch['pages'], names: Names, words: Words): HTMLElement[] {
  if (pages.length === 0) {
    return [];
  }
  const items = pages.map(one =>
    element(
      'li',
      {},
      element('strong', { text: `${names.trainee(one.trainee)} · ${names.page(one.chapter)}` }),
      element('p', { text: one.reason })
    )
  );
  return [
    element('h4', { text: words.__('Failed') }),
    element('ul', { class: 'jp-WorkbookBatch-failed' }, ...items)
  ];
}

function lastOf(pages: Batch['pages'], names: Names, words: Words): HTMLElement[] {
  if (pages.length === 0) {
    return [];
  }
  const items = pages.map(one => {
    const took = words.__('%1 s', one.seconds.toFixed(1));
    const state = one.status === 'unchanged' ? words.__('unchanged') : took;
    return element(
      'li',
      {},
      element('span', { text: names.trainee(one.trainee) }),
      element('span', { text: names.page(one.chapter) }),
      element('span', { class: 'jp-WorkbookBatch-took', text: state })
    );
  });
  return [
    element('h4', { text: words.__('The last pages') }),
    element('ul', { class: 'jp-WorkbookBatch-last' }, ...items)
  ];
}
