import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { type FunnelRule, funnelWalk } from './funnel-walk.ts';

type FunnelFact = { tsMs: number; steps: number; session: number };

const A = 1;
const B = 2;
const C = 4;
const facts = (...list: [tsMs: number, steps: number][]): FunnelFact[] =>
  list.map(([tsMs, steps]) => ({ tsMs, steps, session: 0 }));
const loose: FunnelRule = { steps: 3, windowMs: 100, isStrict: false };
const strict: FunnelRule = { ...loose, isStrict: true };

/** The times and sessions of the way that one unit takes, after another one whose facts stand before its own. */
function walkFunnel(own: readonly FunnelFact[], rule: FunnelRule): { times: number[]; sessions: number[] } {
  const others = facts([1, A], [2, B], [3, C]);
  const all = [...others, ...own];
  const columns = {
    tsMs: Float64Array.from(all, ({ tsMs }) => tsMs),
    steps: Uint16Array.from(all, ({ steps }) => steps),
    session: Uint32Array.from(all, ({ session }) => session),
  };
  const walk = funnelWalk(columns, rule);
  walk(0, others.length);
  const { depth, times, sessions } = walk(others.length, all.length);
  return { times: [...times.subarray(0, depth)], sessions: [...sessions.subarray(0, depth)] };
}

describe('funnelWalk()', () => {
  test.each<[string, FunnelFact[], FunnelRule, number[]]>([
    ['nothing', [], loose, []],
    ['steps in order', facts([1, A], [2, B], [3, C]), loose, [1, 2, 3]],
    ['other things between', facts([1, A], [2, 0], [3, B], [4, 0], [5, C]), loose, [1, 3, 5]],
    ['other things between, strictly', facts([1, A], [2, 0], [3, B]), strict, [1]],
    ['the same step again, strictly', facts([1, A], [2, A], [3, B], [4, B], [5, C]), strict, [2, 3, 5]],
    ['a later step first', facts([1, B], [2, A], [3, C]), loose, [2]],
    ['a window that ends', facts([1, A], [50, B], [102, C]), loose, [1, 50]],
    ['a window that just holds', facts([1, A], [50, B], [101, C]), loose, [1, 50, 101]],
    ['a second beginning', facts([1, A], [90, A], [110, B], [150, C]), loose, [90, 110, 150]],
    ['one fact that is two steps', facts([1, A | B], [2, C]), loose, [1]],
    ['two facts that are two steps', facts([1, A | B], [2, A | B], [3, C]), loose, [1, 2, 3]],
    [
      'a beginning that would break what was begun',
      facts([1, A], [2, B], [95, A], [100, C]),
      loose,
      [1, 2, 100],
    ],
  ])('follows %s', (_, given, rule, times) => {
    expect(walkFunnel(given, rule).times).toEqual(times);
  });

  test('tells the session of each step', () => {
    const given = facts([1, A], [2, A], [3, B], [4, C]).map((fact, session) => ({ ...fact, session }));
    expect(walkFunnel(given, loose)).toEqual({ times: [2, 3, 4], sessions: [1, 2, 3] });
  });

  test('gets as far as the furthest of all ways, and as soon', () => {
    const anyFacts = fc
      .array(fc.record({ gap: fc.nat(40), steps: fc.nat(15) }), { maxLength: 9 })
      .map((list) => {
        let tsMs = 0;
        return list.map(({ gap, steps }) => {
          tsMs += gap;
          return { tsMs, steps, session: 0 };
        });
      });
    fc.assert(
      fc.property(anyFacts, fc.integer({ min: 2, max: 4 }), fc.boolean(), (given, steps, isStrict) => {
        const rule = { steps, windowMs: 60, isStrict };
        const found = walkFunnel(given, rule);
        const all = everyWay(given, rule);
        const depth = Math.max(0, ...all.map((way) => way.length));
        expect(found.times.length).toBe(depth);
        const soonest = Math.min(...all.filter((way) => way.length === depth).map((way) => way.at(-1) ?? 0));
        if (depth > 0) expect(found.times.at(-1)).toBe(soonest);
      }),
      { numRuns: 2_000 },
    );
  });
});

/** All ways through the funnel, found by trying everything. */
function everyWay(given: readonly FunnelFact[], rule: FunnelRule): number[][] {
  const ways: number[][] = [];
  const extend = (times: number[], lastIndex: number) => {
    if (times.length > 0) ways.push(times);
    const step = times.length;
    if (step === rule.steps) return;
    for (let index = lastIndex + 1; index < given.length; index += 1) {
      const fact = given[index] as FunnelFact;
      const isInTime = step === 0 || fact.tsMs - (times[0] ?? 0) <= rule.windowMs;
      if (isInTime && (fact.steps & (1 << step)) !== 0) extend([...times, fact.tsMs], index);
      const isRepeat = step > 0 && (fact.steps & (1 << (step - 1))) !== 0;
      if (rule.isStrict && step > 0 && !isRepeat) break;
    }
  };
  extend([], -1);
  return ways;
}
