import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { seededRandom } from '../lib/seeded-random.ts';
import { adjustForMany, type ClusterSums, compareShares, designEffect } from './significance.ts';

type Table = [count: number, total: number, otherCount: number, otherTotal: number];
const compared = ([count, total, otherCount, otherTotal]: Table) =>
  compareShares({ count, total }, { count: otherCount, total: otherTotal });

describe('compareShares()', () => {
  /** From textbooks and R: fisher.test() and prop.test(correct = FALSE). */
  const known: [table: Table, method: 'z' | 'exact', p: number][] = [
    [[3, 4, 1, 4], 'exact', 0.4857143],
    [[8, 10, 1, 6], 'exact', 0.03496503],
    [[10, 10, 0, 10], 'exact', 1.082509e-5],
    [[1, 10, 11, 14], 'exact', 0.00275946],
    [[45, 100, 60, 100], 'z', 0.03367],
    [[15, 1000, 30, 1000], 'z', 0.02372],
    [[500, 1000, 500, 1000], 'z', 1],
    [[0, 0, 5, 10], 'exact', 1],
    [[0, 10, 0, 20], 'exact', 1],
  ];
  test.each(known)('gives %p by %s a p of %p', (table, method, p) => {
    const found = compared(table);
    expect(found.method).toBe(method);
    expect(found.p / p).toBeCloseTo(1, 2);
  });

  const tables = fc
    .tuple(fc.nat(400), fc.nat(400), fc.nat(400), fc.nat(400))
    .map(([a, b, c, d]): Table => [Math.min(a, b), b, Math.min(c, d), d]);

  test('answers a probability, the same from both sides and for the opposite count', () => {
    fc.assert(
      fc.property(tables, ([count, total, otherCount, otherTotal]) => {
        const { p, leastP, method } = compared([count, total, otherCount, otherTotal]);
        expect(p).toBeGreaterThanOrEqual(0);
        expect(p).toBeLessThanOrEqual(1);
        expect(leastP).toBeLessThanOrEqual(p + 1e-12);
        const turned = compared([otherCount, otherTotal, count, total]);
        const opposite = compared([total - count, total, otherTotal - otherCount, otherTotal]);
        for (const same of [turned, opposite]) {
          expect(same.method).toBe(method);
          expect(Math.abs(same.p - p)).toBeLessThan(1e-6);
        }
      }),
    );
  });

  test('is never surer when the counts lie nearer to each other', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.nat(300), (total, given) => {
        const high = Math.min(given, total);
        for (const [near, far] of [
          [Math.floor(high / 2), 0],
          [high, Math.floor(high / 2)],
        ] as const) {
          if (near === far) continue;
          const surer = compared([high, total, far, total]).p;
          expect(surer).toBeLessThanOrEqual(compared([high, total, near, total]).p + 0.02);
        }
      }),
    );
  });

  test('leastP says what so few counts could never show', () => {
    expect(compared([1, 100, 0, 100]).leastP).toBe(1);
    expect(compared([3, 100, 0, 100]).leastP).toBeCloseTo(0.246, 2);
    expect(compared([6, 100, 0, 100]).leastP).toBeLessThan(0.05);
  });
});

describe('adjustForMany()', () => {
  test('is the procedure of Benjamini and Hochberg', () => {
    const adjusted = adjustForMany([0.01, 0.04, 0.03, 0.005]);
    for (const [at, wanted] of [0.02, 0.04, 0.04, 0.02].entries())
      expect(adjusted[at]).toBeCloseTo(wanted, 10);
    expect(adjustForMany([])).toEqual([]);
    expect(adjustForMany([0.2])).toEqual([0.2]);
  });

  test('keeps the order of its values, never below them and never above 1', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 40 }), (values) => {
        const adjusted = adjustForMany(values);
        for (const [at, p] of values.entries()) {
          expect(adjusted[at]!).toBeGreaterThanOrEqual(p - 1e-12);
          expect(adjusted[at]!).toBeLessThanOrEqual(1);
          for (const [other, q] of values.entries())
            if (p < q) expect(adjusted[at]!).toBeLessThanOrEqual(adjusted[other]! + 1e-12);
        }
      }),
    );
  });
});

type Session = { count: number; total: number };

function sumsOf(sessions: readonly Session[]): ClusterSums {
  const sum = (of: (session: Session) => number) => sessions.reduce((all, one) => all + of(one), 0);
  return {
    clusters: sessions.length,
    total: sum(({ total }) => total),
    totalSquares: sum(({ total }) => total ** 2),
    count: sum(({ count }) => count),
    countSquares: sum(({ count }) => count ** 2),
    products: sum(({ count, total }) => count * total),
  };
}

describe('designEffect()', () => {
  test('is the size of sessions that always click the same, and 1 for single clicks', () => {
    const stubborn = Array.from({ length: 400 }, (_, at) => ({ count: at % 2 === 0 ? 5 : 0, total: 5 }));
    expect(designEffect([sumsOf(stubborn)])).toBeCloseTo(5, 1);
    const single = Array.from({ length: 400 }, (_, at) => ({ count: at % 3 === 0 ? 1 : 0, total: 1 }));
    expect(designEffect([sumsOf(single)])).toBeCloseTo(1, 1);
  });

  test('is the mean size when nothing else is known, and 1 without clicks', () => {
    const none = { clusters: 2, total: 8, totalSquares: 32, count: 0, countSquares: 0, products: 0 };
    expect(designEffect([none])).toBe(4);
    expect(designEffect([sumsOf([])])).toBe(1);
  });

  test('keeps false alarms at the threshold when one person clicks many times', () => {
    const random = seededRandom(41);
    /** A tenth of the sessions likes the element and clicks it again and again. */
    const visit = (): Session => {
      const total = 1 + Math.floor(random.next() * 7);
      const liking = random.next() < 0.1 ? 0.8 : 0.04;
      const hits = Array.from({ length: total }, () => random.next() < liking);
      return { total, count: hits.filter(Boolean).length };
    };
    const rounds = 600;
    let naive = 0;
    let corrected = 0;
    for (let round = 0; round < rounds; round++) {
      const [a, b] = [0, 1].map(() => sumsOf(Array.from({ length: 150 }, visit))) as [
        ClusterSums,
        ClusterSums,
      ];
      const effect = designEffect([a, b]);
      const part = (sums: ClusterSums, by: number) => ({ count: sums.count / by, total: sums.total / by });
      if (compareShares(a, b).p < 0.05) naive++;
      if (compareShares(part(a, effect), part(b, effect)).p < 0.05) corrected++;
    }
    expect(naive / rounds).toBeGreaterThan(0.15);
    expect(corrected / rounds).toBeLessThan(0.075);
    expect(corrected / rounds).toBeGreaterThan(0.02);
  });

  test('leaves real differences to be found', () => {
    const random = seededRandom(7);
    const visits = (liking: number) =>
      sumsOf(
        Array.from({ length: 800 }, () => {
          const total = 1 + Math.floor(random.next() * 4);
          return {
            total,
            count: Array.from({ length: total }, () => random.next() < liking).filter(Boolean).length,
          };
        }),
      );
    const [a, b] = [visits(0.2), visits(0.27)];
    const effect = designEffect([a, b]);
    const found = compareShares(
      { count: a.count / effect, total: a.total / effect },
      { count: b.count / effect, total: b.total / effect },
    );
    expect(found.p).toBeLessThan(0.001);
  });
});
