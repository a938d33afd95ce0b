// Limits of requests by address, account and API key, what answers say of them, and that nobody talks his way around
// them: over real connections, straight and through a proxy.

import { afterEach, describe, expect, test } from 'bun:test';
import { connect } from 'node:net';
import {
  addKey,
  addProject,
  OWNER,
  openTestHeat,
  signUpOwner,
  type TestHeat,
} from '../../test/support/test-heat.ts';
import type { Flags } from '../config/config.ts';
import { LIMITS } from '../contract/limits.ts';
import { rateHeaders } from './rate-limits.ts';

const open: TestHeat[] = [];
const start = async (flags: Flags = {}): Promise<TestHeat> => {
  const heat = await openTestHeat({ flags });
  open.push(heat);
  return heat;
};
afterEach(async () => {
  for (const heat of open.splice(0)) await heat.close();
});

const burst = LIMITS.apiBurstSeconds;

describe('limits of the API', () => {
  test('count by account over all of its sign-ins and addresses, and say so in every answer', async () => {
    const heat = await start({ apiPerAccount: 1 });
    const owner = await signUpOwner(heat);
    const ask = (bearer: string) => heat.call('GET', '/api/v1/user', { bearer });
    const first = await ask(owner.token);
    expect(first.headers.get('ratelimit-policy')).toBe(`"account";q=${burst};w=${burst}`);
    expect(first.headers.get('ratelimit')).toBe(`"account";r=${burst - 1};t=1`);
    const other = await heat.call('POST', '/api/v1/auth/sign-in', { json: OWNER });
    const { token } = (await other.json()) as { token: string };
    for (let count = 1; count < burst; count += 1) expect((await ask(token)).status).toBe(200);
    const refused = await ask(owner.token);
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(refused.headers.get('ratelimit')).toBe(`"account";r=0;t=${burst}`);
    expect(await refused.json()).toMatchObject({ error: 'rate_limited', code: 'rate_limited' });
    heat.clock.advance(1_000);
    expect((await ask(token)).status).toBe(200);
  });

  test('count by API key, each for itself', async () => {
    const heat = await start({ apiPerKey: 1 });
    const project = await addProject(heat, 'Shop');
    const other = await addKey(heat, project.no, 'read');
    const ask = (bearer: string) => heat.call('GET', '/api/v1/projects/current', { bearer });
    for (let count = 0; count < burst; count += 1) expect((await ask(project.apiKey)).status).toBe(200);
    expect((await ask(project.apiKey)).status).toBe(429);
    const answer = await ask(other.secret);
    expect([answer.status, answer.headers.get('ratelimit')]).toEqual([200, `"key";r=${burst - 1};t=1`]);
  });

  test('count wrong credentials against their address, before anything is looked up', async () => {
    const heat = await start({ apiPerAddress: 1 });
    const statuses: number[] = [];
    for (let count = 0; count < burst + 2; count += 1) {
      statuses.push((await heat.call('GET', '/api/v1/user', { bearer: `guess-${count}` })).status);
    }
    expect(statuses).toEqual([...Array(burst).fill(401), 429, 429]);
  });

  test('leave health, files and the doors with limits of their own alone', async () => {
    const heat = await start({ apiPerAddress: 1 });
    for (let count = 0; count < burst + 2; count += 1) {
      expect((await heat.call('GET', '/health')).status).toBe(200);
      expect((await heat.call('OPTIONS', '/ingest')).status).toBe(204);
    }
    expect((await heat.call('GET', '/health')).headers.get('ratelimit')).toBeNull();
  });
});

test('the door for events says its limits too, and pages may read them', async () => {
  const heat = await start();
  const project = await addProject(heat, 'Shop');
  const answer = await heat.call('POST', `/ingest?key=${project.writeKey}`, { body: '{' });
  expect(answer.status).toBe(400);
  expect(answer.headers.get('ratelimit-policy')).toBe('"address";q=500;w=1, "key";q=5000;w=1');
  expect(answer.headers.get('ratelimit')).toBe('"address";r=499;t=1, "key";r=4999;t=1');
  expect(answer.headers.get('access-control-expose-headers')).toContain('ratelimit, ratelimit-policy');
});

test('rateHeaders() says nothing when nothing limits', () => {
  expect(rateHeaders([])).toEqual([]);
});

/** Sends one request over a connection of its own and gives the status. */
function statusOf(port: number, headers: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      const lines = ['GET /api/v1/setup HTTP/1.1', 'Host: localhost', 'Connection: close', ...headers];
      socket.write(`${lines.join('\r\n')}\r\n\r\n`);
    });
    let text = '';
    socket.on('data', (bytes) => {
      text += bytes.toString();
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0)));
  });
}

describe('a forged X-Forwarded-For, over real connections,', () => {
  const forgeries = (count: number): string[][] => [
    [`X-Forwarded-For: 203.0.${count}.7`],
    [`x-forwarded-for: 198.51.${count}.1, 127.0.0.1`],
    [`Forwarded: for=192.0.2.${count}`, `X-Real-IP: 203.0.${count}.9`],
    [`X-Forwarded-For: 203.0.${count}.7`, `X-Forwarded-For: 203.1.${count}.7`],
    [`True-Client-IP: 203.0.${count}.7`, `CF-Connecting-IP: 203.0.${count}.8`],
  ];

  test('changes nothing without a named proxy', async () => {
    const heat = await start({ apiPerAddress: 1 });
    const { port } = await heat.server.start();
    const sent = Array.from({ length: 4 }, (_, count) => forgeries(count)).flat();
    const statuses: number[] = [];
    for (const headers of sent) statuses.push(await statusOf(port, headers));
    expect(statuses).toEqual([...Array(burst).fill(200), ...Array(sent.length - burst).fill(429)]);
  });

  test('changes nothing behind a named proxy, which says whom it talks to', async () => {
    const heat = await start({ apiPerAddress: 1, trustProxy: '127.0.0.1' });
    const { port } = await heat.server.start();
    // What a proxy does: adds its peer to whatever the client claimed.
    const through = (peer: string, claimed: string) => statusOf(port, [`X-Forwarded-For: ${claimed}${peer}`]);
    for (let count = 0; count < burst; count += 1) {
      expect(await through('198.51.100.9', `203.0.${count}.7, 10.0.0.${count}, `)).toBe(200);
    }
    expect(await through('198.51.100.9', '203.0.113.77, ')).toBe(429);
    expect(await through('198.51.100.200', '')).toBe(429);
    expect(await through('198.51.101.9', '198.51.100.9, ')).toBe(200);
    expect(await through('2001:db8:1:2::3', '')).toBe(200);
  });

  test('changes nothing when another address is the named proxy', async () => {
    const heat = await start({ apiPerAddress: 1, trustProxy: '10.0.0.0/8,192.0.2.7' });
    const { port } = await heat.server.start();
    const statuses: number[] = [];
    for (let count = 0; count < burst + 1; count += 1) {
      statuses.push(await statusOf(port, [`X-Forwarded-For: 203.0.${count}.7, 10.0.0.1`]));
    }
    expect(statuses.at(-1)).toBe(429);
  });
});
