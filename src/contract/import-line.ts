// One recorded event as it travels from one heat to another, or from elsewhere into heat: a line of NDJSON, a row of
// CSV, an item of POST /api/v1/projects/:id/import. `heat export events --all` writes these; the reader is
// src/ingest/check/import.ts. Everything but a time is optional.

import type { ElementDescriptor } from './element.ts';
import type { Device, EventType } from './event-types.ts';
import { type Json, type Props, REJECT_CODES } from './wire.ts';

export type ImportLine = {
  /** Left out: `custom` with a `name`, else `pageview`. */
  type?: EventType;
  /** Unique in its session; left out it is derived from all that the line says. */
  eventId?: string;
  /** When it happened: ms, s or ISO 8601; without a zone it is UTC. Kept exactly. The first that is there counts. */
  tsMs?: number;
  timestamp?: number | string;
  /** The session that it is part of, cut anew after 30 idle minutes; left out one is made for its visitor and month. */
  clientSessionId?: string;
  sessionId?: string;
  /** As sessions name a visitor (`c:…`, `d:…`, `s:…`, `u:…`), or any id of another tool's. Never an IP address. */
  visitor?: string;
  anonymousId?: string;
  userId?: string | null;
  traits?: Props | null;
  /**
   * Of the visitor's browser. Without it what `device`, `browser` and `os` say counts; beside it they tell apart what
   * goes by Chrome's agent, in the words that sessions have.
   */
  userAgent?: string | null;
  device?: Device | null;
  browser?: string | null;
  os?: string | null;
  platform?: string | null;
  language?: string | null;
  /** Two letters. */
  country?: string | null;
  /** CSS px, or as `1920x1080`. */
  screen?: [w: number, h: number] | string | null;
  app?: { name?: string | null; version?: string | null; env?: string | null } | null;
  /** `name/version`. */
  sdk?: string | null;
  /** Sampling rates in (0, 1]. */
  rate?: number;
  moveRate?: number;
  /** Told by a server, which says nothing of the visitor's browser. Left out: when nothing is said of it. */
  isServer?: boolean;
  /** Address or path of the page. */
  page?: string | null;
  title?: string | null;
  /** Viewport in CSS px, and its pixel ratio. */
  view?: [w: number, h: number, dpr: number] | null;
  element?: ElementDescriptor | null;
  /** A text of it was cut to its limit before. */
  cut?: boolean;
  /**
   * What its type carries, by the names of wire.ts; sections of a scroll event with their element in the place of its
   * index. Left out, the line's own fields count: those of POST /api/v1/events/track, and `referrer`.
   */
  fields?: { [name: string]: Json } | null;
  name?: string;
  category?: string;
  value?: number;
  source?: string;
  referrer?: string;
  properties?: Props;
};

/** Names that a line is read by; all else of it is left out and never stored. */
export const IMPORT_FIELDS = [
  'type',
  'eventId',
  'tsMs',
  'timestamp',
  'clientSessionId',
  'sessionId',
  'visitor',
  'anonymousId',
  'userId',
  'traits',
  'userAgent',
  'device',
  'browser',
  'os',
  'platform',
  'language',
  'country',
  'screen',
  'app',
  'sdk',
  'rate',
  'moveRate',
  'isServer',
  'page',
  'title',
  'view',
  'element',
  'cut',
  'fields',
  'name',
  'category',
  'value',
  'source',
  'referrer',
  'properties',
] as const satisfies readonly (keyof ImportLine)[];

/** What an import answers for one request; `index` is the line's place in it. Given after the commit. */
export type ImportAnswer = {
  ok: true;
  requestId: string;
  projectId: string;
  accepted: number;
  /** Accepted lines by type, and the time of the first and the last of them. */
  types: { [type: string]: number };
  firstAtMs: number | null;
  lastAtMs: number | null;
  rejected: { index: number; code: ImportRefusal; message: string }[];
  /** Accepted lines that name neither a visitor, a user nor a session: all of them are one visitor's. */
  nameless: number;
  /** Accepted lines with a page by its host, in the order met; '' stands for pages that are paths. Each host has pages of its own. */
  hosts: [host: string, lines: number][];
};

/**
 * What became of accepted lines once they were applied: new events, those that were there already or came twice, and those
 * of people who were forgotten. Counted for each project and key since heat started; `GET …/import` answers it.
 */
export type ImportOutcome = { stored: number; known: number; forgotten: number };

/** Codes of refused lines; `too_old` lies before what the project keeps. */
export const IMPORT_REFUSALS = [...REJECT_CODES, 'too_old'] as const;
export type ImportRefusal = (typeof IMPORT_REFUSALS)[number];
