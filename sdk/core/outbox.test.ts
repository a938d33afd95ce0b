// The outbox against a real server: order, sizes and retries. Beacons are tested in a browser.

import { afterEach, expect, test } from 'bun:test';
import { createOutbox } from './outbox.ts';
import type { Waiting } from './waiting.ts';

type Sent = { bytes: number; names: string[] };
let server: ReturnType<typeof Bun.serve> | undefined;
afterEach(() => server?.stop(true));

function open(answers: number[] = [], limits: { maxEvents?: number; maxBytes?: number } = {}) {
  const sent: Sent[] = [];
  server = Bun.serve({
    port: 0,
    async fetch(request) {
      const text = await request.text();
      sent.push({ bytes: text.length, names: text.split('|').map((part) => part.slice(0, 3)) });
      return new Response('{}', { status: answers.shift() ?? 200 });
    },
  });
  const outbox = createOutbox({
    endpoint: server.url.href,
    maxEvents: 50,
    maxBytes: 1_000_000,
    encode: (batch) => batch.map(({ event }) => (event as unknown as { text: string }).text).join('|'),
    headers: () => ({}),
    ...limits,
  });
  return { outbox, sent };
}

function entry(text: string, { type = 'click', sessionId = 's', tries = 0 } = {}): Waiting {
  return {
    event: { type, text },
    session: { id: sessionId },
    bytes: text.length,
    tries,
  } as unknown as Waiting;
}

test('pump() sends batches of one session each, oldest first', async () => {
  const { outbox, sent } = open();
  for (const [text, sessionId] of [
    ['a1', 'a'],
    ['b1', 'b'],
    ['a2', 'a'],
  ] as const)
    outbox.add(entry(text, { sessionId }));
  await outbox.pump();
  expect(sent.map(({ names }) => names)).toEqual([['a1', 'a2'], ['b1']]);
});

test('pump() keeps bodies below 60 KiB', async () => {
  const { outbox, sent } = open();
  for (let at = 0; at < 20; at++) outbox.add(entry(`${String(at).padStart(3, '0')}${'x'.repeat(10_000)}`));
  await outbox.pump();
  expect(Math.max(...sent.map(({ bytes }) => bytes))).toBeLessThanOrEqual(61_440);
  expect(sent.flatMap(({ names }) => names)).toHaveLength(20);
  expect(new Set(sent.flatMap(({ names }) => names)).size).toBe(20);
});

test('add() sends at once when a batch is full', async () => {
  const { outbox, sent } = open([], { maxEvents: 3 });
  for (const text of ['one', 'two', 'six']) outbox.add(entry(text));
  await Bun.sleep(50);
  expect(sent).toEqual([{ bytes: 11, names: ['one', 'two', 'six'] }]);
});

test('add() gives up moves and scrolls before clicks when the outbox is full', async () => {
  const { outbox, sent } = open([], { maxBytes: 9 });
  outbox.add(entry('scr', { type: 'scroll' }));
  outbox.add(entry('cli'));
  outbox.add(entry('mov', { type: 'move' }));
  outbox.add(entry('cl2'));
  outbox.add(entry('cl3'));
  await outbox.pump();
  expect(sent[0]?.names).toEqual(['cli', 'cl2', 'cl3']);
});

test('a batch that the server fails on does not keep others back for ever', async () => {
  const { outbox, sent } = open([500]);
  outbox.add(entry('bad', { tries: 4 }));
  await outbox.pump();
  outbox.add(entry('new'));
  // The pause after one failure is at most a second.
  for (const deadline = Date.now() + 5000; sent.length < 3 && Date.now() < deadline; ) await Bun.sleep(20);
  expect(sent.map(({ names }) => names)).toEqual([['bad'], ['bad'], ['new']]);
});
