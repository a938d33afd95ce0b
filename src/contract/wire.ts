// What travels from a page to POST /ingest. Two forms are read: the compact one below, which our tracker sends,
// and the verbose one, in which each event carries its own path, viewport and device.
// The reader for both is src/ingest/check; this file only names the shapes.

import type { PageBox, RawDescriptor } from './element.ts';
import type { InputAction, KeyCategory } from './event-types.ts';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type Props = { [key: string]: Json };

/** Absent, the name is that of our own tracker. */
export type WireSdk = { name?: string; version: string };
export type WireApp = { name?: string; version?: string; env?: string };
export type WireSession = { id: string; startedAt: number; lastSeenAt?: number };
export type WireUser = { id: string; traits?: Props };
export type WireDevice = {
  ua?: string;
  platform?: string;
  language?: string;
  screenW?: number;
  screenH?: number;
};

/** One address that events happened on. `url` has scheme and host; the tracker has removed secret-looking parameters. */
export type WirePage = { url: string; title?: string; referrer?: string };

/** Viewport: width and height in CSS px, device pixel ratio; what a tracker sends may go on with the screen's. */
export type WireView = [w: number, h: number, dpr: number, screenW?: number, screenH?: number];

/** The compact form. `events[].i` with `ids` makes the event id: `ids + i.toString(36)`. */
export type WireEnvelope = {
  v: 1;
  /** Write key, when it comes neither in `x-project-key` nor in `?key=`. */
  key?: string;
  /** Of the site's own sign-in, when it comes not as `Authorization: Bearer`. Checked at the door and never stored. */
  token?: string;
  sdk: WireSdk;
  app?: WireApp;
  /** The client's clock when it sent, ms; reveals a wrong clock. */
  sentAt: number;
  session: WireSession;
  visitorId?: string;
  user?: WireUser;
  device?: WireDevice;
  /** Sampling rates in (0, 1]; absent means 1. Counts can be scaled by their inverse. */
  rate?: number;
  moveRate?: number;
  /** Prefix of this page load's event ids, [A-Za-z0-9_-], random. */
  ids: string;
  /** Client time in ms that `events[].t` counts from; absent means the session's start. */
  t0?: number;
  pages: WirePage[];
  views: WireView[];
  elements?: RawDescriptor[];
  events: WireEvent[];
};

type WireBase = {
  /** Number of the event within its page load, from 0. */
  i: number;
  /** Milliseconds since the envelope's `t0`; may be negative for kept events. */
  t: number;
  /** Index into `pages` and `views`; absent means 0. */
  p?: number;
  v?: number;
  meta?: Props;
};

export type WirePageview = WireBase & {
  type: 'pageview';
  from?: string;
  to?: string;
  title?: string;
  referrer?: string;
};

export type WireClick = WireBase & {
  type: 'click';
  /** Page px. Absent for a "click" by keyboard, which stands in the middle of its box. */
  x?: number;
  y?: number;
  /** Index into `elements`, or the element itself. */
  e?: number | RawDescriptor;
  /** Offset inside the element's box, each 0…255; follows from place and box when it is absent. */
  r?: [rx: number, ry: number];
  /** The element's box in page px when it was pressed, which is what was aimed at. */
  box?: PageBox;
  /** Document width and height in px. */
  doc?: [w: number, h: number];
  /** Absent means 0, the main button. */
  button?: number;
  /** True, or how many clicks there were within the second, which is told as `why`. */
  rage?: boolean | number;
  dead?: boolean;
  error?: boolean;
  /** Which signal was missing, for a dead click (added by the server when it is absent), or what made a rage click. */
  why?: string;
};

/** What `steps` count in. */
export const PATH_STEP_MS = 20;
export const PATH_STEP_PX = 4;

/**
 * `path` is Base64 VLQ (as in source maps): for each sample dt ms, dx px, dy px; the first counts from t, 0, 0. `steps`
 * is the same in steps of PATH_STEP_MS and PATH_STEP_PX, which is what our tracker sends. `points` is the path as it is,
 * px of the page and ms since `t`: what our tracker sends as long as the part that packs has not come.
 */
export type WireMove = WireBase & { type: 'move'; path?: string; steps?: string; points?: WirePoint[] };
/** Other trackers send `{tsOffset, x, y}`, which is read as well. */
export type WirePoint = readonly [tsOffset: number, x: number, y: number];

/** One section of a page: index into `elements`, ms it was visible, top and height in page px. */
export type WireSection = [e: number, visibleMs: number, top: number, height: number];

export type WireScroll = WireBase & {
  type: 'scroll';
  scrollY: number;
  /** Share of the page that has been above the viewport's lower edge, 0…100. */
  scrollDepthPct?: number;
  docHeight?: number;
  /** Deepest `scrollDepthPct` of this pageview so far. */
  maxDepthPct?: number;
  /** Deepest px of the page that was in view during this pageview so far; exact where the shares are rounded. */
  deepest?: number;
  sections?: WireSection[];
  /**
   * Where the window was scrolled to since the last scroll event, for replays. Base64 VLQ: for each sample dt ms and dy
   * px; the first counts from `t`, at which the event was made (so it is negative), and from 0. `steps` likewise, in
   * steps of PATH_STEP_MS and PATH_STEP_PX.
   */
  path?: string;
  steps?: string;
};

export type WireInput = WireBase & {
  type: 'input';
  action: InputAction;
  e?: number | RawDescriptor;
  inputType?: string;
  length?: number;
  /** A star for each of the first 64 characters. */
  masked?: string;
};

export type WireKeyboard = WireBase & { type: 'keyboard'; category: KeyCategory };

export type WireCustom = WireBase & {
  type: 'custom';
  name: string;
  category?: string;
  props?: Props;
  /** Left out, the number in `props.value` is taken, if there is one. */
  value?: number;
  source?: string;
};

export type WireError = WireBase & {
  type: 'error';
  message: string;
  source?: string;
  line?: number;
  column?: number;
  /** Hash of the stack, unsigned 32 bits. */
  stack?: number;
  /** `i` of the click that preceded it, when one did within a second. */
  after?: number;
};

export type WireVital = WireBase & { type: 'vital'; lcp?: number; inp?: number; cls?: number; ttfb?: number };
export type WireVisibility = WireBase & { type: 'visibility'; state: 'hidden' | 'visible'; dwellMs?: number };
export type WireLeave = WireBase & { type: 'leave'; dwellMs: number; quickBack?: boolean };

export type WireEvent =
  | WirePageview
  | WireClick
  | WireMove
  | WireScroll
  | WireInput
  | WireKeyboard
  | WireCustom
  | WireError
  | WireVital
  | WireVisibility
  | WireLeave;

/** Why one event of a batch was refused. `index` is its place in `events`. */
export type RejectedEvent = { index: number; code: RejectCode; message: string };
export const REJECT_CODES = [
  'not_an_object',
  'bad_type',
  'bad_id',
  'bad_time',
  'bad_field',
  'too_large',
] as const;
export type RejectCode = (typeof REJECT_CODES)[number];

/**
 * The answer of POST /ingest, given after the commit that holds the accepted events. A browser that opts out (DNT: 1 or
 * Sec-GPC: 1) gets `accepted: 0` and an empty `sessionId`, and nothing is stored. When every event was refused, the
 * answer is a 400 `no_valid_events` instead.
 */
export type IngestAnswer = {
  ok: true;
  requestId: string;
  projectId: string;
  sessionId: string;
  accepted: number;
  rejected: RejectedEvent[];
  /**
   * A part of the tracker that the page is asked to load (`heat-<part>.mjs`); also in the header `x-heat-part`, where the
   * tracker reads it.
   */
  part?: 'masked';
};
