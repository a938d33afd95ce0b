// Removing a project takes everything it has measured off the machine: from every table, from the bytes of the file,
// whoever removed it and however often the server is killed meanwhile. Runs the built executable.

import { afterEach, beforeEach, expect, test } from 'bun:test';
import { join } from 'node:path';
import { HEADERS } from './support/browser-headers.ts';
import { readData } from './support/data-files.ts';
import {
  addProject,
  eventually,
  type HeatFolder,
  makeHeatFolder,
  type ProjectAdded,
  type Serving,
} from './support/heat-process.ts';

let heat: HeatFolder;
let serving: Serving;
let shop: ProjectAdded;
let blog: ProjectAdded;

beforeEach(async () => {
  heat = await makeHeatFolder();
  shop = await addProject(heat, 'Shop');
  blog = await addProject(heat, 'Blog');
  serving = await heat.serve();
});
afterEach(async () => {
  await serving.stop('SIGKILL');
  await heat.remove();
});

/** Sends `batches` times 500 events, every one of which carries `mark`, and waits until they are in the reports. */
async function measure(project: ProjectAdded, mark: string, batches: number): Promise<void> {
  const t0 = Date.now() - 60_000;
  for (let no = 0; no < batches; no += 1) {
    const events = Array.from({ length: 500 }, (_, i) =>
      i % 5 === 0
        ? { i, t: i, type: 'click', x: 5, y: i, e: 0, r: [9, 9], doc: [1440, 3000] }
        : { i, t: i, type: 'custom', name: mark },
    );
    const body = {
      v: 1,
      key: project.writeKey,
      sdk: { name: 't', version: '1' },
      sentAt: t0 + 1000,
      session: { id: `${mark}-${no}`, startedAt: t0, lastSeenAt: t0 },
      user: { id: mark },
      ids: `b${no}-`,
      t0,
      pages: [{ url: `https://${mark}.example/p${no}`, title: mark }],
      views: [[1440, 900, 1]],
      elements: [{ tag: 'button', id: mark }],
      events,
    };
    const answer = await fetch(`${serving.url}/ingest`, {
      method: 'POST',
      headers: HEADERS,
      body: JSON.stringify(body),
    });
    expect(answer.status).toBe(200);
  }
  const no = projectNo(project.id);
  await eventually(async () => countsOf(no).get('events') === batches * 500, 20_000);
}

function projectNo(id: string): number {
  return readData(
    heat,
    'catalog.db',
    (db) => db.query('select no from projects where id = ?').get(id) as { no: number },
  ).no;
}

/** Rows of the project in every table that knows projects. */
function countsOf(no: number): Map<string, number> {
  return readData(heat, 'events.db', (db) => {
    const tables = db
      .query(
        `select t.name from pragma_table_list t, pragma_table_info(t.name) c
         where t.schema = 'main' and t.type = 'table' and c.name = 'project_no'`,
      )
      .values()
      .map(([name]) => String(name));
    return new Map(
      tables.map((table) => {
        const row = db.query(`select count(*) as n from ${table} where project_no = ?`).get(no);
        return [table, (row as { n: number }).n];
      }),
    );
  });
}

/** Pages of events.db, its write-ahead log counted in. */
const pageCount = () =>
  readData(
    heat,
    'events.db',
    (db) => (db.query('pragma page_count').get() as { page_count: number }).page_count,
  );
const pending = () =>
  readData(heat, 'catalog.db', (db) => db.query('select project_no from removed_projects').values());
const bytesOf = async (file: string) =>
  Buffer.from(await Bun.file(join(heat.dir, 'heat-data', file)).bytes());

async function expectGone(no: number, mark: string): Promise<void> {
  await eventually(async () => pending().length === 0, 20_000);
  for (const [table, count] of countsOf(no)) expect([table, count]).toEqual([table, 0]);
  expect(await serving.stop()).toBe(0);
  expect((await bytesOf('events.db')).includes(mark)).toBe(false);
}

test('DELETE /projects/:id takes rows and bytes of the project, no others, and gives the disk back', async () => {
  await measure(shop, 'vanishing', 40);
  await measure(blog, 'remaining', 4);
  const [shopNo, blogNo] = [projectNo(shop.id), projectNo(blog.id)];
  const kept = countsOf(blogNo);
  const pagesBefore = pageCount();
  const removed = await fetch(`${serving.url}/api/v1/projects/${shop.id}`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${shop.apiKey}` },
  });
  expect(removed.status).toBe(204);
  await expectGone(shopNo, 'vanishing');
  expect(countsOf(blogNo)).toEqual(kept);
  expect((await bytesOf('events.db')).includes('remaining')).toBe(true);
  const catalog = await bytesOf('catalog.db');
  expect([catalog.includes(shop.writeKey), catalog.includes(blog.writeKey)]).toEqual([false, true]);
  expect(pageCount()).toBeLessThan(pagesBefore / 3);
  expect(projectNo((await addProject(heat, 'Shop')).id)).toBeGreaterThan(blogNo);
}, 60_000);

test('a removal from the terminal is noticed, and finished after the server was killed in the middle', async () => {
  await measure(shop, 'vanishing', 60);
  await measure(blog, 'remaining', 2);
  const [shopNo, blogNo] = [projectNo(shop.id), projectNo(blog.id)];
  const kept = countsOf(blogNo);
  expect((await heat.run(['project', 'remove', shop.id, '--yes'])).code).toBe(0);
  await eventually(async () => (countsOf(shopNo).get('events') ?? 0) < 30_000);
  await serving.stop('SIGKILL');
  expect(pending()).toEqual([[shopNo]]);
  serving = await heat.serve();
  await expectGone(shopNo, 'vanishing');
  expect(countsOf(blogNo)).toEqual(kept);
}, 60_000);
