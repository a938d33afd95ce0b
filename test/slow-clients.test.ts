// Clients that hold connections and give nothing, against the built executable: thousands of idle ones, headers and bodies
// without end, bombs. Others are served meanwhile, and memory stays bounded. And hostile requests as bytes on the wire, which
// no fetch() would send.

import { afterAll, beforeAll, expect, test } from 'bun:test';
import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import type { Socket } from 'bun';
import { LIMITS } from '../src/contract/limits.ts';
import {
  addProject,
  eventually,
  type HeatFolder,
  makeHeatFolder,
  type ProjectAdded,
  type Serving,
} from './support/heat-process.ts';
import { hostileBodies } from './support/hostile-bodies.ts';
import { HOSTILE_HEADERS, HOSTILE_PATHS } from './support/hostile-requests.ts';

let heat: HeatFolder;
let serving: Serving;
let project: ProjectAdded;
/** Begun before everything else and looked at in the end: the runtime alone decides how long they may last. */
let slow: ReturnType<typeof startSlow>;

beforeAll(async () => {
  heat = await makeHeatFolder();
  project = await addProject(heat, 'Shop');
  serving = await heat.serve();
  slow = startSlow();
});
afterAll(async () => {
  await serving?.stop();
  await heat?.remove();
});

type Client = { socket: Socket; ended: boolean; said: string; feed: (() => void) | null };

async function connect(first: string): Promise<Client> {
  const client: Omit<Client, 'socket'> = { ended: false, said: '', feed: null };
  const socket = await Bun.connect({
    hostname: '127.0.0.1',
    port: Number(new URL(serving.url).port),
    socket: {
      data: (_, bytes) => {
        client.said += bytes.toString().slice(0, 200);
      },
      drain: () => client.feed?.(),
      close: () => {
        client.ended = true;
      },
      error: () => {
        client.ended = true;
      },
    },
  });
  if (first !== '') socket.write(first);
  return Object.assign(client, { socket });
}

const HEAD = 'POST /ingest HTTP/1.1\r\nHost: localhost\r\n';

/** A mute connection, headers that come letter by letter, and an honest phone that sends 8 KB a second. */
function startSlow() {
  const body = JSON.stringify({ ...pageview(0), pad: 'x'.repeat(60_000) });
  const head = `${HEAD}Connection: close\r\nContent-Length: ${body.length}\r\n\r\n`;
  return {
    mute: trickle('', () => null),
    headers: trickle(`${HEAD}X: `, () => 'a'),
    phone: trickle(head, (n) => body.slice(n * 8_192, (n + 1) * 8_192) || null),
  };
}

/** Sends a piece every second until there is none or the connection has ended; what was answered until then. */
async function trickle(opening: string, piece: (n: number) => string | null): Promise<string> {
  const client = await connect(opening);
  for (let n = 0; !client.ended; n += 1) {
    const next = piece(n);
    if (next !== null) client.socket.write(next);
    const secondMs = performance.now() + 1_000;
    while (!client.ended && performance.now() < secondMs) await Bun.sleep(25);
  }
  return client.said;
}

/** Writes the piece again whenever there is room, until so many bytes went out or the server ended it. */
function flood(client: Client, piece: string, mostBytes: number): void {
  let sent = 0;
  client.feed = () => {
    while (!client.ended && sent < mostBytes) {
      const wrote = client.socket.write(piece);
      sent += Math.max(wrote, 0);
      if (wrote < piece.length) return;
    }
  };
  client.feed();
}

/** A body with one event of its own. */
function pageview(n: number): object {
  const now = Date.now();
  return {
    ...{ v: 1, key: project.writeKey, sdk: { name: 't', version: '1' }, sentAt: now, t0: now },
    ids: `${now}-${n}-`,
    session: { id: `s${n}`, startedAt: now },
    pages: [{ url: 'https://shop.example/' }],
    views: [[1440, 900, 1]],
    events: [{ i: n, t: 0, type: 'pageview' }],
  };
}

async function othersAreServed(): Promise<void> {
  for (let n = 0; n < 10; n += 1) {
    const body = JSON.stringify(pageview(n));
    const answer = await fetch(`${serving.url}/ingest`, { method: 'POST', body });
    expect(answer.status).toBe(200);
    expect((await fetch(`${serving.url}/health`)).status).toBe(200);
  }
}

async function rssMB(): Promise<number> {
  const status = await readFile(`/proc/${serving.pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
}

const IDLE = 5_000;
/** Files that the test, the runner and the server need besides. */
const SPARE_FILES = 600;

/** Most files that a process may have open. */
async function mostFiles(pid: number | 'self'): Promise<number> {
  const limits = await readFile(`/proc/${pid}/limits`, 'utf8');
  const [, soft = '0'] = /Max open files\s+(\d+|unlimited)/.exec(limits) ?? [];
  return soft === 'unlimited' ? Number.MAX_SAFE_INTEGER : Number(soft);
}

test('five thousand idle connections, half of them in the middle of a request, keep nobody out', async () => {
  await othersAreServed();
  const before = await rssMB();
  const limit = Math.min(await mostFiles('self'), await mostFiles(serving.pid));
  const count = Math.min(IDLE, Math.floor((limit - SPARE_FILES) / 100) * 100);
  if (count < IDLE) console.warn(`Only ${count} idle connections: this machine lets ${limit} files be open`);
  expect(count).toBeGreaterThanOrEqual(300);
  const half = 'POST /ingest HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{';
  const clients: Client[] = [];
  const startedAt = performance.now();
  for (let n = 0; n < count; n += 100)
    clients.push(...(await Promise.all(Array.from({ length: 100 }, (_, at) => connect(at % 2 ? half : '')))));
  // Mute ones are cut after 12 s: where it took longer to open them all, the first may have gone.
  const isEarly = performance.now() - startedAt < 10_000;
  expect(clients.filter(({ ended }) => !ended).length).toBeGreaterThanOrEqual(isEarly ? count : 1);
  await othersAreServed();
  expect((await rssMB()) - before).toBeLessThan(250);
  for (const { socket } of clients) socket.terminate();
  await othersAreServed();
}, 120_000);

test('gzip bombs on every door that takes gzip are refused at once, many of them side by side', async () => {
  await othersAreServed();
  const before = await rssMB();
  const bomb = gzipSync(Buffer.alloc(64 * 1_048_576, 0x20), { level: 1 });
  const twice = gzipSync(bomb);
  const doors = [
    `/ingest?key=${project.writeKey}`,
    `/replay?key=${project.writeKey}`,
    `/snapshots/masked?key=${project.writeKey}`,
    `/snapshots?token=x&key=${project.writeKey}`,
  ];
  const asked = Array.from({ length: 5 }, () => doors.flatMap((path) => [path, path])).flat();
  const statuses = await Promise.all(
    asked.map(async (path, at) => {
      const body = at % 2 === 0 ? bomb : twice;
      const answer = await fetch(serving.url + path, {
        method: 'POST',
        body,
        headers: { 'content-encoding': 'gzip', origin: 'https://shop.example' },
      });
      await answer.arrayBuffer();
      return answer.status;
    }),
  );
  expect(statuses.filter((status) => status < 400 || status >= 500)).toEqual([]);
  await othersAreServed();
  expect((await rssMB()) - before).toBeLessThan(200);
}, 60_000);

test('headers and bodies without end are cut off, and others are served meanwhile', async () => {
  const before = await rssMB();
  const most = LIMITS.transportBodyBytes * 2;
  const floods: [name: string, head: string, piece: string][] = [
    ['header lines', 'GET /health HTTP/1.1\r\nHost: localhost\r\n', `x-flood: ${'y'.repeat(500)}\r\n`],
    ['one header', 'GET /health HTTP/1.1\r\nHost: localhost\r\nx-flood: ', 'y'.repeat(4_096)],
    ['a request line', 'GET /', 'y'.repeat(4_096)],
    [
      'a chunked body',
      'POST /ingest HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n',
      `1000\r\n${'y'.repeat(4_096)}\r\n`,
    ],
    [
      'a body announced too large',
      'POST /ingest HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\n\r\n',
      'y'.repeat(4_096),
    ],
    ['no HTTP', '\0\0\0\0', '\u0016\u0003\u0001'.repeat(1_000)],
  ];
  const clients: [string, Client][] = [];
  for (const [name, head, piece] of floods)
    for (let again = 0; again < 5; again += 1) {
      const client = await connect(head);
      clients.push([name, client]);
      flood(client, piece, most);
    }
  await othersAreServed();
  // Each gets a 4xx or is closed, before it has sent all it would.
  await eventually(
    async () => clients.every(([, { ended, said }]) => ended || /^HTTP\/1\.1 4\d\d/.test(said)),
    20_000,
  ).catch(() => {
    const open = clients.filter(([, { ended, said }]) => !ended && !said.startsWith('HTTP/1.1 4'));
    throw new Error(
      `still open: ${open.map(([name, { said }]) => `${name} ${said.slice(0, 20)}`).join(', ')}`,
    );
  });
  for (const [, { socket }] of clients) socket.terminate();
  await othersAreServed();
  expect((await rssMB()) - before).toBeLessThan(200);
}, 40_000);

test('hostile paths, headers and bodies as they are, on the wire: refused or harmless, and memory stays flat', async () => {
  const ask = async (text: string): Promise<string> => {
    const client = await connect(text);
    await eventually(async () => client.ended || client.said !== '', 5_000);
    client.socket.terminate();
    return client.said.slice(9, 12);
  };
  const wire = (path: string, headers: Record<string, string>) => {
    const all = { host: 'localhost', accept: 'text/html', ...headers, connection: 'close' };
    return `GET ${path} HTTP/1.1\r\n${Object.entries(all)
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join('')}\r\n`;
  };
  const requests = [
    ...HOSTILE_HEADERS.filter(([, headers]) => !('content-length' in headers)).map(
      ([name, headers]) => [name, wire('/p/x/overview', headers)] as const,
    ),
    ...HOSTILE_PATHS.map((path) => [path.slice(0, 60), wire(path, {})] as const),
  ];
  const faults: string[] = [];
  for (const [name, text] of requests) {
    const status = await ask(text);
    // 505 is the runtime's word for a request line with a NUL in it.
    if (status.startsWith('5') && status !== '505') faults.push(`${name}: ${status}`);
  }
  const bodies = hostileBodies();
  const round = async () => {
    for (const { name, body, headers } of bodies) {
      const answer = await fetch(`${serving.url}/ingest?key=${project.writeKey}`, {
        method: 'POST',
        body,
        headers,
      });
      if (answer.status >= 500) faults.push(`${name}: ${answer.status}`);
      await answer.arrayBuffer();
    }
  };
  await round();
  const before = await rssMB();
  for (let again = 0; again < 4; again += 1) await round();
  expect(faults).toEqual([]);
  expect((await rssMB()) - before).toBeLessThan(150);
  await othersAreServed();
}, 40_000);

test('mute connections and trickled headers are cut in time; a body at 8 KB a second is taken', async () => {
  expect(await slow.mute).not.toContain('200');
  expect(await slow.headers).not.toContain('200');
  expect(await slow.phone).toStartWith('HTTP/1.1 200 ');
}, 60_000);
