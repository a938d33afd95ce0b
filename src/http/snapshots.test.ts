// Snapshot links and uploads over HTTP: what a link opens, and everything that it does not.

import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { gzipSync } from 'node:zlib';
import { addKey, addProject, openTestHeat, type TestHeat } from '../../test/support/test-heat.ts';
import type { Page, PageLink, SnapshotTaken, SnapshotView } from '../contract/api.ts';
import type { ErrorBody } from '../contract/errors.ts';
import { LIMITS } from '../contract/limits.ts';
import type { SnapshotContent } from '../contract/snapshot.ts';

const ORIGIN = 'https://shop.example';
const CONTENT: SnapshotContent = {
  v: 1,
  url: `${ORIGIN}/pricing?token=abc&b=1`,
  title: 'Pricing',
  viewport: [390, 800],
  doc: [390, 3000],
  nodes: [
    [-1, 'html', {}],
    [0, 'body', { onload: 'alert(1)' }],
    [1, 'Hello'],
  ],
  styles: [],
  assets: [],
  descriptors: [],
};

let heat: TestHeat;
let mine: Awaited<ReturnType<typeof addProject>>;
let foreign: Awaited<ReturnType<typeof addProject>>;

beforeAll(async () => {
  heat = await openTestHeat();
  mine = await addProject(heat, 'Mine');
  await heat.rooms.projects.update(mine.id, { origins: [ORIGIN] }, 'terminal');
  foreign = await addProject(heat, 'Foreign');
});
afterAll(() => heat.close());

async function linkOf(url = `${ORIGIN}/pricing`, project = mine): Promise<PageLink> {
  const answer = await heat.call('POST', `/api/v1/projects/${project.id}/snapshot-links`, {
    bearer: project.apiKey,
    json: { url },
  });
  expect(answer.status).toBe(201);
  return (await answer.json()) as PageLink;
}
const tokenOf = ({ url }: PageLink) => /[#&]heat=([\w.-]+)$/.exec(url)?.[1] ?? '';

type Sent = { token?: string; key?: string; origin?: string; bearer?: string; body?: unknown };
async function upload({
  token,
  key = mine.writeKey,
  origin = ORIGIN,
  bearer,
  body = CONTENT,
}: Sent): Promise<Response> {
  const query = token === undefined ? '' : `?${new URLSearchParams({ token, key })}`;
  const bytes = body instanceof Uint8Array ? (body as Uint8Array<ArrayBuffer>) : JSON.stringify(body);
  return heat.call('POST', `/snapshots${query}`, {
    body: bytes,
    headers: { origin, 'content-type': 'text/plain' },
    ...(bearer === undefined ? {} : { bearer }),
  });
}
const codeOf = async (answer: Response) => `${answer.status} ${((await answer.json()) as ErrorBody).code}`;

describe('a snapshot link', () => {
  test('takes a snapshot, which is cleaned, listed under its page and given back', async () => {
    const token = tokenOf(await linkOf());
    const asked = await heat.call('GET', `/snapshots?${new URLSearchParams({ token, key: mine.writeKey })}`, {
      headers: { origin: ORIGIN },
    });
    expect([asked.status, asked.headers.get('access-control-allow-origin')]).toEqual([200, ORIGIN]);
    const answer = await upload({ token, body: new Uint8Array(gzipSync(JSON.stringify(CONTENT))) });
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([201, ORIGIN]);
    const { snapshot } = (await answer.json()) as SnapshotTaken;
    expect(snapshot).toMatchObject({
      url: `${ORIGIN}/pricing?b=1`,
      device: 'mobile',
      viewportW: 390,
      nodes: 3,
    });

    const list = await heat.call('GET', `/api/v1/projects/${mine.id}/snapshots?page=${snapshot.page}`, {
      bearer: mine.apiKey,
    });
    expect(((await list.json()) as Page<SnapshotView>).items).toEqual([snapshot]);
    const path = `/api/v1/projects/${mine.id}/snapshots/${snapshot.id}`;
    for (const encoding of ['gzip', 'identity']) {
      const one = await heat.call('GET', path, {
        bearer: mine.apiKey,
        headers: { 'accept-encoding': encoding },
      });
      const bytes = new Uint8Array(await one.arrayBuffer());
      const text = new TextDecoder().decode(
        one.headers.has('content-encoding') ? Bun.gunzipSync(bytes) : bytes,
      );
      expect((JSON.parse(text) as SnapshotContent).nodes).toEqual([
        [-1, 'html', {}],
        [0, 'body', {}],
        [1, 'Hello'],
      ]);
    }
    const elsewhere = await heat.call('GET', path.replace(mine.id, foreign.id), { bearer: foreign.apiKey });
    expect(await codeOf(elsewhere)).toBe('404 snapshot_not_found');
    expect((await heat.call('DELETE', path, { bearer: mine.apiKey })).status).toBe(204);
    expect(await codeOf(await heat.call('GET', path, { bearer: mine.apiKey }))).toBe(
      '404 snapshot_not_found',
    );
  });

  test('keeps the route that a page has in its fragment', async () => {
    expect((await linkOf(`${ORIGIN}/#/cart`)).url).toMatch(/#\/cart&heat=[\w.-]+$/);
  });

  test('is made for pages of the project only', async () => {
    for (const [url, expected] of [
      ['https://evil.example/', '400 origin_not_allowed'],
      ['javascript:alert(1)', '400 bad_address'],
      ['/pricing', '400 bad_address'],
      ['file:///etc/passwd', '400 bad_address'],
    ] as const) {
      const path = `/api/v1/projects/${mine.id}/snapshot-links`;
      expect(await codeOf(await heat.call('POST', path, { bearer: mine.apiKey, json: { url } }))).toBe(
        expected,
      );
    }
  });

  test('opens nothing when it is forged, expired, foreign or for another origin', async () => {
    const token = tokenOf(await linkOf());
    const [part = '', payload = '', signature = ''] = token.split('.');
    expect(part).toBe('snapshot');
    const forged = Buffer.from(
      Buffer.from(payload, 'base64url').toString().replace(ORIGIN, 'https://evil.example'),
    );
    const rows: [Sent, string][] = [
      [{}, '401 bad_snapshot_link'],
      [{ token: '' }, '401 bad_snapshot_link'],
      [{ token: 'snapshot.x.y' }, '401 bad_snapshot_link'],
      [{ token: `${part}.${payload}.` }, '401 bad_snapshot_link'],
      [{ token: `${part}.${payload}.${signature.slice(0, -2)}AA` }, '401 bad_snapshot_link'],
      [{ token: `overlay.${payload}.${signature}` }, '401 bad_snapshot_link'],
      [{ token: `${payload}.${signature}` }, '401 bad_snapshot_link'],
      [
        { token: `${part}.${forged.toString('base64url')}.${signature}`, origin: 'https://evil.example' },
        '401 bad_snapshot_link',
      ],
      [{ token, key: foreign.writeKey }, '401 bad_snapshot_link'],
      [{ token, key: '' }, '401 bad_snapshot_link'],
      [{ token, origin: 'https://evil.example' }, '401 bad_snapshot_link'],
      [{ token, body: { ...CONTENT, url: 'https://evil.example/' } }, '403 origin_not_allowed'],
      [{ token, body: { ...CONTENT, url: 'nowhere' } }, '400 bad_address'],
      [{ token, body: 'text' }, '400 bad_snapshot'],
      [{ token, body: new Uint8Array([0x1f, 0x8b, 1, 2, 3]) }, '400 bad_snapshot'],
      [
        { token, body: new Uint8Array(gzipSync(Buffer.alloc(LIMITS.snapshotBytes + 1, 32))) },
        '413 snapshot_too_large',
      ],
      [{ token, body: new TextEncoder().encode('['.repeat(100_000)) }, '400 bad_snapshot'],
    ];
    for (const [sent, expected] of rows)
      expect({ sent, answer: await codeOf(await upload(sent)) }).toEqual({ sent, answer: expected });
    heat.clock.advance(LIMITS.snapshotLinkMs);
    expect(await codeOf(await upload({ token }))).toBe('401 bad_snapshot_link');
    const asked = await heat.call('GET', `/snapshots?${new URLSearchParams({ token, key: mine.writeKey })}`);
    expect(await codeOf(asked)).toBe('401 bad_snapshot_link');
  });

  test('of one project is no way to another site with a heat tracker', async () => {
    // Whoever has a project without origins can make links to any page; that page's write key is not his.
    const token = tokenOf(await linkOf(`${ORIGIN}/account`, foreign));
    expect(await codeOf(await upload({ token, key: mine.writeKey }))).toBe('401 bad_snapshot_link');
  });
});

describe('an API key', () => {
  test('takes snapshots when it may administer, of pages of its project', async () => {
    expect((await upload({ bearer: mine.apiKey })).status).toBe(201);
    expect(await codeOf(await upload({ bearer: foreign.apiKey, body: { ...CONTENT, v: 3 } }))).toBe(
      '400 bad_snapshot',
    );
    const { secret } = await addKey(heat, mine.no, 'write');
    expect(await codeOf(await upload({ bearer: secret }))).toBe('403 forbidden');
    expect(await codeOf(await upload({ bearer: 'nonsense' }))).toBe('401 bad_snapshot_link');
    const elsewhere = { ...CONTENT, url: 'https://evil.example/' };
    expect(await codeOf(await upload({ bearer: mine.apiKey, body: elsewhere }))).toBe(
      '400 origin_not_allowed',
    );
  });
});
