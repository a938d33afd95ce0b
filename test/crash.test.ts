// kill -9 in the middle of ingestion, again and again, with clients that retry: no answered event may be missing,
// none may be there twice, and every counter must equal its events. Runs the built executable.

import { Database } from 'bun:sqlite';
import { afterAll, beforeAll, expect, test } from 'bun:test';
import { join } from 'node:path';
import { seededRandom } from '../src/lib/seeded-random.ts';
import {
  addProject,
  eventually,
  type HeatFolder,
  makeHeatFolder,
  type ProjectAdded,
} from './support/heat-process.ts';

const ROUNDS = 22;
const CLIENTS = 4;
const SESSIONS = 12;
const random = seededRandom(20);
/** A program's own user agent would count as a bot and stay out of the rollups. */
const HEADERS = {
  'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:148.0) Gecko/20100101 Firefox/148.0',
};

let heat: HeatFolder;
let project: ProjectAdded;

beforeAll(async () => {
  heat = await makeHeatFolder();
  project = await addProject(heat, 'Crash');
});
afterAll(() => heat.remove());

type Batch = { session: string; ids: string[]; body: string };

let batchNo = 0;
const startMs = Date.now() - 600_000;

function makeBatch(): Batch {
  const no = batchNo++;
  const session = `crash-${no % SESSIONS}`;
  const prefix = `b${no}-`;
  const count = random.between(3, 12);
  const events = Array.from({ length: count }, (_, i) => {
    const base = { i, t: no * 20 + i };
    if (i === 0) return { ...base, type: 'pageview' };
    if (i % 3 === 0) return { ...base, type: 'scroll', scrollY: i * 100, scrollDepthPct: i * 5 };
    return {
      ...base,
      type: 'click',
      x: 100 + i,
      y: 200 + no,
      e: 0,
      r: [(i * 40) % 256, 128],
      doc: [1440, 3000],
      ...(i % 4 === 1 ? { rage: true } : {}),
    };
  });
  const body = JSON.stringify({
    v: 1,
    key: project.writeKey,
    sdk: { name: 'crash', version: '1' },
    sentAt: Date.now(),
    session: { id: session, startedAt: startMs, lastSeenAt: startMs },
    ids: prefix,
    t0: startMs,
    pages: [{ url: `https://shop.example/page-${no % 5}` }],
    views: [[1440, 900, 1]],
    elements: [{ tag: 'button', id: 'buy' }],
    events,
  });
  return { session, ids: events.map((event) => `${prefix}${event.i.toString(36)}`), body };
}

test(
  `no answered event is lost or doubled when heat is killed ${ROUNDS} times during ingestion`,
  async () => {
    const answered: Batch[] = [];
    let unanswered: Batch[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const serving = await heat.serve(['--log-level', 'error', '--ingest-per-address', '0']);
      // What was not answered is sent again, and so is a part of what was: a client that lost the answer does that.
      const again = [...unanswered, ...answered.filter(() => random.chance(0.05))];
      unanswered = [];
      let isDead = false;
      const before = answered.length;
      const clients = Array.from({ length: CLIENTS }, async () => {
        while (!isDead) {
          const batch = again.pop() ?? makeBatch();
          try {
            const response = await fetch(`${serving.url}/ingest`, {
              method: 'POST',
              headers: HEADERS,
              body: batch.body,
            });
            if (response.status === 200) {
              const answer = (await response.json()) as { accepted: number };
              expect(answer.accepted).toBe(batch.ids.length);
              answered.push(batch);
              continue;
            }
            expect([429, 503]).toContain(response.status);
            unanswered.push(batch);
            await Bun.sleep(20);
          } catch (error) {
            if (!isDead && !/connection|socket|closed|refused|unable/i.test(String(error))) throw error;
            unanswered.push(batch);
            if (!isDead) await Bun.sleep(1);
          }
        }
      });
      await eventually(async () => answered.length > before + 5, 20_000);
      await Bun.sleep(random.between(5, 120));
      await serving.stop('SIGKILL');
      isDead = true;
      await Promise.all(clients);
      unanswered.push(...again);
    }

    const serving = await heat.serve();
    for (const batch of unanswered) {
      const response = await fetch(`${serving.url}/ingest`, {
        method: 'POST',
        headers: HEADERS,
        body: batch.body,
      });
      expect(response.status).toBe(200);
      answered.push(batch);
    }
    const events = new Database(join(heat.dir, 'heat-data', 'events.db'), { readonly: true });
    const journal = new Database(join(heat.dir, 'heat-data', 'journal.db'), { readonly: true });
    await eventually(async () => {
      const last = journal.query("select seq from sqlite_sequence where name = 'batches'").get() as {
        seq: number;
      };
      const applied = events.query('select max(seq) as seq from applied').get() as { seq: number | null };
      return last.seq === applied.seq;
    }, 20_000);

    const wanted = new Set(answered.flatMap((batch) => batch.ids.map((id) => `${batch.session} ${id}`)));
    const stored = events
      .query(
        'select s.client_id || ? || e.event_id as id from events e join sessions s using (project_no, session, part)',
      )
      .values(' ')
      .map((row) => String(row[0]));
    const distinct = new Set(stored);
    expect(stored.length).toBe(distinct.size);
    const missing = [...wanted].filter((id) => !distinct.has(id));
    expect(missing).toEqual([]);
    expect(stored.length).toBe(wanted.size);
    expect(differences(events)).toEqual([]);
    expect(await serving.stop()).toBe(0);
    events.close();
    journal.close();
  },
  { timeout: 180_000 },
);

/** Counters that do not equal what they count. */
function differences(db: Database): unknown[] {
  const sessions = db
    .query(
      `select s.session, s.part, s.events, s.pageviews, s.clicks, s.scrolls, s.rage,
        count(*) as e, sum(type = 1) as p, sum(type = 2) as c, sum(type = 4) as sc, sum(type = 2 and json_extract(fields, '$.rage') is not null) as r
      from sessions s join events using (project_no, session, part)
      group by s.session, s.part
      having s.events <> e or s.pageviews <> p or s.clicks <> c or s.scrolls <> sc or s.rage <> r`,
    )
    .all();
  const sums = db
    .query(
      `select (select count(*) from events) as events, (select sum(events) from sessions) as session_events, (select sum(events) from page_slots) as slot_events,
        (select count(*) from events where type = 2) as clicks, (select count(*) from clicks) as click_rows,
        (select sum(count) from element_bins where kind = 0) as element_bins, (select sum(count) from grid_bins where kind = 0) as grid_bins,
        (select sum(clicks) from page_slots) as slot_clicks`,
    )
    .get() as Record<string, number>;
  const wrong: unknown[] = [...sessions];
  if (sums.events !== sums.session_events || sums.events !== sums.slot_events) wrong.push(sums);
  for (const name of ['click_rows', 'element_bins', 'grid_bins', 'slot_clicks'])
    if (sums[name] !== sums.clicks) wrong.push({ name, ...sums });
  return wrong;
}
