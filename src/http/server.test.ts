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
