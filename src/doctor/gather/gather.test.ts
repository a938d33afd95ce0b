// Installations that are broken for real, and what the doctor finds of each.

import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { journalBatch, journalEntry, journalEvent } from '../../../test/support/journal-batches.ts';
import { LOOK_AS_NOBODY, NOBODY } from '../../../test/support/look-as-nobody.ts';
import { type TempDir, tempDir } from '../../../test/support/temp-dir.ts';
import { type TestClock, testClock } from '../../../test/support/test-clock.ts';
import { setAsideSlice } from '../../apply/build-slice.ts';
import { openSaltKeeper } from '../../ingest/salt.ts';
import { dataPaths } from '../../lib/data-directory.ts';
import { openApplyStore } from '../../storage/open/apply-store.ts';
import { openJournalStore } from '../../storage/open/journal-store.ts';
import { backupData, lockDataDirectory, migrate } from '../../storage/open.ts';
import { openReader, openWriter } from '../../storage/sqlite/connection.ts';
import { examine } from '../examine.ts';
import type { Finding } from '../finding.ts';
import { gatherBackups } from './data-files.ts';
import { gatherFacts } from './gather.ts';

/** A data directory as heat leaves it when it is stopped, with a backup of then. Made once, copied for each test. */
const sound = tempDir();
beforeAll(async () => {
  const clock = testClock();
  const dataDir = sound.join('data');
  lockDataDirectory(dataDir).release();
  await migrate(dataDir, { clock });
  openSaltKeeper({ path: dataPaths(dataDir).salt, clock });
  rmSync(dataPaths(dataDir).reserve);
  await backupData(dataDir, { to: sound.join('backups'), clock });
});
afterAll(() => sound[Symbol.dispose]());

function installation(dir: TempDir): string {
  cpSync(sound.path, dir.path, { recursive: true });
  chmodSync(dir.join('data'), 0o700);
  return dir.join('data');
}

async function look(dir: TempDir, clock: TestClock, dataDir = dir.join('data')): Promise<Finding[]> {
  return examine(
    await gatherFacts({
      dataDir,
      publicUrl: null,
      ipDatabase: null,
      backups: dir.join('backups'),
      site: null,
      clock,
    }),
  );
}

/** Without what depends on the machine, and what an installation without projects and server always has. */
const trouble = (findings: readonly Finding[]) =>
  findings
    .filter(
      ({ level, check }) =>
        level !== 'ok' &&
        !/^(data\.(disk|sync|room)|backup\.place|projects\.any|server\.running)/.test(check),
    )
    .map(({ level, check }) => `${level} ${check}`);

async function findings(
  breakIt: (dataDir: string, dir: TempDir, clock: TestClock) => unknown,
): Promise<string[]> {
  using dir = tempDir();
  const clock = testClock();
  const dataDir = installation(dir);
  await breakIt(dataDir, dir, clock);
  try {
    return trouble(await look(dir, clock));
  } finally {
    if (existsSync(dataDir)) chmodSync(dataDir, 0o700);
  }
}

/** Modes keep nothing from root: then the data is another user's, who looks in a process of his own. */
const isRoot = process.getuid?.() === 0;

async function lookAsOwner(dir: TempDir): Promise<string[]> {
  if (isRoot)
    for (const name of ['', ...readdirSync(dir.path, { recursive: true, encoding: 'utf8' })])
      chownSync(join(dir.path, name), NOBODY, NOBODY);
  const looking = Bun.spawn([process.execPath, LOOK_AS_NOBODY, dir.join('data')], { stderr: 'inherit' });
  return JSON.parse(await looking.stdout.text()) as string[];
}

function isOpenToAll(folder: string): boolean {
  const isOpen = (statSync(folder).mode & 0o001) !== 0;
  return isOpen && (folder === dirname(folder) || isOpenToAll(dirname(folder)));
}

describe('gatherFacts()', () => {
  test('finds nothing wrong with a sound installation, and leaves no trace in it', async () => {
    using dir = tempDir();
    const clock = testClock();
    const dataDir = installation(dir);
    const before = readdirSync(dataDir).sort();
    const found = await look(dir, clock);
    expect(trouble(found)).toEqual([]);
    expect(found.map(({ check }) => check)).toContain('files.journal');
    expect(readdirSync(dataDir).sort()).toEqual(before);
  });

  test.each<[string, Parameters<typeof findings>[0], string[]]>([
    ['no data directory', (dataDir) => rmSync(dataDir, { recursive: true }), ['fault data.there']],
    ['an open data directory', (dataDir) => chmodSync(dataDir, 0o755), ['warning data.modes']],
    ['an open file', (dataDir) => chmodSync(dataPaths(dataDir).events, 0o644), ['note data.modes']],
    ['an old salt', (_, __, clock) => clock.advance(3 * 86_400_000), ['note data.salt', 'note backup.age']],
    ['a cut file', (dataDir) => truncateSync(dataPaths(dataDir).events, 9_000), ['fault files.sound']],
    [
      'a file of zeros',
      (dataDir) => writeFileSync(dataPaths(dataDir).snapshots, Buffer.alloc(8192)),
      ['fault files.sound'],
    ],
    ['a lost file', (dataDir) => rmSync(dataPaths(dataDir).journal), ['warning files.missing']],
    ['a file of a newer heat', (dataDir) => asNewer(dataPaths(dataDir).catalog), ['fault files.version']],
    ['a file under another name', swapped, ['fault files.version', 'fault files.version']],
    [
      'a restore that was cut short',
      (dataDir) => writeFileSync(dataPaths(dataDir).restoring, 'x', { mode: 0o600 }),
      ['fault files.restore'],
    ],
    ['batches that wait', waiting, ['note files.journal']],
    ['a batch that was set aside', setAside, ['warning files.together', 'warning files.set-aside']],
    ['a killed backup', killedBackup, ['note files.leftover']],
    ['no backup under way', (dataDir) => draftOf(dataDir, testClock().nowMs() - 60_000), []],
    ['what a restore put aside just now', replacedNow, ['note files.leftover']],
    ['no backup', (_, dir) => rmSync(dir.join('backups'), { recursive: true }), ['warning backup.age']],
  ])('finds %s', async (_, breakIt, expected) => {
    expect(await findings(breakIt)).toEqual(expected);
  });

  // He reads the data and the migrations: skipped for root alone, where a folder above them keeps everybody else out.
  test.skipIf(isRoot && ![tmpdir(), import.meta.dir].every(isOpenToAll))(
    'finds a data directory that it may not read, and one that cannot be written',
    async () => {
      using dir = tempDir();
      const dataDir = installation(dir);
      const fault = `fault The data directory "${dataDir}" cannot be`;
      chmodSync(dataDir, 0o000);
      expect(await lookAsOwner(dir)).toEqual([`${fault} read (EACCES)`]);
      chmodSync(dataDir, 0o500);
      expect(await lookAsOwner(dir)).toContain(`${fault} written (EACCES)`);
      chmodSync(dataDir, 0o700);
    },
  );

  test('tells a server that runs from one that was killed and from none', async () => {
    using dir = tempDir();
    const clock = testClock();
    const dataDir = installation(dir);
    const said = async () =>
      (await look(dir, clock))
        .filter(({ check }) => check === 'server.running')
        .map(({ level, what }) => `${level} ${what}`);
    expect(await said()).toEqual([expect.stringContaining('note No heat runs')]);
    const { running } = dataPaths(dataDir);
    const lock = lockDataDirectory(dataDir);
    lock.noteAddress({ url: 'http://127.0.0.1:9', publicUrl: null });
    expect(await said()).toEqual([expect.stringContaining('fault heat holds the data but does not answer')]);
    const left = readFileSync(running);
    lock.release();
    writeFileSync(running, left);
    expect(await said()).toEqual([expect.stringContaining('did not stop by itself')]);
    // Looking took nothing from the next start.
    const next = lockDataDirectory(dataDir);
    expect(next.lastStopWasClean).toBe(false);
    next.release();
  });
});

test('gatherBackups() takes the newest finished backup, whatever else lies beside it', () => {
  using dir = tempDir();
  for (const [name, isFinished] of [
    ['heat-backup-20261119T030000000Z', true],
    ['heat-backup-20261121T030000500Z', true],
    ['heat-backup-20261120T030000000Z', true],
    ['heat-backup-20261122T030000000Z', false],
    ['heat-backup-20261123T030000000Z-host-1.part', true],
  ] as const) {
    mkdirSync(dir.join(name));
    if (isFinished) writeFileSync(dir.join(name, 'manifest.json'), '{}');
  }
  const { newest, count, isSameDisk } = gatherBackups(dir.path, dir.path);
  expect({ atMs: newest?.atMs, count, isSameDisk }).toEqual({
    ...{ atMs: Date.UTC(2026, 10, 21, 3, 0, 0, 500), count: 3, isSameDisk: true },
  });
  expect(gatherBackups(dir.path, dir.join('none'))).toMatchObject({
    newest: null,
    count: 0,
    isSameDisk: null,
  });
});

function asNewer(path: string): void {
  const db = openWriter(path);
  db.run('pragma user_version = 9999');
  db.close();
}

function swapped(dataDir: string): void {
  const { snapshots, replays } = dataPaths(dataDir);
  for (const path of [snapshots, replays]) openReader(path).close();
  const [a, b] = [readFileSync(snapshots), readFileSync(replays)];
  writeFileSync(snapshots, b);
  writeFileSync(replays, a);
}

async function waiting(dataDir: string): Promise<void> {
  const journal = await openJournalStore(dataDir);
  await journal.append([journalEntry(journalBatch({ events: [journalEvent({ id: 'a' })] }))]);
  await journal.close();
}

/** Of a project that no catalog knows, as in files that do not belong together. */
async function setAside(dataDir: string): Promise<void> {
  const journal = await openJournalStore(dataDir);
  const entry = journalEntry(journalBatch({ events: [journalEvent({ id: 'a' })] }));
  const seq = await journal.append([entry]);
  const store = await openApplyStore(dataDir, { durability: 'normal' });
  await store.commit(setAsideSlice(await journal.id(), { ...entry, seq }, new Error('broken')));
  await store.close();
  await journal.close();
  const db = openWriter(dataPaths(dataDir).events);
  db.run('insert into last_events (project_no, received_at_ms) values (77, 1)');
  db.close();
}

function killedBackup(dataDir: string): void {
  draftOf(dataDir, 0);
}

/** Of a backup that was last written to at that time. */
function draftOf(dataDir: string, atMs: number): void {
  const draft = `${dataPaths(dataDir).backups}/heat-backup-20261120T120000000Z-host-1.part`;
  mkdirSync(draft, { recursive: true, mode: 0o700 });
  chmodSync(dataPaths(dataDir).backups, 0o700);
  utimesSync(draft, atMs / 1000, atMs / 1000);
}

function replacedNow(dataDir: string): void {
  const { backups } = dataPaths(dataDir);
  mkdirSync(`${backups}/replaced-20261121T115900000Z`, { recursive: true, mode: 0o700 });
  chmodSync(backups, 0o700);
  const nowSeconds = testClock().nowMs() / 1000;
  utimesSync(`${backups}/replaced-20261121T115900000Z`, nowSeconds, nowSeconds);
}
