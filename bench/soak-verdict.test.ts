// The soak's verdicts: a run of days ends in them, so they must tell growth from noise.

import { describe, expect, test } from 'bun:test';
import { seededRandom } from '../src/lib/seeded-random.ts';
import { judge, slopeOf } from './soak-verdict.ts';
import type { Sample } from './soak-watch.ts';

const CALM: Sample = {
  ...{ hours: 0, rss: 200, anonymous: 120, heap: 30, files: 40, sockets: 12, threads: 20 },
  ...{
    wal: 12,
    walInBackup: 20,
    lag: 90,
    p50: 2,
    p99: 9,
    serverFaults: 0,
    rate: 200,
    cpu: 8,
    disk: 1,
    data: 50,
  },
};

/** A sample each minute. */
function runOf(hours: number, at: (hours: number) => Partial<Sample>): Sample[] {
  return Array.from({ length: hours * 60 }, (_, n) => ({ ...CALM, hours: n / 60, ...at(n / 60) }));
}
function verdictsOf(samples: Sample[], change: Partial<Parameters<typeof judge>[0]> = {}) {
  const rest = { before: CALM, after: CALM };
  const verdicts = judge({ samples, rest, serverFaults: 0, unwanted: 0, ...change });
  return Object.fromEntries(verdicts.map(({ what, is }) => [what, is]));
}

describe('slopeOf()', () => {
  test('finds the slope of a line and no doubt about it', () => {
    const { perHour, error } = slopeOf([0, 1, 2, 3].map((hours) => [hours, 5 + 2 * hours]));
    expect(perHour).toBeCloseTo(2);
    expect(error).toBeCloseTo(0);
  });

  test('doubts a slope without end when there is too little to judge by', () => {
    expect(slopeOf([[0, 1]]).error).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('judge()', () => {
  const random = seededRandom(3);
  const noise = () => random.normal(0, 8);

  test('keeps every bound of a calm run, however much memory comes with the warm-up', () => {
    const samples = runOf(24, (hours) => ({ anonymous: 120 + Math.min(hours, 1) * 80 + noise() }));
    expect(new Set(Object.values(verdictsOf(samples)))).toEqual(new Set(['kept']));
  });

  test('finds memory that grows by 2 MB an hour below the noise of a day, and is unsure after an hour', () => {
    const grown = (hours: number) => ({ anonymous: 120 + 2 * hours + noise() });
    expect(verdictsOf(runOf(24, grown))['memory that is no file, slope']).toBe('BROKEN');
    const short = runOf(1, (hours) => ({ anonymous: 120 + 2 * hours }));
    expect(verdictsOf(short)['memory that is no file, slope']).toBe('unsure');
  });

  test.each([
    ['files that stay open', { rest: { before: CALM, after: { ...CALM, files: 41 } } }, 'open files at rest'],
    [
      'an answer of 5xx that heat counted',
      { rest: { before: CALM, after: { ...CALM, serverFaults: 1 } } },
      'answers of 5xx',
    ],
    ['an answer of 5xx that was seen', { serverFaults: 1 }, 'answers of 5xx'],
    ['an answer that nobody wanted', { unwanted: 1 }, 'other answers than wanted'],
  ] as const)('breaks on %s', (_, change, what) => {
    expect(
      verdictsOf(
        runOf(3, () => ({})),
        change,
      )[what],
    ).toBe('BROKEN');
  });

  test('breaks on one write-ahead log that was too large once', () => {
    const samples = runOf(3, (hours) => (hours === 1 ? { wal: 65 } : {}));
    expect(verdictsOf(samples)['largest write-ahead log']).toBe('BROKEN');
  });
});
