import { describe, expect, test } from 'bun:test';
import type { Shown } from '../../sdk/test-described.ts';
import { textLikeness, truthOf } from './redeploy-truth.ts';

type Told = Partial<Shown> & Pick<Shown, 'role'>;

/** Numbers elements in order; `last` counts from the element's own number. */
function page(...told: (Told & { holds?: number })[]): Shown[] {
  return told.map(({ holds = 0, ...one }, n) => ({
    ...{ n, last: n + holds, text: '', names: [], tag: one.role === 'box' ? 'div' : 'a', isTarget: true },
    descriptor: { tag: 'a' },
    ...one,
  }));
}
const as = (...numbers: number[]) => new Set(numbers);

describe('truthOf()', () => {
  test('knows what says the same and leads to the same place', () => {
    const before = page({ role: 'control', text: 'read', names: ['tea.html'] });
    const after = page(
      { role: 'control', text: 'read', names: ['pot.html'] },
      { role: 'control', text: 'read', names: ['tea.html'] },
    );
    expect(truthOf(before, after)).toEqual([{ is: 'there', as: as(1) }]);
  });

  test('takes words that were edited a little, and not others', () => {
    const before = page({ role: 'words', text: 'a source of free themes' }, { role: 'words', text: 'about' });
    const after = page({ role: 'words', text: 'a place for free themes' });
    expect(truthOf(before, after)).toEqual([{ is: 'gone' }, { is: 'gone' }]);
    const near = page({ role: 'words', text: 'a source of many free themes' });
    expect(truthOf(before, near)[0]).toEqual({ is: 'there', as: as(0) });
  });

  test('counts twins by their order, and does not know when there are more or fewer', () => {
    const twin: Told = { role: 'control', text: 'more' };
    expect(truthOf(page(twin, twin), page(twin, twin))).toEqual([
      { is: 'there', as: as(0) },
      { is: 'there', as: as(1) },
    ]);
    expect(truthOf(page(twin, twin), page(twin))[1]).toEqual({ is: 'unclear', as: as(0) });
  });

  test('knows the only footer by being it, and a box by what it holds', () => {
    const words: Told = { role: 'words', text: 'all rights reserved' };
    const before = page({ role: 'box', tag: 'footer', holds: 2 }, { role: 'box', holds: 1 }, words);
    const after = page(
      { role: 'box', holds: 1 },
      { role: 'words', text: 'something else altogether' },
      { role: 'box', tag: 'footer', holds: 2 },
      { role: 'box', holds: 1 },
      words,
    );
    expect(truthOf(before, after)).toMatchObject([
      { is: 'there', as: as(2) },
      { is: 'there', as: as(2, 3) },
      { is: 'there', as: as(4) },
    ]);
  });

  test('knows an empty box by what stands on both sides of it', () => {
    const [above, below]: Told[] = [
      { role: 'words', text: 'above' },
      { role: 'words', text: 'below' },
    ];
    const line: Told = { role: 'box', tag: 'hr' };
    const before = page(above as Told, line, below as Told);
    expect(truthOf(before, page(line, above as Told, line, below as Told))[1]).toEqual({
      is: 'there',
      as: as(2),
    });
    expect(truthOf(before, page(above as Told, below as Told))[1]).toEqual({ is: 'gone' });
  });
});

test.each([
  ['a b c', 'a b c', 1],
  ['a b c', 'a b d', 2 / 3],
  ['a a', 'a', 2 / 3],
  ['a', 'b', 0],
])('textLikeness() of "%s" and "%s"', (a, b, likeness) => {
  expect(textLikeness(a, b)).toBeCloseTo(likeness);
});
