// What metrics are made of, as columns of small numbers: a row for each session (or fact) and for what happened. Filled
// by the readers, added up by report-metrics-sums.ts.

/** Rows without a split are all of group 0. */
export type MetricTables = {
  /** Values of the groups by their number. */
  names: string[];
  /** How many different visitors there are. */
  visitors: number;
  /** Sessions that begin in the span, or facts with the number of the session that each happened in. */
  people: {
    group: number[];
    bucket: number[];
    visitor: number[];
    session: number[] | null;
    durationMs: number[];
    isBounce: boolean[];
  };
  happened: {
    group: number[];
    bucket: number[];
    pageviews: number[];
    events: number[];
    clicks: number[];
    customs: number[];
    valueSum: number[];
    /** Row of each group and bucket that has one. */
    rows: Map<number, number>;
  };
};
export type Amounts = {
  pageviews: number;
  events: number;
  clicks: number;
  customs: number;
  valueSum: number;
};

export function emptyTables(): MetricTables {
  const people = { group: [], bucket: [], visitor: [], session: null, durationMs: [], isBounce: [] };
  const amounts = { pageviews: [], events: [], clicks: [], customs: [], valueSum: [] };
  return { names: [], visitors: 0, people, happened: { group: [], bucket: [], ...amounts, rows: new Map() } };
}

/** Adds to what happened in a group and bucket, one row for each. */
export function addHappened(
  { happened }: MetricTables,
  { group, bucket }: { group: number; bucket: number },
  amounts: Partial<Amounts>,
): void {
  const key = group * BUCKETS + bucket;
  let row = happened.rows.get(key);
  if (row === undefined) {
    row = happened.group.push(group) - 1;
    happened.rows.set(key, row);
    happened.bucket.push(bucket);
    for (const name of AMOUNTS) happened[name].push(0);
  }
  // By name and not in a loop: this runs for every session and fact.
  happened.pageviews[row]! += amounts.pageviews ?? 0;
  happened.events[row]! += amounts.events ?? 0;
  happened.clicks[row]! += amounts.clicks ?? 0;
  happened.customs[row]! += amounts.customs ?? 0;
  happened.valueSum[row]! += amounts.valueSum ?? 0;
}

const AMOUNTS = ['pageviews', 'events', 'clicks', 'customs', 'valueSum'] as const satisfies (keyof Amounts)[];
/** More than a series can have: LIMITS.seriesBuckets. */
const BUCKETS = 4_096;

/** Gives each different text a number, in the order they come. */
export function createNumbering<T>(): { of(value: T): number; values: T[] } {
  const numbers = new Map<T, number>();
  const values: T[] = [];
  return {
    values,
    of(value) {
      const known = numbers.get(value);
      if (known !== undefined) return known;
      numbers.set(value, values.length);
      return values.push(value) - 1;
    },
  };
}

/** Number of the bucket that holds an instant, by binary search; below the first edge -1, after the last their count. */
export function bucketOf(edges: readonly number[], ms: number): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((edges[middle] as number) <= ms) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
