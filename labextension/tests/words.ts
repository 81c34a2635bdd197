import type { Words } from '../src/words';

/** English as JupyterLab speaks it without a catalogue: %1 is the first argument. */
function filled(text: string, args: unknown[]): string {
  return text.replace(/%(\d+)/g, (_, at: string) => String(args[Number(at) - 1]));
}

export const english = {
  __: (text: string, ...args: unknown[]) => filled(text, args),
  _n: (one: string, many: string, n: number, ...args: unknown[]) =>
    filled(n === 1 ? one : many, [n, ...args]),
  _p: (_context: string, text: string, ...args: unknown[]) => filled(text, args)
} as unknown as Words;
