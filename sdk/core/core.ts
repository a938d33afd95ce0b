// What a capture may ask of the tracker it belongs to. Types only, so that captures and tracker do not import each other.

import type { ElementDescriptor } from '../../src/contract/element.ts';
import type { WirePage } from '../../src/contract/wire.ts';
import type { FramedEvent } from './waiting.ts';

/** Why waiting material is collected: a flush, the page being hidden, or the visitor going to another page. */
export type Occasion = 'flush' | 'hide' | 'turn';

type WithoutFrame<E> = E extends unknown ? Omit<E, 'i' | 't' | 'p' | 'v'> : never;
/** An event as a capture gives it: number, time, page and view are added by the tracker. */
export type Draft = WithoutFrame<FramedEvent>;

export type Core = {
  /** The page that events happen on now. */
  page: WirePage;
  /** False once the tracker has stopped. */
  isOn: boolean;
  /** Describes an HTML element, without text where the site wants none. */
  describe(el: HTMLElement): ElementDescriptor;
  /** Listens until the tracker stops; captures first, guarded, passive. */
  on(target: EventTarget, types: string, handler: (event: never) => void): void;
  /**
   * Frames and queues an event that happened at `atMs` (default now) and answers its number, or undefined when the
   * session is not in the sample. A passive event is no act of the visitor: it neither prolongs nor opens a session.
   */
  emit(event: Draft, isPassive?: boolean, atMs?: number): number | undefined;
  /** Number of the click that happened within the last second. */
  lastClick(): number | undefined;
  /** Sees to it that a flush comes within the interval. */
  wake(): void;
  /** Called before anything is sent, so that captures hand over what they hold. */
  onCollect(collector: (occasion: Occasion) => void): void;
  /** Runs the collectors. */
  collect(occasion: Occasion): void;
  /** Sends what waits by beacon. */
  beacon(): void;
  /** True inside parts of the page where nothing is recorded. */
  isBlocked(el: Element): boolean | Element | '' | null;
};
