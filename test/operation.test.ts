// How the built executable behaves for the one who runs it: first start, second server, signals, foreign and newer
// files, hostile bodies, and the speed at which reports see what was answered.

import { Database } from 'bun:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'bun:test';
import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { RefusalsAnswer } from '../src/contract/api.ts';
import { HEADERS } from './support/browser-headers.ts';
import {
  addProject,
  eventually,
  type HeatFolder,
  makeHeatFolder,
  type ProjectAdded,
  type Serving,
} from './support/heat-process.ts';
import { readApi } from './support/read-back.ts';

let heat: HeatFolder;
let running: Serving[] = [];
const serve = async (...args: string[]) => {
  const serving = await heat.serve(args);
  running.push(serving);
  return serving;
};

beforeEach(async () => {
  heat = await makeHeatFolder();
});
afterEach(async () => {
  await Promise.all(running.map((serving) => serving.stop('SIGKILL')));
  running = [];
  await heat.remove();
});

function envelope(
  project: ProjectAdded,
  events: unknown[],
  extra: Record<string, unknown> = {},
): Record<string, unknown> {
  const now = Date.now();
  return {
    v: 1,
    key: project.writeKey,
    sdk: { name: 't', version: '1' },
    sentAt: now,
    session: { id: 's1', startedAt: now, lastSeenAt: now },
    ids: 'a-',
    t0: now,
    pages: [{ url: 'https://shop.example/' }],
    views: [[1440, 900, 1]],
    events,
    ...extra,
  };
}

function post(
  serving: Serving,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${serving.url}/ingest`, { method: 'POST', body, headers: { ...HEADERS, ...headers } });
}

describe('heat in operation', () => {
  test('makes its data directory private, prints a set-up link once and drains on SIGTERM', async () => {
    const serving = await serve();
    await eventually(async () => /\/setup#\S+/.test(serving.stdout()));
    const data = await stat(join(heat.dir, 'heat-data'));
    expect(data.mode & 0o777).toBe(0o700);
    for (const file of ['catalog.db', 'journal.db', 'events.db', 'secret'])
      expect((await stat(join(heat.dir, 'heat-data', file))).mode & 0o077).toBe(0);
    expect((await fetch(`${serving.url}/health`)).status).toBe(200);
    expect((await fetch(`${serving.url}/health/ready`)).status).toBe(200);
    expect(await (await fetch(`${serving.url}/licenses.txt`)).text()).toContain('lit-html · BSD-3-Clause');
    expect(await serving.stop('SIGTERM')).toBe(0);
    const again = await heat.run(['user', 'add', 'ada@example.com', '--password-stdin'], {
      stdin: 'a long enough one',
    });
    expect(again.code).toBe(0);
    expect((await serve()).stdout()).not.toContain('/setup#');
  });

  test('warns of a data directory and of files in it that others can read', async () => {
    const data = join(heat.dir, 'heat-data');
    await mkdir(data);
    await chmod(data, 0o750);
    await writeFile(join(data, 'notes.txt'), 'copied here by hand');
    await chmod(join(data, 'notes.txt'), 0o644);
    const serving = await serve();
    await eventually(async () => serving.stderr().includes('is open to other users of this machine'));
    expect(serving.stderr()).toMatch(/"open":"\., notes\.txt".*chmod -R go=/);
  });

  test('a second server on the same data refuses to start and the first goes on', async () => {
    const first = await serve();
    const second = await heat.run(['serve', '--port', '0']);
    expect(second.code).toBe(1);
    expect(second.stderr).toContain('already running');
    expect((await fetch(`${first.url}/health`)).status).toBe(200);
  });

  test('commands beside it name the address of the running server, unless told another', async () => {
    const tagOf = async (args: string[], env: Record<string, string> = {}) =>
      /src="(.*)\/heat\.js"/.exec((await heat.run(args, { env })).stdout)?.[1];
    const serving = await serve();
    expect(await tagOf(['project', 'add', 'Shop'])).toBe(serving.url);
    expect(await tagOf(['snippet'])).toBe(serving.url);
    expect(await tagOf(['snippet'], { HEAT_PUBLIC_URL: 'https://a.example' })).toBe('https://a.example');
    expect(await tagOf(['snippet', '--url', 'https://b.example'])).toBe('https://b.example');
    await serving.stop();
    expect(await tagOf(['snippet'])).toBe('http://localhost:4328');

    running.push(await heat.serve(['--public-url', 'http://heat.example']));
    const snippet = await heat.run(['snippet']);
    expect(snippet.stdout).toContain('src="http://heat.example/heat.js"');
    expect(snippet.stderr).toBe('');
  });

  test('refuses data of a newer heat, and a file that is not its own, and leaves them untouched', async () => {
    await (await serve()).stop();
    const path = join(heat.dir, 'heat-data', 'catalog.db');
    const db = new Database(path);
    db.run('pragma user_version = 999');
    db.close();
    const newer = await heat.run(['serve', '--port', '0']);
    expect(newer.code).toBe(1);
    expect(newer.stderr).toMatch(/newer/);

    await mkdir(join(heat.dir, 'other'), { mode: 0o700 });
    await writeFile(join(heat.dir, 'other', 'catalog.db'), 'this is no database, it is a letter to my aunt');
    const foreign = await heat.run(['serve', '--port', '0', '--data', 'other']);
    expect(foreign.code).toBe(1);
    expect(foreign.stderr.trim().split('\n').length).toBeLessThanOrEqual(3);
    expect(await readFile(join(heat.dir, 'other', 'catalog.db'), 'utf8')).toContain('my aunt');
  });

  test('reads JSON, text/plain and gzip, keeps the good events of a mixed batch, and reports see them within a second', async () => {
    const project = await addProject(heat, 'Shop');
    const serving = await serve();
    const body = JSON.stringify(
      envelope(project, [
        { i: 0, t: 0, type: 'pageview' },
        { i: 1, t: 1, type: 'nonsense' },
        {
          i: 2,
          t: 2,
          type: 'custom',
          name: 'signup',
          category: 'account',
          value: 3,
          source: 'test',
          props: { plan: 'pro', __proto__: { x: 1 } },
        },
      ]),
    );
    const first = await post(serving, body, { 'content-type': 'application/json' });
    expect(first.status).toBe(200);
    expect(await first.json()).toMatchObject({
      ok: true,
      projectId: project.id,
      sessionId: 's1',
      accepted: 2,
      rejected: [{ index: 1, code: 'bad_type' }],
    });
    const answeredAt = performance.now();
    await eventually(async () => ((await list(serving, project)).items[0]?.events ?? 0) === 2, 3000);
    expect(performance.now() - answeredAt).toBeLessThan(1000);
    for (const sent of [
      post(serving, body, { 'content-type': 'text/plain' }),
      post(serving, gzipSync(body), { 'content-type': 'application/json', 'content-encoding': 'gzip' }),
    ]) {
      const answer = await sent;
      expect(answer.status).toBe(200);
      await answer.json();
    }
    const refused = () => readApi<RefusalsAnswer>(serving.url, project, 'refusals');
    await eventually(async () => (await refused()).duplicates === 4);
    expect((await refused()).rejected).toBe(3);
    expect((await list(serving, project)).items[0]?.events).toBe(2);
    const [session] = (await list(serving, project)).items;
    const journey = await readApi<unknown>(serving.url, project, `sessions/${session?.id}`);
    const custom = (journey as { events: { type: string; fields: unknown }[] }).events.find(
      (event) => event.type === 'custom',
    );
    expect(custom?.fields).toMatchObject({
      name: 'signup',
      category: 'account',
      value: 3,
      source: 'test',
      props: { plan: 'pro' },
    });
  });

  test('hostile bodies get a 4xx with the one envelope, and memory stays flat', async () => {
    const project = await addProject(heat, 'Shop', ['https://shop.example']);
    const serving = await serve();
    const ok = { origin: 'https://shop.example', 'content-type': 'text/plain' };
    const many = Array.from({ length: 1001 }, (_, i) => ({ i, t: 0, type: 'pageview' }));
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, 32));
    const cases: [string, number[], () => Promise<Response>][] = [
      ['malformed JSON', [400], () => post(serving, '{"key":', ok)],
      ['an array', [400], () => post(serving, '[]', ok)],
      ['NaN', [400], () => post(serving, `{"key":"${project.writeKey}","events":[NaN]}`, ok)],
      ['bad UTF-8', [400], () => post(serving, new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]), ok)],
      ['deep nesting', [400], () => post(serving, '['.repeat(60_000), ok)],
      [
        'deep nesting in a field',
        [400],
        () => post(serving, `{"key":"${project.writeKey}","x":${'['.repeat(500)}${']'.repeat(500)}}`, ok),
      ],
      ['1001 events', [413], () => post(serving, JSON.stringify(envelope(project, many)), ok)],
      [
        'a body of 2 MB',
        [413],
        () => post(serving, `{"key":"${project.writeKey}","pad":"${'x'.repeat(2_000_000)}"}`, ok),
      ],
      ['a gzip bomb', [413], () => post(serving, bomb, { ...ok, 'content-encoding': 'gzip' })],
      ['an unknown encoding', [415], () => post(serving, 'x', { ...ok, 'content-encoding': 'zstd' })],
      [
        'a wrong key',
        [401, 403],
        () =>
          post(
            serving,
            JSON.stringify(
              envelope({ ...project, writeKey: 'hw_nothere' }, [{ i: 0, t: 0, type: 'pageview' }]),
            ),
            ok,
          ),
      ],
      [
        'no key',
        [401, 403],
        () =>
          post(
            serving,
            JSON.stringify({ ...envelope(project, [{ i: 0, t: 0, type: 'pageview' }]), key: undefined }),
            ok,
          ),
      ],
      [
        'a wrong origin',
        [403],
        () =>
          post(serving, JSON.stringify(envelope(project, [{ i: 0, t: 0, type: 'pageview' }])), {
            ...ok,
            origin: 'https://evil.example',
          }),
      ],
      ['an unknown route', [404], () => fetch(`${serving.url}/api/v1/nothing`)],
      ['a wrong method', [405], () => fetch(`${serving.url}/ingest`, { method: 'DELETE' })],
    ];
    for (const [name, statuses, send] of cases) {
      const answer = await send();
      const text = await answer.text();
      expect([name, statuses.includes(answer.status), answer.status]).toEqual([name, true, answer.status]);
      expect(text.length).toBeLessThan(1024);
      const body = JSON.parse(text) as Record<string, unknown>;
      expect([name, typeof body.error, typeof body.code, typeof body.message, typeof body.requestId]).toEqual(
        [name, 'string', 'string', 'string', 'string'],
      );
      expect(answer.headers.get('x-request-id')).toBe(String(body.requestId));
    }
    // Bodies above the transport's own limit end the connection or get its 413; either way heat lives on.
    await post(serving, 'x'.repeat(10_000_000), ok).then(
      (answer) => expect(answer.status).toBe(413),
      () => {},
    );

    const odd = envelope(project, [
      { i: 0, t: 0, type: 'click', x: 1e308, y: -5, doc: [0, -1], r: [999, -4] },
      { i: 1, t: 0, type: 'custom', name: 'x'.repeat(100_000) },
      { i: 2, t: 0, type: 'custom', name: 'ok', props: { text: `\ud800 \u0000 ${'y'.repeat(100_000)}` } },
      { i: 3, t: 0, type: '__proto__' },
      { i: 4, t: 0, type: 'pageview', title: 'z'.repeat(100_000) },
      null,
      { i: 5, t: 'yesterday-ish', type: 'pageview' },
    ]);
    const mixed = await post(serving, JSON.stringify(odd), ok);
    expect(mixed.status).toBe(200);
    const answer = (await mixed.json()) as { accepted: number; rejected: { index: number }[] };
    expect(answer.rejected.map((one) => one.index)).toContain(3);
    expect(answer.rejected.map((one) => one.index)).toContain(5);
    expect(answer.accepted + answer.rejected.length).toBe(7);
    expect(answer.accepted).toBeGreaterThanOrEqual(2);

    const before = await rssMB(serving.pid);
    for (let n = 0; n < 40; n += 1) {
      await post(serving, bomb, { ...ok, 'content-encoding': 'gzip' });
      await post(serving, '['.repeat(60_000), ok);
      await post(serving, `{"pad":"${'x'.repeat(1_500_000)}"}`, ok);
    }
    expect((await rssMB(serving.pid)) - before).toBeLessThan(120);
    expect((await fetch(`${serving.url}/health`)).status).toBe(200);
  });
});

type Listed = { items: { id: string; events: number }[] };

function list(serving: Serving, project: ProjectAdded): Promise<Listed> {
  return readApi<Listed>(serving.url, project, 'sessions?period=24h');
}

async function rssMB(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
}
