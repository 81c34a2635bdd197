import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Upload } from '../../src/upload/upload';
import type { Model } from '../../src/upload/wire';

const WORDS: Record<string, string> = {
  import_cut: 'CUT {file}',
  import_retry: 'AGAIN',
  import_unheard: 'UNHEARD {file}'
};
const NAMES: Record<string, unknown> = {
  words: WORDS,
  kinds: [
    ['customers', 'C'],
    ['holdings', 'H']
  ],
  endings: '.csv',
  units: [],
  encodings: []
};

describe('an upload whose kernel goes', () => {
  let sent: { type: string; id: string; name?: string; kind?: string }[];
  let hear: (answer: object) => void;
  let root: HTMLElement;
  let upload: Upload;
  const file = new File(['a,b\n1,2\n'], 'book.csv');

  beforeEach(() => {
    vi.useFakeTimers();
    sent = [];
    root = document.createElement('div');
    const model = {
      get: (name: string) => NAMES[name],
      send: (message: (typeof sent)[number]) => sent.push(message),
      on: (_: string, heard: typeof hear) => (hear = heard),
      off: () => undefined
    };
    upload = new Upload(model as unknown as Model, root);
  });

  const said = (): string => root.querySelector('.wu-said')?.textContent ?? '';
  const again = (): HTMLButtonElement | undefined =>
    [...root.querySelectorAll('button')].find(one => one.textContent === 'AGAIN');

  it('says so at once, with a way to bring the file again', () => {
    upload.send(file);
    upload.cutOff(true);
    expect(said()).toBe('CUT book.csv');
    expect(upload.cut?.file).toBe(file);
    again()?.click();
    expect(sent.filter(one => one.type === 'begin')).toHaveLength(2);
    expect(said()).toBe('');
    expect(upload.cut).toBeUndefined();
  });

  it('says so while the file is being read as well, and not when nothing is on its way', () => {
    upload.cutOff(true);
    expect(said()).toBe('');
    upload.send(file);
    hear({ type: 'got', id: sent[0]?.id, size: file.size });
    upload.cutOff(true);
    expect(said()).toBe('CUT book.csv');
  });

  it('is quiet about a kernel that goes after the answer', () => {
    upload.send(file);
    hear({ type: 'told', id: sent[0]?.id, text: 'well', good: true });
    upload.cutOff(true);
    expect(said()).toBe('well');
  });

  it('stays said on a page that is made anew, for the same kind of file', () => {
    upload.lost(file, 'holdings');
    again()?.click();
    expect(sent.at(-1)).toMatchObject({ type: 'begin', name: 'book.csv', kind: 'holdings' });
  });

  it('says that nobody answers, and goes on trying', () => {
    upload.send(file);
    vi.advanceTimersByTime(31_000);
    expect(root.querySelector('.wu-status')?.textContent).toBe('UNHEARD book.csv');
    expect(sent.filter(one => one.type === 'begin')).toHaveLength(2);
  });
});
