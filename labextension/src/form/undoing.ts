// Going back to what was saved before.

import type { Body } from './description';
import type { Form } from './form';
import { say } from './parts';
import type { Saving } from './saving';
import { same } from './values';

const MOST_STEPS = 20; // versions that an undo passes over at most

export class Undoing {
  /** The version that was gone back to, until something is typed. */
  private to: number | undefined;
  /** Whether it was asked for while a save was on its way. */
  private asked = false;

  constructor(
    private readonly saving: Saving,
    private readonly page: Form
  ) {}

  /** Something was typed: going back begins at the latest version again. */
  forget(): void {
    this.to = undefined;
  }

  /** What was on its way has arrived. */
  arrived(): void {
    if (this.asked) {
      this.asked = false;
      this.undo();
    }
  }

  /** Go back to the version before, passing over those that changed nothing that is shown here. */
  undo(steps = MOST_STEPS): void {
    const { sent, clash, dirty, base } = this.saving;
    if (sent) {
      this.asked = true; // once what is on its way has arrived
    } else if (!clash && dirty) {
      this.goBack(base.body);
    } else if (!clash) {
      this.undoTo((this.to ?? base.version) - 1, steps);
    }
  }

  private undoTo(version: number, steps: number): void {
    const { page } = this;
    if (version < 0 || !steps) {
      page.notice([say(page.words, 'nothing_to_undo')]);
      return;
    }
    this.to = version;
    this.saving.ask('recall', { version }, ({ body }) => {
      if (same(page.visible(body), page.visible(page.body))) {
        this.undo(steps - 1);
      } else {
        this.goBack(body);
      }
    });
  }

  private goBack(body: Body): void {
    this.putBack(body, say(this.page.words, 'undone'));
  }

  /** Go back to a version of the history. */
  restore(version: number, body: Body): void {
    this.to = undefined;
    this.putBack(body, say(this.page.words, 'restored', { version }));
  }

  private putBack(body: Body, notice: string): void {
    this.page.show(this.page.withVisible(body));
    this.page.notice([notice]);
    this.saving.flush();
  }
}
