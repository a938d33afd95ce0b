// Which clicks a layout belongs to: those from when it was first seen until another layout took its place. Pure.

import type { SnapshotView } from '../../src/contract/api.ts';

type Taken = Pick<SnapshotView, 'page' | 'device' | 'layoutHash' | 'createdAtMs'>;

/**
 * `all` are the snapshots of the page, in any order; those of other device classes say nothing about this one. A layout
 * that comes back has a span of its own. `untilMs` is null while it is the newest.
 */
export function layoutSpan(
  snapshot: Taken,
  all: readonly Taken[],
): { fromMs: number; untilMs: number | null } {
  const own = all
    .filter(({ page, device }) => page === snapshot.page && device === snapshot.device)
    .sort((a, b) => a.createdAtMs - b.createdAtMs);
  const others = own.filter(({ layoutHash }) => layoutHash !== snapshot.layoutHash);
  const before = others.findLast(({ createdAtMs }) => createdAtMs < snapshot.createdAtMs)?.createdAtMs ?? -1;
  const until = others.find(({ createdAtMs }) => createdAtMs > snapshot.createdAtMs)?.createdAtMs ?? null;
  const first = own.find(
    ({ layoutHash, createdAtMs }) => layoutHash === snapshot.layoutHash && createdAtMs > before,
  );
  return { fromMs: first?.createdAtMs ?? snapshot.createdAtMs, untilMs: until };
}
