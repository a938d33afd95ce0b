import { describe, expect, test } from 'bun:test';
import { sessionName } from './heat-session-name.ts';

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
