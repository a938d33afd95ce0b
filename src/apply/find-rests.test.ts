import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { LIMITS } from '../contract/limits.ts';
import { encodeVlq } from '../lib/vlq.ts';
import { findRests, type Rest } from './find-rests.ts';

type Sample = [t: number, x: number, y: number];

function pack(samples: readonly Sample[]): string {
  let last: Sample = [samples[0]?.[0] ?? 0, 0, 0];
  const steps = samples.flatMap((sample) => {
    const step = sample.map((value, at) => value - last[at]!);
    last = sample;
    return step;
  });
  return encodeVlq(steps);
}

describe('findRests()', () => {
  test.each<[string, Sample[], Rest[]]>([
    ['a path without samples', [], []],
    ['one sample', [[0, 5, 5]], []],
    [
      'a pause before the pointer leaves',
      [
        [0, 100, 200],
        [300, 400, 200],
        [380, 500, 200],
      ],
      [{ x: 100, y: 200, ms: 300 }],
    ],
    [
      'a pause one ms too short',
      [
        [0, 100, 200],
        [299, 400, 200],
      ],
      [],
    ],
    [
      'a hand that trembles',
      [
        [0, 100, 200],
        [100, 107, 207],
        [200, 95, 200],
        [400, 110, 200],
        [480, 111, 200],
      ],
      [{ x: 100, y: 200, ms: 480 }],
    ],
    [
      'a path that ends in a pause',
      [
        [0, 0, 0],
        [80, 300, 300],
        [1080, 300, 300],
      ],
      [{ x: 300, y: 300, ms: 1000 }],
    ],
    [
      'two places in a row',
      [
        [0, 0, 0],
        [400, 50, 0],
        [900, 100, 0],
      ],
      [
        { x: 0, y: 0, ms: 400 },
        { x: 50, y: 0, ms: 500 },
      ],
    ],
  ])('of %s', (_, samples, rests) => {
    expect(findRests(pack(samples))).toEqual(rests);
  });

  test('is empty when the text is no path', () => {
    expect(findRests('!')).toEqual([]);
    expect(findRests('')).toEqual([]);
  });

  test('reads no further than the longest path that the door lets in', () => {
    const samples = Array.from({ length: LIMITS.moveSamples + 5 }, (_, at): Sample => [at * 500, at * 50, 0]);
    expect(findRests(pack(samples))).toHaveLength(LIMITS.moveSamples - 1);
  });

  test('never tells more time than the path took', () => {
    const steps = fc.array(
      fc.tuple(fc.nat(900), fc.integer({ min: -30, max: 30 }), fc.integer({ min: -30, max: 30 })),
      { minLength: 1, maxLength: 40 },
    );
    fc.assert(
      fc.property(steps, (path) => {
        const rests = findRests(encodeVlq(path.flat()));
        const tookMs = path.slice(1).reduce((sum, [dt]) => sum + dt, 0);
        expect(rests.reduce((sum, { ms }) => sum + ms, 0)).toBeLessThanOrEqual(tookMs);
        expect(rests.every(({ ms }) => ms >= 300)).toBe(true);
      }),
    );
  });
});
