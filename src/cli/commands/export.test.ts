// Exports from the terminal are those of the API, byte for byte.

import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { compactBody, compactEvents, NOW_MS } from '../../../test/support/ingest-bodies.ts';
import { runHeat } from '../../../test/support/run-heat.ts';
import { type TempDir, tempDir } from '../../../test/support/temp-dir.ts';
import { addProject, openTestHeat, type TestHeat } from '../../../test/support/test-heat.ts';

const AGENT = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:148.0) Firefox/148.0' };
const RANGE = { from: String(NOW_MS - 86_400_000), to: String(NOW_MS + 86_400_000) };
let heat: TestHeat;
let shop: Awaited<ReturnType<typeof addProject>>;
let dir: TempDir;

beforeAll(async () => {
  dir = tempDir();
  heat = await openTestHeat();
  shop = await addProject(heat, 'My shop');
  const { pageview, click, custom } = compactEvents;
  for (const n of [1, 2, 3]) {
    const json = compactBody([pageview, click, { ...custom, name: `n${n}` }], {
      ...{ ids: `b${n}-`, visitorId: `v${n}` },
      session: { id: `s${n}`, startedAt: NOW_MS - 60_000 * n, lastSeenAt: NOW_MS },
    });
    await heat.call('POST', `/ingest?key=${shop.writeKey}`, { json, headers: AGENT });
  }
  await heat.applyAll();
});
afterAll(async () => {
  await heat.close();
  dir[Symbol.dispose]();
});

/** `isLive` is of the moment at which somebody asks. */
const lasting = (text: string) => text.replaceAll(/"isLive": ?(true|false)/g, '');

async function overHttp(what: string, query: Record<string, string> = {}): Promise<string> {
  const path = `/api/v1/projects/${shop.id}/${what}?${new URLSearchParams({ ...RANGE, ...query })}`;
  const answer = await heat.call('GET', path, { bearer: shop.apiKey });
  expect([path, answer.status]).toEqual([path, 200]);
  return lasting(await answer.text());
}

async function onTerminal(...words: string[]): Promise<string> {
  const output = dir.join('export');
  writeFileSync(output, 'what stood here before, and is longer than what comes. '.repeat(999));
  const range = ['--from', RANGE.from, '--to', RANGE.to, '--data', heat.dataDir];
  const ran = await runHeat('export', ...words, ...range, '-o', output);
  expect([ran.code, ran.stdout]).toEqual([0, '']);
  expect(ran.stderr).toStartWith('Wrote ');
  return lasting(readFileSync(output, 'utf8'));
}

describe('heat export', () => {
  test.each(['csv', 'ndjson', 'json'])('writes as %s what the API answers', async (format) => {
    const sessions = await onTerminal('sessions', '--format', format, '--search', '/', '--sort', 'longest');
    expect(sessions).toBe(await overHttp('export/sessions', { format, search: '/', sort: 'longest' }));
    expect(sessions.split('\n').length).toBeGreaterThan(3);
    const events = await onTerminal('events', '--format', format, '--event', 'n2');
    expect(events).toBe(await overHttp('export/events', { format, event: 'n2' }));
    expect(events).toContain('n2');
    const pages = JSON.parse(await overHttp('pages')) as { items: { page: string; clicks: number }[] };
    const { page = '' } = pages.items.find(({ clicks }) => clicks > 0) ?? {};
    const map = await onTerminal('heatmap', page, '--format', format, '--resolution', '16');
    expect(map).toBe(await overHttp('export/heatmap', { kind: 'click', resolution: '16', format, page }));
    expect(map).toContain('element');
  });

  test.each([
    [['sessions', '--filter', 'nonsense']],
    [['sessions', '--search', '\ud800']],
    [['heatmap', '/nowhere']],
    [['heatmap', '/', '--resolution', '1']],
    [['person', '--user', 'nobody']],
  ])('%j touches no file when it is refused', async (words) => {
    const output = dir.join('untouched');
    const kept = dir.join('kept');
    writeFileSync(kept, 'kept');
    for (const path of [output, kept])
      expect((await runHeat('export', ...words, '--data', heat.dataDir, '-o', path)).code).not.toBe(0);
    expect([existsSync(output), readFileSync(kept, 'utf8')]).toEqual([false, 'kept']);
  });
});
