// The promise on which everything rests: what people type and read never leaves their page. Everything is captured, a
// form full of secrets is filled in, and then every request and every byte on the disk is searched for each of them.

import { Database } from 'bun:sqlite';
import { afterAll, beforeAll, expect, test } from 'bun:test';
import { join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import { findIn, findInFolder } from '../support/find-bytes.ts';
import { eventually, type ProjectAdded } from '../support/heat-process.ts';
import { type Pages, servePages } from '../support/pages.ts';
import { CARELESS, CARRIED, fillIn, secretPage, TYPED, WORDS } from '../support/secret-form.ts';
import { tempDir } from '../support/temp-dir.ts';
import { type Lab, openLab, typesOf } from '../support/tracker-lab.ts';

const SECRETS = [...Object.values(TYPED), ...WORDS, ...CARRIED];
/** `recorded`: pages as they change too, with all of their text masked. */
const MODES = ['metadata', 'masked', 'recorded'] as const;

let lab: Lab;
let pages: Pages;
const projects = new Map<string, ProjectAdded>();

beforeAll(async () => {
  lab = await openLab();
  for (const mode of MODES) projects.set(mode, await lab.addProject(mode));
  const recorded = projects.get('recorded') as ProjectAdded;
  const allowed = await fetch(`${lab.serving.url}/api/v1/projects/${recorded.id}`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${recorded.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ settings: { replay: true } }),
  });
  expect(allowed.status).toBe(200);
  pages = servePages((path) => {
    const mode = MODES.find((one) => path.includes(one)) ?? 'metadata';
    const tag = lab.tag(projects.get(mode) as ProjectAdded, {
      batch: { flushIntervalMs: 200 },
      session: { persist: 'browser' },
      capture: {
        inputs: { enabled: true, mode: mode === 'recorded' ? 'masked' : mode },
        keyboard: { enabled: true, mode: 'metadata' },
        replay: { enabled: mode === 'recorded', maskAllText: true },
      },
    });
    const body = path.startsWith('/thanks') ? '<p id="thanks">Thanks</p>' : secretPage(`/thanks-${mode}`);
    return `<title>Checkout</title>${tag}${body}`;
  });
}, 120_000);
afterAll(async () => {
  await pages?.stop();
  await lab?.close();
});

const isRecorded = (what: string) =>
  lab.door.passages.some(({ url, text }) => url.startsWith('/replay') && text.includes(what));

test('nothing typed and nothing readable is in any request or in any byte of the data directory', async () => {
  for (const mode of MODES) {
    const page = await lab.visit(`${pages.origin}/form-${mode}`);
    await page.waitForFunction('window.heat');
    await page.waitForTimeout(150);
    if (mode === 'recorded') await eventually(async () => isRecorded('"id":"checkout"'));
    await fillIn(page);
    await page.locator('#thanks').waitFor();
    await page.waitForTimeout(300);
    await page.goto(`${pages.origin}/thanks-${mode}${CARELESS}`);
    await page.waitForFunction('window.heat');
    if (mode === 'recorded') await eventually(async () => isRecorded('/thanks-recorded?'));
    await page.evaluate(`heat('event', 'thanked')`);
    await page.locator('#thanks').click();
    await page.close({ runBeforeUnload: true });
    const project = projects.get(mode) as ProjectAdded;
    const kept = await lab.until(
      project,
      (all) => typesOf(all[0]).filter((type) => type === 'leave').length > 2,
    );
    // Enough was captured for the search to mean something.
    const types = typesOf(kept[0]);
    for (const type of ['pageview', 'click', 'move', 'scroll', 'input', 'keyboard', 'error', 'custom'])
      expect(types).toContain(type as never);
    expect(kept[0]?.session.clicks).toBeGreaterThan(8);
    expect(kept[0]?.events.map(({ label }) => label).join(' ')).toContain('send');
    expect(kept[0]?.events.at(-1)?.path).toBe(`/thanks-${mode}?size=m`);
    await page.context().close();
  }

  for (const { url, headers, bytes, text } of lab.door.passages) {
    expect(findIn(bytes, SECRETS)).toEqual([]);
    expect(findIn(Buffer.from(`${text} ${url} ${JSON.stringify(headers)}`), SECRETS)).toEqual([]);
  }
  await lab.stopHeat();
  const data = join(lab.heat.dir, 'heat-data');
  expect(findInFolder(data, SECRETS)).toEqual([]);
  // The same search finds what may be there.
  expect(findInFolder(data, ['thanked', 'checkout']).length).toBeGreaterThanOrEqual(2);
}, 120_000);

test('findInFolder() opens what is compressed and lies in pieces in a database', () => {
  using dir = tempDir();
  const db = new Database(dir.join('replays.db'));
  db.run('create table chunks (body blob)');
  const noise = Array.from({ length: 8_000 }, (_, n) => Bun.hash(`${n}`).toString(36)).join('');
  const body = zstdCompressSync(`${noise}Geheimrezeptur${noise}`);
  expect(body.length).toBeGreaterThan(10 * 4096);
  db.query('insert into chunks values (?)').run(body);
  db.close();
  expect(findInFolder(dir.path, ['Geheimrezeptur', 'Nichtdergleichen'])).toEqual([
    'replays.db: Geheimrezeptur',
  ]);
});

test('findIn() finds a string in each of the forms in which it could be written', () => {
  const secret = 'Geheimrezepturnummersieben';
  const forms = [
    `{"a":"${secret}"}`,
    `a=${encodeURIComponent('x y')}&b=${secret.toUpperCase()}`,
    Buffer.from(secret, 'utf16le'),
    Buffer.from(secret).toString('hex'),
    ...['', 'x', 'xy'].map((before) => btoa(`${before}${secret}..`)),
  ];
  for (const form of forms) expect(findIn(Buffer.from(form as string), [secret])).toEqual([secret]);
  expect(findIn(Buffer.from('nothing of the kind'), [secret])).toEqual([]);
});
