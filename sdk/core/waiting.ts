// The shape of an event on its way from a capture to an envelope.

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
