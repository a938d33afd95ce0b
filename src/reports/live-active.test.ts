import { describe, expect, test } from 'bun:test';
import { LIMITS } from '../contract/limits.ts';
import type { LiveFact } from '../contract/live.ts';
import { createActiveSessions } from './live-active.ts';

const NOW = 1_800_000_000_000;
const fact = (over: Partial<LiveFact>): LiveFact => ({
  ...{
    id: '1.0',
    eventId: 'e',
    type: 'pageview',
    tsMs: NOW,
    session: 1,
    part: 0,
    visitor: 'v1',
    userId: null,
  },
  ...{ page: 10, host: 'shop.test', path: '/a', title: null, element: null, descriptor: null, bin: null },
  ...{
    point: null,
    flags: [],
    name: null,
    device: null,
    browser: null,
    os: null,
    country: null,
    source: null,
  },
  ...over,
});
const stored = {
  session: 1,
  part: 0,
  visitor: 'v1',
  page: 9,
  path: '/stored',
  lastAtMs: NOW - 60_000,
  hasLeft: false,
};

describe('createActiveSessions()', () => {
  test('counts each visitor once, and on the page of the newest event', () => {
    const active = createActiveSessions();
    active.add(
      [
        fact({}),
        fact({ session: 2, tsMs: NOW + 1 }),
        fact({ session: 3, visitor: 'v2', page: 11, path: '/b' }),
      ],
      NOW + 2,
    );
    active.add([fact({ session: 3, visitor: 'v2', tsMs: NOW - 5, page: 12, path: '/late' })], NOW + 2);
    expect(active.state(NOW + 2)).toEqual({
      atMs: NOW + 2,
      visitors: 2,
      sessions: 3,
      recentVisitors: 2,
      pages: [
        { page: 'a', path: '/a', visitors: 1 },
        { page: 'b', path: '/b', visitors: 1 },
      ],
    });
  });

  test('forgets who was silent for too long, and who left, but not who only changed pages', () => {
    const active = createActiveSessions();
    active.add([fact({}), fact({ session: 2, visitor: 'v2' }), fact({ session: 3, visitor: 'v3' })], NOW);
    active.add(
      [
        fact({ type: 'leave', tsMs: NOW + 1 }),
        fact({ session: 2, visitor: 'v2', type: 'leave', tsMs: NOW + 1 }),
      ],
      NOW + 1,
    );
    active.add([fact({ session: 2, visitor: 'v2', tsMs: NOW + 500, page: 12, path: '/next' })], NOW + 500);
    const later = active.state(NOW + LIMITS.liveLeaveMs + 2);
    expect([later.visitors, later.sessions, later.recentVisitors]).toEqual([2, 2, 3]);
    expect(later.pages.map(({ path }) => path)).toEqual(['/a', '/next']);
    expect(active.state(NOW + 500 + LIMITS.liveVisitorMs + 1)).toMatchObject({
      visitors: 0,
      recentVisitors: 0,
    });
  });

  test('lets nobody stay by what was collected at the instant of leaving, nor leave by what came before', () => {
    const [left, scrolled] = [
      fact({ type: 'leave', tsMs: NOW + 1 }),
      fact({ type: 'scroll', tsMs: NOW + 1 }),
    ];
    const next = fact({ tsMs: NOW + 1, page: 12, path: '/next' });
    const orders: [facts: LiveFact[], paths: string[]][] = [
      [[scrolled, left], []],
      [[left, scrolled], []],
      [[left, next], ['/next']],
      [[next, left], ['/next']],
    ];
    for (const [facts, paths] of orders) {
      const active = createActiveSessions();
      active.add([fact({}), ...facts], NOW + 1);
      const { pages } = active.state(NOW + LIMITS.liveLeaveMs + 2);
      expect(pages.map(({ path }) => path)).toEqual(paths);
    }
  });

  test('begins with what was stored, and believes what was heard since', () => {
    const active = createActiveSessions();
    active.add([fact({})], NOW);
    active.seed([
      stored,
      { ...stored, session: 2, visitor: 'v2' },
      { ...stored, session: 3, visitor: 'v3', hasLeft: true },
    ]);
    expect(active.state(NOW)).toMatchObject({ visitors: 2, sessions: 2, recentVisitors: 3 });
    expect(active.state(NOW).pages.map(({ path, visitors }) => [path, visitors])).toEqual([
      ['/a', 1],
      ['/stored', 1],
    ]);
  });

  test('stays bounded, and keeps those heard of last', () => {
    const active = createActiveSessions();
    for (let session = 0; session <= LIMITS.liveSessions; session += 1) {
      active.add([fact({ session, visitor: `v${session}` })], NOW);
    }
    expect(active.state(NOW).sessions).toBe(LIMITS.liveSessions);
  });
});
