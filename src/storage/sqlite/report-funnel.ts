// Funnels: how many got to each step, how long it took them, where the others left, and which sessions those were.

import type { Database } from 'bun:sqlite';
import { NO_VALUE } from '../../contract/dimensions.ts';
import { LIMITS } from '../../contract/limits.ts';
import type { FunnelQuery, FunnelRows, FunnelSession, FunnelSessionsQuery } from '../port-paths.ts';
import { funnelWalk } from './funnel-walk.ts';
import { bucketOf } from './report-buckets.ts';
import { readFunnelFacts } from './report-funnel-facts.ts';
import { medianInPlace } from './report-median.ts';
import { pageReader } from './report-path-reader.ts';
import type { SessionColumns } from './report-session-columns.ts';
import { readGroups, readWords } from './report-session-groups.ts';

/** How far those got who took the first step. Sessions are places in the columns. */
type Walked = { columns: SessionColumns; ways: Ways };
/** The k-th way took `depth[k]` of the `width` steps; their times and sessions stand from k × width on. */
type Ways = { count: number; width: number; depth: Uint8Array; times: Float64Array; sessions: Uint32Array };

export function readFunnel(db: Database, query: FunnelQuery): FunnelRows {
  const walked = walkAll(db, query);
  const { ways, columns } = walked;
  const { count, width, depth, times, sessions } = ways;
  const splits = query.split === null ? null : readGroups(db, query, columns, query.split);
  const trend = query.edges.slice(1).map(() => ({ entered: 0, converted: 0 }));
  const groups = new Map<string | null, number[]>();
  for (let way = 0; way < count; way += 1) {
    const first = way * width;
    const steps = depth[way] as number;
    if (splits) {
      const split = splitValue(splits.names[splits.group[sessions[first] as number] as number]);
      const group = groups.get(split) ?? new Array<number>(width).fill(0);
      groups.set(split, group);
      for (let step = 0; step < steps; step += 1) group[step]! += 1;
    }
    // A session of the last bucket may take its first step after it.
    const bucket = Math.max(0, bucketOf(query.edges, times[first] as number));
    const slot = trend[Math.min(bucket, trend.length - 1)];
    if (!slot) continue;
    slot.entered += 1;
    if (steps === width) slot.converted += 1;
  }
  return {
    steps: stepRows(ways),
    leftFrom: leftPages(db, query, walked),
    groups: largest(groups),
    trend,
  };
}

export function readFunnelSessions(db: Database, query: FunnelSessionsQuery): FunnelSession[] {
  const { columns, ways } = walkAll(db, query);
  const { step, outcome, limit, projectNo } = query;
  const found = new Map<number, number>();
  for (let way = 0; way < ways.count; way += 1) {
    const reached = (ways.depth[way] as number) - 1;
    const isWanted = outcome === 'left' ? reached === step : reached >= step;
    const at = way * ways.width + step;
    if (isWanted) found.set(ways.sessions[at] as number, ways.times[at] as number);
  }
  return [...found]
    .sort((a, b) => b[1] - a[1])
    .slice(0, limit)
    .map(([at]) => ({
      projectNo,
      session: columns.session[at] as number,
      part: columns.part[at] as number,
    }));
}

function splitValue(name: string | undefined): string | null {
  return name === undefined || name === NO_VALUE ? null : name;
}

function walkAll(db: Database, query: FunnelQuery): Walked {
  const { columns, facts, starts } = readFunnelFacts(db, query);
  const width = query.steps.length;
  const walk = funnelWalk(facts, {
    steps: width,
    windowMs: query.windowMs,
    isStrict: query.order === 'strict',
  });
  const units = starts.length - 1;
  const ways: Ways = {
    ...{ count: units, width, depth: new Uint8Array(units) },
    ...{ times: new Float64Array(units * width), sessions: new Uint32Array(units * width) },
  };
  for (let unit = 0; unit < units; unit += 1) {
    const { depth, times, sessions } = walk(starts[unit] as number, starts[unit + 1] as number);
    ways.depth[unit] = depth;
    for (let step = 0; step < depth; step += 1) {
      ways.times[unit * width + step] = times[step] as number;
      ways.sessions[unit * width + step] = sessions[step] as number;
    }
  }
  return { columns, ways };
}

function stepRows({ count, width, depth, times }: Ways): FunnelRows['steps'] {
  return Array.from({ length: width }, (_, step) => {
    const durations = new Float64Array(count);
    let reached = 0;
    for (let way = 0; way < count; way += 1) {
      if ((depth[way] as number) <= step) continue;
      const at = way * width + step;
      durations[reached] = (times[at] as number) - (times[at - 1] ?? 0);
      reached += 1;
    }
    const known = step === 0 ? durations.subarray(0, 0) : durations.subarray(0, reached);
    return { count: reached, ...middleAndTail(known) };
  });
}

function leftPages(db: Database, query: FunnelQuery, { ways, columns }: Walked): FunnelRows['leftFrom'] {
  const { count, width, depth, sessions } = ways;
  const read = pageReader(db, query);
  const exits = new Float64Array(columns.count).fill(-1);
  readWords(db, columns, 'exit', (row, page) => {
    if (page !== null) exits[row] = page as number;
  });
  const tallies = query.steps.map(() => new Map<number, { path: string; count: number }>());
  for (let way = 0; way < count; way += 1) {
    const last = (depth[way] as number) - 1;
    if (last === width - 1) continue;
    const page = exits[sessions[way * width + last] as number] as number;
    if (page < 0) continue;
    const { page: countsAs, path } = read(page);
    const tally = tallies[last];
    const known = tally?.get(countsAs);
    if (known) known.count += 1;
    else tally?.set(countsAs, { path: path ?? '', count: 1 });
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

/**
 * Medians of even counts are the mean of the two in the middle; p90 is the smallest that nine in ten do not exceed.
 * Leaves the values sorted.
 */
function middleAndTail(values: Float64Array): { medianMs: number | null; p90Ms: number | null } {
  const medianMs = medianInPlace(values);
  return { medianMs, p90Ms: values[Math.ceil(values.length * 0.9) - 1] ?? null };
}
