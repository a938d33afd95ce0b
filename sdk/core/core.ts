// What captures and lazy parts may ask of the tracker they belong to. Types only, so that they do not import it.
// Names that begin with an underscore are the tracker's own everywhere in sdk/: the build shortens them.

import type { RawDescriptor } from '../../src/contract/element.ts';
import type { WirePage, WireUser } from '../../src/contract/wire.ts';
import type { ReplayHost } from '../replay/host.ts';
import type { Settings } from './options.ts';
import type { FramedEvent, Fresh, Section, Waiting } from './waiting.ts';

/** Why waiting material is collected: a flush, the page hidden, gone (each by the event that says so), or another route of it. */
export type Occasion = 'flush' | 'visibilitychange' | 'pagehide' | 'turn';

/** What of an envelope depends on its events. */
export type Referred = { events: unknown[]; elements?: RawDescriptor[] };

type WithoutFrame<E> = E extends unknown ? Omit<E, 'i' | 't' | 'p' | 'v'> : never;
/** An event as a capture gives it: number, time, page and view are added by the tracker. */
export type Draft = WithoutFrame<FramedEvent>;

/** What is not needed at once: `more` (sections, errors, vitals), `inputs` (typing), `keep` (the lasting queue). */
export type Part = 'more' | 'inputs' | 'keep' | 'masked';
/** Brings a part and starts it with the core, or the recorder of pages with its host; whether that works is its own concern. */
export type Load = {
  (part: Part, core: Core): void;
  (part: 'replay', host: ReplayHost): void;
};

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
  /** A signed-in visitor's JWT, sent along with batches. */
  _token?: string;
  /** Grows with every sign that the page is alive: what it changes, asks for or moves. */
  _signs: number;
  /** Looks how high the page is, where scrolling is captured. */
  _measure?: () => void;
  /** The newest click; as long as it is held, what happens is put down to it. */
  _click?: Fresh;
  /** Describes an HTML element, without text where the site wants none. */
  _describe(el: HTMLElement): RawDescriptor;
  /** Listens to types (separated by spaces) until the tracker stops; captures first, guarded. */
  _on(target: EventTarget, types: string, handler: (event: never) => unknown): void;
  /**
   * Takes an event that happened at `atMs` (default now), and answers it while it may still be added to, or undefined
   * when nothing is recorded. A passive event is no act of the visitor: it neither prolongs nor opens a session.
   */
  _emit(event: Draft, isPassive?: boolean, atMs?: number): Fresh | undefined;
  /** Frames what was taken: number, session, page and view. Comes by itself in a moment, and before all that depends on it. */
  _settle(occasion?: Occasion): void;
  /** What was taken and is not framed yet. */
  _fresh: Fresh[];
  /** Sees to it that a flush comes within the interval. */
  _wake(): void;
  /** Asked before anything is sent to hand over what they hold; on a flush they may take their time, and then never reject. */
  _collectors: ((occasion: Occasion) => unknown)[];
  /** Brings a further part; for parts that bring others. */
  _load: Load;
  /** Runs the collectors and settles. */
  _collect(occasion: Occasion): void;
  /** Sends what waits, collected before where there is an occasion: to hide takes along what awaits a verdict, and what leaves goes by beacon. */
  _send(occasion?: Occasion): unknown;
  /** True inside parts of the page where nothing is recorded. */
  _isBlocked(el: Element): unknown;
  /** What waits to be sent, and what a request has taken along but no answer has confirmed. */
  _waiting: Waiting[];
  _underWay: Waiting[];
  /** The events of a batch as they are sent. A lazy part makes them smaller. */
  _refer: (batch: readonly Waiting[]) => Referred;
  /** Hears every answer (none: a network error), and says in how many ms the batch is to be sent again, 0 for never. */
  _judge: (answer?: Response) => number;
  /** Put there by lazy parts: knows what is made to be clicked again and again; adds sections to a scroll event; packs a body for fetch, and never fails. */
  _isForRepeats?: (el: HTMLElement) => boolean;
  _sections?: (occasion: Occasion) => Section[];
  _pack?: (body: string) => Promise<BlobPart | undefined> | undefined;
};
