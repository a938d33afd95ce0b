// The order of a session's events. Ids of one tracker end in a counted number, so the shorter of two is the earlier:
// `p.9` comes before `p.10`. SQL says the same with `order by ts_ms, length(event_id), event_id`.

type Placed = { tsMs: number; eventId: string };

/** Orders events by time; of the same millisecond by id, shorter ones first. Never 0 for two ids. */
export function compareEvents(a: Placed, b: Placed): number {
  return a.tsMs - b.tsMs || compareEventIds(a.eventId, b.eventId);
}

/** Negative when `a` is the earlier id. */
export function compareEventIds(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
