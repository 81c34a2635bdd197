import type { INotebookContent } from '@jupyterlab/nbformat';
import type { Copy, CopyWanted, Verdict } from './contract';
import { post } from './server';
import type { Chosen } from './settings';

/** What a copy is laid out for. */
export type Laid = Pick<Chosen, 'month' | 'language'>;

/** Whether both are for the same month and language. */
export function isSame(one: Laid | undefined, other: Laid): boolean {
  return one?.month === other.month && one.language === other.language;
}

/** The trainee's copy of a page, made or brought up to month and language on the server. */
export async function layOut(
  trainee: string,
  page: string,
  { month, language }: Laid,
  restore = false
): Promise<Copy> {
  const wanted: CopyWanted = { page, month, language, restore };
  return post<Copy>(`trainees/${encodeURIComponent(trainee)}/copies`, wanted);
}

/** Whether a notebook, as it was loaded, may run by itself. */
export async function verdict(path: string, notebook: INotebookContent): Promise<Verdict> {
  return post<Verdict>('verdicts', { path, notebook });
}

/** The page that a notebook says it is a copy of, or empty; the server judges whether it is one. */
export function pageOf(notebook: INotebookContent): string {
  const ours = notebook.metadata['workbook'];
  const page = ours !== null && typeof ours === 'object' && 'page' in ours ? ours.page : '';
  return typeof page === 'string' ? page : '';
}

/** The folder that a copy lies in is its trainee's id. */
export function traineeOf(path: string): string {
  return path.split('/').at(-2) ?? '';
}

/** All that is written in a notebook, without what it put out: to see whether it is the same. */
export function written(notebook: INotebookContent): string {
  return JSON.stringify(
    notebook.cells.map(cell => [cell.cell_type, [cell.source].flat().join('')])
  );
}
