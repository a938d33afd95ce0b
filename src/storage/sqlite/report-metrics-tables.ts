// What metrics are made of, as columns of small numbers: a row for each session (or fact) and for what happened. Filled
// by the readers, added up by report-metrics-sums.ts.

/** Rows without a split are all of group 0. */
export type MetricTables = {
  /** Values of the groups by their number. */
  names: string[];
  people: People;
  happened: Happened;
};
/** Sessions that begin in the span, or facts with the number of the session that each happened in. */
export type People = {
  rows: number;
  group: Uint32Array;
  bucket: Uint32Array;
  visitor: Uint32Array;
  /** Above the largest number of a visitor. */
  visitors: number;
  /** Of facts: those of one session stand together, and each once in a group and bucket. */
  session: Uint32Array | null;
  /** Empty of facts, and where no median is asked for. */
  durationMs: Float64Array;
};
/** What adds up, by group and bucket. */
export type Happened = {
  group: number[];
  bucket: number[];
  /** Of the sessions that begin there. */
  sessions: number[];
  bounces: number[];
  durationMs: number[];
  pageviews: number[];
  events: number[];
  clicks: number[];
  customs: number[];
  valueSum: number[];
  /** Row of each group and bucket that has one, see happenedRow(). */
  rows: number[];
  buckets: number;
};
export type Amounts = {
  sessions: number;
  bounces: number;
  durationMs: number;
  pageviews: number;
  events: number;
  clicks: number;
  customs: number;
  valueSum: number;
};

/** Room for so many people; `rows` says how many there are. Facts have no durations. */
export function emptyPeople(room: number, { areFacts = false }: { areFacts?: boolean } = {}): People {
  const ofSessions = areFacts ? 0 : room;
  return {
    ...{ rows: 0, visitors: 0 },
    group: new Uint32Array(room),
    bucket: new Uint32Array(room),
    visitor: new Uint32Array(room),
    session: areFacts ? new Uint32Array(room) : null,
    durationMs: new Float64Array(ofSessions),
  };
}

/** Doubles the room for facts. */
export function roomForPeople(people: People): void {
  const larger = (column: Uint32Array): Uint32Array => {
    const room = new Uint32Array(Math.max(1_024, column.length * 2));
    room.set(column);
    return room;
  };
  people.group = larger(people.group);
  people.bucket = larger(people.bucket);
  people.visitor = larger(people.visitor);
  if (people.session !== null) people.session = larger(people.session);
}

export function emptyTables(edges: readonly number[], people: People = emptyPeople(0)): MetricTables {
  const ofSessions = { sessions: [], bounces: [], durationMs: [] };
  const amounts = { ...ofSessions, pageviews: [], events: [], clicks: [], customs: [], valueSum: [] };
  const buckets = edges.length - 1;
  return { names: [''], people, happened: { group: [], bucket: [], ...amounts, rows: [], buckets } };
}

/** Row of what happened in a group and bucket, to which amounts can be added. */
export function happenedRow(happened: Happened, group: number, bucket: number): number {
  const key = group * happened.buckets + bucket;
  const known = happened.rows[key];
  if (known !== undefined) return known;
  const row = happened.group.push(group) - 1;
  happened.rows[key] = row;
  happened.bucket.push(bucket);
  for (const name of AMOUNTS) happened[name].push(0);
  return row;
}

/** Adds to what happened in a group and bucket. */
export function addHappened(
  { happened }: MetricTables,
  { group, bucket }: { group: number; bucket: number },
  amounts: Partial<Amounts>,
): void {
  const row = happenedRow(happened, group, bucket);
  for (const name of AMOUNTS) happened[name][row]! += amounts[name] ?? 0;
}

/** What adds up. */
export const AMOUNTS = [
  ...(['sessions', 'bounces', 'durationMs'] as const),
  ...(['pageviews', 'events', 'clicks', 'customs', 'valueSum'] as const),
] as const satisfies (keyof Amounts)[];

/**
 * Finds the bucket that holds an instant: below the first edge -1, after the last their count. Times that follow each
 * other are mostly of one bucket, which is looked at first.
 */
export function bucketFinder(edges: readonly number[]): (ms: number) => number {
  let last = 0;
  let from = edges[0] as number;
  let to = edges[1] as number;
  return (ms) => {
    if (ms >= from && ms < to) return last;
    last = bucketOf(edges, ms);
    from = edges[last] ?? Number.NEGATIVE_INFINITY;
    to = edges[last + 1] ?? Number.POSITIVE_INFINITY;
    return last;
  };
}

/** Number of the bucket that holds an instant, by binary search; below the first edge -1, after the last their count. */
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
