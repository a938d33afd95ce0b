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
  return placed.flatMap(({ event, page }): Sample[] => {
    const base = { page, atMs: event.atMs, isOnWay: true, isStart: false };
    if (event.type === 'click') return [{ ...base, kind: 'pointer', x: event.x, y: event.y }];
    if (event.type === 'move')
      return readPath(event.path, 3).map(([t = 0, x = 0, y = 0]) => ({
        ...base,
        kind: 'pointer',
        atMs: event.atMs + t,
        x,
        y,
      }));
    if (event.type !== 'scroll') return [];
    if (event.path === null)
      return [{ ...base, kind: 'scroll', x: 0, y: event.y, isOnWay: false, isStart: tellsWays }];
    return readPath(event.path, 2).map(([t = 0, y = 0]) => ({
      ...base,
      kind: 'scroll',
      atMs: event.atMs + t,
      x: 0,
      y,
    }));
  });
}

/** Samples of `width` numbers each, summed up from their differences; empty when the text is no path. */
function readPath(path: string, width: number): number[][] {
  const steps = decodeVlq(path, path.length) ?? [];
  const samples: number[][] = [];
  let last = new Array<number>(width).fill(0);
  for (let at = 0; at + width <= steps.length; at += width) {
    last = last.map((value, axis) => value + (steps[at + axis] as number));
    samples.push(last);
  }
  return samples;
}
