import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { type Likeness, SIMILARITY_SHARES, similarityOf } from './similarity.ts';

const CALM: Likeness = {
  ...{ rage: 0, errorClicks: 0, dead: 0, quickBacks: 0, errors: 0 },
  ...{ pages: new Set([1, 2]), entryPage: 1, device: 'mobile' },
};
const likeness: fc.Arbitrary<Likeness> = fc.record({
  rage: fc.nat({ max: 2 }),
  errorClicks: fc.nat({ max: 2 }),
  dead: fc.nat({ max: 2 }),
  quickBacks: fc.nat({ max: 2 }),
  errors: fc.nat({ max: 2 }),
  pages: fc.uniqueArray(fc.nat({ max: 6 })).map((pages) => new Set(pages)),
  entryPage: fc.option(fc.nat({ max: 6 })),
  device: fc.constantFrom('mobile', 'desktop', null),
});

describe('similarityOf()', () => {
  const cases: [name: string, other: Partial<Likeness>, score: number][] = [
    ['nothing differs', {}, 1],
    ['half of the pages are shared', { pages: new Set([1, 2, 3, 4]) }, 0.75],
    ['no page is shared', { pages: new Set([3]) }, 0.5],
    ['only one of them was in trouble', { rage: 1 }, 0.75],
    ['entry and device differ', { entryPage: 2, device: 'desktop' }, 0.75],
    ['entry and device are unknown', { entryPage: null, device: null }, 0.75],
    ['one saw nothing', { pages: new Set() }, 0.5],
  ];
  for (const [name, other, score] of cases) {
    test(`is ${score} when ${name}`, () => {
      expect(similarityOf(CALM, { ...CALM, ...other }).score).toBeCloseTo(score, 9);
    });
  }

  test('says which kinds of friction both had', () => {
    const { parts } = similarityOf({ ...CALM, rage: 3, dead: 1 }, { ...CALM, rage: 1, errors: 9 });
    expect(parts.friction).toBeCloseTo(1 / 3, 9);
  });

  test('stays between 0 and 1, is the same both ways, and 1 with itself when it saw pages', () => {
    fc.assert(
      fc.property(likeness, likeness, (a, b) => {
        const { score } = similarityOf(a, b);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1 + 1e-9);
        expect(similarityOf(b, a).score).toBe(score);
        const isWhole = a.pages.size > 0 && a.entryPage !== null && a.device !== null;
        if (isWhole) expect(similarityOf(a, a).score).toBeCloseTo(1, 9);
      }),
    );
  });

  test('has shares that make one whole', () => {
    const sum = Object.values(SIMILARITY_SHARES).reduce((total, share) => total + share, 0);
    expect(sum).toBeCloseTo(1, 9);
  });
});
