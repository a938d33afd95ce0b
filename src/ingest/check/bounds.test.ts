import { describe, expect, test } from 'bun:test';
import { compactBody, compactEvents } from '../../../test/support/ingest-bodies.ts';
import { OFFSET_MAX } from '../../contract/element.ts';
import { LIMITS } from '../../contract/limits.ts';
import { decodeVlq } from '../../contract/vlq.ts';
import { encodeVlq } from '../../lib/vlq.ts';
import { asEnvelope, checkBatch } from './check.ts';

const sender = { userAgent: null, language: null, host: '' };
const checkText = (text: string) => checkBatch(asEnvelope(JSON.parse(text)), sender);
const check = (body: unknown) => checkText(JSON.stringify(body));
const long = 'x'.repeat(100_000);
const { click, custom, move, scroll, pageview } = compactEvents;

describe('what is too large but not wrong', () => {
  const one = (event: unknown, more = {}) => check(compactBody([event], more)).batch.events[0]!;

  test('numbers are clamped', () => {
    const event = one({ ...click, x: -5, y: 1e308, r: [-1, 999], doc: [0, 1e9], button: 1e9 });
    expect(event.f).toMatchObject({
      x: 0,
      y: LIMITS.coordinatePx,
      r: [0, OFFSET_MAX],
      doc: [1, LIMITS.coordinatePx],
    });
    expect(one({ ...scroll, scrollDepthPct: 1e9, scrollY: -1 }).f).toMatchObject({
      scrollDepthPct: 100,
      scrollY: 0,
    });
  });

  test('the offset of a click is taken where it was, also left of 0 on a page that is read from right to left', () => {
    const aimed = { r: undefined, box: [-2008, 8, 140, 50] };
    expect(one({ ...click, ...aimed, x: -1973, y: 46 }).f).toMatchObject({ x: 0, y: 46, r: [64, 194] });
    const byKey = one({ ...click, ...aimed, x: undefined, y: undefined });
    expect(byKey.f).toMatchObject({ x: 0, y: 33, r: [128, 128] });
  });

  test('texts are cut and the event is flagged', () => {
    const event = one({ ...pageview, title: `${'x'.repeat(LIMITS.textChars - 1)}👋` });
    expect([event.cut, String(event.f.title).length]).toEqual([true, LIMITS.textChars - 1]);
    expect(one(pageview).cut).toBeUndefined();
  });

  test('a long query is left out, its path stays', () => {
    const event = one({ ...pageview, to: `/search?q=${long}` });
    expect([event.cut, event.f.to]).toEqual([true, '/search']);
  });

  test('NUL and lone surrogates go', () => {
    const event = one({ ...pageview, title: 'a\0b\ud800c' });
    expect(event.f.title).toBe('ab\ufffdc');
  });

  test('a move beyond its samples keeps the first ones, and stays on the page', () => {
    const path = encodeVlq(Array.from({ length: 3 * (LIMITS.moveSamples + 5) }, () => 1));
    const event = one({ ...move, path });
    expect([event.cut, event.f.n]).toEqual([true, LIMITS.moveSamples]);
    const back = one({ ...move, path: encodeVlq([-5, -10, LIMITS.coordinatePx + 7]) });
    expect(decodeVlq(String(back.f.path), 9)).toEqual([0, 0, LIMITS.coordinatePx]);
  });

  test('a viewport of 0 × 0 is unknown', () => {
    expect(one(click, { views: [[0, 0, 1]] }).w).toBe(-1);
  });

  test('a move in steps is stored in ms and px', () => {
    const event = one({ ...move, path: undefined, steps: encodeVlq([0, 25, 50, 4, -1, 2]) });
    expect(event.f).toEqual({ ...event.f, n: 2, path: encodeVlq([0, 100, 200, 80, -4, 8]) });
    expect(event.f.steps).toBeUndefined();
    const wild = one({ ...move, path: undefined, steps: encodeVlq([0, 2 ** 28, -(2 ** 28)]) });
    expect(decodeVlq(String(wild.f.path), 9)).toEqual([0, LIMITS.coordinatePx, 0]);
  });

  test('the way of a scroll is cut to its samples, stays on the page and never runs back', () => {
    const way = (steps: number[]) => one({ ...scroll, path: encodeVlq(steps) });
    const long = way(Array.from({ length: 2 * (LIMITS.scrollSamples + 9) }, () => 1));
    expect([long.cut, decodeVlq(String(long.f.path), 9_999)?.length]).toEqual([
      true,
      2 * LIMITS.scrollSamples,
    ]);
    const wild = way([-2_000, 50, -300, -80, 900, LIMITS.coordinatePx * 2]);
    expect(decodeVlq(String(wild.f.path), 9)).toEqual([-2_000, 50, 0, -50, 900, LIMITS.coordinatePx]);
    const early = way([-2 * LIMITS.sessionMaxMs, 10]);
    expect(decodeVlq(String(early.f.path), 9)).toEqual([-LIMITS.sessionMaxMs, 10]);
    const fine = encodeVlq([-400, 100, 100, 200, 100, -300]);
    const kept = one({ ...scroll, path: fine });
    expect([kept.cut, kept.f.path]).toEqual([undefined, fine]);
    expect(one({ ...scroll, path: undefined }).f.path).toBeUndefined();
    const coarse = one({ ...scroll, path: undefined, steps: encodeVlq([-20, 25, 8, -10]) });
    expect(coarse.f).toMatchObject({ path: encodeVlq([-400, 100, 160, -40]) });
    expect(coarse.f.steps).toBeUndefined();
  });

  test('props are bounded in keys, depth and bytes, and flagged', () => {
    const keys = Object.fromEntries(Array.from({ length: 200 }, (_, at) => [`k${at}`, at]));
    const wide = one({ ...custom, props: keys });
    expect([wide.cut, Object.keys(wide.f.props as object).length]).toEqual([true, LIMITS.propsKeys]);
    let deep: unknown = 'bottom';
    for (let level = 0; level < 20; level += 1) deep = { deep };
    const cut = one({ ...custom, props: deep });
    expect(JSON.stringify(cut.f.props).split('{').length - 1).toBe(LIMITS.propsDepth);
    const heavy = one({ ...custom, props: { a: long, b: Array(5000).fill('ä'.repeat(10)), c: 1 } });
    expect(Buffer.byteLength(JSON.stringify(heavy.f.props))).toBeLessThanOrEqual(LIMITS.propsBytes);
    expect(heavy.f.props).toMatchObject({ a: long.slice(0, LIMITS.textChars) });
  });

  test('names of prototypes are data and nothing else', () => {
    const text = JSON.stringify(compactBody([custom])).replace(
      '"sku":"A-1"',
      '"__proto__":{"isAdmin":true},"constructor":{"prototype":1},"toJSON":"x","then":"y","hasOwnProperty":1',
    );
    const withNames = text.replace('"events":', '"__proto__":{"rate":0.1},"events":');
    const { batch } = checkText(withNames);
    const copy = JSON.parse(JSON.stringify(batch.events[0]?.f.props)) as Record<string, unknown>;
    expect(Object.keys(copy)).toEqual([
      '__proto__',
      'constructor',
      'toJSON',
      'then',
      'hasOwnProperty',
      'tags',
      'deep',
    ]);
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
    expect((batch.events[0]!.f.props as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });
});
