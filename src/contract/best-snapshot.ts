// Which of a page's snapshots a map lies over, when nobody chose one. Pure.

import type { SnapshotView } from './api.ts';
import type { Device } from './event-types.ts';

/**
 * Of the page `lead` first, where several pages count as one; the owner's before those of visitors; of the device class
 * that is asked for, else the newest. `stored` is newest first; null when it is empty.
 */
export function bestSnapshot(
  stored: readonly SnapshotView[],
  { device, lead }: { device: Device | null; lead?: string | undefined },
): SnapshotView | null {
  const all = stored.toSorted((a, b) => Number(b.page === lead) - Number(a.page === lead));
  // What the owner took has words and pictures, and is laid out for every device class.
  const own = all.filter(({ isMasked }) => !isMasked);
  const best = own.length > 0 ? own : all;
  return best.find((snapshot) => snapshot.device === device) ?? best[0] ?? null;
}
