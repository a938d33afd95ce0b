import { describe, expect, test } from 'bun:test';
import type { WireEnvelope } from '../contract/wire.ts';
import { loadLayouts } from './layout.ts';
import { createLiveTraffic } from './live-traffic.ts';

type Seen = { sentAtMs: number; envelope: WireEnvelope };

/** Steps through `seconds` from `startMs`, and what was sent meanwhile. */
async function watch(startMs: number, seconds: number): Promise<Seen[]> {
  let nowMs = startMs;
  const seen: Seen[] = [];
  const traffic = createLiveTraffic({
    layouts: loadLayouts(),
    seed: 5,
    origin: 'http://shop.test',
    writeKey: 'hw_demo',
    nowMs: () => nowMs,
    async send({ body }) {
      seen.push({ sentAtMs: nowMs, envelope: JSON.parse(new TextDecoder().decode(body)) as WireEnvelope });
    },
  });
  for (let step = 0; step < seconds; step += 1) {
    await traffic.step();
    nowMs += 1_000;
  }
  return seen;
}

const NOON = Date.UTC(2026, 10, 22, 12);

/** First and last time that each session sent something, ms. */
function spansOf(seen: readonly Seen[]): { fromMs: number; toMs: number; visitor: string | undefined }[] {
  const spans = new Map<string, { fromMs: number; toMs: number; visitor: string | undefined }>();
  for (const { sentAtMs, envelope } of seen) {
    const { fromMs = sentAtMs } = spans.get(envelope.session.id) ?? {};
    spans.set(envelope.session.id, { fromMs, toMs: sentAtMs, visitor: envelope.visitorId });
  }
  return [...spans.values()];
}

describe('step()', () => {
  test('step() sends each event of each visit once, when its time has come, and never before', async () => {
    const sent = new Set<string>();
    for (const { sentAtMs, envelope } of await watch(NOON, 1_800)) {
      for (const event of envelope.events) {
        const id = `${envelope.session.id}/${envelope.t0}/${event.i}`;
        expect(sent.has(id)).toBe(false);
        sent.add(id);
        expect((envelope.t0 ?? 0) + event.t).toBeLessThanOrEqual(sentAtMs);
        expect((envelope.t0 ?? 0) + event.t).toBeGreaterThan(sentAtMs - 1_001);
      }
    }
    expect(sent.size).toBeGreaterThan(200);
  });

  test('step() has somebody to show within seconds, at night too', async () => {
    for (let hour = 0; hour < 24; hour += 1) {
      const seen = await watch(Date.UTC(2026, 10, 22, hour), 10);
      expect(seen.some(({ envelope }) => envelope.events.some(({ type }) => type === 'pageview'))).toBe(true);
    }
  });

  test('step() keeps to what the weeks before had: few people at once, about a visit a minute', async () => {
    const spans = spansOf(await watch(NOON, 3_600));
    expect(spans.length).toBeGreaterThan(20);
    expect(spans.length).toBeLessThan(90);
    expect(new Set(spans.map(({ visitor }) => visitor)).size).toBeLessThanOrEqual(40);
    for (const { fromMs: atMs } of spans) {
      const here = spans.filter(({ fromMs, toMs }) => fromMs <= atMs && toMs > atMs);
      expect(here.length).toBeLessThanOrEqual(4);
      expect(new Set(here.map(({ visitor }) => visitor)).size).toBe(here.length);
    }
  });
});
