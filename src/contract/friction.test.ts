import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { FRICTION_PART_NAMES, FRICTION_PARTS, type FrictionCounts, frictionOf } from './friction.ts';

const CALM: FrictionCounts = { rage: 0, errorClicks: 0, dead: 0, quickBacks: 0, errors: 0 };
const counts = fc.record(
  Object.fromEntries(FRICTION_PART_NAMES.map((name) => [name, fc.nat({ max: 1000 })])) as Record<
    keyof FrictionCounts,
    fc.Arbitrary<number>
  >,
);

describe('frictionOf()', () => {
  const cases: [given: Partial<FrictionCounts>, score: number, parts: string][] = [
    [{}, 0, ''],
    [{ dead: 1 }, 6, 'dead 6'],
    [{ rage: 1, dead: 3 }, 30, 'dead 18, rage 12'],
    [{ errors: 1 }, 3, 'errors 3'],
    [{ errors: 500 }, 15, 'errors 15'],
    [{ errorClicks: 2, errors: 2 }, 26, 'errorClicks 20, errors 6'],
    [{ quickBacks: 2 }, 12, 'quickBacks 12'],
    [{ rage: 9, dead: 9, quickBacks: 9 }, 100, 'rage 48, dead 30, quickBacks 24'],
  ];
  for (const [given, score, parts] of cases) {
    test(`scores ${score} when there is ${JSON.stringify(given)}`, () => {
      const friction = frictionOf({ ...CALM, ...given });
      expect(friction.score).toBe(score);
      expect(friction.parts.map(({ part, points }) => `${part} ${points}`).join(', ')).toBe(parts);
    });
  }

  test('never falls when anything is counted more, and no part alone reaches half of the scale', () => {
    fc.assert(
      fc.property(counts, fc.constantFrom(...FRICTION_PART_NAMES), (given, part) => {
        const { score } = frictionOf(given);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(100);
        expect(frictionOf({ ...given, [part]: given[part] + 1 }).score).toBeGreaterThanOrEqual(score);
      }),
    );
    for (const part of FRICTION_PART_NAMES) expect(FRICTION_PARTS[part].most).toBeLessThan(50);
  });
});
