import { expect, test } from 'bun:test';
import { asEnvelope, checkBatch } from '../../src/ingest/check/check.ts';
import { referBatch } from './refer.ts';
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

const pack = (sentAt: number) => ({ ...frame, token: 'a.b.c', sentAt, ...referBatch(batch) });

test('referBatch() states once what repeats and refers to it by place', () => {
  expect(JSON.parse(JSON.stringify(referBatch(batch)))).toEqual({
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

test('referBatch() makes what the server accepts, with ids that do not change at the next try', () => {
  const sender = { userAgent: null, language: null, host: 'a.b' };
  const read = (sentAt: number) => checkBatch(asEnvelope(JSON.parse(JSON.stringify(pack(sentAt)))), sender);
  const first = read(T0 + 99);
  expect(first.rejected).toEqual([]);
  expect(read(T0 + 999).batch.events).toEqual(first.batch.events);
  expect(first.batch.events.map(({ id }) => id)).toEqual(['abc-0', 'abc-1', 'abc-2', 'abc-3']);
});

test('the server reads the same out of events that carry their elements as out of those that refer to them', () => {
  const sender = { userAgent: null, language: null, host: 'a.b' };
  const clicks = batch.filter(({ _event }) => _event.type === 'click');
  const [carried, referred] = [{ events: clicks.map(({ _event }) => _event) }, referBatch(clicks)].map(
    (told) => checkBatch(asEnvelope(JSON.parse(JSON.stringify({ ...frame, sentAt: T0, ...told }))), sender),
  );
  const elementsOf = ({ batch: read, rejected }: NonNullable<typeof carried>) => {
    expect(rejected).toEqual([]);
    return read.events.map(({ e = -1 }) => read.elements[e]);
  };
  expect(elementsOf(carried as never)).toEqual(elementsOf(referred as never));
  expect(elementsOf(carried as never)).toEqual([button, button]);
});
