// What one accepted request looks like in the journal: checked, bounded, in one form whatever the client sent.
// Written by ingest/, read by apply/; a new shape gets a new `v` and the applier keeps reading the old ones.

import type { ElementDescriptor } from '../contract/element.ts';
import type { Device, EventType } from '../contract/event-types.ts';
import type { Json, Props, WireView } from '../contract/wire.ts';

export type JournalPage = { url: string; title?: string; referrer?: string };

export type JournalEvent = {
  /** Unique in its project and session; derived from session, client time and content when the client gave none. */
  id: string;
  type: EventType;
  /** Client clock, ms. */
  ts: number;
  /** Indexes into the batch's `pages` and `views`; -1 when unknown. */
  p: number;
  w: number;
  /** Index into `elements`, for types that have one. */
  e?: number;
  /** Client session id when it differs from the batch's. */
  sid?: string;
  /** Text was cut to its limit. */
  cut?: boolean;
  /**
   * The type's own fields by their names in wire.ts, bounded and finite.
   * click: x y r box doc button rage dead error why · move: path n (samples) · scroll: … sections (e indexes) ·
   * input (`masked`: stars only) · keyboard · custom (`category` always set) · error (`after` is an event id) · vital ·
   * visibility · leave · pageview: from to title referrer · and for all `meta`, and `extra` with fields we do not know.
   */
  f: { [key: string]: Json };
};

/** One request with events of several visitors, as servers send them: all of them are stored, or none. */
export type JournalBatches = { v: 2; batches: Omit<JournalBatch, 'v'>[] };

/** What is known of a browser beside its user agent, in the words of apply/parse-agent.ts. `version`: major. */
export type ClientHints = { browser?: string; version?: string; os?: string; device?: Device };

export type JournalBatch = {
  v: 1;
  /** Id of the write or API key that let it in, so that abuse can be removed by key. */
  keyId: string;
  sentAtMs: number | null;
  sdk: { name: string; version: string } | null;
  app: { name: string | null; version: string | null; env: string | null } | null;
  session: { id: string; startedAtMs: number | null };
  /** Final visitor id: `c:` + the client's random id, or `d:` + the keyed hash of the day. Never an address. */
  visitor: string;
  user: { id: string; traits: Props | null } | null;
  device: {
    ua: string;
    platform: string | null;
    language: string | null;
    screenW: number | null;
    screenH: number | null;
    /** From the browser's client hints, or of an import's line. Goes before the agent, see apply/enrich.ts. */
    hints?: ClientHints;
    /** What another tool made of a user agent that it does not hand on. */
    told?: { device: Device | null; browser: string | null; os: string | null };
  };
  /** Two capital letters from a trusted proxy header or database, or null. */
  country: string | null;
  rate: number;
  moveRate: number;
  /** Told by a server that said nothing of the visitor's browser. */
  isServer?: true;
  /** Comes from a file: its times are kept as they are, and nobody watches it live. */
  isImport?: true;
  pages: JournalPage[];
  views: WireView[];
  elements: ElementDescriptor[];
  events: JournalEvent[];
};
