import { describe, expect, test } from 'bun:test';
import { existsSync, readdirSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { tempDir } from '../../../test/support/temp-dir.ts';
import { testClock } from '../../../test/support/test-clock.ts';
import { assetsRoot } from '../../lib/assets-root.ts';
import { openJournalStore } from '../open/journal-store.ts';
import { type BackupReport, backupData, migrate, openCatalog, restoreData } from '../open.ts';
import { openReader, openWriter } from './connection.ts';
import { DATA_FILES } from './migrate-steps.ts';

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

describe('backupData() with keep', () => {
  test('leaves the newest finished backups and whatever is none', async () => {
    using dir = tempDir();
    const [data, to] = [dir.join('data'), dir.join('to')];
    await migrate(data);
    const clock = testClock();
    const make = async (keep?: number) => {
      clock.advance(1000);
      return backupData(data, { to, clock, ...(keep !== undefined && { keep }) });
    };
    const paths = [];
    for (let round = 0; round < 4; round += 1) paths.push((await make()).path);
    await Bun.write(join(to, 'heat-backup-20200101T000000000Z', 'letter.txt'), 'no backup');
    await Bun.write(join(to, 'mine', 'manifest.json'), '{}');
    const last = await make(2);
    expect(last.removed).toEqual(paths.slice(0, 3));
    expect(readdirSync(to).sort()).toEqual(
      [
        'heat-backup-20200101T000000000Z',
        ...[paths[3] ?? '', last.path].map((path) => basename(path)),
        'mine',
      ].sort(),
    );
    expect((await make(5)).removed).toEqual([]);
    await restoreData(last.path, dir.join('other'));
  });

  test('never takes the backup that was just made, also when the clock went back since the others', async () => {
    using dir = tempDir();
    const [data, to] = [dir.join('data'), dir.join('to')];
    await migrate(data);
    const clock = testClock();
    const old = [];
    for (let round = 0; round < 2; round += 1) {
      clock.advance(1000);
      old.push((await backupData(data, { to, clock })).path);
    }
    clock.advance(-86_400_000);
    const last = await backupData(data, { to, clock, keep: 2 });
    expect(last.removed).toEqual(old.slice(0, 1));
    expect(readdirSync(to)).toContain(basename(last.path));
  });
});

describe('the key of marks', () => {
  test('is in a backup with the secret alone, and stays where a backup without it is put back', async () => {
    using dir = tempDir();
    const [data, to] = [dir.join('data'), dir.join('to')];
    await migrate(data);
    for (const name of ['secret', 'marks.key']) await Bun.write(join(data, name), `first ${name}`);
    const clock = testClock();
    const without = await backupData(data, { to, clock });
    clock.advance(1000);
    const whole = await backupData(data, { to, clock, withSecret: true });
    expect(existsSync(join(without.path, 'marks.key'))).toBe(false);
    expect(await Bun.file(join(whole.path, 'marks.key')).text()).toBe('first marks.key');

    await restoreData(without.path, data, { isForced: true, clock });
    expect(await Bun.file(join(data, 'marks.key')).text()).toBe('first marks.key');
    await Bun.write(join(data, 'marks.key'), 'another');
    clock.advance(1000);
    const { replaced } = await restoreData(whole.path, data, { isForced: true, clock });
    expect(await Bun.file(join(data, 'marks.key')).text()).toBe('first marks.key');
    expect(await Bun.file(join(replaced ?? '', 'marks.key')).text()).toBe('another');
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

  test('restoreData() has a project deleted that was removed while the backup was made', async () => {
    using dir = tempDir();
    await migrate(dir.join('data'));
    const catalog = await openCatalog(dir.join('data'));
    const [kept, gone] = await Promise.all(
      ['kept', 'gone'].map((id) => catalog.createProject(projectOf(id))),
    );
    await catalog.removeProject('gone');
    await catalog.forgetRemovedProject(gone!.no);
    await catalog.close();
    const events = openWriter(dir.join('data', 'events.db'));
    // 99 was never a number of this catalog: somebody's mistake, not a removal.
    events.run('insert into last_events values (?, 1), (?, 1), (99, 1)', [kept!.no, gone!.no]);
    events.close();
    const { path } = await backupData(dir.join('data'));
    await restoreData(path, dir.join('other'));
    const restored = await openCatalog(dir.join('other'));
    expect(await restored.removedProjects()).toEqual([gone!.no]);
    await restored.close();
    expect(readdirSync(dir.join('other')).filter((name) => name.includes('restored'))).toEqual([]);
  });

  test('restoreData() takes data of an older heat, which the next start migrates, and refuses a newer one', async () => {
    using dir = tempDir();
    const newer = { assetsRoot: dir.join('newer') };
    for (const file of DATA_FILES) {
      const folder = join('migrations', 'sqlite', file);
      await cp(join(assetsRoot, folder), join(newer.assetsRoot, folder), { recursive: true });
      await Bun.write(join(newer.assetsRoot, folder, '9000_later.sql'), 'create table later (id integer);');
    }
    await migrate(dir.join('data'));
    const old = await backupData(dir.join('data'));
    await restoreData(old.path, dir.join('other'), newer);
    const { files } = await migrate(dir.join('other'), newer);
    expect(files.map(({ applied }) => applied.length)).toEqual(DATA_FILES.map(() => 1));
    const { path } = await backupData(dir.join('other'));
    await expect(restoreData(path, dir.join('third'))).rejects.toThrow('is newer than version');
    expect(existsSync(dir.join('third'))).toBe(false);
  });
});

function projectOf(id: string) {
  return { id, name: id, origins: [], timeZone: 'UTC', writeKey: `hw_${id}`, createdAtMs: 1 };
}

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
