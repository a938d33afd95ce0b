// One thing loaded from the API for one element: loads when its key changes, cancels what is no longer wanted,
// keeps the old value while the next is on its way, says when a skeleton is due, and tries again when the connection
// is back. Knows no address.

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { isAbort } from '../data/api.ts';

/** Old content stays (dimmed) this long before a skeleton takes its place, in ms. */
const SKELETON_AFTER_MS = 200;

export type ResourceOptions<T> = {
  /** Read at every update of the host; a new key loads again, null unloads. */
  key: () => string | null;
  load: (signal: AbortSignal) => Promise<T>;
};

/** `value` and `error` are never both set. `isStale`: another key's value is shown dimmed; `isSlow`: show the skeleton. */
export class Resource<T> implements ReactiveController {
  value: T | null = null;
  error: unknown = null;
  isLoading = false;
  isStale = false;
  isSlow = false;

  private readonly host: ReactiveControllerHost;
  private readonly options: ResourceOptions<T>;
  private key: string | null = null;
  private abort: AbortController | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost, options: ResourceOptions<T>) {
    this.host = host;
    this.options = options;
    host.addController(this);
  }

  /** Loads the same key again; what is shown stays until the answer is there. */
  refresh(): void {
    if (this.key !== null) this.start({ keepsValue: true });
  }

  /** Loads again after a failure, with a skeleton. */
  retry(): void {
    if (this.key !== null) this.start({ keepsValue: false });
  }

  hostUpdate(): void {
    const key = this.options.key();
    if (key === this.key) return;
    this.key = key;
    if (key !== null) this.start({ keepsValue: false });
    else this.reset();
  }

  hostConnected(): void {
    window.addEventListener('online', this.handleOnline);
  }

  hostDisconnected(): void {
    window.removeEventListener('online', this.handleOnline);
    this.reset();
    this.key = null;
  }

  private readonly handleOnline = (): void => {
    if (this.error !== null) this.retry();
  };

  private reset(): void {
    this.abort?.abort();
    clearTimeout(this.timer);
    this.value = null;
    this.error = null;
    this.isLoading = this.isStale = this.isSlow = false;
  }

  private start({ keepsValue }: { keepsValue: boolean }): void {
    this.abort?.abort();
    clearTimeout(this.timer);
    const abort = new AbortController();
    this.abort = abort;
    this.isLoading = true;
    if (!keepsValue) {
      this.error = null;
      this.isStale = this.value !== null;
      this.isSlow = this.value === null;
      if (this.isStale) this.timer = setTimeout(() => this.tell({ isSlow: true }), SKELETON_AFTER_MS);
    }
    this.options.load(abort.signal).then(
      (value) => this.settle(abort, { value, error: null }),
      (error: unknown) => {
        // A silent refresh that fails leaves what is shown: the next one may succeed.
        const shown = keepsValue ? this.value : null;
        if (!isAbort(error)) this.settle(abort, { value: shown, error: shown === null ? error : null });
      },
    );
  }

  private settle(abort: AbortController, result: { value: T | null; error: unknown }): void {
    if (this.abort !== abort || abort.signal.aborted) return;
    clearTimeout(this.timer);
    this.value = result.value;
    this.error = result.error;
    this.isLoading = this.isStale = false;
    this.tell({ isSlow: false });
  }

  private tell(change: { isSlow: boolean }): void {
    this.isSlow = change.isSlow;
    this.host.requestUpdate();
  }
}
