import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { formatShares } from './shares.ts';

describe('formatShares()', () => {
  test.each<[shares: (number | null)[], text: string[]]>([
    [[], []],
    [[1], ['100 %']],
    [
      [1, 0],
      ['100 %', '0 %'],
    ],
    [
      [1 / 3, 1 / 3, 1 / 3],
      ['33.4 %', '33.3 %', '33.3 %'],
    ],
    // Each for itself they would be 47 %, 47 %, 5.5 %, 0.5 % and 0.5 %: 100.5 % in all.
    [
      [0.4675, 0.4675, 0.055, 0.005, 0.005],
      ['46.8 %', '46.7 %', '5.5 %', '0.5 %', '0.5 %'],
    ],
    [
      [0.9999, 0.0001],
      ['99.9 %', '0.1 %'],
    ],
    [
      [0.5, 0.4996, 0.0004],
      ['50.0 %', '50.0 %', '< 0.1 %'],
    ],
    // Of what counts in several: no parts of one whole.
    [
      [0.8, 0.7, null],
      ['80.0 %', '70.0 %', '–'],
    ],
  ])('%p are %p', (shares, text) => expect(formatShares(shares)).toEqual(text));

  test('parts of a whole add up to it, and none is a tenth away from what it is', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(10_000), { minLength: 2, maxLength: 60 }), (counts) => {
        const total = counts.reduce((sum, count) => sum + count, 0);
        fc.pre(counts.filter((count) => count > 0).length > 1);
        const shares = counts.map((count) => count / total);
        fc.pre(shares.every((share) => share < 0.999));
        const said = formatShares(shares).map((text) => (text.startsWith('<') ? 0 : Number.parseFloat(text)));
        expect(said.reduce((sum, one) => sum + one, 0)).toBeCloseTo(100, 6);
        for (const [at, one] of said.entries())
          expect(Math.abs(one - (shares[at] ?? 0) * 100)).toBeLessThan(0.1);
      }),
    );
  });
});
