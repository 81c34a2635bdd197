// What the browser keeps.

/** The text under a key, or null. */
export function kept(key: string): string | null {
  try {
    return key ? localStorage.getItem(key) : null;
  } catch {
    return null; // a browser without storage
  }
}

/** Keep a text under a key, or remove it (null); nothing is kept without a key. */
export function keep(key: string, text: string | null): void {
  if (!key) {
    return;
  }
  try {
    if (text === null) {
      localStorage.removeItem(key);
    } else {
      localStorage.setItem(key, text);
    }
  } catch {
    // A browser without room or without storage: the page itself still holds what was typed.
  }
}
