// Clients that are slow: those that mean it are cut, an honest phone is not, and a reader who stops reading costs
// nothing. What the transport itself promises is asserted too, because other versions of it differ.

import { expect, test } from 'bun:test';
import { compactBody, compactEvents, NOW_MS } from '../../test/support/ingest-bodies.ts';
import { addProject, openTestHeat, type TestHeat } from '../../test/support/test-heat.ts';
import { LIMITS } from '../contract/limits.ts';

const HEADER_SECONDS = 15;
const HEAD = 'POST /ingest HTTP/1.1\r\nHost: heat\r\n';

test('the idle time of a connection is bounded', () => {
  expect(LIMITS.idleTimeoutSeconds).toBeGreaterThan(0);
  expect(LIMITS.idleTimeoutSeconds).toBeLessThanOrEqual(30);
  // A report that waited and ran as long as it may still comes to its error.
  expect(LIMITS.answerIdleSeconds * 1000).toBeGreaterThan(2 * LIMITS.queryMs + 10_000);
});

test('cuts mute connections and trickled headers in time, and takes a body at 8 KB a second', async () => {
  const heat = await openTestHeat();
  const { port } = await heat.server.start();
  const { writeKey } = await addProject(heat, 'Shop');
  const body = JSON.stringify(compactBody(undefined, { key: writeKey, pad: 'x'.repeat(60_000) }));
  const head = `${HEAD}Connection: close\r\nContent-Length: ${body.length}\r\n\r\n`;
  const [mute, trickle, phone] = await Promise.all([
    connect(port, { opening: '', piece: () => null }),
    connect(port, { opening: `${HEAD}X: `, piece: () => 'a' }),
    connect(port, { opening: head, piece: (n) => body.slice(n * 8192, (n + 1) * 8192) || null }),
  ]);
  expect(mute.seconds).toBeLessThan(HEADER_SECONDS);
  expect(trickle.seconds).toBeLessThan(HEADER_SECONDS);
  expect(phone.said).toStartWith('HTTP/1.1 200 ');
  expect(phone.seconds).toBeGreaterThan(6);
  await heat.close();
}, 30_000);

test('an export asks for no more rows while its reader does not read', async () => {
  const heat = await openTestHeat();
  const { id, writeKey, apiKey } = await addProject(heat, 'Shop');
  await sendSessions(heat, writeKey, 3 * LIMITS.exportRows);
  const ask = heat.rooms.reports.sessions;
  let questions = 0;
  heat.rooms.reports.sessions = (...args) => {
    questions += 1;
    return ask(...args);
  };
  const answer = await heat.call('GET', `/api/v1/projects/${id}/export/sessions?period=24h`, {
    bearer: apiKey,
  });
  const reader = answer.body!.getReader();
  await reader.read();
  await Bun.sleep(50);
  expect(questions).toBeLessThanOrEqual(2);
  let pieces = 1;
  while (!(await reader.read()).done) pieces += 1;
  expect([pieces, questions]).toEqual([4, 3]);
  await heat.close();
});

async function sendSessions(heat: TestHeat, key: string, count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    const session = { id: `session-${n}`, startedAt: NOW_MS, lastSeenAt: NOW_MS };
    const json = compactBody([compactEvents.pageview], { key, session });
    expect((await heat.call('POST', '/ingest', { json })).status).toBe(200);
    // The limiter of an address must not run dry.
    heat.clock.advance(2);
  }
  await heat.applyAll();
}

/** Sends a piece every second until there is none; tells what came back and when the connection ended. */
async function connect(
  port: number,
  client: { opening: string; piece: (n: number) => string | null },
): Promise<{ said: string; seconds: number }> {
  const ended = Promise.withResolvers<void>();
  const startedAt = performance.now();
  let said = '';
  const socket = await Bun.connect({
    hostname: '127.0.0.1',
    port,
    socket: {
      data(_, chunk) {
        said += chunk.toString();
      },
      close: () => ended.resolve(),
    },
  });
  socket.write(client.opening);
  let n = 0;
  const timer = setInterval(() => {
    const piece = client.piece(n);
    n += 1;
    if (piece !== null) socket.write(piece);
  }, 1000);
  await ended.promise;
  clearInterval(timer);
  return { said, seconds: (performance.now() - startedAt) / 1000 };
}
