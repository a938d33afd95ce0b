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
  return { names: [], visitors: 0, people, happened: { group: [], bucket: [], ...amounts } };
}

/** Adds amounts that are not 0. */
export function addHappened(
  { happened }: MetricTables,
  place: { group: number; bucket: number },
  amounts: Partial<Amounts>,
): void {
  happened.group.push(place.group);
  happened.bucket.push(place.bucket);
  happened.pageviews.push(amounts.pageviews ?? 0);
  happened.events.push(amounts.events ?? 0);
  happened.clicks.push(amounts.clicks ?? 0);
  happened.customs.push(amounts.customs ?? 0);
  happened.valueSum.push(amounts.valueSum ?? 0);
}

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
