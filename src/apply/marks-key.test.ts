import { expect, test } from 'bun:test';
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { tempDir } from '../../test/support/temp-dir.ts';
import { openMarksKey } from './marks-key.ts';

test('openMarksKey() makes a private key once', () => {
  using dir = tempDir();
  const key = openMarksKey(dir.path);
  expect(Buffer.from(key, 'base64url')).toHaveLength(32);
  expect(openMarksKey(dir.path)).toBe(key);
  expect(readdirSync(dir.path)).toEqual(['marks.key']);
  expect(statSync(dir.join('marks.key')).mode & 0o777).toBe(0o600);
});

test.each(['', 'short', 'a b'])('openMarksKey() makes no other in place of one that holds "%s"', (text) => {
  using dir = tempDir();
  writeFileSync(dir.join('marks.key'), text);
  expect(() => openMarksKey(dir.path)).toThrow('it is damaged');
});
