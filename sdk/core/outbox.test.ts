// The outbox against a real server: order, sizes and retries. Beacons are tested in a browser.

import { afterEach, expect, test } from 'bun:test';
import type { Core, Occasion } from './core.ts';
import { createJudge } from './judge-answers.ts';
import { createOutbox } from './outbox.ts';
import type { Frame, Waiting } from './waiting.ts';

type Sent = { bytes: number; names: string[]; sessionId: string; token?: string };
let server: ReturnType<typeof Bun.serve> | undefined;
afterEach(() => server?.stop(true));

function open(answers: number[] = [], settings: { maxEvents?: number } = {}) {
  const sent: Sent[] = [];
  server = Bun.serve({
    port: 0,
    async fetch(request) {
      const text = await request.text();
      const { events, session, token } = JSON.parse(text);
      const names = events.map(({ name }: { name: string }) => name.slice(0, 3));
      sent.push({ bytes: text.length, names, sessionId: session.id, token });
      return new Response('{}', { status: answers.shift() ?? 200 });
    },
  });
  const core = {
    _endpoint: server.url.href,
    _isOn: true,
    _settings: { projectKey: 'k', ...settings },
  } as unknown as Core;
  core._collect = () => {};
  createOutbox(core);
  core._judge = createJudge(() => {});
  const add = (one: Waiting) => core._waiting.push(one);
  return { core, outbox: { add, send: (occasion?: Occasion) => core._send(occasion) }, sent };
}

const frames = new Map<string, Frame>();
/** The same object for the same session. */
function frameOf(id: string): Frame {
  const frame = frames.get(id) ?? ({ session: { id } } as Frame);
  frames.set(id, frame);
  return frame;
}

function entry(name: string, { type = 'custom', sessionId = 's', isHeld = false } = {}): Waiting {
  return {
    _event: { type, name, i: 0, t: 0 } as never,
    _frame: frameOf(sessionId),
    _page: { url: '' },
    _bytes: name.length,
    _isHeld: isHeld,
  };
}

test('send() sends batches of one group each, oldest first', async () => {
  const { outbox, sent } = open();
  for (const [name, sessionId] of [
    ['a1', 'a'],
    ['b1', 'b'],
    ['a2', 'a'],
  ] as const)
    outbox.add(entry(name, { sessionId }));
  await outbox.send();
  expect(sent.map(({ names, sessionId }) => [sessionId, ...names])).toEqual([
    ['a', 'a1', 'a2'],
    ['b', 'b1'],
  ]);
});

test('send() keeps bodies so small that two of them may outlive a page', async () => {
  const { outbox, sent } = open();
  for (let at = 0; at < 20; at++) outbox.add(entry(`${String(at).padStart(3, '0')}${'x'.repeat(10_000)}`));
  await outbox.send();
  for (const deadline = Date.now() + 5000; sent.length < 10 && Date.now() < deadline; ) await Bun.sleep(10);
  expect(Math.max(...sent.map(({ bytes }) => bytes))).toBeLessThanOrEqual(32_768);
  const names = sent.flatMap((one) => one.names);
  expect(names).toHaveLength(20);
  expect(new Set(names).size).toBe(20);
});

test('send() carries the token of a signed-in visitor as it is at that try, and none without', async () => {
  const { core, outbox, sent } = open([503]);
  outbox.add(entry('one'));
  await outbox.send();
  core._token = 'a.b.c';
  for (const deadline = Date.now() + 20_000; sent.length < 2 && Date.now() < deadline; ) await Bun.sleep(20);
  expect(sent.map(({ token }) => token)).toEqual([undefined, 'a.b.c']);
});

test('send() leaves what awaits its verdict', async () => {
  const { core, outbox, sent } = open();
  outbox.add(entry('hel', { isHeld: true }));
  outbox.add(entry('fre'));
  await outbox.send();
  expect(sent.map(({ names }) => names)).toEqual([['fre']]);
  await outbox.send('visibilitychange');
  expect(sent.map(({ names }) => names)).toEqual([['fre'], ['hel']]);
  expect(core._waiting).toEqual([]);
});

test('send() puts no more events into a batch than the site wants', async () => {
  const { outbox, sent } = open([], { maxEvents: 2 });
  for (const name of ['one', 'two', 'six']) outbox.add(entry(name));
  await outbox.send();
  expect(sent.map(({ names }) => names)).toEqual([['one', 'two'], ['six']]);
});

test('a batch that the server fails on lets others go first', async () => {
  const { outbox, sent } = open([500]);
  outbox.add(entry('bad', { sessionId: 'x' }));
  const first = outbox.send();
  outbox.add(entry('new'));
  await first;
  for (const deadline = Date.now() + 5000; sent.length < 3 && Date.now() < deadline; ) await Bun.sleep(20);
  expect(sent.map(({ names }) => names)).toEqual([['bad'], ['new'], ['bad']]);
});

test('before the part that judges answers has come, refusals are final and all else is tried again', async () => {
  const { core, outbox, sent } = open([400, 200, 503]);
  const { _judge } = open().core;
  createOutbox(Object.assign(core, { _waiting: [] }));
  for (const name of ['bad', 'goo']) outbox.add(entry(name, { sessionId: name }));
  await outbox.send();
  expect(sent.map(({ names }) => names)).toEqual([['bad'], ['goo']]);
  outbox.add(entry('ret'));
  await outbox.send();
  expect(core._waiting.map(({ _event }) => (_event as { name: string }).name)).toEqual(['ret']);
  expect(_judge()).toBeGreaterThan(0);
});

test.each([408, 429, 500, 502, 503, 504])(
  'before that part has come, %i is asked again after ten seconds, not sooner',
  (status) => {
    const { core } = open();
    createOutbox(core);
    expect(core._judge(new Response(null, { status }))).toBe(10_000);
  },
);

test.each([
  [429, '30', 10_000],
  [503, '1', 10_000],
  [408, null, 10_000],
  [400, '30', 0],
])(
  'before that part has come, %i with Retry-After: %s is asked again after %i ms',
  (status, seconds, delayMs) => {
    const { core } = open();
    createOutbox(core);
    const headers = seconds === null ? undefined : { 'retry-after': seconds };
    expect(core._judge(new Response(null, { status, headers }))).toBe(delayMs);
  },
);

test.each([200, 204, 400, 401, 403, 404, 413, 422])('before that part has come, %i is final', (status) => {
  const { core } = open();
  createOutbox(core);
  expect(core._judge(new Response(null, { status }))).toBe(0);
});

test('a batch that failed is not kept when the visitor has refused meanwhile', async () => {
  const { core, outbox, sent } = open([503]);
  outbox.add(entry('one'));
  const sending = outbox.send();
  while (!core._underWay.length) await null;
  core._isOn = false;
  core._waiting = [];
  await sending;
  await Bun.sleep(1100);
  expect(core._waiting).toEqual([]);
  expect(sent).toHaveLength(1);
});

test('what is being packed when the visitor refuses is not sent', async () => {
  const { core, outbox, sent } = open();
  let packed = () => {};
  core._pack = () => new Promise((resolve) => (packed = () => resolve(undefined)));
  outbox.add(entry('one'));
  const sending = outbox.send();
  core._isOn = false;
  core._waiting = [];
  packed();
  await sending;
  expect(sent).toEqual([]);
  core._isOn = true;
  outbox.add(entry('two'));
  const later = outbox.send();
  packed();
  await later;
  expect(sent.map(({ names }) => names)).toEqual([['two']]);
});
