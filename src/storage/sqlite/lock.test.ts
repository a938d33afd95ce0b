import { describe, expect, test } from 'bun:test';
import { existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tempDir } from '../../../test/support/temp-dir.ts';
import { LIMITS } from '../../contract/limits.ts';
import { HeatError } from '../../lib/errors.ts';
import { serverOn } from '../open/inspection.ts';
import { findServer, lockDataDirectory, migrate, migrationStatus } from '../open.ts';
import { DATA_FILES } from './migrate-steps.ts';

const PROGRAM = join(import.meta.dir, '..', '..', '..', 'test', 'support', 'hold-lock.ts');

describe('lockDataDirectory()', () => {
  test('lockDataDirectory() refuses and names the holder when another process has it', async () => {
    using dir = tempDir();
    await using other = await start(dir.path);
    expect(other.said).toBe('held clean');
    expect(() => lockDataDirectory(dir.path)).toThrow(`heat is already running (pid ${other.pid}`);
  });

  test('lockDataDirectory() succeeds and tells of the unclean stop when the holder was killed', async () => {
    using dir = tempDir();
    const other = await start(dir.path);
    await other.kill();
    const lock = lockDataDirectory(dir.path);
    expect(lock.lastStopWasClean).toBe(false);
    lock.release();
    // Nobody has checked the files yet, so the next holder must hear of it too.
    const again = lockDataDirectory(dir.path);
    expect(again.lastStopWasClean).toBe(false);
    again.confirmChecked();
    again.release();
    const last = lockDataDirectory(dir.path);
    expect(last.lastStopWasClean).toBe(true);
    last.release();
  });

  test('lockDataDirectory() tells of an unclean stop when the holder before was in doubt', () => {
    using dir = tempDir();
    const lock = lockDataDirectory(dir.path);
    lock.distrust();
    lock.release();
    const next = lockDataDirectory(dir.path);
    expect(next.lastStopWasClean).toBe(false);
    next.release();
  });

  test('lockState() tells a lock that another process holds from one that was left behind, and takes none', async () => {
    using dir = tempDir();
    expect(serverOn(dir.path)).toBe('free');
    await using other = await start(dir.path);
    expect(serverOn(dir.path)).toBe('held');
    await other.kill();
    expect(serverOn(dir.path)).toBe('unclean');
    const lock = lockDataDirectory(dir.path);
    expect([lock.lastStopWasClean, serverOn(dir.path)]).toEqual([false, 'held']);
    lock.confirmChecked();
    lock.release();
    expect(serverOn(dir.path)).toBe('free');
  });

  test('findServer() says where the holder answers, until it gives the lock back', async () => {
    using dir = tempDir();
    expect(findServer(dir.path)).toBeNull();
    const lock = lockDataDirectory(dir.path);
    expect(findServer(dir.path)).toBeNull();
    lock.noteAddress({ url: 'http://localhost:4400', publicUrl: null });
    expect(findServer(dir.path)).toEqual({ url: 'http://localhost:4400', publicUrl: null });
    lock.noteAddress({ url: 'http://localhost:4400', publicUrl: 'https://heat.example' });
    expect(findServer(dir.path)).toEqual({
      url: 'http://localhost:4400',
      publicUrl: 'https://heat.example',
    });
    expect(() => lockDataDirectory(dir.path)).toThrow(`(pid ${process.pid}, `);
    lock.release();
    expect(findServer(dir.path)).toBeNull();
  });

  test.each([
    ['nothing', ''],
    ['a process id alone, as older versions wrote', '4711\n'],
    ['what is no address', '4711\nlocalhost\n'],
  ])('findServer() knows no server when the file says %s', (_what, text) => {
    using dir = tempDir();
    writeFileSync(dir.join('lock.pid'), text);
    expect(findServer(dir.path)).toBeNull();
  });

  test('lockDataDirectory() keeps others out when nobody keeps its answer and garbage is collected', async () => {
    using dir = tempDir();
    await using holder = await start(dir.path);
    await Bun.sleep(200);
    await using second = await start(dir.path);
    expect(second.said).toStartWith(`refused Cannot use this data directory: heat is already running`);
    expect(holder.said).toBe('held clean');
  });

  test('lockDataDirectory() refuses when this very process has it, also by another spelling', () => {
    using dir = tempDir();
    const lock = lockDataDirectory(dir.path);
    expect(() => lockDataDirectory(join(dir.path, '.', ''))).toThrow(`pid ${process.pid}`);
    lock.release();
    lock.release();
    lockDataDirectory(dir.path).release();
    expect(existsSync(dir.join('lock.pid'))).toBe(false);
  });

  test('lockDataDirectory() makes the missing directory with mode 0700', async () => {
    using dir = tempDir();
    const path = dir.join('deep', 'data');
    lockDataDirectory(path).release();
    const { mode } = await Bun.file(path).stat();
    expect(mode & 0o777).toBe(0o700);
  });

  test('lockDataDirectory() refuses with one line when the directory is a file', () => {
    using dir = tempDir();
    writeFileSync(dir.join('data'), '');
    expect(() => lockDataDirectory(dir.join('data'))).toThrow(HeatError);
    expect(() => lockDataDirectory(dir.join('data'))).toThrow('it is a file');
  });

  test('lockDataDirectory() refuses with one line when the directory cannot be made', () => {
    expect(() => lockDataDirectory('/proc/heat-data')).toThrow(
      'Cannot use "/proc/heat-data" as data directory: it cannot be created or written',
    );
  });
});

describe('migrate()', () => {
  test('migrate() refuses to work on files while another process runs on them', async () => {
    using dir = tempDir();
    await using other = await start(dir.path);
    await expect(migrate(dir.path)).rejects.toThrow(`already running (pid ${other.pid}`);
    expect((await migrationStatus(dir.path)).map(({ exists }) => exists)).toEqual(
      DATA_FILES.map(() => false),
    );
  });

  test('migrate() does nothing beside a running server when all files are current', async () => {
    using dir = tempDir();
    await migrate(dir.path);
    await using _ = await start(dir.path);
    const { files } = await migrate(dir.path);
    expect(files.map(({ applied }) => applied)).toEqual(DATA_FILES.map(() => []));
    expect(existsSync(dir.join('lock.pid'))).toBe(true);
  });

  test('migrate() names the damaged file and leaves it alone when the last stop was not clean', async () => {
    using dir = tempDir();
    await migrate(dir.path);
    const killed = await start(dir.path);
    await killed.kill();
    const bytes = readFileSync(dir.join('events.db'));
    bytes.fill(0xff, 8192, 8192 + 512);
    writeFileSync(dir.join('events.db'), bytes);
    for (let round = 0; round < 2; round += 1) {
      const lock = lockDataDirectory(dir.path);
      await expect(migrate(dir.path)).rejects.toThrow(
        `The data file is damaged; see "heat restore" (${dir.join('events.db')})`,
      );
      lock.release();
    }
    expect(readFileSync(dir.join('events.db')).equals(bytes)).toBe(true);
  });

  test('migrate() finds damage outside of tables when the last stop was not clean', async () => {
    using dir = tempDir();
    await migrate(dir.path);
    await (await start(dir.path)).kill();
    const bytes = readFileSync(dir.join('catalog.db'));
    // The second page says which page belongs to which; no table is read through it.
    bytes.fill(0xff, 4096, 4096 + 512);
    writeFileSync(dir.join('catalog.db'), bytes);
    const lock = lockDataDirectory(dir.path);
    await expect(migrate(dir.path)).rejects.toThrow(
      `is damaged; see "heat restore" (${dir.join('catalog.db')})`,
    );
    lock.release();
  });

  test('migrate() names the files that it did not check', async () => {
    using dir = tempDir();
    await migrate(dir.path);
    await (await start(dir.path)).kill();
    truncateSync(dir.join('journal.db'), LIMITS.quickCheckBytes + 4096);
    const lock = lockDataDirectory(dir.path);
    expect((await migrate(dir.path)).unchecked).toEqual([dir.join('journal.db')]);
    lock.release();
    expect((await migrate(dir.path)).unchecked).toEqual([]);
  });

  test('migrate() clears the mark of an unclean stop when the files are sound', async () => {
    using dir = tempDir();
    await migrate(dir.path);
    const killed = await start(dir.path);
    await killed.kill();
    const lock = lockDataDirectory(dir.path);
    await migrate(dir.path);
    lock.release();
    const next = lockDataDirectory(dir.path);
    expect(next.lastStopWasClean).toBe(true);
    next.release();
  });
});

/** Runs the program until it has spoken once. */
async function start(dataDir: string) {
  const child = Bun.spawn([process.execPath, PROGRAM, dataDir], { stdout: 'pipe', stderr: 'inherit' });
  const reader = child.stdout.getReader();
  const { value } = await reader.read();
  const kill = async () => {
    child.kill('SIGKILL');
    await child.exited;
  };
  const said = new TextDecoder().decode(value).trim();
  return { pid: child.pid, said, kill, [Symbol.asyncDispose]: kill };
}
