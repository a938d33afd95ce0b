import { describe, expect, test } from 'bun:test';
import { isLiveNow, sessionName } from './heat-session-name.ts';

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

test('isLiveNow() ends a minute after the last event, though the list is older, and never begins by itself', () => {
  const session = { isLive: true, endedAtMs: 1_000_000 };
  expect(isLiveNow(session, 1_059_999)).toBe(true);
  expect(isLiveNow(session, 1_060_000)).toBe(false);
  expect(isLiveNow({ ...session, isLive: false }, 1_000_001)).toBe(false);
});
