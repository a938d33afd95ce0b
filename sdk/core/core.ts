// What captures and lazy parts may ask of the tracker they belong to. Types only, so that they do not import it.
// Names that begin with an underscore are the tracker's own everywhere in sdk/: the build shortens them.

import type { ElementDescriptor } from '../../src/contract/element.ts';
import type { WireClick, WirePage, WireUser } from '../../src/contract/wire.ts';
import type { Settings } from './options.ts';
import type { FramedEvent, Section, Waiting } from './waiting.ts';

/** Why waiting material is collected: a flush, the page hidden, gone, or another route of it. */
export type Occasion = 'flush' | 'hide' | 'leave' | 'turn';

type WithoutFrame<E> = E extends unknown ? Omit<E, 'i' | 't' | 'p' | 'v'> : never;
/** An event as a capture gives it: number, time, page and view are added by the tracker. */
export type Draft = WithoutFrame<FramedEvent>;

/** What is not needed at once: `more` (sections, errors, vitals), `inputs` (typing), `keep` (the lasting queue). */
export type Part = 'more' | 'inputs' | 'keep' | 'masked';
/** Brings a part and starts it with the core; whether that works is its own concern. */
export type Load = (part: Part, core: Core) => void;

export type Core = {
  _settings: Settings;
  /** Where batches go. */
  _endpoint: string;
  /** The page that events happen on now. */
  _page: WirePage;
  /** False before consent and once the tracker has stopped. */
  _isOn?: boolean;
  /** Named by the site, and the random id, where there are such. */
  _user?: WireUser;
  _visitorId?: string;
  /** A visitor's JWT; beacons carry none. */
  _token?: string;
  /** Grows with every sign that the page is alive: what it changes, asks for or moves. */
  _signs: number;
  /** The newest click, as long as it can still be changed. */
  _click?: Waiting;
  /** Describes an HTML element, without text where the site wants none. */
  _describe(el: HTMLElement): ElementDescriptor;
  /** Listens to types (separated by spaces) until the tracker stops; captures first, guarded, passive. */
  _on(target: EventTarget | undefined, types: string, handler: (event: never) => unknown): void;
  /**
   * Frames and queues an event that happened at `atMs` (default now) and answers what waits, or undefined when nothing
   * is recorded. A passive event is no act of the visitor: it neither prolongs nor opens a session.
   */
  _emit(event: Draft, isPassive?: boolean, atMs?: number): Waiting | undefined;
  /** Sees to it that a flush comes within the interval. */
  _wake(): void;
  /** Asked before anything is sent to hand over what they hold. */
  _collectors: ((occasion: Occasion) => void)[];
  /** Brings a further part; for parts that bring others. */
  _load: Load;
  /** Runs the collectors. */
  _collect(occasion: Occasion): void;
  /** Sends what waits; with `false` also what awaits a verdict, with `true` by beacon, because the page goes. */
  _send(isGone?: boolean): unknown;
  /** True inside parts of the page where nothing is recorded. */
  _isBlocked(el: Element): unknown;
  /** What waits to be sent; for the part that keeps it. */
  _waiting: Waiting[];
  /** Put there by lazy parts: studies a click and answers what writes its verdict into it a second later; adds sections to a scroll event; packs a body for fetch. */
  _study?: (event: MouseEvent, el: HTMLElement) => (click: WireClick) => void;
  _sections?: (occasion: Occasion) => Section[];
  _pack?: (body: string) => Promise<BlobPart> | undefined;
};
