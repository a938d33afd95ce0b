// Events that wait to be sent, bounded in bytes. Knows nothing of the network or the page.

import type { ElementDescriptor } from '../../src/contract/element.ts';
import type { WireClick, WireEvent, WirePage, WireScroll, WireView } from '../../src/contract/wire.ts';
import type { Session } from './session.ts';

type Framed<E> = E extends WireClick
  ? Omit<E, 'e'> & { e?: ElementDescriptor }
  : E extends WireScroll
    ? Omit<E, 'sections'> & { sections?: [el: ElementDescriptor, ms: number, top: number, height: number][] }
    : E;

/** An event that carries its elements itself, and whose `t` is absolute. */
export type FramedEvent = Framed<WireEvent>;

/** One event with what it happened on. */
export type Waiting = {
  event: FramedEvent;
  page: WirePage;
  view: WireView;
  session: Session;
  /** UTF-8 bytes of the event. */
  bytes: number;
  /** Times that the server failed on it; below zero: it travels in batches of that many, after one was too large. */
  tries: number;
};

export type Queue = ReturnType<typeof createQueue>;

/**
 * A queue that holds at most `maxBytes` and gives batches of at most `maxEvents`. When it is full, moves go first, then
 * scrolls, and pageviews and custom events last.
 */
export function createQueue(maxBytes: number, maxEvents: number) {
  let waiting: Waiting[] = [];
  return {
    add(entry: Waiting): void {
      waiting.push(entry);
      while (waiting.reduce((sum, { bytes }) => sum + bytes, 0) > maxBytes)
        waiting.splice(leastNeeded(waiting), 1);
    },
    length: () => waiting.length,
    /** Takes out the next batch: events of one session that have failed equally often, oldest first. */
    take(): Waiting[] {
      const [first] = waiting as [Waiting];
      const batch = waiting
        .filter(({ session, tries }) => session.id === first.session.id && tries === first.tries)
        .slice(0, first.tries < 0 ? -first.tries : maxEvents);
      waiting = waiting.filter((entry) => !batch.includes(entry));
      return batch;
    },
  };
}

/** Place of the entry that a full queue gives up: the oldest move, else scroll, else what was not asked for. */
export function leastNeeded(waiting: readonly { event: { type: string } }[]): number {
  for (const spare of [/move/, /scroll/, /^(?!pageview|custom)/]) {
    const at = waiting.findIndex(({ event }) => spare.test(event.type));
    if (at >= 0) return at;
  }
  return 0;
}
