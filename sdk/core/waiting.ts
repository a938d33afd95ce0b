// The shape of an event on its way from a capture to an envelope.

import type { RawDescriptor } from '../../src/contract/element.ts';
import type {
  WireClick,
  WireEnvelope,
  WireEvent,
  WireInput,
  WirePage,
  WireScroll,
} from '../../src/contract/wire.ts';

/** Element, ms it was in view, top and height in page px. */
export type Section = [el: RawDescriptor, visibleMs: number, top: number, height: number];

type Framed<E> = E extends WireClick | WireInput
  ? Omit<E, 'e'> & { e?: RawDescriptor }
  : E extends WireScroll
    ? Omit<E, 'sections'> & { sections?: Section[] }
    : E;

/** An event that carries its elements itself; its `t` is absolute until it is framed. */
export type FramedEvent = Framed<WireEvent>;

/** What an event has in common with those it may travel with. */
export type Frame = Omit<WireEnvelope, 'sentAt' | 'elements' | 'events'>;

/** An event as it was recorded: what it is framed with is looked up a moment later, when nobody waits for it. */
export type Fresh = {
  _event: FramedEvent;
  /** Shared with the events of the same view: its title may still change. */
  _page: WirePage;
  /** No act of the visitor. */
  _isPassive?: boolean;
  /** True while its verdict is awaited; it leaves without one only when the page is hidden. */
  _isHeld?: boolean;
};

export type Waiting = Fresh & {
  /** The very same object for events that may travel together. */
  _frame: Frame;
  /** UTF-8 bytes of the event. */
  _bytes: number;
};
