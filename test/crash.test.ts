// kill -9 in the middle of ingestion, again and again, with clients that retry: no answered event may be missing,
// none may be there twice, and every counter must equal its events. Runs the built executable.

import { Database } from 'bun:sqlite';
import { afterAll, beforeAll, expect, test } from 'bun:test';
import { join } from 'node:path';
import { seededRandom } from '../src/lib/seeded-random.ts';
import { HEADERS } from './support/browser-headers.ts';
import { type Batch, batchMaker, differences, idsOf, storedIds } from './support/counted-batches.ts';
import { addProject, eventually, type HeatFolder, makeHeatFolder } from './support/heat-process.ts';

const ROUNDS = 22;
const CLIENTS = 4;
const random = seededRandom(20);
let heat: HeatFolder;
let makeBatch: () => Batch;

beforeAll(async () => {
  heat = await makeHeatFolder();
  const project = await addProject(heat, 'Crash');
  makeBatch = batchMaker(project.writeKey, random);
});
afterAll(() => heat.remove());

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

    const wanted = new Set(answered.flatMap(idsOf));
    const stored = storedIds(events);
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
