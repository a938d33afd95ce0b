import { describe, expect, test } from 'bun:test';
import { seededRandom } from './seeded-random.ts';

describe('seededRandom()', () => {
  test('repeats itself when the seed is the same and differs when it is not', () => {
    const take = (seed: number) => Array.from({ length: 5 }, seededRandom(seed).next);
    expect(take(7)).toEqual(take(7));
    expect(take(7)).not.toEqual(take(8));
  });

  test('keeps to weights and bounds', () => {
    const random = seededRandom(1);
    let heavy = 0;
    for (let i = 0; i < 2000; i += 1) {
      if (
        random.weighted([
          ['a', 9],
          ['b', 1],
        ] as const) === 'a'
      )
        heavy += 1;
      const n = random.between(3, 5);
      expect(n >= 3 && n <= 5).toBe(true);
    }
    expect(heavy).toBeGreaterThan(1700);
    expect(heavy).toBeLessThan(1900);
  });
});
