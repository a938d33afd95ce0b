// A value that several elements follow: set in one place, rendered wherever it is watched. Holds no logic of its own.

import type { ReactiveController, ReactiveControllerHost } from 'lit';

export type Store<T> = {
  get(): T;
  /** Tells listeners only when the value is another one. */
  set(value: T): void;
  subscribe(listener: () => void): () => void;
};

export function createStore<T>(initial: T): Store<T> {
  let current = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => current,
    set(value) {
      if (Object.is(value, current)) return;
      current = value;
      for (const listener of [...listeners]) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Renders its host again whenever the store changes. */
export class Watch<T> implements ReactiveController {
  private readonly host: ReactiveControllerHost;
  private readonly store: Store<T>;
  private stop: (() => void) | null = null;

  constructor(host: ReactiveControllerHost, store: Store<T>) {
    this.host = host;
    this.store = store;
    host.addController(this);
  }

  get value(): T {
    return this.store.get();
  }

  hostConnected(): void {
    this.stop = this.store.subscribe(() => this.host.requestUpdate());
  }

  hostDisconnected(): void {
    this.stop?.();
  }
}
