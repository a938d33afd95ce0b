// Masked snapshots over HTTP: who is asked for one, what is kept, and what never is.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'bun:test';
import { gzipSync } from 'node:zlib';
import { addProject, openTestHeat, type TestHeat } from '../../test/support/test-heat.ts';
import type { Page, SnapshotView } from '../contract/api.ts';
import type { ErrorBody } from '../contract/errors.ts';
import { LIMITS } from '../contract/limits.ts';
import type { SnapshotContent, SnapshotNode } from '../contract/snapshot.ts';

const ORIGIN = 'https://shop.example';
const NODES: SnapshotNode[] = [
  [-1, 'html', {}],
  [0, 'body', {}],
  [1, 'p', { title: 'Jane' }],
  [2, 'Jane Doe'],
];
const CONTENT: SnapshotContent = {
  v: 1,
  url: `${ORIGIN}/account`,
  title: 'Jane Doe',
  viewport: [390, 800],
  doc: [390, 3000],
  nodes: NODES,
  styles: [],
  assets: [],
  descriptors: [],
};
const MINUTE_MS = 60_000;

let heat: TestHeat;
let mine: Awaited<ReturnType<typeof addProject>>;
let count = 0;

beforeAll(async () => {
  heat = await openTestHeat();
});
beforeEach(async () => {
  count += 1;
  mine = await addProject(heat, `Mine ${count}`);
  await switched(true);
  heat.clock.advance(MINUTE_MS);
});
afterAll(() => heat.close());

const switched = (visitorSnapshots: boolean) =>
  heat.rooms.projects.update(mine.id, { origins: [ORIGIN], settings: { visitorSnapshots } }, 'terminal');

type Sent = { content?: unknown; key?: string; origin?: string; headers?: Record<string, string> };
function send({ content = CONTENT, key = mine.writeKey, origin = ORIGIN, headers = {} }: Sent = {}) {
  const body = content instanceof Uint8Array ? (content as Uint8Array<ArrayBuffer>) : JSON.stringify(content);
  return heat.call('POST', `/snapshots/masked?${new URLSearchParams({ key })}`, {
    body,
    headers: { ...(origin ? { origin } : {}), 'content-type': 'text/plain', ...headers },
  });
}
const told = async (answer: Response) => `${answer.status} ${JSON.stringify(await answer.json())}`;
const codeOf = async (answer: Response) => `${answer.status} ${((await answer.json()) as ErrorBody).code}`;
async function wanted(
  change: { url?: string; width?: string; key?: string; origin?: string } = {},
  headers = {},
) {
  const { url = `${ORIGIN}/account`, width = '390', key = mine.writeKey, origin = ORIGIN } = change;
  const answer = await heat.call('GET', `/snapshots/wanted?${new URLSearchParams({ key, url, width })}`, {
    headers: { ...(origin ? { origin } : {}), ...headers },
  });
  return ((await answer.json()) as { wanted: boolean }).wanted;
}
async function listed(): Promise<SnapshotView[]> {
  const answer = await heat.call('GET', `/api/v1/projects/${mine.id}/snapshots`, { bearer: mine.apiKey });
  return ((await answer.json()) as Page<SnapshotView>).items;
}
const withLayout = (tag: string) => ({ ...CONTENT, nodes: [...NODES, [1, tag, {}]] });

describe('a masked snapshot', () => {
  test('is stored without a readable word, marked, and once a day for each layout', async () => {
    expect(await wanted()).toBe(true);
    expect(await told(await send({ content: new Uint8Array(gzipSync(JSON.stringify(CONTENT))) }))).toBe(
      '200 {"stored":true}',
    );
    const [view] = await listed();
    expect(view).toMatchObject({ isMasked: true, device: 'mobile', title: 'xxx xxx' });
    const content = await heat.call('GET', `/api/v1/projects/${mine.id}/snapshots/${view?.id}`, {
      bearer: mine.apiKey,
    });
    expect(await content.text()).not.toMatch(/jane|doe/i);

    expect(await told(await send())).toBe('200 {"stored":false}');
    expect(await wanted()).toBe(true);
    for (const tag of ['nav', 'main']) expect((await send({ content: withLayout(tag) })).status).toBe(200);
    expect(await wanted()).toBe(false);
    expect(await told(await send({ content: withLayout('aside') }))).toBe('200 {"stored":false}');
    expect(await wanted({ width: '1280' })).toBe(true);
    expect(await wanted({ url: `${ORIGIN}/other` })).toBe(true);
    heat.clock.advance(86_400_000);
    expect(await wanted()).toBe(true);
  });

  test('gives way to one of the owner, and is not wanted beside it', async () => {
    await send();
    const his = await heat.call('POST', '/snapshots', {
      bearer: mine.apiKey,
      body: JSON.stringify(CONTENT),
    });
    expect(his.status).toBe(201);
    expect((await listed()).map(({ isMasked, title }) => [isMasked, title])).toEqual([[false, 'Jane Doe']]);
    expect(await wanted()).toBe(false);
    expect(await told(await send())).toBe('200 {"stored":false}');
    heat.clock.advance(86_400_000);
    expect(await wanted()).toBe(false);
  });

  test('is refused, or not wanted, wherever it was not asked for', async () => {
    expect(await codeOf(await send({ key: 'hw_unknown' }))).toBe('401 unknown_key');
    expect(await codeOf(await send({ origin: 'https://evil.example' }))).toBe('403 origin_not_allowed');
    expect(await codeOf(await send({ origin: '' }))).toBe('403 origin_not_allowed');
    const elsewhere = { ...CONTENT, url: 'https://evil.example/' };
    expect(await codeOf(await send({ content: elsewhere, origin: 'https://evil.example' }))).toBe(
      '403 origin_not_allowed',
    );
    expect(await codeOf(await send({ content: { v: 2 } }))).toBe('400 bad_snapshot');
    const large = { ...CONTENT, title: 'x'.repeat(LIMITS.maskedSnapshotBytes) };
    expect(await codeOf(await send({ content: large }))).toBe('413 snapshot_too_large');
    expect(await codeOf(await send({ content: new Uint8Array(gzipSync(JSON.stringify(large))) }))).toBe(
      '413 snapshot_too_large',
    );
    expect(await told(await send({ headers: { dnt: '1' } }))).toBe('200 {"stored":false}');
    expect(await wanted({ key: 'hw_unknown' })).toBe(false);
    expect(await wanted({ origin: 'https://evil.example' })).toBe(false);
    expect(await wanted({ url: 'nowhere' })).toBe(false);
    expect(await wanted({ url: 'https://evil.example/', origin: '' })).toBe(false);
    expect(await wanted({ origin: '' })).toBe(true);
    expect(await wanted({}, { 'sec-gpc': '1' })).toBe(false);
    expect(await wanted()).toBe(true);
    await switched(false);
    expect(await wanted()).toBe(false);
    expect(await codeOf(await send())).toBe('403 masked_snapshots_off');
    expect(await listed()).toEqual([]);
  });

  test('is taken a few times a minute at most', async () => {
    const answers: number[] = [];
    for (let at = 0; at <= LIMITS.maskedUploadsPerMinute; at += 1) answers.push((await send()).status);
    expect(answers.filter((status) => status === 200)).toHaveLength(LIMITS.maskedUploadsPerMinute);
    expect(answers.at(-1)).toBe(429);
  });
});

describe('the answer to a batch', () => {
  let sent = 0;
  async function ingest(headers: Record<string, string> = {}): Promise<string | null> {
    sent += 1;
    const now = heat.clock.nowMs();
    const session = { id: 's1', startedAt: now, lastSeenAt: now };
    const events = [{ eventId: `e${sent}`, type: 'pageview', ts: now, to: `${ORIGIN}/account` }];
    const answer = await heat.call('POST', '/ingest', {
      json: { sdk: { name: 'test', version: '1' }, key: mine.writeKey, sentAt: now, session, events },
      headers: { origin: ORIGIN, 'sec-fetch-mode': 'cors', ...headers },
    });
    expect(answer.status).toBe(200);
    const { part } = (await answer.json()) as { part?: string };
    expect(answer.headers.get('x-heat-part')).toBe(part ?? null);
    return part ?? null;
  }

  test('names the part to few visitors, when it is switched on, and never to those who opt out', async () => {
    expect(await ingest({ 'sec-gpc': '1' })).toBeNull();
    expect(await ingest({ dnt: '1' })).toBeNull();
    // A beacon, whose answer no page hears.
    expect(await ingest({ 'sec-fetch-mode': 'no-cors' })).toBeNull();
    expect([await ingest(), await ingest()]).toEqual(['masked', null]);
    heat.clock.advance(MINUTE_MS / LIMITS.maskedHintsPerMinute);
    expect(await ingest()).toBe('masked');
    heat.clock.advance(MINUTE_MS);
    await switched(false);
    expect(await ingest()).toBeNull();
  });
});
