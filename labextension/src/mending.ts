import type { NotebookPanel } from '@jupyterlab/notebook';
import type { Kernel, ServiceManager } from '@jupyterlab/services';
import { isBroken, isWell, reach } from './kernels';

const BLINK = 500; // ms; what is well again by then nobody has to hear of
const LONGEST = 2000; // a question is small, and somebody waits
const OFTEN = 3; // times that a page is made anew in two minutes
const RECENT = 120_000;
const REST = 60_000; // before it is tried once more

/** What the watcher of a kernel needs from its page. */
export interface Watched {
  readonly panel: NotebookPanel;
  /** Whether somebody needs the kernel: the page is in front, or holds unsaved typing. */
  isNeeded(): boolean;
  /** Rerun the page in its current kernel. Throws if that fails. */
  makeAnew(): Promise<void>;
  /** The page has lost its kernel, and why, if that is known. */
  lost(error: unknown): void;
  /** The page is connected again. */
  found(): void;
}

/** Watches the kernel of a page, and restores the page when the kernel is gone. */
export class Mending {
  private _ranIn = '';
  private _forgot = false;
  private _mending = false;
  private _hurry: () => void = () => undefined;
  private _made: number[] = [];

  constructor(
    private _page: Watched,
    private _services: ServiceManager.IManager
  ) {
    const { sessionContext } = _page.panel;
    const feel = (): void => this.feel();
    sessionContext.statusChanged.connect(feel);
    sessionContext.connectionStatusChanged.connect(feel);
    sessionContext.kernelChanged.connect(feel);
  }

  /** Note that the page has run in its current kernel. */
  ran(): void {
    this._ranIn = this._kernel?.id ?? '';
    this._forgot = false;
  }

  /** Check the kernel, and start to repair if needed. */
  feel(): void {
    if (!this._ranIn || this._page.panel.isDisposed) {
      return;
    }
    this._forgot ||= isBroken(this._kernel) || this._kernel?.id !== this._ranIn;
    if (!this._isWell && !this._mending && this._page.isNeeded()) {
      void this._mend();
    }
  }

  /** Repair now, because somebody asked; rerun the page if its kernel does not answer. */
  now(): void {
    if (this._ranIn && !this._mending && this._isWell && this._kernel?.status === 'idle') {
      this._forgot = true;
    }
    this._made = [];
    this.feel();
    this._hurry();
  }

  private get _kernel(): Kernel.IKernelConnection | null {
    return this._page.panel.sessionContext.session?.kernel ?? null;
  }

  private get _isWell(): boolean {
    return !this._forgot && isWell(this._page.panel.sessionContext);
  }

  private async _mend(): Promise<void> {
    const { panel } = this._page;
    this._mending = true;
    let wait = BLINK;
    for (await this._pause(wait); !panel.isDisposed && !this._isWell; await this._pause(wait)) {
      wait = await this._tried(wait);
    }
    this._mending = false;
    if (!panel.isDisposed) {
      this._page.found();
    }
  }

  /** Make one attempt; returns how long to wait before the next, in ms. */
  private async _tried(wait: number): Promise<number> {
    try {
      this._page.lost(null);
      await reach(this._page.panel, this._services);
      this._forgot ||= this._kernel?.id !== this._ranIn;
      if (this._forgot) {
        this._made = [...this._made, Date.now()].filter(at => Date.now() - at < RECENT);
        await this._page.makeAnew();
      }
    } catch (error) {
      this._page.lost(error);
    }
    return this._isWell ? 0 : this._made.length >= OFTEN ? REST : Math.min(wait * 2, LONGEST);
  }

  private async _pause(ms: number): Promise<void> {
    await new Promise<void>(resolve => {
      const timer = setTimeout(resolve, ms);
      this._hurry = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
