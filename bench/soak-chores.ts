// What an operator has heat do while the soak runs: backups, retention of events that were imported old, forgetting people,
// snapshots and recordings of pages.

import { DAY_MS } from '../src/contract/slots.ts';
import { loadSnapshots, makeUploads } from '../src/demo/snapshots.ts';
import { hash52 } from '../src/lib/hash.ts';
import type { Random } from '../src/lib/seeded-random.ts';
import { eventually, type HeatFolder } from '../test/support/heat-process.ts';
import type { Client, Duty } from './soak-client.ts';
import { type Ended, SHOP_ORIGIN, type Visits } from './soak-visits.ts';

export type Chores = {
  heat: HeatFolder;
  client: Client;
  visits: Visits;
  random: Random;
  /** Each with a key that may do everything in it. */
  shop: { id: string; key: string };
  aging: { id: string; key: string };
  people: { id: string; key: string };
};
export type Done = {
  /** A backup reads now, or did in the last seconds: the log can begin anew when the next pages are written. */
  isBackingUp: boolean;
  backups: number;
  longestBackupMs: number;
  /** Old events that were imported, and those that were still there when heat should have taken them. */
  imported: number;
  importedSince: number;
  overdue: number;
  forgotten: number;
  forgottenEvents: number;
  snapshots: number;
  chunks: number;
};

/** What the aging project keeps, and how old what is imported into it is. */
const KEPT_DAYS = 10;
const OLD_DAYS = [12, 20] as const;
const OLD_LINES = 500;
const OLD_BATCHES = 4;
/** Heat looks for old events every ten minutes. */
const AGING_MS = 11 * 60_000;
/** Until a batch that is sent twice has come for the second time. */
const SETTLED_MS = 60_000;
const RECORDED = 0.1;
const AFTER_BACKUP_MS = 15_000;
const KEPT_ENDED = 500;

export function choreDuties(chores: Chores, chapterMs: number): { duties: Duty[]; done: Done } {
  const done: Done = {
    ...{ isBackingUp: false, backups: 0, longestBackupMs: 0, imported: 0, importedSince: 0, overdue: 0 },
    ...{ forgotten: 0, forgottenEvents: 0, snapshots: 0, chunks: 0 },
  };
  const uploads = [...makeUploads(loadSnapshots(), { origin: SHOP_ORIGIN, fromMs: 0, nowMs: Date.now() })];
  const ended: Ended[] = [];
  const duties: Duty[] = [
    { name: 'backup', everyMs: chapterMs, run: () => makeBackup(chores, done) },
    { name: 'old events', everyMs: Math.max(chapterMs, AGING_MS), run: () => importOld(chores, done) },
    { name: 'forgetting', everyMs: chapterMs / 4, run: () => forgetSomebody(chores, ended, done) },
    {
      name: 'recordings',
      everyMs: 1_000,
      async run() {
        for (const visit of chores.visits.takeEnded()) {
          if (visit.target.id !== chores.people.id) continue;
          ended.push(visit);
          if (ended.length > KEPT_ENDED) ended.shift();
          if (chores.random.chance(RECORDED)) await record(chores, visit, done);
        }
      },
    },
    {
      name: 'snapshots',
      everyMs: chapterMs / 8,
      async run() {
        const { body } = chores.random.pick(uploads);
        await chores.client.text({
          ...{ what: 'snapshots', method: 'POST', path: '/snapshots', body, wanted: [201] },
          headers: { authorization: `Bearer ${chores.shop.key}` },
        });
        done.snapshots += 1;
      },
    },
  ];
  return { duties, done };
}

async function makeBackup({ heat, client }: Chores, done: Done): Promise<void> {
  const startedAt = performance.now();
  done.isBackingUp = true;
  const ran = await heat.run(['backup', '--json', '--keep', '2']);
  const ms = performance.now() - startedAt;
  setTimeout(() => {
    done.isBackingUp = false;
  }, AFTER_BACKUP_MS);
  if (ran.code !== 0) return client.tally.fault('backup', ran.stderr);
  done.backups += 1;
  done.longestBackupMs = Math.max(done.longestBackupMs, ms);
}

/** Keeps everything for as long as it takes to import what is older than is kept, and looks whether what came before is gone. */
async function importOld({ client, aging, random }: Chores, done: Done): Promise<void> {
  const what = 'old events';
  const headers = { 'x-api-key': aging.key };
  const project = `/api/v1/projects/${aging.id}`;
  done.overdue += await oldEvents(client, aging);
  await client.text({ what, method: 'PATCH', path: project, headers, body: { settings: { eventDays: 0 } } });
  done.importedSince = 0;
  for (let batch = 0; batch < OLD_BATCHES; batch += 1) {
    const nowMs = Date.now();
    const events = Array.from({ length: OLD_LINES }, (_, n) => ({
      type: 'pageview',
      timestamp: nowMs - random.between(...OLD_DAYS) * DAY_MS - random.between(0, DAY_MS / 2),
      sessionId: `old-${nowMs.toString(36)}-${Math.floor(n / 5)}`,
      visitor: `old-${random.between(0, 20_000)}`,
      page: `${SHOP_ORIGIN}/old-${random.between(0, 60)}`,
    }));
    const answer = await client.json<{ accepted: number }>({
      what,
      method: 'POST',
      path: `${project}/import`,
      headers,
      body: { events },
    });
    done.imported += answer?.accepted ?? 0;
    done.importedSince += answer?.accepted ?? 0;
  }
  await eventually(async () => (await oldEvents(client, aging)) === done.importedSince);
  await client.text({
    what,
    method: 'PATCH',
    path: project,
    headers,
    body: { settings: { eventDays: KEPT_DAYS } },
  });
}

/** Events older than the aging project keeps. */
export async function oldEvents(client: Client, { id, key }: { id: string; key: string }): Promise<number> {
  const [fromMs, toMs] = [Date.now() - 60 * DAY_MS, Date.now() - (KEPT_DAYS + 1) * DAY_MS];
  const path = `/api/v1/projects/${id}/overview?from=${fromMs}&to=${toMs}`;
  const answer = await client.json<{ totals: { events: number } }>({
    what: 'old events',
    path,
    headers: { 'x-api-key': key },
  });
  return answer?.totals.events ?? 0;
}

async function forgetSomebody({ client, people }: Chores, ended: Ended[], done: Done): Promise<void> {
  const at = ended.findIndex(
    ({ userId, endedAtMs }) => userId !== null && endedAtMs < Date.now() - SETTLED_MS,
  );
  const [visit] = at < 0 ? [] : ended.splice(at, 1);
  if (!visit) return;
  const what = 'forgetting';
  const headers = { 'x-api-key': people.key };
  const path = `/api/v1/projects/${people.id}/forgettings`;
  const order = await client.json<{ id: string }>({
    ...{ what, method: 'POST', path, headers, wanted: [201] },
    body: { kind: 'user', id: visit.userId },
  });
  if (!order) return;
  const removed = await eventually(async () => {
    const list = await client.json<{ items: { id: string; removed: { events: number } | null }[] }>({
      what,
      path,
      headers,
    });
    return list?.items.find(({ id }) => id === order.id)?.removed;
  }, 120_000);
  if (removed.events === 0) client.tally.fault(what, `nothing went of ${visit.userId}`);
  done.forgotten += 1;
  done.forgottenEvents += removed.events;
}

/** Three chunks of a page that changes, sent as a recorder does, and read as a player does. */
async function record({ client, people }: Chores, visit: Ended, done: Done): Promise<void> {
  const what = 'recordings';
  const recording = `r${done.chunks.toString(36)}${Date.now().toString(36)}`;
  for (let index = 0; index < 3; index += 1) {
    const sentAt = Date.now();
    const events = index === 0 ? firstRecords(sentAt - 4_000) : laterRecords(sentAt - 4_000);
    const body = { v: 1, session: { id: visit.sessionId }, recording, index, sentAt, events };
    await client.text({
      ...{ what, method: 'POST', path: '/replay', body: Bun.gzipSync(JSON.stringify(body)) },
      headers: {
        'x-project-key': visit.target.writeKey,
        'content-type': 'text/plain',
        origin: SHOP_ORIGIN,
      },
    });
    done.chunks += 1;
  }
  const path = `/api/v1/projects/${people.id}/sessions/${hash52(visit.sessionId).toString(36)}.0/chunks`;
  await client.text({ what, path, headers: { 'x-api-key': people.key } });
}

const ROWS = 400;

function firstRecords(atMs: number): unknown[] {
  let id = 0;
  const element = (tagName: string, childNodes: unknown[]) => ({
    type: 2,
    id: ++id,
    tagName,
    attributes: { class: tagName },
    childNodes,
  });
  const rows = Array.from({ length: ROWS }, (_, n) =>
    element('p', [{ type: 3, id: ++id, textContent: `Row ${n} of a page that is recorded` }]),
  );
  const node = {
    type: 0,
    id: ++id,
    childNodes: [element('html', [element('head', []), element('body', rows)])],
  };
  return [
    { type: 4, timestamp: atMs, data: { href: `${SHOP_ORIGIN}/demo/`, width: 1440, height: 900 } },
    { type: 2, timestamp: atMs + 1, data: { node, initialOffset: { left: 0, top: 0 } } },
  ];
}

function laterRecords(atMs: number): unknown[] {
  return Array.from({ length: 60 }, (_, n) => ({
    type: 3,
    timestamp: atMs + n * 50,
    data:
      n % 2 === 0
        ? { source: 0, texts: [{ id: 2, value: `changed ${n}` }], removes: [], attributes: [], adds: [] }
        : { source: 1, positions: [{ x: n * 7, y: n * 5, id: 3, timeOffset: 0 }] },
  }));
}

/** Users that can be forgotten, each of one visit; two in three are nobody's. */
export const forgettable = (n: number): string | null => (n % 3 === 0 ? `person-${n}@example.org` : null);
