import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import type { ReplayAnswer, ReplayElement, ReplayEvent, ReplayPage } from '../../src/contract/replay.ts';
import { encodeVlq } from '../../src/lib/vlq.ts';
import { buildTimeline } from './build-timeline.ts';
import { advance, barScale } from './idle.ts';
import { gatherMarks, listMarks, stepFrom } from './list-marks.ts';
import { mapBack, mapThrough } from './piecewise.ts';
import { sceneAt, stateAt, trailAt } from './state-at.ts';

const PAGES: ReplayPage[] = ['/a', '/b', '/c'].map((path, at) => ({
  page: `p${at}`,
  host: 'shop.example',
  path,
  title: path,
}));
const ELEMENTS: ReplayElement[] = ['buy', 'more'].map((id) => ({
  element: id,
  label: `button#${id}`,
  descriptor: { tag: 'button', id },
}));
const VIEW: [number, number] = [1000, 600];

/** One answer that lists only what its events refer to, in the order in which they do. */
function answerOf(events: readonly ReplayEvent[], durationMs: number): ReplayAnswer {
  const pages: ReplayPage[] = [];
  const elements: ReplayElement[] = [];
  const placeIn = <T>(list: T[], one: T | undefined): number => {
    if (one === undefined) return -1;
    const at = list.indexOf(one);
    return at >= 0 ? at : list.push(one) - 1;
  };
  const own = events.map((event) => {
    const page = placeIn(pages, PAGES[event.page]);
    if (event.type === 'click')
      return { ...event, page, element: placeIn(elements, ELEMENTS[event.element]) };
    if (event.type !== 'scroll') return { ...event, page };
    const sections = event.sections.map(([at, top, height]): [number, number, number] => [
      placeIn(elements, ELEMENTS[at]),
      top,
      height,
    ]);
    return { ...event, page, sections };
  });
  const session = { durationMs } as ReplayAnswer['session'];
  return { session, pages, elements, events: own, nextCursor: null };
}

const page = (atMs: number, at = 0): ReplayEvent => ({ type: 'page', atMs, page: at, view: VIEW });
const move = (atMs: number, steps: number[], at = 0): ReplayEvent => ({
  ...{ type: 'move', atMs, page: at, view: VIEW },
  path: encodeVlq(steps),
});
const scroll = (atMs: number, y: number, steps: number[] | null, at = 0): ReplayEvent => ({
  ...{ type: 'scroll', atMs, page: at, view: VIEW, y, docH: 3000, sections: [[1, 700, 200]] },
  path: steps && encodeVlq(steps),
});
const click = (atMs: number, x: number, y: number, at = 0): ReplayEvent => ({
  ...{ type: 'click', eventId: `c${atMs}`, atMs, page: at, view: VIEW, x, y, element: 0, offset: [128, 128] },
  ...{ box: [x - 50, y - 20, 100, 40], doc: [1000, 3000], kinds: ['click'] },
});

const anyEvent: fc.Arbitrary<ReplayEvent> = fc
  .tuple(fc.nat(90_000), fc.nat(2), fc.nat(5), fc.array(fc.nat(400), { minLength: 1, maxLength: 6 }))
  .map(([atMs, at, kind, numbers]): ReplayEvent => {
    const [first = 0] = numbers;
    if (kind === 0) return page(atMs, at);
    if (kind === 1) return click(atMs, first, first * 2, at);
    if (kind === 2) return scroll(atMs, first, first % 2 ? null : numbers.flatMap((n) => [n, n]), at);
    if (kind === 3)
      return { type: 'mark', eventId: `m${atMs}`, atMs, page: at, view: VIEW, mark: 'custom', text: 'buy' };
    return move(
      atMs,
      numbers.flatMap((n) => [n, n, n - 100]),
      at,
    );
  });
const visits = fc
  .array(anyEvent, { minLength: 1, maxLength: 40 })
  .map((events) => events.sort((a, b) => a.atMs - b.atMs));

describe('buildTimeline()', () => {
  test('gives the same however the answer was cut into pieces', () => {
    fc.assert(
      fc.property(visits, fc.array(fc.nat(40), { maxLength: 5 }), (events, cuts) => {
        const edges = [0, ...cuts.filter((cut) => cut < events.length).sort((a, b) => a - b), events.length];
        const pieces = edges.slice(1).map((to, at) => answerOf(events.slice(edges[at], to), 90_000));
        expect(buildTimeline(pieces)).toEqual(buildTimeline([answerOf(events, 90_000)]));
      }),
    );
  });

  test('covers the whole session with scenes that follow one another', () => {
    fc.assert(
      fc.property(visits, (events) => {
        const { scenes, durationMs } = buildTimeline([answerOf(events, 90_000)]);
        expect(scenes[0]?.fromMs).toBe(0);
        expect(scenes.at(-1)?.toMs).toBe(durationMs);
        for (const [at, scene] of scenes.entries()) {
          expect(scene.toMs).toBeGreaterThanOrEqual(scene.fromMs);
          if (at > 0) expect(scene.fromMs).toBe(scenes[at - 1]?.toMs as number);
        }
      }),
    );
  });

  test('is as long as the session, though its last event tells a way that went on', () => {
    const events = [page(0), move(2_620, [0, 10, 10, 4_000, 50, 50])];
    const timeline = buildTimeline([answerOf(events, 2_620)]);
    expect(timeline.durationMs).toBe(2_620);
    expect(timeline.scenes[0]?.pointer.atMs).toEqual(Float64Array.of(2_620));
    // Somebody was still there when the second piece was asked for.
    expect(buildTimeline([answerOf([page(0)], 0), answerOf([click(900, 1, 1)], 900)]).durationMs).toBe(900);
  });

  test('a page seen in two tabs has the samples of its own path only', () => {
    const events = [
      page(0),
      move(1_000, [0, 10, 10, 2_000, 90, 90]),
      page(2_000, 1),
      move(2_500, [0, 5, 5], 1),
    ];
    const timeline = buildTimeline([answerOf(events, 9_000)]);
    expect(timeline.scenes.map((scene) => [scene.page?.path, scene.fromMs, scene.toMs])).toEqual([
      ['/a', 0, 2_000],
      ['/b', 2_000, 9_000],
    ]);
    expect(stateAt(timeline, 8_000).pointer).toEqual({ x: 5, y: 5 });
  });

  test('a session without anything is one empty scene', () => {
    const timeline = buildTimeline([answerOf([], 0)]);
    expect(timeline).toMatchObject({ durationMs: 1, marks: [], hasPointer: false });
    expect(stateAt(timeline, 0)).toMatchObject({ scrollY: 0, pointer: null, clicks: [] });
  });

  test('a window that changes its size stays scrolled, a page viewed again does not', () => {
    const resized = { ...move(3_000, [0, 1, 1]), view: [500, 600] as [number, number] };
    const events = [page(0), scroll(1_000, 400, [-500, 400]), resized, page(6_000)];
    const timeline = buildTimeline([answerOf(events, 9_000)]);
    const seen = [900, 3_500, 7_000].map((atMs) => stateAt(timeline, atMs));
    expect(seen.map(({ scrollY }) => scrollY)).toEqual([400, 400, 0]);
    expect(seen.map(({ scene }) => scene.view[0])).toEqual([1000, 500, 1000]);
  });
});

describe('stateAt()', () => {
  test('is the same whether a moment was played, at any speed and with pauses skipped, or jumped to', () => {
    const steps = fc.array(fc.double({ min: 0.1, max: 4_000, noNaN: true }), { maxLength: 30 });
    fc.assert(
      fc.property(visits, steps, fc.boolean(), (events, frames, isSkipping) => {
        const played = buildTimeline([answerOf(events, 90_000)]);
        let atMs = 0;
        for (const byMs of frames) {
          atMs = advance(played, atMs, { byMs, isSkipping });
          stateAt(played, atMs);
          trailAt(sceneAt(played, atMs), atMs);
        }
        const whole = frames.reduce((sum, byMs) => sum + byMs, 0);
        expect(atMs).toBeCloseTo(advance(played, 0, { byMs: whole, isSkipping }), 4);
        const sought = buildTimeline([answerOf(events, 90_000)]);
        expect(stateAt(played, atMs)).toEqual(stateAt(sought, atMs));
      }),
    );
  });

  test('passes through every sample of the page that is on', () => {
    const events = [page(0), move(1_000, [0, 100, 200, 80, 10, -5, 900, 300, 40]), click(3_000, 50, 60)];
    const timeline = buildTimeline([answerOf(events, 5_000)]);
    const at = (atMs: number) => stateAt(timeline, atMs).pointer;
    expect(at(900)).toBeNull();
    expect(at(1_000)).toEqual({ x: 100, y: 200 });
    expect(at(1_080)).toEqual({ x: 110, y: 195 });
    // It rests until shortly before the next sample.
    expect(at(1_800)).toEqual({ x: 110, y: 195 });
    expect(at(1_920)).toEqual({ x: 260, y: 215 });
    expect(at(1_980)).toEqual({ x: 410, y: 235 });
    expect(at(5_000)).toEqual({ x: 50, y: 60 });
  });

  test('the pointer stays in its window while the page is scrolled under it', () => {
    const events = [page(0), move(500, [0, 100, 200]), scroll(3_000, 300, [-1_000, 100, 100, 200])];
    const timeline = buildTimeline([answerOf(events, 5_000)]);
    expect(stateAt(timeline, 1_000)).toMatchObject({ scrollY: 0, pointer: { x: 100, y: 200 } });
    expect(stateAt(timeline, 4_000)).toMatchObject({ scrollY: 300, pointer: { x: 100, y: 500 } });
  });

  test('the pointer’s way is that through its window: scrolling draws none', () => {
    const events = [page(0), move(500, [0, 100, 200]), scroll(3_000, 300, [-1_000, 100, 100, 200])];
    const timeline = buildTimeline([answerOf(events, 5_000)]);
    const [scene] = timeline.scenes;
    const trail = trailAt(scene!, 2_600);
    expect(trail.length).toBeGreaterThan(10);
    expect(new Set(trail.map(({ x, y }) => `${x} ${y}`))).toEqual(new Set(['100 500']));
    expect(trail.at(-1)).toEqual(stateAt(timeline, 2_600).pointer ?? undefined);
    expect(trailAt(scene!, 100)).toEqual([]);
  });

  test('a page that tells its place without having moved was opened there', () => {
    const restored = [page(0), scroll(1_500, 800, null), scroll(4_000, 900, [-500, 900])];
    const timeline = buildTimeline([answerOf(restored, 5_000)]);
    expect(stateAt(timeline, 100).scrollY).toBe(800);
    // A tracker that tells no ways leaves it open: the top it is.
    const silent = buildTimeline([answerOf([page(0), scroll(1_500, 800, null)], 5_000)]);
    expect([100, 1_500].map((atMs) => stateAt(silent, atMs).scrollY)).toEqual([expect.any(Number), 800]);
    expect(stateAt(silent, 100).scrollY).toBe(0);
  });

  test('shows clicks for a while after they were made, and a pointer only where there was a mouse', () => {
    const timeline = buildTimeline([answerOf([page(0), click(1_000, 5, 5), click(1_500, 6, 6)], 9_000)]);
    const shown = (atMs: number) => stateAt(timeline, atMs).clicks.map((one) => [one.click.atMs, one.ageMs]);
    expect(shown(999)).toEqual([]);
    expect(shown(1_600)).toEqual([
      [1_000, 600],
      [1_500, 100],
    ]);
    expect(shown(2_500)).toEqual([[1_500, 1_000]]);
    expect(shown(2_800)).toEqual([]);
    expect(stateAt(timeline, 2_000).pointer).toBeNull();
  });
});

describe('advance() and barScale()', () => {
  const timeline = { durationMs: 100_000, idle: [{ fromMs: 10_000, toMs: 40_000 }] };

  test.each([
    [0, 5_000, true, 5_000],
    [9_000, 1_500, true, 40_500],
    [20_000, 0, true, 40_000],
    [9_000, 1_500, false, 10_500],
    [99_999, 50, true, 100_000],
  ])('from %i ms by %i ms, skipping %p, to %i ms', (atMs, byMs, isSkipping, expected) => {
    expect(advance(timeline, atMs, { byMs, isSkipping })).toBeCloseTo(expected, 6);
  });

  test('a place on the bar leads back to its moment', () => {
    fc.assert(
      fc.property(
        visits,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.boolean(),
        (events, share, isSkipping) => {
          const built = buildTimeline([answerOf(events, 90_000)]);
          const scale = barScale(built, isSkipping);
          const atMs = share * built.durationMs;
          const place = mapThrough(scale, atMs);
          expect(place).toBeGreaterThanOrEqual(-1e-9);
          expect(place).toBeLessThanOrEqual(1 + 1e-9);
          expect(mapBack(scale, place)).toBeCloseTo(atMs, 3);
        },
      ),
    );
  });

  test('pauses are found between what happened, and at the end', () => {
    const built = buildTimeline([answerOf([page(0), click(2_000, 1, 1), click(9_000, 1, 1)], 20_000)]);
    expect(built.idle).toEqual([
      { fromMs: 2_500, toMs: 8_500 },
      { fromMs: 9_500, toMs: 19_500 },
    ]);
  });
});

describe('marks', () => {
  const built = buildTimeline([
    answerOf([page(0), click(2_000, 1, 1), click(2_050, 1, 1), page(9_000, 1)], 10_000),
  ]);

  test('stepFrom() goes to the next and the one before, and says when there is none', () => {
    const { marks } = built;
    expect(stepFrom(marks, 0, 1)?.atMs).toBe(2_000);
    expect(stepFrom(marks, 2_000, 1)?.atMs).toBe(2_050);
    expect(stepFrom(marks, 9_000, -1)?.atMs).toBe(2_050);
    expect(stepFrom(marks, 9_000, 1)).toBeNull();
    expect(stepFrom(marks, 0, -1)).toBeNull();
  });

  test('gatherMarks() shows the gravest of those that stand together', () => {
    const rage = { atMs: 2_060, kind: 'rage' as const, text: 'x' };
    const marks = [...built.marks, rage].sort((a, b) => a.atMs - b.atMs);
    const shown = gatherMarks(marks, (atMs) => atMs / 10_000, 0.02);
    expect(shown.map(({ mark, more }) => [mark.kind, more])).toEqual([
      ['page', 0],
      ['rage', 2],
      ['page', 0],
    ]);
  });

  test('listMarks() says nothing of leaving and coming back', () => {
    const event = { type: 'mark', eventId: 'x', atMs: 1, page: 0, view: null, text: '' } as const;
    const of = (mark: 'leave' | 'shown' | 'hidden') =>
      listMarks([{ event: { ...event, mark }, page: null, elementAt: () => null }]);
    expect([of('leave'), of('shown'), of('hidden').length]).toEqual([[], [], 1]);
  });
});
