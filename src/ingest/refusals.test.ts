import { expect, test } from 'bun:test';
import { compactBody } from '../../test/support/ingest-bodies.ts';
import { LISTED_KEY, openDoor } from '../../test/support/open-door.ts';
import { testClock } from '../../test/support/test-clock.ts';
import { HeatError } from '../lib/errors.ts';
import { createLog } from '../lib/log.ts';
import { createRefusals, hostOf } from './refusals.ts';

const fault = (code: string) => new HeatError({ kind: 'forbidden', code, message: 'no' });
const shop = { no: 1, id: 'shop' };

test('of() counts the last 24 hours of one project, and totals() everything', () => {
  const clock = testClock();
  const startMs = clock.nowMs();
  const refusals = createRefusals({ clock });
  const note = (code: string, origin: string | null = null) =>
    refusals.note({ project: shop, error: fault(code), origin });
  note('old');
  note('wrong_origin', 'https://a.example');
  clock.advance(20 * 3_600_000);
  note('wrong_origin', 'https://b.example:8443/path');
  note('wrong_origin', 'javascript:alert(1)');
  note('rate_limited', 'https://c.example');
  refusals.note({ project: { no: 2, id: 'blog' }, error: fault('wrong_origin'), origin: null });
  refusals.note({ project: null, error: fault('unknown_key'), origin: null });
  const lastAtMs = clock.nowMs();
  expect(refusals.of(1)).toEqual({
    sinceMs: startMs,
    items: [
      { code: 'wrong_origin', count: 3, lastAtMs, lastHost: null },
      { code: 'old', count: 1, lastAtMs: startMs, lastHost: null },
      { code: 'rate_limited', count: 1, lastAtMs, lastHost: 'c.example' },
    ],
  });
  clock.advance(10 * 3_600_000);
  const { sinceMs, items } = refusals.of(1);
  expect(items.map(({ code, count }) => [code, count])).toEqual([
    ['wrong_origin', 2],
    ['rate_limited', 1],
  ]);
  expect(clock.nowMs() - sinceMs).toBeLessThanOrEqual(24 * 3_600_000);
  expect(refusals.of(3).items).toEqual([]);
  expect(refusals.totals()).toContainEqual({ project: 'shop', code: 'wrong_origin', count: 3 });
  expect(refusals.totals()).toContainEqual({ project: '', code: 'unknown_key', count: 1 });
});

test('note() logs a line for each project and reason, once a minute', () => {
  const clock = testClock();
  const lines: string[] = [];
  const log = createLog('warn', (line) => lines.push(line), clock.nowMs);
  const refusals = createRefusals({ clock, log });
  const note = (code: string) =>
    refusals.note({ project: shop, error: fault(code), origin: 'https://a.example/secret?q=1' });
  for (let n = 0; n < 100; n += 1) note('wrong_origin');
  note('wrong_scope');
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { level: 'warn', message: 'Refused events of project shop: wrong_origin', host: 'a.example' },
    { message: 'Refused events of project shop: wrong_scope' },
  ]);
  clock.advance(61_000);
  note('wrong_origin');
  expect(JSON.parse(lines[2] ?? '')).toMatchObject({ repeats: 99 });
  expect(lines.join('')).not.toContain('secret');
});

test.each([
  ['https://A.example', 'a.example'],
  ['http://localhost:3000', 'localhost:3000'],
  ['null', null],
  ['javascript:1', null],
  [`https://${'a'.repeat(300)}.example`, null],
  ['x'.repeat(100_000), null],
  [null, null],
])('hostOf(%p) is %p', (origin, host) => {
  expect(hostOf(origin)).toBe(host);
});

test('handle() says which origin or key is refused and where that is mended, and counts it by project', async () => {
  await using door = await openDoor();
  const send = (change: Parameters<typeof door.send>[0]) =>
    door.send({ json: compactBody(), ...change }).then(
      () => 'accepted',
      (error: Error) => error.message,
    );
  const wrong = await send({ headerKey: LISTED_KEY, origin: 'https://evil.example' });
  expect(wrong).toContain('https://evil.example');
  expect(wrong).toContain('"listed"');
  expect(wrong).toContain('settings');
  expect(await send({ headerKey: LISTED_KEY, origin: '<img src=x>' })).not.toContain('<');
  expect(await send({ headerKey: LISTED_KEY, origin: null })).toContain('names no web origin');
  const unknown = await send({ headerKey: 'hw_old' });
  expect(unknown).toContain('unknown or was replaced');
  expect(unknown).toContain('snippet');
  expect(await send({ headerKey: LISTED_KEY, origin: 'https://shop.example', json: { events: 7 } })).not.toBe(
    'accepted',
  );
  const { items } = door.ingest.refusals.of(door.projects.listed.no);
  expect(items.map(({ code, count }) => [code, count])[0]).toEqual(['wrong_origin', 3]);
  expect(items).toHaveLength(2);
  expect(door.ingest.refusals.of(door.projects.open.no).items).toEqual([]);
  expect(door.ingest.refusals.totals()).toContainEqual({ project: '', code: 'unknown_key', count: 1 });
});
