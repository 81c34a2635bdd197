import type { INotebookContent } from '@jupyterlab/nbformat';
import { expect, test } from 'vitest';
import { pageOf, traineeOf, written } from '../src/copies';

function notebook(metadata: Record<string, unknown>, source: string | string[] = 'a\nb'): never {
  const cell = { cell_type: 'code', source, metadata: {}, outputs: [], execution_count: null };
  return { metadata, cells: [cell], nbformat: 4, nbformat_minor: 5 } as INotebookContent as never;
}

test('a notebook says which page it is a copy of; odd metadata says nothing', () => {
  expect(pageOf(notebook({ workbook: { page: 'pacing' } }))).toBe('pacing');
  for (const odd of [{}, { workbook: null }, { workbook: 'pacing' }, { workbook: { page: 3 } }]) {
    expect(pageOf(notebook(odd))).toBe('');
  }
});

test('a copy lies in the folder of its trainee', () => {
  expect(traineeOf('workbook-pages/chen-jie/04_pacing.ipynb')).toBe('chen-jie');
  expect(traineeOf('04_pacing.ipynb')).toBe('');
});

test('what is written is the same however lines are kept, and differs by one letter', () => {
  expect(written(notebook({}, ['a\n', 'b']))).toBe(written(notebook({}, 'a\nb')));
  expect(written(notebook({}, 'a\nc'))).not.toBe(written(notebook({}, 'a\nb')));
});
