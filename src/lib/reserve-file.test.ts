import { expect, test } from 'bun:test';
import { existsSync, statSync } from 'node:fs';
import { tempDir } from '../../test/support/temp-dir.ts';
import { freeReserve, keepReserve } from './reserve-file.ts';

test('keepReserve() makes a private file of that size once, and freeReserve() gives it back once', () => {
  using dir = tempDir();
  const path = dir.join('reserve');
  expect(keepReserve(path, 100_000)).toBe(true);
  const made = statSync(path);
  expect([made.size, made.mode & 0o777]).toEqual([100_000, 0o600]);
  expect(made.blocks * 512).toBeGreaterThanOrEqual(100_000);
  expect(keepReserve(path, 5)).toBe(true);
  expect(statSync(path).size).toBe(100_000);
  expect(freeReserve(path)).toBe(true);
  expect(freeReserve(path)).toBe(false);
});

test('keepReserve() leaves nothing behind when room is short or the folder is missing', () => {
  using dir = tempDir();
  expect(keepReserve(dir.join('reserve'), Number.MAX_SAFE_INTEGER)).toBe(false);
  expect(existsSync(dir.join('reserve'))).toBe(false);
  expect(keepReserve(dir.join('missing', 'reserve'), 10)).toBe(false);
});
