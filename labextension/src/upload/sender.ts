// Sends a file to the kernel in parts, and again what did not arrive.

import type { Model } from './wire';

const PART = 1 << 20; // bytes; a server's connection drops above ten megabytes
const AHEAD = 4; // parts that may be on their way
const PATIENCE = 30000; // ms without a word before what is lacking is sent again

export interface Hearer {
  /** So many bytes have arrived. */
  told(size: number): void;
  /** Nobody has answered for a while. */
  unheard(): void;
}

export class Sender {
  readonly id = `f${Math.random().toString(36).slice(2, 10)}`;
  private arrived = 0;
  private sent = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly model: Model,
    readonly file: File,
    private readonly kind: string,
    private readonly hearer: Hearer
  ) {}

  begin(): void {
    const { name, size } = this.file;
    this.wait();
    this.say({ type: 'begin', id: this.id, name, size, kind: this.kind });
  }

  /** The kernel was started again and has nothing of the file any more. */
  beginAnew(): void {
    this.sent = 0;
    this.arrived = 0;
    this.begin();
  }

  /** The kernel says how many bytes it has: what is lacking goes on from there. */
  async got(size: number): Promise<void> {
    this.arrived = size;
    this.hearer.told(size);
    clearTimeout(this.timer);
    if (size >= this.file.size && size > 0) {
      return;
    }
    this.wait();
    if (this.file.size === 0) {
      return this.empty();
    }
    while (this.sent < this.file.size && this.sent < this.arrived + AHEAD * PART) {
      const at = this.sent;
      this.sent = Math.min(at + PART, this.file.size);
      await this.part(at);
    }
  }

  /** An empty file is sent as well, once: the kernel says what is wrong with it. */
  private async empty(): Promise<void> {
    this.sent += 1;
    if (this.sent === 1) {
      await this.part(0);
    }
  }

  private async part(at: number): Promise<void> {
    const bytes = await this.file.slice(at, at + PART).arrayBuffer();
    this.say({ type: 'part', id: this.id, at }, bytes);
  }

  private say(message: object, ...buffers: ArrayBuffer[]): void {
    try {
      this.model.send(message, undefined, buffers);
    } catch {
      this.hearer.unheard(); // no kernel to talk to
    }
  }

  private wait(): void {
    this.timer = setTimeout(() => {
      this.hearer.unheard();
      this.sent = this.arrived;
      if (this.arrived === 0) {
        this.begin();
      } else {
        void this.got(this.arrived);
      }
    }, PATIENCE);
  }

  stop(): void {
    clearTimeout(this.timer);
  }
}
