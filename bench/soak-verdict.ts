// What a soak's samples say against its bounds: slopes by least squares after the warm-up, the most of what has a bound,
// and what was left open at rest.

import type { Sample } from './soak-watch.ts';

/** Of the run that does not count, at most so many hours of it: caches fill, code is compiled. */
const WARM_UP_SHARE = 0.4;
const WARM_UP_HOURS = 2;
/** Hours after the warm-up from which a slope is judged: what is kept at hand takes an hour to fill. */
const JUDGED_HOURS = 2;
const BOUNDS = {
  /** MB an hour. */
  memory: 1,
  /** Descriptors an hour, sockets aside, which come and go with those who ask. */
  files: 1,
  /** MB of a write-ahead log. */
  wal: 64,
} as const;

/** `unsure` is a slope beyond its bound in a run too short to tell it from noise, and what depends on the machine. */
export type Verdict = { what: string; measured: string; bound: string; is: 'kept' | 'unsure' | 'BROKEN' };
export type Slope = { perHour: number; error: number };

/** Least squares with the standard error of the slope, as if samples knew nothing of each other: real doubt is larger. */
export function slopeOf(points: readonly (readonly [hours: number, value: number])[]): Slope {
  const n = points.length;
  if (n < 3) return { perHour: 0, error: Number.POSITIVE_INFINITY };
  const mean = (at: 0 | 1) => points.reduce((sum, point) => sum + point[at], 0) / n;
  const [meanX, meanY] = [mean(0), mean(1)];
  let [xx, xy] = [0, 0];
  for (const [x, y] of points) {
    xx += (x - meanX) ** 2;
    xy += (x - meanX) * (y - meanY);
  }
  const perHour = xy / xx;
  const rest = points.reduce((sum, [x, y]) => sum + (y - meanY - perHour * (x - meanX)) ** 2, 0);
  return { perHour, error: Math.sqrt(rest / (n - 2) / xx) };
}

function afterWarmUp(samples: readonly Sample[]): Sample[] {
  const hours = samples.at(-1)?.hours ?? 0;
  const from = Math.min(hours * WARM_UP_SHARE, WARM_UP_HOURS);
  return samples.filter((sample) => sample.hours >= from);
}

export function judge(run: {
  samples: readonly Sample[];
  /** Before the load, and when everybody has left. */
  rest: { before: Sample; after: Sample };
  serverFaults: number;
  unwanted: number;
}): Verdict[] {
  const warm = afterWarmUp(run.samples);
  const most = (name: 'wal' | 'walInBackup') => Math.max(0, ...run.samples.map((sample) => sample[name]));
  const serverFaults = Math.max(run.serverFaults, run.rest.after.serverFaults);
  const left = run.rest.after.files - run.rest.before.files;
  return [
    slopeVerdict('memory that is no file', warm, 'anonymous', BOUNDS.memory),
    slopeVerdict('memory (RSS)', warm, 'rss', BOUNDS.memory),
    slopeVerdict('open files', warm, 'files', BOUNDS.files),
    {
      what: 'open files at rest',
      measured: `${run.rest.before.files} before, ${run.rest.after.files} after`,
      bound: 'the same',
      is: left <= 0 ? 'kept' : 'BROKEN',
    },
    {
      what: 'largest write-ahead log',
      measured: `${most('wal').toFixed(1)} MB`,
      bound: `< ${BOUNDS.wal} MB`,
      is: most('wal') < BOUNDS.wal ? 'kept' : 'BROKEN',
    },
    {
      // What is written while a backup reads stays in the log: on a slow machine, or of a large file, that is more.
      what: 'the same while a backup reads',
      measured: `${most('walInBackup').toFixed(1)} MB`,
      bound: `< ${BOUNDS.wal} MB`,
      is: most('walInBackup') < BOUNDS.wal ? 'kept' : 'unsure',
    },
    {
      what: 'answers of 5xx',
      measured: `${serverFaults}`,
      bound: '0',
      is: serverFaults === 0 ? 'kept' : 'BROKEN',
    },
    {
      what: 'other answers than wanted',
      measured: `${run.unwanted}`,
      bound: '0',
      is: run.unwanted === 0 ? 'kept' : 'BROKEN',
    },
  ];
}

function slopeVerdict(
  what: string,
  warm: readonly Sample[],
  name: 'anonymous' | 'rss' | 'files',
  bound: number,
): Verdict {
  const hours = (warm.at(-1)?.hours ?? 0) - (warm[0]?.hours ?? 0);
  const { perHour, error } = slopeOf(warm.map((sample) => [sample.hours, sample[name]] as const));
  const unit = name === 'files' ? '' : ' MB';
  return {
    what: `${what}, slope`,
    measured: `${perHour.toFixed(2)} ± ${error.toFixed(2)}${unit}/h`,
    bound: `< ${bound}${unit}/h`,
    is: perHour < bound ? 'kept' : perHour - 2 * error < bound || hours < JUDGED_HOURS ? 'unsure' : 'BROKEN',
  };
}
