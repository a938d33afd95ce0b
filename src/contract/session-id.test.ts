import { describe, expect, test } from 'bun:test';
import { readSessionId, writeSessionId } from './session-id.ts';

describe('readSessionId()', () => {
  test.each([
    { session: 0, part: 0 },
    { session: 35, part: 7 },
    { session: 2 ** 52 - 1, part: 999_999 },
  ])('reads what writeSessionId() wrote of %p', (key) => {
    expect(readSessionId(writeSessionId(key))).toEqual(key);
  });

  test.each([
    '',
    '.',
    '1',
    '1.',
    '.1',
    '1.-1',
    '1.1234567',
    'A.0',
    '1.0 ',
    '1,0',
    `${(2 ** 52).toString(36)}.0`,
  ])('is null for %p', (text) => {
    expect(readSessionId(text)).toBeNull();
  });
});
