// Which of a page's snapshots a map lies over, when nobody chose one. Pure.

import type { SnapshotView } from './api.ts';
import type { Device } from './event-types.ts';
import { type Layout, layoutOf } from './layouts.ts';

type Stored = Pick<SnapshotView, 'page' | 'device' | 'viewportW' | 'isMasked' | 'createdAtMs'>;
type Asked = {
  device: Device | null;
  /** How most of those saw the page that the map counts; null when not known. */
  layout?: Layout | null | undefined;
  lead?: string | undefined;
  atMs?: number | undefined;
};

/**
 * The owner's before those of visitors; of the device class that is asked for, and of these of the layout, else of the
 * layout alone, else of any; where several pages count as one, those of the page `lead` first. Of these the newest, or
 * what the page looked like at a moment (`atMs`, UTC): the newest that had been taken by then, the oldest when none had.
 * `stored` is newest first; null when it is empty.
 */
export function bestSnapshot<T extends Stored>(stored: readonly T[], asked: Asked): T | null {
  const { device, layout, atMs = Number.POSITIVE_INFINITY } = asked;
  const best = candidates(stored, asked);
  const fits = ({ device: own, viewportW }: T) =>
    (own === device ? 2 : 0) + (layout && layoutOf(viewportW) === layout ? 1 : 0);
  const most = Math.max(...best.map(fits));
  const fitting = best.filter((snapshot) => fits(snapshot) === most);
  return fitting.find(({ createdAtMs }) => createdAtMs <= atMs) ?? fitting.at(-1) ?? null;
}

/** Whether the layout decides which one is taken: until it is known none should be. */
export function needsLayout<T extends Stored>(stored: readonly T[], asked: Omit<Asked, 'layout'>): boolean {
  const best = candidates(stored, asked);
  const ofDevice = best.filter(({ device }) => device === asked.device);
  const left = ofDevice.length > 0 ? ofDevice : best;
  return new Set(left.map(({ viewportW }) => layoutOf(viewportW))).size > 1;
}

/** What the owner took has words and pictures, and is laid out for every device class. */
function candidates<T extends Stored>(stored: readonly T[], { lead }: Pick<Asked, 'lead'>): readonly T[] {
  const all = stored.toSorted((a, b) => Number(b.page === lead) - Number(a.page === lead));
  const own = all.filter(({ isMasked }) => !isMasked);
  return own.length > 0 ? own : all;
}
