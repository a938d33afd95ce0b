// The counters of a session part: one event added at a time, in any order, gives the same row. Whoever doubts a row
// can compute it again from its events.

import { compareEvents } from '../contract/event-order.ts';
import type { AppliedSession, EventRow } from '../storage/port-apply.ts';
import { numberField, textField } from './fields.ts';
import { trafficSource } from './traffic-source.ts';

/** Counts that add up when two parts become one. */
const NO_SUMS = {
  events: 0,
  pageviews: 0,
  clicks: 0,
  moves: 0,
  scrolls: 0,
  inputs: 0,
  customs: 0,
  errors: 0,
  rage: 0,
  dead: 0,
  errorClicks: 0,
  quickBacks: 0,
};
/** What the earliest pageview says. */
const NO_ENTRY = {
  entryPage: null,
  entryAtMs: null,
  entryId: null,
  referrer: null,
  source: null,
  medium: null,
  utmSource: null,
  utmMedium: null,
  utmCampaign: null,
  utmTerm: null,
  utmContent: null,
};
/** What the latest pageview says. */
const NO_EXIT = { exitPage: null, exitAtMs: null, exitId: null };

type Sums = Pick<AppliedSession, keyof typeof NO_SUMS>;
type Entry = Pick<AppliedSession, keyof typeof NO_ENTRY>;
type Exit = Pick<AppliedSession, keyof typeof NO_EXIT>;

/** Everything of a session row that follows from its events alone. */
export type SessionCounters = Sums &
  Entry &
  Exit &
  Pick<AppliedSession, 'startedAtMs' | 'endedAtMs' | 'maxScrollPct'>;

/** Counters of no events; the span is that of the event about to be added. */
export function emptyCounters(tsMs: number): SessionCounters {
  return { startedAtMs: tsMs, endedAtMs: tsMs, maxScrollPct: null, ...NO_SUMS, ...NO_ENTRY, ...NO_EXIT };
}

/** Counters of the events of both; neither of them is read again. */
export function addCounters(a: SessionCounters, b: SessionCounters): SessionCounters {
  const entry = isEntryFirst(a, b) ? a : b;
  const exit = isExitLast(a, b) ? a : b;
  const sums = namesOf(NO_SUMS).map((name) => [name, a[name] + b[name]]);
  return {
    startedAtMs: Math.min(a.startedAtMs, b.startedAtMs),
    endedAtMs: Math.max(a.endedAtMs, b.endedAtMs),
    maxScrollPct: deepest(a.maxScrollPct, b.maxScrollPct),
    ...(Object.fromEntries(sums) as Sums),
    ...(Object.fromEntries(namesOf(NO_ENTRY).map((name) => [name, entry[name]])) as Entry),
    ...(Object.fromEntries(namesOf(NO_EXIT).map((name) => [name, exit[name]])) as Exit),
  };
}

function namesOf<T extends object>(counters: T): (keyof T)[] {
  return Object.keys(counters) as (keyof T)[];
}

function isEntryFirst(a: Entry, b: Entry): boolean {
  if (a.entryAtMs === null || b.entryAtMs === null) return b.entryAtMs === null;
  return isBefore(a.entryAtMs, a.entryId, { tsMs: b.entryAtMs, eventId: b.entryId ?? '' });
}

function isExitLast(a: Exit, b: Exit): boolean {
  if (a.exitAtMs === null || b.exitAtMs === null) return b.exitAtMs === null;
  return !isBefore(a.exitAtMs, a.exitId, { tsMs: b.exitAtMs, eventId: b.exitId ?? '' });
}

/** Counts one event into `counters`, which it changes. The caller has made sure that the event is new. */
export function countEvent(counters: SessionCounters, event: EventRow): void {
  counters.events += 1;
  counters.startedAtMs = Math.min(counters.startedAtMs, event.tsMs);
  counters.endedAtMs = Math.max(counters.endedAtMs, event.tsMs);
  const { fields } = event;
  switch (event.type) {
    case 'pageview':
      countPageview(counters, event);
      return;
    case 'click':
      counters.clicks += 1;
      if (fields.rage === true) counters.rage += 1;
      if (fields.dead === true) counters.dead += 1;
      if (fields.error === true) counters.errorClicks += 1;
      return;
    case 'move':
      counters.moves += numberField(fields, 'n') ?? 1;
      return;
    case 'scroll':
      counters.scrolls += 1;
      counters.maxScrollPct = deepest(counters.maxScrollPct, numberField(fields, 'scrollDepthPct'));
      counters.maxScrollPct = deepest(counters.maxScrollPct, numberField(fields, 'maxDepthPct'));
      return;
    case 'input':
      counters.inputs += 1;
      return;
    case 'custom':
      counters.customs += 1;
      return;
    case 'error':
      counters.errors += 1;
      return;
    case 'leave':
      if (fields.quickBack === true) counters.quickBacks += 1;
      return;
    default:
      return;
  }
}

/** The counters of a session part from all of its stored events, in any order; null without events. */
export function recomputeSession(events: readonly EventRow[]): SessionCounters | null {
  const [first] = events;
  if (first === undefined) return null;
  const counters = emptyCounters(first.tsMs);
  for (const event of events) countEvent(counters, event);
  return counters;
}

function countPageview(counters: SessionCounters, event: EventRow): void {
  counters.pageviews += 1;
  if (counters.exitAtMs === null || isBefore(counters.exitAtMs, counters.exitId, event)) {
    counters.exitPage = event.page;
    counters.exitAtMs = event.tsMs;
    counters.exitId = event.eventId;
  }
  if (counters.entryAtMs !== null && isBefore(counters.entryAtMs, counters.entryId, event)) return;
  counters.entryPage = event.page;
  counters.entryAtMs = event.tsMs;
  counters.entryId = event.eventId;
  const found = trafficSource(textField(event.fields, 'url') ?? '', textField(event.fields, 'referrer'));
  counters.referrer = found.referrer;
  counters.source = found.source;
  counters.medium = found.medium;
  counters.utmSource = found.utmSource;
  counters.utmMedium = found.utmMedium;
  counters.utmCampaign = found.utmCampaign;
  counters.utmTerm = found.utmTerm;
  counters.utmContent = found.utmContent;
}

/** Whether a pageview at this time and id comes before the event. */
function isBefore(atMs: number, id: string | null, event: Pick<EventRow, 'tsMs' | 'eventId'>): boolean {
  return compareEvents({ tsMs: atMs, eventId: id ?? '' }, event) < 0;
}

function deepest(known: number | null, depth: number | null): number | null {
  if (depth === null) return known;
  return known === null ? depth : Math.max(known, depth);
}
