import type { NotebookPanel } from '@jupyterlab/notebook';
import type { Kernel, ServiceManager } from '@jupyterlab/services';
import { isBroken, isWell, reach } from './kernels';

const BLINK = 500; // ms; what is well again by then nobody has to hear of
const LONGEST = 2000; // a question is small, and somebody waits
const OFTEN = 3; // times that a page is made anew in two minutes
const RECENT = 120_000;
const REST = 60_000; // before it is tried once more

/** What a page does for the one who watches its kernel. */
export interface Watched {
  readonly panel: NotebookPanel;
  /** Whether somebody needs the kernel: who looks at the page, or has typed what is not saved. */
  isNeeded(): boolean;
  /** Make the page anew in the kernel that it has now. Raises where that fails. */
  makeAnew(): Promise<void>;
  /** The page is out of touch with its kernel, and why as far as that is known. */
  lost(error: unknown): void;
  /** In touch again. */
  found(): void;
}

/** Follows the kernel of a page that ran, and brings the page back when it has gone. */
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

  /** The page has run in the kernel that it has now. */
  ran(): void {
    this._ranIn = this._kernel?.id ?? '';
    this._forgot = false;
  }

  /** See how the kernel is, and begin to mend where that is needed. */
  feel(): void {
    if (!this._ranIn || this._page.panel.isDisposed) {
      return;
    }
    this._forgot ||= isBroken(this._kernel) || this._kernel?.id !== this._ranIn;
    if (!this._isWell && !this._mending && this._page.isNeeded()) {
      void this._mend();
    }
  }

  /** Somebody does not want to wait: now, and the page made anew where its kernel hears nothing. */
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

  /** One attempt; how long to wait before the next. */
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
