import { describe, expect, test } from 'bun:test';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tempDir } from '../../test/support/temp-dir.ts';
import { testClock } from '../../test/support/test-clock.ts';
import { openSaltKeeper } from './salt.ts';

const DAY_MS = 86_400_000;

describe('current()', () => {
  test('stays for the day, over a restart too, and lies in a private file', () => {
    using dir = tempDir();
    const clock = testClock();
    const path = dir.join('salt.json');
    const salt = openSaltKeeper({ path, clock }).current();
    clock.advance(11 * 3_600_000);
    expect(openSaltKeeper({ path, clock }).current()).toBe(salt);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(salt.length).toBeGreaterThanOrEqual(43);
  });

  test('is another one the next day, and the old one is gone', () => {
    using dir = tempDir();
    const clock = testClock();
    const path = dir.join('salt.json');
    const keeper = openSaltKeeper({ path, clock });
    const old = keeper.current();
    clock.advance(DAY_MS);
    expect(keeper.current()).not.toBe(old);
    expect(readFileSync(path, 'utf8')).not.toContain(old);
    expect(existsSync(`${path}.next`)).toBe(false);
  });

  test("removes yesterday's when it is opened", () => {
    using dir = tempDir();
    const clock = testClock();
    const path = dir.join('salt.json');
    const old = openSaltKeeper({ path, clock }).current();
    clock.advance(DAY_MS);
    openSaltKeeper({ path, clock });
    expect(readFileSync(path, 'utf8')).not.toContain(old);
  });

  test.each(['', '{', 'null', '{"day":"2026-11-21","salt":"short"}', '[]'])(
    'replaces a file that holds %j',
    (content) => {
      using dir = tempDir();
      const path = dir.join('salt.json');
      writeFileSync(path, content, { mode: 0o644 });
      const salt = openSaltKeeper({ path, clock: testClock() }).current();
      expect(readFileSync(path, 'utf8')).toContain(salt);
      expect(statSync(path).mode & 0o777).toBe(0o600);
    },
  );

  test('works while the file cannot be written, and writes it later', () => {
    using dir = tempDir();
    const clock = testClock();
    const path = dir.join('salt.json');
    mkdirSync(path);
    const keeper = openSaltKeeper({ path, clock });
    const salt = keeper.current();
    rmSync(path, { recursive: true });
    clock.advance(61_000);
    expect(keeper.current()).toBe(salt);
    expect(readFileSync(path, 'utf8')).toContain(salt);
  });
});
