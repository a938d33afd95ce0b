import { describe, expect, test } from 'bun:test';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { tempDir } from '../../../test/support/temp-dir.ts';
import { testClock } from '../../../test/support/test-clock.ts';
import { type BackupReport, backupData, migrate, openJournalStore, restoreData } from '../open.ts';
import { openReader } from './connection.ts';

const BUSY = join(import.meta.dir, '..', '..', '..', 'test', 'support', 'busy-data.ts');

describe('backupData()', () => {
  test('backupData() has each batch in the journal or in the events file when batches move all the time', async () => {
    using dir = tempDir();
    const dataDir = dir.join('data');
    await migrate(dataDir);
    const child = Bun.spawn([process.execPath, BUSY, dataDir], { stdout: 'pipe', stderr: 'inherit' });
    try {
      await child.stdout.getReader().read();
      for (let round = 0; round < 5; round += 1) {
        const { gaps, batches } = batchesOf(await backupData(dataDir, { to: dir.join('to') }));
        expect(gaps).toEqual([]);
        expect(batches).toBeGreaterThan(200);
      }
    } finally {
      child.kill('SIGKILL');
      await child.exited;
    }
  }, 20_000);

  test('backupData() leaves nothing behind and throws when there is no data or the folder cannot be made', async () => {
    using dir = tempDir();
    const to = dir.join('to');
    await expect(backupData(dir.join('none'), { to })).rejects.toThrow('there is no heat data');
    await migrate(dir.join('data'));
    await Bun.write(dir.join('file'), 'in the way');
    await expect(backupData(dir.join('data'), { to: dir.join('file', 'to') })).rejects.toThrow(
      'it cannot be created or written',
    );
    await expect(backupData(dir.join('data'), { to, withSecret: true })).rejects.toThrow(
      'Cannot back up the secret',
    );
    expect(readdirSync(dir.path).sort()).toEqual(['data', 'file']);
  });

  test('backupData() refuses a second backup of the same millisecond and keeps the first', async () => {
    using dir = tempDir();
    await migrate(dir.join('data'));
    const clock = testClock();
    const first = await backupData(dir.join('data'), { to: dir.join('to'), clock });
    await expect(backupData(dir.join('data'), { to: dir.join('to'), clock })).rejects.toThrow(
      'it is there already',
    );
    await restoreData(first.path, dir.join('other'));
  });
});

describe('restoreData()', () => {
  test('restoreData() keeps the id of the journal and gives out no position twice', async () => {
    using dir = tempDir();
    await migrate(dir.join('data'));
    const journal = await openJournalStore(dir.join('data'));
    const id = await journal.id();
    const entry = { projectNo: 1, receivedAtMs: 1, eventCount: 1, body: '{}' };
    await journal.append([entry, entry, entry]);
    await journal.prune(3, 10);
    const { path } = await backupData(dir.join('data'));
    await journal.close();
    await restoreData(path, dir.join('other'));
    const restored = await openJournalStore(dir.join('other'));
    expect(await restored.id()).toBe(id);
    expect(await restored.append([entry])).toBe(4);
    await restored.close();
  });

  test('restoreData() takes data of an older heat, which the next start migrates', async () => {
    using dir = tempDir();
    const assetsRoot = dir.join('old');
    for (const file of ['catalog', 'journal', 'events'])
      await Bun.write(join(assetsRoot, 'migrations/sqlite', file, '0001_init.sql'), await initOf(file));
    await migrate(dir.join('data'), { assetsRoot });
    const { path, manifest } = await backupData(dir.join('data'));
    expect(manifest.files.map(({ version }) => version)).toEqual([1, 1, 1]);
    await restoreData(path, dir.join('other'));
    const { files } = await migrate(dir.join('other'));
    expect(files.every(({ from }) => from === 1)).toBe(true);
  });
});

/** Batches of a backup, and numbers below its newest one that are in neither file. */
function batchesOf({ path }: BackupReport): { gaps: number[]; batches: number } {
  const journal = openReader(join(path, 'journal.db'));
  const events = openReader(join(path, 'events.db'));
  const seqs = (rows: unknown[][]) => rows.map(([seq]) => Number(seq));
  const applied = seqs(events.query('select seq from applied').values())[0] ?? 0;
  const aside = seqs(events.query('select seq from set_aside').values());
  const waiting = seqs(journal.query('select seq from batches where seq > ?').values(applied));
  journal.close();
  events.close();
  const all = new Set([...aside, ...waiting]);
  expect(all.size).toBe(aside.length + waiting.length);
  const gaps = Array.from({ length: Math.max(...all) }, (_, at) => at + 1).filter((seq) => !all.has(seq));
  return { gaps, batches: all.size };
}

async function initOf(file: string): Promise<string> {
  return Bun.file(join(import.meta.dir, '..', '..', '..', 'migrations/sqlite', file, '0001_init.sql')).text();
}
