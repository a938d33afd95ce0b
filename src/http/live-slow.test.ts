// Readers that do not read: cut off, and nobody else notices.

import { afterAll, beforeAll, expect, test } from 'bun:test';
import { openStreamReader } from '../../test/support/live-readers.ts';
import { addProject, openTestHeat, type TestHeat } from '../../test/support/test-heat.ts';
import { LIMITS } from '../contract/limits.ts';
import type { LiveFact } from '../contract/live.ts';

let heat: TestHeat;
let port: number;
let project: Awaited<ReturnType<typeof addProject>>;

beforeAll(async () => {
  heat = await openTestHeat();
  project = await addProject(heat, 'Mine');
  ({ port } = await heat.server.start());
});
afterAll(() => heat.close());

const fact = (seq: number): LiveFact => ({
  id: `${seq}.0`,
  eventId: `e${seq}`,
  type: 'pageview',
  tsMs: heat.clock.nowMs(),
  session: 1,
  part: 0,
  visitor: 'v',
  userId: null,
  page: 1,
  host: 'shop.test',
  path: `/${'x'.repeat(100_000)}`,
  title: null,
  element: null,
  descriptor: null,
  bin: null,
  point: null,
  flags: [],
  name: null,
  device: null,
  browser: null,
  os: null,
  country: null,
  source: null,
});

/** A connection that sends its request and then neither reads nor answers. */
async function openDeaf(extra = ''): Promise<{ end: () => void }> {
  const socket = await Bun.connect({ hostname: '127.0.0.1', port, socket: { data: () => {} } });
  socket.pause();
  socket.write(
    `GET /api/v1/projects/${project.id}/live HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: Bearer ${project.apiKey}\r\n${extra}\r\n`,
  );
  while (heat.rooms.live.connections() === 0) await Bun.sleep(5);
  return socket;
}

const UPGRADE =
  'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n';

test.each([
  ['stream', ''],
  ['WebSocket', UPGRADE],
])(
  'a %s whose reader takes nothing ends once more than the backlog waits, memory stays flat',
  async (_, extra) => {
    const socket = await openDeaf(extra);
    const before = process.memoryUsage().rss;
    let sent = 0;
    while (heat.rooms.live.connections() > 0 && sent < 2_000) {
      heat.rooms.live.take([{ projectNo: project.no, facts: [fact(sent)] }]);
      sent += 1;
      if (sent % 10 === 0) await Bun.sleep(1);
    }
    expect(heat.rooms.live.connections()).toBe(0);
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1_048_576);
    socket.end();
  },
);

test('a WebSocket that answers no ping ends, one that reads goes on', async () => {
  const socket = await openDeaf(UPGRADE);
  const url = `http://127.0.0.1:${port}/api/v1/projects/${project.id}/live`;
  const reader = await openStreamReader(url, { headers: { authorization: `Bearer ${project.apiKey}` } });
  await reader.next('state');
  expect(heat.rooms.live.connections()).toBe(2);
  heat.clock.advance(LIMITS.liveSilenceMs);
  while (heat.rooms.live.connections() > 1) await Bun.sleep(20);
  heat.rooms.live.tick();
  await reader.next('state');
  await reader.close();
  socket.end();
});
