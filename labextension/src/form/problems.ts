// What the kernel says about what was typed, and what of it is said now.

import type { Problem } from './description';

/** Whether something is wrong; what is only echoed or asked about was read and counts. */
export const isWrong = ({ kind }: Pick<Problem, 'kind'>): boolean =>
  kind !== 'echo' && !kind.startsWith('unusual');

/** What is the same problem in two answers of the kernel. */
export const keyOf = ({ loc, kind }: Problem): string => `${loc.join('.')}:${kind}`;

/**
 * Whether a problem is not to be said yet. Nobody is told of a mistake in the cell they are still
 * in, nor of a gap in its row.
 *
 * here: where the person is, e.g. "targets.0.target"; "" where they are in no cell.
 */
export function isTooSoon({ loc, kind }: Problem, here: string): boolean {
  if (kind === 'echo') {
    return false;
  }
  const [field, row] = here.split('.');
  return (
    here === loc.join('.') || (kind === 'missing' && field === loc[0] && row === String(loc[1]))
  );
}

/** The topmost of some problems, in the order of the fields and of the rows in them. */
export function topmost(
  problems: readonly Problem[],
  order: readonly string[]
): Problem | undefined {
  const [first] = [...problems].sort((one, other) => {
    const [[name, row = 0], [name2, row2 = 0]] = [one.loc, other.loc];
    return order.indexOf(name) - order.indexOf(name2) || Number(row) - Number(row2);
  });
  return first;
}
