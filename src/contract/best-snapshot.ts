// Which of a page's snapshots a map lies over, when nobody chose one. Pure.

import type { SnapshotView } from './api.ts';
import type { Device } from './event-types.ts';

type Stored = Pick<SnapshotView, 'page' | 'device' | 'isMasked' | 'createdAtMs'>;
type Asked = { device: Device | null; lead?: string | undefined; atMs?: number | undefined };

/**
 * Of the page `lead` first, where several pages count as one; the owner's before those of visitors; of the device class
 * that is asked for, else of any. Of these the newest, or what the page looked like at a moment (`atMs`, UTC): the newest
 * that had been taken by then, the oldest when none had. `stored` is newest first; null when it is empty.
 */
export function bestSnapshot<T extends Stored>(
  stored: readonly T[],
  { device, lead, atMs = Number.POSITIVE_INFINITY }: Asked,
): T | null {
  const all = stored.toSorted((a, b) => Number(b.page === lead) - Number(a.page === lead));
  // What the owner took has words and pictures, and is laid out for every device class.
  const own = all.filter(({ isMasked }) => !isMasked);
  const best = own.length > 0 ? own : all;
  const ofDevice = best.filter((snapshot) => snapshot.device === device);
  const fitting = ofDevice.length > 0 ? ofDevice : best;
  return fitting.find(({ createdAtMs }) => createdAtMs <= atMs) ?? fitting.at(-1) ?? null;
}
