/** Files between the stores of a class: chosen or dropped by a person, or made to be kept. */
import type { FileMade, TakenIn } from '../contract';
import { keep as keepFile } from '../downloads';
import { element } from '../elements';
import { post } from '../server';

export const SUFFIX = '.workbook';
const CHUNK = 0x8000;

/** What the server is asked for: the pages' month and language. */
export interface Wanted {
  readonly month: string;
  readonly language: string;
}

/** Bytes in base64, piece by piece: one call takes only so many arguments. */
export function inBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += CHUNK) {
    text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  }
  return btoa(text);
}

/** The bytes of a text in base64. */
export function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), one => one.charCodeAt(0));
}

/** The files of ours among some that were dropped. */
export function ours(files: Iterable<File>): File[] {
  return [...files].filter(one => one.name.toLowerCase().endsWith(SUFFIX));
}

/** Have the server take in a file; who: the person who joins, where it is a class file. */
export async function bring(chosen: File, wanted: Wanted, who = ''): Promise<TakenIn> {
  const content = inBase64(new Uint8Array(await chosen.arrayBuffer()));
  return post<TakenIn>('class/files', { name: chosen.name, content, who }, { ...wanted });
}

/** Give a made file to the browser to keep. */
export function keep({ name, content }: FileMade): void {
  const bytes = fromBase64(content);
  keepFile(new Blob([bytes.buffer as ArrayBuffer], { type: 'application/octet-stream' }), name);
}

/** Let a person choose files of ours; none where they think better of it. */
export function choose(): Promise<File[]> {
  return new Promise(resolve => {
    const input = element('input', { type: 'file', accept: SUFFIX, multiple: true });
    input.addEventListener('change', () => resolve([...(input.files ?? [])]));
    input.addEventListener('cancel', () => resolve([]));
    input.click();
  });
}
