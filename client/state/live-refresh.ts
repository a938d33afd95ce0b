// Loads what is shown again when the project's newest event has moved: not more often than every two seconds, never
// two loads at once, and without a word, so that what is shown stays until the next answer is there.

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Resource } from './resource.ts';

/** Between two loads at least, in ms. */
const EVERY_MS = 2_000;

export type LiveRefreshOptions = {
  /** Server time of the project's newest event; read at every update of the host. */
  lastEventAtMs: () => number | null;
  /** Whether new events can change what is shown: false for a range that is over. */
  isOpen: () => boolean;
  resources: readonly Pick<Resource<unknown>, 'isLoading' | 'refresh'>[];
  /** Called before the resources load again. */
  onRefresh?: () => void;
};

export class LiveRefresh implements ReactiveController {
  private readonly options: LiveRefreshOptions;
  private seen: number | null | undefined;
  private refreshedAt = Number.NEGATIVE_INFINITY;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost, options: LiveRefreshOptions) {
    this.options = options;
    host.addController(this);
  }

  hostUpdate(): void {
    const last = this.options.lastEventAtMs();
    if (last === this.seen) return;
    const isFirst = this.seen === undefined;
    this.seen = last;
    if (!isFirst) this.schedule();
  }

  hostDisconnected(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.seen = undefined;
  }

  private schedule(): void {
    if (this.timer !== undefined) return;
    this.timer = setTimeout(
      () => {
        this.timer = undefined;
        this.turn();
      },
      Math.max(0, this.refreshedAt + EVERY_MS - performance.now()),
    );
  }

  private turn(): void {
    if (!this.options.isOpen()) return;
    this.refreshedAt = performance.now();
    // What is on its way may have been asked before the event came.
    if (this.options.resources.some(({ isLoading }) => isLoading)) {
      this.schedule();
      return;
    }
    this.options.onRefresh?.();
    for (const resource of this.options.resources) resource.refresh();
  }
}
