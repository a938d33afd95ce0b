// The shape of an event on its way from a capture to an envelope.

import type { ElementDescriptor } from '../../src/contract/element.ts';
import type {
  WireClick,
  WireEnvelope,
  WireEvent,
  WireInput,
  WirePage,
  WireScroll,
} from '../../src/contract/wire.ts';

/** Element, ms it was in view, top and height in page px. */
export type Section = [el: ElementDescriptor, visibleMs: number, top: number, height: number];

type Framed<E> = E extends WireClick | WireInput
  ? Omit<E, 'e'> & { e?: ElementDescriptor }
  : E extends WireScroll
    ? Omit<E, 'sections'> & { sections?: Section[] }
    : E;

/** An event that carries its elements itself, and whose `t` is absolute. */
export type FramedEvent = Framed<WireEvent>;

/** What an event has in common with those it may travel with. */
export type Frame = Omit<WireEnvelope, 'sentAt' | 't0' | 'pages' | 'elements' | 'events'>;

export type Waiting = {
  _event: FramedEvent;
  _frame: Frame;
  /** Shared with the events of the same view: its title may still change. */
  _page: WirePage;
  /** Frame and page as text: equal for events that may travel together. */
  _group: string;
  /** UTF-8 bytes of the event. */
  _bytes: number;
  /** True while its verdict is awaited; it leaves without one only when the page is hidden. */
  _isHeld?: boolean;
};
