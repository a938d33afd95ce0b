// Starts the two kinds of worker. Lies directly in src/ because a compiled executable resolves worker addresses
// against the bundle's root; each worker file is an extra entry point in build.ts.

/** The applier's thread, see apply-worker.ts for its messages. */
export function spawnApplyWorker(): Worker {
  return new Worker(new URL('./apply-worker.ts', import.meta.url));
}

/** One read-only query thread, see query-worker.ts. */
export function spawnQueryWorker(): Worker {
  return new Worker(new URL('./query-worker.ts', import.meta.url));
}
