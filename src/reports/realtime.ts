// The last half hour by the minute, and who is there now.

import { EVENT_TYPE_CODES } from '../contract/event-types.ts';
import { LIMITS } from '../contract/limits.ts';
import type { RealtimeAnswer } from '../contract/metrics.ts';
import type { QueryOptions, ReportStore } from '../storage/port.ts';
import type { RecentRows } from '../storage/port-metrics.ts';

const MINUTE_MS = 60_000;
const NONE = '(none)';

export async function realtime(
  store: ReportStore,
  { projectNo, nowMs }: { projectNo: number; nowMs: number },
  options: QueryOptions = {},
): Promise<RealtimeAnswer> {
  const untilMs = (Math.floor(nowMs / MINUTE_MS) + 1) * MINUTE_MS;
  const sinceMs = untilMs - LIMITS.realtimeMinutes * MINUTE_MS;
  const rows = await store.recent({ projectNo, sinceMs, untilMs }, options);
  const visitorOf = new Map(rows.sessions.map((row) => [keyOf(row), row.visitor]));
  const activeSinceMs = nowMs - LIMITS.realtimeActiveMinutes * MINUTE_MS;
  const active = new Set(rows.events.filter(({ tsMs }) => tsMs >= activeSinceMs).map(keyOf));
  const there = rows.sessions.filter((row) => active.has(keyOf(row)));
  const pageviews = rows.events.filter(({ type }) => type === EVENT_TYPE_CODES.pageview);
  return {
    nowMs,
    visitors: new Set(there.map(({ visitor }) => visitor)).size,
    sessions: there.length,
    minutes: Array.from({ length: LIMITS.realtimeMinutes }, (_, index) => {
      const startMs = sinceMs + index * MINUTE_MS;
      const own = rows.events.filter(({ tsMs }) => tsMs >= startMs && tsMs < startMs + MINUTE_MS);
      return {
        startMs,
        pageviews: own.filter(({ type }) => type === EVENT_TYPE_CODES.pageview).length,
        events: own.length,
        visitors: new Set(own.map((event) => visitorOf.get(keyOf(event)))).size,
      };
    }),
    pages: top(pageviews.map(({ page }) => page ?? NONE)),
    events: top(rows.events.flatMap(({ name }) => name ?? [])),
    sources: top(there.map(({ source }) => source ?? NONE)),
    countries: top(there.map(({ country }) => country ?? NONE)),
  };
}

function keyOf({ session, part }: Pick<RecentRows['sessions'][number], 'session' | 'part'>): string {
  return `${session}.${part}`;
}

function top(values: readonly string[]): { value: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
    .slice(0, LIMITS.breakdownRows);
}
