import { describe, expect, test } from 'bun:test';
import { isLiveNow, isWholeVisitor, sessionName, shortVisitor, visitorEnding } from './heat-session-name.ts';

describe('sessionName()', () => {
  const cases: [userId: string | null, visitor: string, name: string][] = [
    ['ana@example.com', 'c:abc', 'ana@example.com'],
    [null, 'c:demo-5r4jgr75nffl', 'Visitor 75nffl'],
    [null, 'd:1x', 'Visitor 1x'],
    ['', 'abcdefgh', 'Visitor cdefgh'],
    [null, '', 'Visitor'],
  ];
  test.each(cases)('of user %p and visitor %p is %p', (userId, visitor, name) => {
    expect(sessionName({ userId, visitor })).toBe(name);
  });
});

test.each(['c:demo-5r4jgr75nffl', 'd:1x', 's:0190a5c1'])(
  'what is shown of %p leads back to it',
  (visitor) => {
    expect(isWholeVisitor(visitor)).toBe(true);
    for (const shown of [
      sessionName({ userId: null, visitor }),
      ` ${shortVisitor(visitor)} `,
      'visitor  1x',
    ]) {
      if (shown.includes('1x') && !visitor.endsWith('1x')) continue;
      expect(isWholeVisitor(shown)).toBe(false);
      expect(visitor.endsWith(visitorEnding(shown))).toBe(true);
    }
  },
);

test('isLiveNow() ends a minute after the last event, though the list is older, and never begins by itself', () => {
  const session = { isLive: true, endedAtMs: 1_000_000 };
  expect(isLiveNow(session, 1_059_999)).toBe(true);
  expect(isLiveNow(session, 1_060_000)).toBe(false);
  expect(isLiveNow({ ...session, isLive: false }, 1_000_001)).toBe(false);
});
