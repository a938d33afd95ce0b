// Reads the packed paths of a replay: where pointer and window were, sample by sample. Pure.

import type {
  ReplayClick,
  ReplayElement,
  ReplayMove,
  ReplayNote,
  ReplayPage,
  ReplayScroll,
  ReplayView,
} from '../../src/contract/replay.ts';
import { decodeVlq } from '../../src/contract/vlq.ts';

type On<E> = {
  event: E;
  page: ReplayPage | null;
  /** The element behind an index of the event, null when it is not known. */
  elementAt: (index: number) => ReplayElement | null;
};
/** An event with what it refers to in place of indexes. */
export type Placed = On<ReplayView | ReplayMove | ReplayScroll | ReplayClick | ReplayNote>;

export type Sample = {
  kind: 'pointer' | 'scroll';
  page: ReplayPage | null;
  atMs: number;
  x: number;
  y: number;
  /** One of many on the way; else nothing is known of how it came there. */
  isOnWay: boolean;
  /** The window was there from the beginning. */
  isStart: boolean;
};

/** Of all events, in no order. */
export function readSamples(placed: readonly Placed[]): Sample[] {
  // Trackers that tell the way tell a place without it only where the window did not move.
  const tellsWays = placed.some(({ event }) => event.type === 'scroll' && event.path !== null);
  const samples: Sample[] = [];
  for (const { event, page } of placed) {
    const { type, atMs } = event;
    if (type === 'click')
      samples.push({ kind: 'pointer', page, atMs, x: event.x, y: event.y, isOnWay: true, isStart: false });
    else if (type === 'move')
      readPath(event.path, 3, (t, x, y) =>
        samples.push({ kind: 'pointer', page, atMs: atMs + t, x, y, isOnWay: true, isStart: false }),
      );
    else if (type === 'scroll' && event.path === null)
      samples.push({ kind: 'scroll', page, atMs, x: 0, y: event.y, isOnWay: false, isStart: tellsWays });
    else if (type === 'scroll' && event.path !== null)
      readPath(event.path, 2, (t, y) =>
        samples.push({ kind: 'scroll', page, atMs: atMs + t, x: 0, y, isOnWay: true, isStart: false }),
      );
  }
  return samples;
}

/** Calls `take` with each sample of two or three numbers, summed up from their differences; never for what is no path. */
function readPath(path: string, width: 2 | 3, take: (t: number, x: number, y: number) => void): void {
  const steps = decodeVlq(path, path.length) ?? [];
  let [t, x, y] = [0, 0, 0];
  for (let at = 0; at + width <= steps.length; at += width) {
    t += steps[at] as number;
    x += steps[at + 1] as number;
    if (width === 3) y += steps[at + 2] as number;
    take(t, x, y);
  }
}
