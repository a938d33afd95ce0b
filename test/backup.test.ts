// heat backup and heat restore as an operator uses them: under ingestion, killed, damaged, newer, over existing data.
// Runs the built executable.

import { Database } from 'bun:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'bun:test';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { seededRandom } from '../src/lib/seeded-random.ts';
import { HEADERS } from './support/browser-headers.ts';
import { type Batch, batchMaker, differences, idsOf, storedIds } from './support/counted-batches.ts';
import {
  addProject,
  eventually,
  type HeatFolder,
  makeHeatFolder,
  type ProjectAdded,
  type Serving,
} from './support/heat-process.ts';

const SERVE = ['--log-level', 'error', '--ingest-per-address', '0'];

let heat: HeatFolder;
let project: ProjectAdded;
let makeBatch: () => Batch;
let running: Serving[] = [];

beforeEach(async () => {
  heat = await makeHeatFolder();
  project = await addProject(heat, 'Shop');
  makeBatch = batchMaker(project.writeKey, seededRandom(15));
});
afterEach(async () => {
  await Promise.all(running.map((serving) => serving.stop('SIGKILL')));
  running = [];
  await heat.remove();
});

type Backup = { path: string; files: { name: string; rows: Record<string, number> }[] };

describe('heat backup', () => {
  test('taken under ingestion holds every event answered before its start, once, and restores', async () => {
    const serving = await serve();
    const traffic = startTraffic(serving, 4);
    await eventually(async () => traffic.answered.length > 300);
    const backups: { path: string; before: string[] }[] = [];
    for (let round = 0; round < 3; round += 1) {
      const before = traffic.answered.flatMap(idsOf);
      backups.push({ path: (await backup()).path, before });
    }
    await traffic.stop();
    await serving.stop();
    const sent = new Set(traffic.sent.flatMap(idsOf));
    for (const [index, { path, before }] of backups.entries()) {
      const data = `restored-${index}`;
      const restored = await heat.run(['restore', path, '--data', data, '--json']);
      expect(restored).toMatchObject({ code: 0, stderr: '' });
      const stored = await serveAndRead(data);
      const distinct = new Set(stored.ids);
      expect(stored.ids.length).toBe(distinct.size);
      expect(before.filter((id) => !distinct.has(id))).toEqual([]);
      expect(stored.ids.filter((id) => !sent.has(id))).toEqual([]);
      expect(stored.differences).toEqual([]);
    }
  }, 60_000);

  test('restored data goes on: new events are stored and what is sent again is not doubled', async () => {
    const serving = await serve();
    const batches = [makeBatch(), makeBatch(), makeBatch()];
    for (const batch of batches) await send(serving, batch);
    const { path } = await backup();
    await serving.stop();
    await heat.run(['restore', path, '--data', 'other']);
    const again = await serve('--data', 'other');
    const newer = makeBatch();
    for (const batch of [...batches, newer]) await send(again, batch);
    const wanted = [...batches, newer].flatMap(idsOf).sort();
    await eventually(async () => readEvents('other').ids.length === wanted.length);
    expect(readEvents('other').ids.sort()).toEqual(wanted);
    const list = await heat.run(['project', 'list', '--json', '--data', 'other']);
    expect(JSON.parse(list.stdout)[0]).toMatchObject({ id: project.id, writeKey: project.writeKey });
  });

  test('is private, says what is in it, and holds neither salt nor secret', async () => {
    await (await serve()).stop();
    const { path, files } = await backup('--to', 'elsewhere/deep');
    expect(basename(path)).toMatch(/^heat-backup-\d{8}T\d{9}Z$/);
    expect(statSync(path).mode & 0o777).toBe(0o700);
    const names = readdirSync(path).sort();
    expect(names).toEqual([
      'catalog.db',
      'events.db',
      'journal.db',
      'manifest.json',
      'replays.db',
      'snapshots.db',
    ]);
    for (const name of names) expect(statSync(join(path, name)).mode & 0o777).toBe(0o600);
    expect(files.find(({ name }) => name === 'catalog.db')?.rows.projects).toBe(1);
    expect(readdirSync(join(heat.dir, 'elsewhere/deep'))).toEqual([basename(path)]);
  });

  test('with --with-secret keeps sign-ins alive over a restore, without it ends them', async () => {
    await (await serve()).stop();
    const { path: plain } = await backup();
    const { path: full } = await backup('--with-secret');
    const secretOf = (data: string) => readFile(join(heat.dir, data, 'secret'), 'utf8');
    const secret = await secretOf('heat-data');
    await heat.run(['restore', full, '--data', 'kept']);
    expect(await secretOf('kept')).toBe(secret);
    expect(statSync(join(heat.dir, 'kept', 'secret')).mode & 0o777).toBe(0o600);
    await heat.run(['restore', plain, '--force']);
    await (await serve()).stop();
    expect(await secretOf('heat-data')).not.toBe(secret);
  });

  test('killed at any moment leaves no folder under a final name, and the next one clears up', async () => {
    const serving = await serve();
    const traffic = startTraffic(serving, 2);
    await eventually(async () => traffic.answered.length > 300);
    await traffic.stop();
    const names = () => existing(join(heat.dir, 'to'));
    let killed = 0;
    for (let round = 0; round < 8 || (killed === 0 && round < 100); round += 1) {
      const before = names().length;
      const child = Bun.spawn([join(heat.dir, 'heat'), 'backup', '--json', '--to', 'to'], {
        cwd: heat.dir,
        stdout: 'ignore',
      });
      await seen(() => names().length > before, child);
      await Bun.sleep((round % 8) * 4);
      child.kill('SIGKILL');
      await child.exited;
      if (names().some((name) => name.endsWith(`-${child.pid}.part`))) killed += 1;
      for (const name of names().filter((one) => !one.endsWith('.part')))
        expect(existsSync(join(heat.dir, 'to', name, 'manifest.json'))).toBe(true);
    }
    expect(killed).toBeGreaterThan(0);
    const { path } = await backup('--to', 'to');
    expect(existing(join(heat.dir, 'to')).filter((name) => name.endsWith('.part'))).toEqual([]);
    expect((await heat.run(['restore', path, '--data', 'other'])).code).toBe(0);
  }, 60_000);

  test('refuses where there is no data, and makes none', async () => {
    const ran = await heat.run(['backup', '--data', 'nothing']);
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain('There is no heat data in "nothing"');
    expect(existsSync(join(heat.dir, 'nothing'))).toBe(false);
  });
});

test('heat backup and restore say of every file what is in it', async () => {
  const { code, stdout } = await heat.run(['backup', '--to', 'to']);
  expect(code).toBe(0);
  for (const name of ['catalog', 'journal', 'events', 'snapshots', 'replays'])
    expect(stdout).toMatch(new RegExp(`^${name}\\.db +[1-9][0-9.]* [kM]B · \\d+ [a-z]+`, 'm'));
  const restored = await heat.run([
    'restore',
    /^backup +(.+)$/m.exec(stdout)?.[1] ?? '',
    '--data',
    'new/folder',
  ]);
  expect(restored.stdout).toMatch(/^replays\.db +0 chunks$/m);
});

describe('heat restore', () => {
  const damages: [what: string, file: string, code: string, change: (path: string) => Promise<void>][] = [
    ['a changed byte', 'events.db', 'is not what the backup wrote', flipByte],
    ['a cut file', 'journal.db', 'is not what the backup wrote', cutInHalf],
    ['a missing file', 'catalog.db', 'is missing', rm],
    ['a manifest that is no JSON', 'manifest.json', 'is damaged', cutInHalf],
    ['no manifest', 'manifest.json', 'There is no backup here', rm],
    ['a newer format', 'manifest.json', 'newer heat', (path) => edit(path, (it) => ({ ...it, format: 99 }))],
    ['an unknown file', 'manifest.json', 'newer heat', (path) => edit(path, addUnknownFile)],
    ['a newer data file', 'events.db', 'is newer than version', makeNewer],
    ['a foreign database', 'journal.db', "not one of heat's", makeForeign],
  ];

  test('refuses a backup that is damaged, newer or foreign, and leaves the data alone', async () => {
    const serving = await serve();
    await send(serving, makeBatch());
    await serving.stop();
    const { path } = await backup('--to', 'to');
    const before = await readFile(join(heat.dir, 'heat-data', 'events.db'));
    for (const [what, file, reason, change] of damages) {
      const copy = join(heat.dir, 'bad', what.replaceAll(' ', '-'));
      await cp(path, copy, { recursive: true });
      await change(join(copy, file));
      const ran = await heat.run(['restore', copy, '--force']);
      expect([what, ran.code, ran.stderr.includes(reason) || ran.stderr]).toEqual([what, 1, true]);
      expect(ran.stderr).not.toContain('    at ');
      const elsewhere = await heat.run(['restore', copy, '--data', 'new/folder']);
      expect([what, elsewhere.code, existsSync(join(heat.dir, 'new'))]).toEqual([what, 1, false]);
    }
    expect(existing(join(heat.dir, 'heat-data', 'backups'))).toEqual([]);
    expect((await readFile(join(heat.dir, 'heat-data', 'events.db'))).equals(before)).toBe(true);
    expect(existing(join(heat.dir, 'heat-data')).filter((name) => name.endsWith('.restored'))).toEqual([]);
  }, 30_000);

  test('refuses over existing data without --force; with it moves the old files aside', async () => {
    const first = await serve();
    const [old, newer] = [makeBatch(), makeBatch()];
    await send(first, old);
    const { path } = await backup();
    await send(first, newer);
    await eventually(async () => readEvents('heat-data').ids.length === old.ids.length + newer.ids.length);

    const beside = await heat.run(['restore', path, '--force']);
    expect([beside.code, beside.stderr]).toEqual([1, expect.stringContaining('already running')]);
    await first.stop('SIGKILL');
    const refused = await heat.run(['restore', path]);
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('--force')]);

    const done = await heat.run(['restore', path, '--force', '--json']);
    expect(done.code).toBe(0);
    const { replaced } = JSON.parse(done.stdout) as { replaced: string };
    expect((await serveAndRead('heat-data')).ids.sort()).toEqual(idsOf(old).sort());
    // What was moved aside is whole: put back, it is what was there, the unmoved log included.
    const aside = new Database(join(replaced, 'events.db'), { readonly: true });
    expect(storedIds(aside).sort()).toEqual([...idsOf(old), ...idsOf(newer)].sort());
    aside.close();
    expect(readdirSync(replaced)).toContain('secret');
  });

  test('killed at any moment leaves the old data, the new, or a plain refusal, and can be run again', async () => {
    const first = await serve();
    const [old, newer] = [makeBatch(), makeBatch()];
    await send(first, old);
    const { path } = await backup('--to', 'to');
    await send(first, newer);
    await first.stop();
    let killed = 0;
    // A restore lasts some ms: on a busy machine many are over before they are seen.
    for (let round = 0; round < 10 || (killed === 0 && round < 100); round += 1) {
      const child = Bun.spawn([join(heat.dir, 'heat'), 'restore', path, '--force', '--json'], {
        cwd: heat.dir,
        stdout: 'ignore',
      });
      const isUnderWay = () => existing(join(heat.dir, 'heat-data')).some((name) => name.includes('restor'));
      await seen(isUnderWay, child);
      await Bun.sleep(round % 10);
      child.kill('SIGKILL');
      if ((await child.exited) !== 0) killed += 1;
      const list = await heat.run(['project', 'list', '--json']);
      if (list.code === 0) expect(JSON.parse(list.stdout)[0]).toMatchObject({ id: project.id });
      else expect(list.stderr).toContain('a restore into it was not finished');
    }
    expect(killed).toBeGreaterThan(0);
    expect((await heat.run(['restore', path, '--force'])).code).toBe(0);
    expect((await serveAndRead('heat-data')).ids.sort()).toEqual(idsOf(old).sort());
    expect(existing(join(heat.dir, 'heat-data')).filter((name) => name.includes('restor'))).toEqual([]);
  }, 60_000);

  test('cut short while it exchanges files keeps everybody out until it is run again', async () => {
    const first = await serve();
    const batch = makeBatch();
    await send(first, batch);
    await first.stop();
    const { path } = await backup('--to', 'to');
    // The state in which a kill between the renames leaves the folder.
    await writeFile(join(heat.dir, 'heat-data', 'restoring'), `${path}\n`);
    await rm(join(heat.dir, 'heat-data', 'catalog.db'));
    for (const args of [['serve', '--port', '0'], ['project', 'add', 'x'], ['project', 'list'], ['backup']]) {
      const ran = await heat.run(args);
      expect([args[0], ran.code, ran.stderr]).toEqual([args[0], 1, expect.stringContaining('heat restore')]);
    }
    expect(existsSync(join(heat.dir, 'heat-data', 'catalog.db'))).toBe(false);
    expect((await heat.run(['restore', path])).code).toBe(0);
    expect((await serveAndRead('heat-data')).ids.sort()).toEqual(idsOf(batch).sort());
  });
});

async function serve(...args: string[]): Promise<Serving> {
  const serving = await heat.serve([...SERVE, ...args]);
  running.push(serving);
  return serving;
}

/** Looks again and again, without a pause, until it is so or the child has ended. */
async function seen(isSo: () => boolean, child: Bun.Subprocess): Promise<void> {
  while (!isSo() && child.exitCode === null) await Bun.sleep(0);
}

async function backup(...args: string[]): Promise<Backup> {
  const ran = await heat.run(['backup', '--json', ...args]);
  expect([ran.code, ran.stderr]).toEqual([0, '']);
  return JSON.parse(ran.stdout) as Backup;
}

async function send(serving: Serving, batch: Batch): Promise<void> {
  const response = await fetch(`${serving.url}/ingest`, {
    method: 'POST',
    headers: HEADERS,
    body: batch.body,
  });
  expect([response.status, await response.json()]).toEqual([200, expect.objectContaining({ ok: true })]);
}

/** Clients that send without a pause until told to stop. */
function startTraffic(serving: Serving, clients: number) {
  const sent: Batch[] = [];
  const answered: Batch[] = [];
  let isOver = false;
  const done = Promise.all(
    Array.from({ length: clients }, async () => {
      while (!isOver) {
        const batch = makeBatch();
        sent.push(batch);
        await send(serving, batch);
        answered.push(batch);
      }
    }),
  );
  const stop = async () => {
    isOver = true;
    await done;
  };
  return { sent, answered, stop };
}

/** What is stored once a server has applied all that the journal held. */
async function serveAndRead(data: string) {
  const serving = await serve('--data', data);
  await eventually(async () => {
    const metrics = await (await fetch(`${serving.url}/metrics`)).text();
    return /^heat_journal_waiting_bytes 0$|^heat_journal_lag_bytes 0$/m.test(metrics);
  });
  expect(await serving.stop()).toBe(0);
  return readEvents(data);
}

function readEvents(data: string): { ids: string[]; differences: unknown[] } {
  const db = new Database(join(heat.dir, data, 'events.db'), { readonly: true });
  try {
    return { ids: storedIds(db), differences: differences(db) };
  } finally {
    db.close();
  }
}

function existing(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}

async function flipByte(path: string): Promise<void> {
  const bytes = await readFile(path);
  const at = Math.floor(bytes.length / 2);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  await writeFile(path, bytes);
}

async function cutInHalf(path: string): Promise<void> {
  const bytes = await readFile(path);
  await writeFile(path, bytes.subarray(0, bytes.length / 2));
}

type Manifest = { files: { file: string; sha256: string }[]; [name: string]: unknown };

async function edit(path: string, change: (manifest: Manifest) => unknown): Promise<void> {
  await writeFile(path, JSON.stringify(change(JSON.parse(await readFile(path, 'utf8')) as Manifest)));
}

function addUnknownFile(manifest: Manifest): Manifest {
  return { ...manifest, files: [...manifest.files, { file: 'futures', sha256: '' }] };
}

/** Changes the file and makes the manifest agree, as only another heat would. */
async function rewrite(path: string, sql: string): Promise<void> {
  const db = new Database(path);
  db.run(sql);
  db.close();
  const sha256 = new Bun.CryptoHasher('sha256').update(await readFile(path)).digest('hex');
  await edit(join(path, '..', 'manifest.json'), (manifest) => ({
    ...manifest,
    files: manifest.files.map((entry) =>
      `${entry.file}.db` === basename(path) ? { ...entry, sha256 } : entry,
    ),
  }));
}

async function makeNewer(path: string): Promise<void> {
  await rewrite(path, 'pragma user_version = 999');
}

async function makeForeign(path: string): Promise<void> {
  await rewrite(path, 'pragma application_id = 7');
}
