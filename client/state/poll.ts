// Does one thing again and again while its host is connected and the page is seen. Never two at once.

import type { ReactiveController, ReactiveControllerHost } from 'lit';

export class Poll implements ReactiveController {
  /** When the page was opened or brought to the front last, UTC ms. */
  wokenAtMs = Date.now();

  private readonly everyMs: number | ((poll: Poll) => number);
  private readonly work: (signal: AbortSignal) => Promise<void>;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private abort: AbortController | null = null;

  /** `everyMs` is read before each pause. `work` may fail: the next turn comes anyway. */
  constructor(
    host: ReactiveControllerHost,
    everyMs: number | ((poll: Poll) => number),
    work: (signal: AbortSignal) => Promise<void>,
  ) {
    this.everyMs = everyMs;
    this.work = work;
    host.addController(this);
  }

  hostConnected(): void {
    document.addEventListener('visibilitychange', this.handleVisibility);
    window.addEventListener('focus', this.handleVisibility);
    this.schedule(this.pauseMs());
  }

  hostDisconnected(): void {
    document.removeEventListener('visibilitychange', this.handleVisibility);
    window.removeEventListener('focus', this.handleVisibility);
    clearTimeout(this.timer);
    this.abort?.abort();
    this.abort = null;
  }

  private readonly handleVisibility = (): void => {
    if (document.visibilityState !== 'visible') return;
    this.wokenAtMs = Date.now();
    this.schedule(0);
  };

  private pauseMs(): number {
    return typeof this.everyMs === 'number' ? this.everyMs : this.everyMs(this);
  }

  private schedule(delayMs: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.turn(), delayMs);
  }

  private async turn(): Promise<void> {
    if (document.visibilityState !== 'visible' || this.abort !== null) return;
    const abort = new AbortController();
    this.abort = abort;
    try {
      await this.work(abort.signal);
    } catch {
      // A turn that fails shows nothing new; what is shown stays true for its time.
    }
    if (this.abort !== abort) return;
    this.abort = null;
    this.schedule(this.pauseMs());
  }
}
