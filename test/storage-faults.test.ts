// What the built executable does when its files are not as it left them, and when the disk is full.

import { Database } from 'bun:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'bun:test';
import { copyFile, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  addProject,
  eventually,
  type HeatFolder,
  makeHeatFolder,
  type ProjectAdded,
  type Serving,
} from './support/heat-process.ts';

const AGENT =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36';

let heat: HeatFolder;
beforeEach(async () => {
  heat = await makeHeatFolder();
});
afterEach(() => heat.remove());

async function send(serving: Serving, project: ProjectAdded, id: string): Promise<number> {
  const now = Date.now();
  const body = JSON.stringify({
    v: 1,
    key: project.writeKey,
    sentAt: now,
    session: { id: 's1', startedAt: now, lastSeenAt: now },
    ids: `${id}-`,
    t0: now,
    pages: [{ url: 'https://shop.example/' }],
    views: [[1440, 900, 1]],
    events: [{ i: 0, t: 0, type: 'pageview' }],
  });
  const answer = await fetch(`${serving.url}/ingest`, {
    method: 'POST',
    body,
    headers: { 'user-agent': AGENT },
  });
  await answer.text();
  return answer.status;
}

async function countEvents(serving: Serving, project: ProjectAdded): Promise<number> {
  const answer = await fetch(`${serving.url}/api/v1/projects/${project.id}/sessions?period=24h`, {
    headers: { authorization: `Bearer ${project.apiKey}` },
  });
  const { items } = (await answer.json()) as { items: { events: number }[] };
  return items.reduce((sum, { events }) => sum + events, 0);
}

const data = (file: string) => join(heat.dir, 'heat-data', file);

async function damage(file: string, at: number): Promise<Buffer> {
  const handle = await open(data(file), 'r+');
  await handle.write(Buffer.alloc(512, 0xff), 0, 512, at);
  await handle.close();
  return readFile(data(file));
}

describe('storage faults', () => {
  test('a journal older than what was applied loses no event that is answered from now on', async () => {
    const project = await addProject(heat, 'Shop');
    let serving = await heat.serve();
    expect(await send(serving, project, 'a')).toBe(200);
    await eventually(async () => (await countEvents(serving, project)) === 1);
    await serving.stop();
    await copyFile(data('journal.db'), data('older'));
    serving = await heat.serve();
    for (const id of ['b', 'c', 'd']) expect(await send(serving, project, id)).toBe(200);
    await eventually(async () => (await countEvents(serving, project)) === 4);
    await serving.stop();
    // As after a power cut with --durability normal, or when an older copy was put back.
    await copyFile(data('older'), data('journal.db'));
    serving = await heat.serve();
    for (const id of ['e', 'f']) expect(await send(serving, project, id)).toBe(200);
    await eventually(async () => (await countEvents(serving, project)) === 6);
    expect(await serving.stop()).toBe(0);
  });

  test('a journal of another installation ends the start, with the reason and without a hanging process', async () => {
    const project = await addProject(heat, 'Shop');
    const serving = await heat.serve();
    await send(serving, project, 'a');
    await eventually(async () => (await countEvents(serving, project)) === 1);
    await serving.stop();
    for (const suffix of ['', '-wal', '-shm']) await rm(data(`journal.db${suffix}`), { force: true });
    const again = await heat.run(['serve', '--port', '0']);
    expect(again.code).toBe(1);
    expect(again.stderr).toContain('these events come from journal');
  });

  test('damage is found at the start after a kill, and the file is left alone', async () => {
    const project = await addProject(heat, 'Shop');
    const serving = await heat.serve();
    await send(serving, project, 'a');
    await eventually(async () => (await countEvents(serving, project)) === 1);
    await serving.stop('SIGKILL');
    // The log would hide the damage: its pages are newer.
    const db = new Database(data('events.db'));
    db.run('pragma wal_checkpoint(truncate)');
    db.close();
    const damaged = await damage('events.db', 4096);
    const again = await heat.run(['serve', '--port', '0']);
    expect(again.code).toBe(1);
    expect(again.stderr).toContain('heat restore');
    expect(again.stderr).toContain('events.db');
    expect((await readFile(data('events.db'))).equals(damaged)).toBe(true);
  });

  test('a sign-out outlives a restart', async () => {
    let serving = await heat.serve();
    const [, token] = await eventually(async () => /\/setup#(\S+)/.exec(serving.stdout()));
    const json = { 'content-type': 'application/json' };
    const account = { token, email: 'ada@example.com', password: 'a long enough one' };
    const signUp = await fetch(`${serving.url}/api/v1/auth/sign-up`, {
      method: 'POST',
      headers: json,
      body: JSON.stringify(account),
    });
    const cookie = signUp.headers.get('set-cookie')?.split(';')[0] ?? '';
    const status = async () => (await fetch(`${serving.url}/api/v1/user`, { headers: { cookie } })).status;
    expect(await status()).toBe(200);
    await serving.stop();
    serving = await heat.serve();
    expect(await status()).toBe(200);
    const own = { cookie, 'x-heat': '1', origin: serving.url };
    const signOut = await fetch(`${serving.url}/api/v1/auth/sign-out`, { method: 'POST', headers: own });
    expect(signOut.status).toBe(204);
    await serving.stop();
    serving = await heat.serve();
    expect(await status()).toBe(401);
  });

  test('yesterday is forgotten: the salt on disk is of today', async () => {
    await (await heat.serve()).stop();
    const made = JSON.parse(await readFile(data('salt.json'), 'utf8')) as { day: string; salt: string };
    expect(made.day).toBe(new Date().toISOString().slice(0, 10));
    await Bun.write(data('salt.json'), JSON.stringify({ ...made, day: '2020-01-01' }));
    await heat.serve();
    const renewed = JSON.parse(await readFile(data('salt.json'), 'utf8')) as { day: string; salt: string };
    expect(renewed.day).toBe(new Date().toISOString().slice(0, 10));
    expect(renewed.salt).not.toBe(made.salt);
  });
});
