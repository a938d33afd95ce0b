import { expect, test } from 'bun:test';
import type { WireEnvelope } from '../contract/wire.ts';
import { loadLayout } from './layout.ts';
import { createLiveTraffic } from './live-traffic.ts';

test('step() sends each event of each visit once, when its time has come, and never before', async () => {
  let nowMs = Date.UTC(2026, 10, 22, 12);
  const sent = new Map<string, number>();
  const traffic = createLiveTraffic({
    layout: loadLayout(),
    seed: 5,
    origin: 'http://shop.test',
    writeKey: 'hw_demo',
    nowMs: () => nowMs,
    async send({ body }) {
      const envelope = JSON.parse(new TextDecoder().decode(body)) as WireEnvelope;
      for (const event of envelope.events) {
        const id = `${envelope.session.id}/${envelope.t0}/${event.i}`;
        expect(sent.has(id)).toBe(false);
        sent.set(id, envelope.t0 + event.t);
        expect(envelope.t0 + event.t).toBeLessThanOrEqual(nowMs);
        expect(envelope.t0 + event.t).toBeGreaterThan(nowMs - 1_001);
      }
    },
  });
  for (let step = 0; step < 300; step += 1) {
    await traffic.step();
    nowMs += 1_000;
  }
  expect(sent.size).toBeGreaterThan(200);
});
