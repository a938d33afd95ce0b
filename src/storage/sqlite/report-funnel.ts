// Funnels: how many got to each step, how long it took them, where the others left, and which sessions those were.

import type { Database } from 'bun:sqlite';
import { NO_VALUE } from '../../contract/dimensions.ts';
import { LIMITS } from '../../contract/limits.ts';
import type { FunnelQuery, FunnelRows, FunnelSession, FunnelSessionsQuery } from '../port-paths.ts';
import { type FunnelWay, walkFunnel } from './funnel-walk.ts';
import { bucketOf } from './report-buckets.ts';
import { readFunnelFacts } from './report-funnel-facts.ts';
import { pageReader } from './report-path-reader.ts';
import type { SessionColumns } from './report-session-columns.ts';
import { readGroups, readWords } from './report-session-groups.ts';

/** Sessions of ways are places in the columns. */
type Walked = { ways: FunnelWay[]; columns: SessionColumns };

export function readFunnel(db: Database, query: FunnelQuery): FunnelRows {
  const walked = walkAll(db, query);
  const { ways, columns } = walked;
  const splits = query.split === null ? null : readGroups(db, query, columns, query.split);
  const counts = new Array<number>(query.steps.length).fill(0);
  const durations: number[][] = query.steps.map(() => []);
  const trend = query.edges.slice(1).map(() => ({ entered: 0, converted: 0 }));
  const groups = new Map<string | null, number[]>();
  for (const { times, sessions: at } of ways) {
    const split = splits && splitValue(splits.names[splits.group[at[0] as number] as number]);
    const group = splits && (groups.get(split) ?? counts.map(() => 0));
    if (group) groups.set(split, group);
    for (const [step, tsMs] of times.entries()) {
      counts[step] = (counts[step] ?? 0) + 1;
      if (group) group[step] = (group[step] ?? 0) + 1;
      if (step > 0) durations[step]?.push(tsMs - (times[step - 1] ?? tsMs));
    }
    // A session of the last bucket may take its first step after it.
    const slot = trend[Math.min(Math.max(0, bucketOf(query.edges, times[0] ?? 0)), trend.length - 1)];
    if (!slot) continue;
    slot.entered += 1;
    if (times.length === query.steps.length) slot.converted += 1;
  }
  return {
    steps: counts.map((count, step) => ({ count, ...middleAndTail(durations[step] ?? []) })),
    leftFrom: leftPages(db, query, walked),
    groups: largest(groups),
    trend,
  };
}

export function readFunnelSessions(db: Database, query: FunnelSessionsQuery): FunnelSession[] {
  const { ways, columns } = walkAll(db, query);
  const found = new Map<number, number>();
  for (const { times, sessions: at } of ways) {
    const isWanted = query.outcome === 'left' ? times.length === query.step + 1 : times.length > query.step;
    const session = at[query.step];
    if (isWanted && session !== undefined) found.set(session, times[query.step] ?? 0);
  }
  return [...found]
    .sort((a, b) => b[1] - a[1])
    .slice(0, query.limit)
    .map(([at]) => ({
      projectNo: query.projectNo,
      session: columns.session[at] as number,
      part: columns.part[at] as number,
    }));
}

function splitValue(name: string | undefined): string | null {
  return name === undefined || name === NO_VALUE ? null : name;
}

/** Those who took the first step, with how far they got. */
function walkAll(db: Database, query: FunnelQuery): Walked {
  const { columns, units } = readFunnelFacts(db, query);
  const rule = {
    steps: query.steps.length,
    windowMs: query.windowMs,
    isStrict: query.order === 'strict',
  };
  const ways = units.map((facts) => walkFunnel(facts, rule)).filter(({ times }) => times.length > 0);
  return { ways, columns };
}

function leftPages(db: Database, query: FunnelQuery, { ways, columns }: Walked) {
  const { steps } = query;
  const read = pageReader(db, query);
  const exits = new Map<number, number>();
  for (const { times, sessions: at } of ways)
    if (times.length < steps.length) exits.set(at.at(-1) as number, -1);
  readWords(db, columns, 'exit', (row, page) => {
    if (page !== null && exits.has(row)) exits.set(row, page as number);
  });
  const tallies = steps.map(() => new Map<number, { path: string; count: number }>());
  for (const { times, sessions: at } of ways) {
    const page = exits.get(at.at(-1) as number) ?? -1;
    const tally = times.length < steps.length ? tallies[times.length - 1] : undefined;
    if (!tally || page < 0) continue;
    const { page: countsAs, path } = read(page);
    const known = tally.get(countsAs) ?? { path: path ?? '', count: 0 };
    tally.set(countsAs, { ...known, count: known.count + 1 });
  }
  return tallies.map((tally) =>
    [...tally]
      .sort((a, b) => b[1].count - a[1].count || a[0] - b[0])
      .slice(0, LIMITS.funnelPages)
      .map(([page, left]) => ({ page, ...left })),
  );
}

function largest(groups: ReadonlyMap<string | null, number[]>): FunnelRows['groups'] {
  const sorted = [...groups].sort(
    ([a, left], [b, right]) => (right[0] ?? 0) - (left[0] ?? 0) || ((a ?? '') < (b ?? '') ? -1 : 1),
  );
  const shown: FunnelRows['groups'] = sorted
    .slice(0, LIMITS.funnelGroups)
    .map(([value, counts]) => ({ value, counts }));
  const rest = sorted.slice(LIMITS.funnelGroups);
  if (rest.length === 0) return shown;
  const counts = (rest[0]?.[1] ?? []).map((_, step) =>
    rest.reduce((sum, [, group]) => sum + (group[step] ?? 0), 0),
  );
  return [...shown, { value: undefined, counts }];
}

/** Medians of even counts are the mean of the two in the middle; p90 is the smallest that nine in ten do not exceed. */
function middleAndTail(values: number[]): { medianMs: number | null; p90Ms: number | null } {
  if (values.length === 0) return { medianMs: null, p90Ms: null };
  const sorted = Float64Array.from(values).sort();
  const middle = (sorted.length - 1) / 2;
  const medianMs = ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
  return { medianMs, p90Ms: sorted[Math.ceil(sorted.length * 0.9) - 1] ?? null };
}
