import { expect, test } from 'bun:test';
import { asEnvelope, checkBatch } from '../../src/ingest/check/check.ts';
import { packEnvelope } from './envelope.ts';
import type { FramedEvent, Waiting } from './waiting.ts';

const T0 = Date.UTC(2026, 10, 21);
const home = { url: 'https://a.b/' };
const frame: Waiting['_frame'] = {
  v: 1,
  key: 'k',
  sdk: { name: 'heat', version: '0' },
  ids: 'abc-',
  session: { id: 's1', startedAt: T0 },
  views: [[800, 600, 1]],
  pages: [home],
  t0: T0,
};
const button = { tag: 'button', id: 'buy' };

function waiting(event: FramedEvent): Waiting {
  return { _event: event, _frame: frame, _page: home, _bytes: 0 };
}

const batch = [
  waiting({ type: 'pageview', i: 0, t: 0 }),
  waiting({ type: 'click', i: 1, t: 5, x: 1, y: 2, e: button }),
  waiting({ type: 'click', i: 2, t: 6, x: 1, y: 2, e: { ...button } }),
  waiting({
    type: 'scroll',
    i: 3,
    t: 7,
    scrollY: 0,
    scrollDepthPct: 5,
    sections: [
      [{ tag: 'main' }, 9, 1, 2],
      [button, 8, 3, 4],
    ],
  }),
];

test('packEnvelope() states once what repeats and refers to it by place', () => {
  const envelope = JSON.parse(packEnvelope(batch, undefined, T0 + 99));
  expect(envelope).toEqual({
    ...frame,
    sentAt: T0 + 99,
    elements: [button, { tag: 'main' }],
    events: [
      { type: 'pageview', i: 0, t: 0 },
      { type: 'click', i: 1, t: 5, x: 1, y: 2, e: 0 },
      { type: 'click', i: 2, t: 6, x: 1, y: 2, e: 0 },
      {
        type: 'scroll',
        i: 3,
        t: 7,
        scrollY: 0,
        scrollDepthPct: 5,
        sections: [
          [1, 9, 1, 2],
          [0, 8, 3, 4],
        ],
      },
    ],
  });
});

test('packEnvelope() carries the token of a signed-in visitor, and none without', () => {
  expect(JSON.parse(packEnvelope(batch, 'a.b.c')).token).toBe('a.b.c');
  expect(packEnvelope(batch)).not.toContain('token');
});

test('packEnvelope() makes what the server accepts, with ids that do not change at the next try', () => {
  const sender = { userAgent: null, language: null, host: 'a.b' };
  const read = (sentAt: number) =>
    checkBatch(asEnvelope(JSON.parse(packEnvelope(batch, 'a.b.c', sentAt))), sender);
  const first = read(T0 + 99);
  expect(first.rejected).toEqual([]);
  expect(read(T0 + 999).batch.events).toEqual(first.batch.events);
  expect(first.batch.events.map(({ id }) => id)).toEqual(['abc-0', 'abc-1', 'abc-2', 'abc-3']);
});
