// The server on a real port: start, limits of the transport, and an orderly stop.

import { expect, test } from 'bun:test';
import { addProject, openTestHeat, signUpOwner } from '../../test/support/test-heat.ts';
import { LIMITS } from '../contract/limits.ts';
import { HeatError } from '../lib/errors.ts';

test('start() listens, answers like handle(), and a second server is told the port is taken', async () => {
  const heat = await openTestHeat();
  const { url, port } = await heat.server.start();
  expect(url).toBe(`http://127.0.0.1:${port}`);
  expect(await (await fetch(`${url}/health`)).json()).toEqual({ status: 'ok', version: 'dev' });
  const head = await fetch(`${url}/health`, { method: 'HEAD' });
  expect([head.status, await head.text()]).toEqual([200, '']);
  const wrong = await fetch(`${url}/ingest`, { method: 'DELETE' });
  expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'POST, OPTIONS']);
  expect(wrong.headers.get('x-request-id')).toBeTruthy();

  const second = await openTestHeat({ flags: { port } });
  const failure = await second.server.start().catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(HeatError);
  expect((failure as HeatError).message).toContain(String(port));
  await second.close();
  await heat.close();
});

test('answers a Host header that is no host, and never repeats it', async () => {
  const heat = await openTestHeat();
  const { port } = await heat.server.start();
  const { id, apiKey } = await addProject(heat, 'Shop');
  const asking = (path: string, host: string) =>
    speak(
      port,
      `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${apiKey}\r\nConnection: close\r\n\r\n`,
    );
  for (const host of ['', '"><script>', 'a b', 'user@evil.example']) {
    const nothing = await asking('/nothing', host);
    expect([host, nothing.split(' ')[1]]).toEqual([host, '404']);
    const snippet = await asking(`/api/v1/projects/${id}/snippet`, host);
    expect([host, snippet.split(' ')[1]]).toEqual([host, '400']);
    expect(snippet).toContain('bad_host');
    expect(snippet).not.toContain('script');
  }
  expect(await asking(`/api/v1/projects/${id}/snippet`, 'heat.example:81')).toContain(
    'http://heat.example:81/heat.js',
  );
  await heat.close();
});

test('a client that goes away in the middle of a body is no error in the log', async () => {
  const heat = await openTestHeat();
  const { port } = await heat.server.start();
  await speak(
    port,
    'POST /ingest HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n',
  );
  while (!heat.logged.some((line) => line.includes('request cancelled'))) await Bun.sleep(1);
  expect(heat.logged.filter((line) => line.includes('"error"'))).toEqual([]);
  await heat.close();
});

test('/metrics answers this machine without a credential, but nobody behind a proxy', async () => {
  const heat = await openTestHeat();
  const { url } = await heat.server.start();
  expect((await fetch(`${url}/metrics`)).status).toBe(200);
  expect((await fetch(`${url}/metrics`, { headers: { 'x-forwarded-for': '203.0.113.1' } })).status).toBe(401);
  expect((await fetch(`${url}/metrics`, { headers: { authorization: 'Bearer x' } })).status).toBe(401);
  await heat.close();
});

test('bodies over the limits are refused and the server lives', async () => {
  const heat = await openTestHeat();
  const { url } = await heat.server.start();
  const { writeKey } = await addProject(heat, 'Shop');
  const send = (bytes: number) =>
    fetch(`${url}/ingest?key=${writeKey}`, { method: 'POST', body: new Uint8Array(bytes).fill(32) });
  const over = await send(LIMITS.bodyBytes + 1);
  expect([over.status, await over.json()]).toMatchObject([413, { code: 'body_too_large' }]);
  expect((await send(LIMITS.transportBodyBytes + 1)).status).toBe(413);
  const chunked = await fetch(`${url}/ingest?key=${writeKey}`, {
    method: 'POST',
    body: new ReadableStream({
      pull(controller) {
        controller.enqueue(new Uint8Array(65_536).fill(32));
      },
    }),
  }).catch(() => null);
  expect(chunked?.status ?? 413).toBe(413);
  expect((await fetch(`${url}/health`)).status).toBe(200);
  await heat.close();
});

test('the cookie is a plain one on http, and secure behind a trusted proxy that speaks https', async () => {
  const heat = await openTestHeat({ flags: { trustProxy: 'loopback' } });
  const { url } = await heat.server.start();
  await signUpOwner(heat);
  const signIn = async (headers: Record<string, string>) => {
    const answer = await fetch(`${url}/api/v1/auth/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ email: 'owner@example.com', password: 'correct horse battery staple' }),
    });
    return answer.headers.get('set-cookie') ?? '';
  };
  expect(await signIn({})).toMatch(/^heat=.*SameSite=Strict$/);
  expect(await signIn({ 'x-forwarded-proto': 'https' })).toMatch(/^__Host-heat=.*Secure$/);
  await heat.close();
});

test('stop() lets a request in flight finish, answers 503 on health and takes nothing new', async () => {
  const heat = await openTestHeat();
  const { url } = await heat.server.start();
  const gate = Promise.withResolvers<void>();
  const arrived = Promise.withResolvers<void>();
  const stats = heat.rooms.accounts.needsOwner;
  heat.rooms.accounts.needsOwner = async () => {
    arrived.resolve();
    await gate.promise;
    return stats();
  };
  const inFlight = fetch(`${url}/api/v1/setup`);
  await arrived.promise;
  const stopped = heat.server.stop();
  const health = await heat.call('GET', '/health');
  expect([health.status, await health.json()]).toMatchObject([503, { code: 'stopping' }]);
  expect(
    await fetch(`${url}/health`).then(
      ({ status }) => status,
      () => 'refused',
    ),
  ).toBe('refused');
  gate.resolve();
  expect((await inFlight).status).toBe(200);
  await stopped;
  await heat.close();
});

/** Sends bytes as they are and gives what comes back until the connection ends. */
async function speak(port: number, bytes: string): Promise<string> {
  const ended = Promise.withResolvers<string>();
  let said = '';
  await Bun.connect({
    hostname: '127.0.0.1',
    port,
    socket: {
      open(socket) {
        socket.write(bytes);
      },
      data(_, chunk) {
        said += chunk.toString();
      },
      close: () => ended.resolve(said),
    },
  });
  return ended.promise;
}
