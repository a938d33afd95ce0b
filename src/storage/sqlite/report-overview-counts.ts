// Pageviews, events and clicks by bucket: from the quarter-hour slots when there are no filters, else from the
// matching sessions. Both give the same numbers; the second knows filters and bots and costs more.

import type { Database, SQLQueryBindings } from 'bun:sqlite';
import { EVENT_TYPE_CODES } from '../../contract/event-types.ts';
import { SLOT_MS } from '../../contract/slots.ts';
import type { OverviewQuery } from '../port.ts';
import { DEAD, RAGE } from './packed-events.ts';
import { createPackedReader } from './report-events.ts';
import { sessionsTouching } from './report-filters.ts';

export type Counts = { pageviews: number; events: number; clicks: number; rage: number; dead: number };

const SLOTS = `
select slot, pageviews, events, clicks, rage, dead
from project_slots
where project_no = ?
  and slot >= ?
  and slot < ?`;

const EVENTS_OF_PART = `
select
  ts_ms as tsMs,
  type = ${EVENT_TYPE_CODES.pageview} as pageviews,
  1 as events,
  type = ${EVENT_TYPE_CODES.click} as clicks,
  type = ${EVENT_TYPE_CODES.click} and coalesce(fields ->> '$.rage' = 1, 0) as rage,
  type = ${EVENT_TYPE_CODES.click} and coalesce(fields ->> '$.dead' = 1, 0) as dead
from events
where project_no = ?
  and session = ?
  and part = ?
  and ts_ms >= ?
  and ts_ms < ?`;

/** Exact because both the range and every edge stand on whole quarter-hours. */
export function countSlots(db: Database, { projectNo, fromMs, toMs, edges }: OverviewQuery): Counts[] {
  const buckets = emptyBuckets(edges);
  const slots = db.query<Counts & { slot: number }, [number, number, number]>(SLOTS);
  for (const row of slots.iterate(projectNo, fromMs / SLOT_MS, toMs / SLOT_MS)) {
    add(buckets[bucketOf(edges, row.slot * SLOT_MS)], row);
  }
  return buckets;
}

/**
 * A session that lies in one bucket with all its events is counted by its own counters, which equal its events;
 * the few that cross an edge are counted event by event.
 */
export function countEvents(db: Database, query: OverviewQuery): Counts[] {
  const { projectNo, fromMs, toMs, edges } = query;
  const buckets = emptyBuckets(edges);
  const touching = sessionsTouching(query);
  const packed = createPackedReader(db);
  const events = db.query<Counts & { tsMs: number }, number[]>(EVENTS_OF_PART);
  const sessions = db.query<Touching, SQLQueryBindings[]>(`
select
  s.session, s.part, s.started_at_ms as startedAtMs, s.ended_at_ms as endedAtMs,
  s.pageviews, s.events, s.clicks, s.rage, s.dead
from sessions s
where ${touching.sql}`);
  for (const row of sessions.iterate(...touching.params)) {
    const first = bucketOf(edges, row.startedAtMs);
    if (first === bucketOf(edges, row.endedAtMs)) {
      add(buckets[first], row);
      continue;
    }
    const rows = events.all(projectNo, row.session, row.part, fromMs, toMs);
    for (const event of rows) add(buckets[bucketOf(edges, event.tsMs)], event);
    if (rows.length > 0) continue;
    for (const { tsMs, type, marks } of packed.headsOf({ projectNo, session: row.session, part: row.part })) {
      if (tsMs < fromMs || tsMs >= toMs) continue;
      const isClick = type === EVENT_TYPE_CODES.click;
      add(buckets[bucketOf(edges, tsMs)], {
        ...{ events: 1, pageviews: type === EVENT_TYPE_CODES.pageview ? 1 : 0, clicks: isClick ? 1 : 0 },
        ...{ rage: isClick && marks & RAGE ? 1 : 0, dead: isClick && marks & DEAD ? 1 : 0 },
      });
    }
  }
  return buckets;
}

type Touching = Counts & { session: number; part: number; startedAtMs: number; endedAtMs: number };

function emptyBuckets(edges: readonly number[]): Counts[] {
  return edges.slice(1).map(() => ({ pageviews: 0, events: 0, clicks: 0, rage: 0, dead: 0 }));
}

function add(bucket: Counts | undefined, counts: Counts): void {
  if (!bucket) return;
  bucket.pageviews += counts.pageviews;
  bucket.events += counts.events;
  bucket.clicks += counts.clicks;
  bucket.rage += counts.rage;
  bucket.dead += counts.dead;
}

/** Number of the bucket that holds an instant, by binary search; outside the edges a number that no bucket has. */
function bucketOf(edges: readonly number[], ms: number): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((edges[middle] as number) <= ms) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
