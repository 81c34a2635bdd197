// How long the form waits for the kernel, in ms.

/** For an answer, before it says so. */
export const PATIENCE = 4000;

/** Between two attempts, at most. */
export const LONGEST_PATIENCE = 40000;
