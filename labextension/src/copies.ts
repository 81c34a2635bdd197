import type { INotebookContent } from '@jupyterlab/nbformat';
import type { Copy, CopyWanted, Verdict } from './contract';
import { post } from './server';
import type { Chosen } from './settings';

/** The month and language that a copy was made for. */
export type Laid = Pick<Chosen, 'month' | 'language'>;

/** Whether both are for the same month and language. */
export function isSame(one: Laid | undefined, other: Laid): boolean {
  return one?.month === other.month && one.language === other.language;
}

/** Have the server make the trainee's copy of a page, or update it to this month and language. */
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

/** The page that a notebook claims to be a copy of, or ""; the server decides whether it is one. */
export function pageOf(notebook: INotebookContent): string {
  const ours = notebook.metadata['workbook'];
  const page = ours !== null && typeof ours === 'object' && 'page' in ours ? ours.page : '';
  return typeof page === 'string' ? page : '';
}

/** The id of a copy's trainee, which is the name of its folder. */
export function traineeOf(path: string): string {
  return path.split('/').at(-2) ?? '';
}

/** The cells of a notebook without their outputs, as a text to compare. */
export function written(notebook: INotebookContent): string {
  return JSON.stringify(
    notebook.cells.map(cell => [cell.cell_type, [cell.source].flat().join('')])
  );
}
