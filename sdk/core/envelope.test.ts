import { expect, test } from 'bun:test';
import { asEnvelope, checkBatch } from '../../src/ingest/check/check.ts';
import { packEnvelope } from './envelope.ts';
import type { FramedEvent, Waiting } from './waiting.ts';

const T0 = Date.UTC(2026, 10, 21);
const head = { v: 1, key: 'k', sdk: { name: 'heat', version: '0' }, ids: 'abc-' } as const;
const session = { id: 's1', startedAt: T0, lastSeenAt: T0 + 10, roll: 0 };
const home = { url: 'https://a.b/' };
const button = { tag: 'button', id: 'buy' };

function waiting(event: FramedEvent, more: Partial<Waiting> = {}): Waiting {
  return { event, page: home, view: [800, 600, 1], session, bytes: 0, tries: 0, ...more };
}

const batch = [
  waiting({ type: 'pageview', i: 0, t: T0 }),
  waiting({ type: 'click', i: 1, t: T0 + 5, x: 1, y: 2, e: button }),
  waiting(
    { type: 'click', i: 2, t: T0 + 6, x: 1, y: 2, e: { ...button } },
    { page: { url: 'https://a.b/c' } },
  ),
  waiting(
    {
      type: 'scroll',
      i: 3,
      t: T0 + 7,
      scrollY: 0,
      scrollDepthPct: 5,
      sections: [
        [{ tag: 'main' }, 9, 1, 2],
        [button, 8, 3, 4],
      ],
    },
    { view: [400, 600, 2] },
  ),
];

test('packEnvelope() states once what repeats and refers to it by place', () => {
  const envelope = JSON.parse(JSON.stringify(packEnvelope(head, batch, T0 + 99)));
  expect(envelope).toMatchObject({
    sentAt: T0 + 99,
    t0: T0,
    session: { id: 's1', startedAt: T0, lastSeenAt: T0 + 10 },
    pages: [home, { url: 'https://a.b/c' }],
    views: [
      [800, 600, 1],
      [400, 600, 2],
    ],
    elements: [button, { tag: 'main' }],
  });
  expect(envelope.session.roll).toBeUndefined();
  expect(envelope.events).toEqual([
    { type: 'pageview', i: 0, t: 0 },
    { type: 'click', i: 1, t: 5, x: 1, y: 2, e: 0 },
    { type: 'click', i: 2, t: 6, x: 1, y: 2, e: 0, p: 1 },
    {
      type: 'scroll',
      i: 3,
      t: 7,
      v: 1,
      scrollY: 0,
      scrollDepthPct: 5,
      sections: [
        [1, 9, 1, 2],
        [0, 8, 3, 4],
      ],
    },
  ]);
});

test('packEnvelope() makes what the server accepts, with ids that do not change at the next try', () => {
  const sender = { userAgent: null, language: null, host: 'a.b' };
  const read = (sentAt: number) =>
    checkBatch(asEnvelope(JSON.parse(JSON.stringify(packEnvelope(head, batch, sentAt)))), sender);
  const first = read(T0 + 99);
  expect(first.rejected).toEqual([]);
  expect(read(T0 + 999).batch.events).toEqual(first.batch.events);
  expect(first.batch.events.map(({ id }) => id)).toEqual(['abc-0', 'abc-1', 'abc-2', 'abc-3']);
});
