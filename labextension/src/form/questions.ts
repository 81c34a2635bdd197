// Questions to the kernel beside saving, until they are answered.

import type { Answer } from './wire';

/** What to do with the answer to a question. */
interface Waiting {
  then(answer: object): void;
  refused(reason: string): void;
}

export class Questions {
  private readonly waiting = new Map<string, Waiting>();

  constructor(private readonly send: (content: object) => void) {}

  /** Asking again under the same id is one question. */
  ask(id: string, type: string, asked: object, waiting: Waiting): void {
    this.waiting.set(id, waiting);
    this.send({ type, ...asked, id });
  }

  /** Whether an answer was waited for here; then it is dealt with. */
  heard(answer: Answer): boolean {
    const waiting = this.waiting.get(answer.id);
    this.waiting.delete(answer.id);
    if (answer.type === 'refused') {
      waiting?.refused(answer.text);
    } else {
      waiting?.then(answer);
    }
    return waiting !== undefined;
  }
}
