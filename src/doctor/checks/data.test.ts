import { describe, expect, test } from 'bun:test';
import { NOW_MS, wellBackups, wellData, wellFiles } from '../../../test/support/doctor-facts.ts';
import { DAY_MS } from '../../contract/slots.ts';
import type { BackupFacts, DataFacts, FileFacts } from '../facts.ts';
import type { Finding } from '../finding.ts';
import { checkBackups } from './backups.ts';
import { checkDataDirectory } from './data-directory.ts';
import { checkDataFiles } from './data-files.ts';

/** `level check` of everything that is not right. */
const trouble = (findings: readonly Finding[]) =>
  findings.filter(({ level }) => level !== 'ok').map(({ level, check }) => `${level} ${check}`);

describe('checkDataDirectory()', () => {
  const check = (change: Partial<DataFacts>, more: { isServed?: boolean; files?: FileFacts | null } = {}) =>
    checkDataDirectory({
      data: { ...wellData(), ...change },
      files: wellFiles(),
      nowMs: NOW_MS,
      isServed: true,
      ...more,
    });

  test('has nothing to say where all is well', () => {
    expect(trouble(check({}))).toEqual([]);
  });

  test.each<[string, Partial<DataFacts>, string, RegExp]>([
    ['is missing', { state: 'missing' }, 'fault data.there', /heat serve/],
    ['is a file', { state: 'not_a_directory' }, 'fault data.there', /--data/],
    [
      'is closed to another user',
      { state: 'closed', reason: 'EACCES', isOwn: false },
      'fault data.there',
      /sudo -u heat/,
    ],
    ['is mounted read-only', { state: 'readonly', reason: 'EROFS' }, 'fault data.there', /read-only/],
    ["is another user's", { isOwn: false }, 'warning data.there', /sudo -u heat/],
    ['is open', { openToOthers: ['.'] }, 'warning data.modes', /chmod -R go= "\/var\/lib\/heat"/],
    ['has an open secret', { openToOthers: ['secret'] }, 'warning data.modes', /chmod/],
    ['has an open folder of backups', { openToOthers: ['backups'] }, 'note data.modes', /chmod/],
    ['lies on a network mount', { fileSystem: 'network' }, 'warning data.disk', /disk of this machine/],
    ['lies in memory', { fileSystem: 'memory' }, 'warning data.disk', /disk/],
    ['lies in a container', { fileSystem: 'container' }, 'warning data.disk', /volume/],
    ['lies on FUSE', { fileSystem: 'shared' }, 'note data.disk', /disk/],
    ['syncs slowly', { syncMs: 90 }, 'note data.sync', /--durability normal/],
    ['is full', { freeBytes: 1e6 }, 'fault data.room', /Free some space/],
    ['has no room for another file', { freeFiles: 3 }, 'fault data.room', /files/],
    ['is nearly full', { freeBytes: 400e6 }, 'warning data.room', /--event-days/],
    ['has no reserve', { hasReserve: false }, 'note data.room', /next start/],
    ['keeps an old salt', { saltDay: '2026-11-19' }, 'warning data.salt', /log/],
    ['has a salt of tomorrow', { saltDay: '2026-11-22' }, 'warning data.salt', /clock/],
  ])('finds that it %s', (_, change, expected, todo) => {
    const findings = check(change);
    expect(trouble(findings)).toEqual([expected]);
    expect(findings.find(({ level }) => level !== 'ok')?.todo).toMatch(todo);
  });

  test('tells when the disk will be full, of what an event takes and how many come', () => {
    // 100 bytes an event, 100,000 a day: 10 MB a day.
    const [finding] = check({ freeBytes: 290e6 * 2 }).filter(({ check: name }) => name === 'data.room');
    expect(finding).toMatchObject({ level: 'ok', what: '580 MB are free, the files grow by 10.0 MB a day' });
    const files = { ...wellFiles(), sizes: [{ name: 'events.db', bytes: 10e9, isLog: false }] };
    const [full] = check({ freeBytes: 1e9 }, { files }).filter(({ check: name }) => name === 'data.room');
    expect(full).toMatchObject({ level: 'warning', what: expect.stringContaining('full in 10 days') });
  });

  test('says that a salt stays on the disk while nobody serves, and takes yesterday for today around midnight', () => {
    expect(trouble(check({ saltDay: '2026-11-20' }, { isServed: false }))).toEqual(['note data.salt']);
    const midnight = Date.UTC(2026, 10, 22, 0, 1);
    const given = { data: wellData(), files: wellFiles(), nowMs: midnight };
    expect(trouble(checkDataDirectory({ ...given, isServed: true }))).toEqual([]);
    expect(trouble(checkDataDirectory({ ...given, isServed: false }))).toEqual(['note data.salt']);
  });
});

describe('checkDataFiles()', () => {
  const check = (change: Partial<FileFacts>, isServed = true) =>
    checkDataFiles({ files: { ...wellFiles(), ...change }, isServed, freeBytes: 100e9 });
  const stored = (change: object) => ({ stored: { ...wellFiles().stored!, ...change } });
  const version = (change: object) => ({
    versions: wellFiles().versions.map((file) => (file.file === 'events' ? { ...file, ...change } : file)),
  });

  test('has nothing to say where all is well', () => {
    expect(trouble(check({}))).toEqual([]);
  });

  test.each<[string, Partial<FileFacts>, string, RegExp]>([
    [
      'of a newer heat',
      version({ problem: 'Cannot open "e": its version 9 is newer than version 8 of this heat' }),
      'fault files.version',
      /newer heat/,
    ],
    [
      'of another program',
      version({ problem: "Cannot open it: it is a database, but not one of heat's" }),
      'fault files.version',
      /own name/,
    ],
    [
      'that is no database',
      version({ problem: 'The data file is not a database; see "heat restore"' }),
      'fault files.sound',
      /heat restore/,
    ],
    ['that is missing', version({ exists: false }), 'warning files.missing', /restore/],
    ['to be migrated', version({ pending: ['events/0019_x'] }), 'note files.version', /backup/],
    [
      'that is damaged',
      { checks: [{ file: 'events', state: 'damaged', problem: 'The data file is damaged (e)' }] },
      'fault files.sound',
      /keep a copy/,
    ],
    [
      'too large to check',
      { checks: [{ file: 'events', state: 'unchecked', problem: null }] },
      'note files.sound',
      /heat backup/,
    ],
    [
      'with a long log',
      { sizes: [{ name: 'events.db-wal', bytes: 80e6, isLog: true }] },
      'warning files.log',
      /export/,
    ],
    ['of several installations', { strangers: 2 }, 'warning files.together', /one backup/],
    [
      'set aside',
      stored({ setAside: { batches: 1, events: 7 } }),
      'warning files.set-aside',
      /heat set-aside list/,
    ],
    ['waiting', stored({ waiting: { batches: 900, bytes: 80e6 } }), 'warning files.journal', /log/],
    [
      'of visitors whose clocks agree on another time',
      stored({ skew: { sessions: 50, medianMs: -300_000 } }),
      'warning files.clock',
      /set-ntp/,
    ],
    [
      'left by a backup',
      { leftovers: [{ name: 'heat-backup-x.part', kind: 'draft', bytes: 5 }] },
      'note files.leftover',
      /heat backup/,
    ],
    [
      'put aside by a restore',
      { leftovers: [{ name: 'replaced-x', kind: 'replaced', bytes: 5 }] },
      'note files.leftover',
      /forgotten/,
    ],
    [
      'from before a migration',
      { leftovers: [{ name: 'pre-x.db', kind: 'before-migration', bytes: 5 }] },
      'note files.leftover',
      /proved/,
    ],
  ])('finds one %s', (_, change, expected, todo) => {
    const findings = check(change);
    expect(trouble(findings)).toEqual([expected]);
    expect(findings.find(({ level }) => level !== 'ok')?.todo).toMatch(todo);
  });

  test('finds an unfinished restore before all else, unless heat runs', () => {
    expect(trouble(check({ isRestoring: true, strangers: 3 }, false))).toEqual(['fault files.restore']);
  });

  test('finds no room for the backup before a migration', () => {
    const files = { ...wellFiles(), ...version({ pending: ['events/0019_x'] }) };
    expect(trouble(checkDataFiles({ files, isServed: false, freeBytes: 1.1e9 }))).toEqual([
      'fault files.version',
    ]);
    expect(trouble(checkDataFiles({ files, isServed: false, freeBytes: 1.3e9 }))).toEqual([
      'note files.version',
    ]);
  });

  test('does not call files broken that only a full disk keeps closed', () => {
    const problem = 'Cannot write: the disk reported an error (catalog.db)';
    const files = { ...wellFiles(), versions: wellFiles().versions.map((file) => ({ ...file, problem })) };
    expect(trouble(checkDataFiles({ files, isServed: false, freeBytes: 0 }))).toEqual(['note files.version']);
    const found = trouble(checkDataFiles({ files, isServed: false, freeBytes: 1e9 }));
    expect(new Set(found)).toEqual(new Set(['fault files.version']));
  });

  test('finds a lost catalog a fault, and does not believe a few clocks', () => {
    const versions = wellFiles().versions.map((file) => ({ ...file, exists: file.file !== 'catalog' }));
    expect(trouble(check({ versions }))).toEqual(['fault files.missing']);
    expect(trouble(check(stored({ skew: { sessions: 9, medianMs: 900_000 } })))).toEqual([]);
    expect(trouble(check(stored({ waiting: { batches: 3, bytes: 900 } }), false))).toEqual([
      'note files.journal',
    ]);
    expect(trouble(check(stored({ waiting: { batches: 3, bytes: 900 } }), true))).toEqual([]);
  });

  test('says so when there is nothing yet', () => {
    const versions = wellFiles().versions.map((file) => ({ ...file, exists: false }));
    expect(trouble(check({ versions }))).toEqual(['note files.version']);
  });
});

describe('checkBackups()', () => {
  const check = (change: Partial<BackupFacts>) =>
    trouble(checkBackups({ backups: { ...wellBackups(), ...change }, nowMs: NOW_MS }));
  const aged = (days: number) => ({ newest: { atMs: NOW_MS - days * DAY_MS, path: 'x' } });

  test.each<[string, Partial<BackupFacts>, string[]]>([
    ['a fresh one elsewhere', {}, []],
    ['none', { newest: null, count: 0 }, ['warning backup.age']],
    ['one of three days', aged(3), ['note backup.age']],
    ['one of nine days', aged(9), ['warning backup.age']],
    ['one beside the data', { isSameDisk: true }, ['note backup.place']],
  ])('judges %s', (_, change, expected) => {
    expect(check(change)).toEqual(expected);
  });
});
