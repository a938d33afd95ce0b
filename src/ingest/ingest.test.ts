import { describe, expect, test } from 'bun:test';
import { gzipSync } from 'node:zlib';
import { compactBody, compactEvents, heatSdkBody } from '../../test/support/ingest-bodies.ts';
import { LISTED_KEY, OPEN_KEY, openDoor } from '../../test/support/open-door.ts';
import { LIMITS } from '../contract/limits.ts';
import { HeatError } from '../lib/errors.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const refusalOf = async (promise: Promise<unknown>): Promise<HeatError> => {
  const error = await promise.then(
    () => new Error('was accepted'),
    (reason: unknown) => reason,
  );
  if (error instanceof HeatError) return error;
  throw error;
};
const codeOf = async (promise: Promise<unknown>) => (await refusalOf(promise)).faultCode;

describe('handle()', () => {
  test('stores a batch and answers with what came of it', async () => {
    await using door = await openDoor();
    const { click, custom } = compactEvents;
    const answer = await door.send({ json: compactBody([click, { type: 'tap' }, custom]), country: 'DE' });
    expect(answer).toEqual({
      ok: true,
      requestId: 'request-1',
      projectId: 'open',
      sessionId: 'session-1',
      accepted: 2,
      rejected: [{ index: 1, code: 'bad_type', message: expect.any(String) }],
    });
    const [row, ...others] = await door.stored();
    expect(others).toEqual([]);
    expect(row).toMatchObject({ projectNo: door.projects.open.no, eventCount: 2 });
    expect(row?.batch).toMatchObject({ keyId: 'w', visitor: 'c:visitor_1', country: 'DE', v: 1 });
    expect(door.ingest.stats()).toEqual({ batches: 1, accepted: 2, optedOut: 0, refused: {} });
    expect(door.ingest.rejected.totals()).toEqual([{ projectNo: door.projects.open.no, events: 1 }]);
  });

  test('gives relative paths the host of the page that sent them', async () => {
    await using door = await openDoor();
    await door.send({ json: heatSdkBody() });
    await door.send({ json: heatSdkBody(), origin: null, referer: 'https://other.example/a?b#c' });
    await door.send({ json: heatSdkBody(), origin: 'null' });
    const urls = (await door.stored()).map(({ batch }) => batch.pages[0]?.url);
    const path = '/products?page=2#top';
    expect(urls).toEqual([`https://shop.example${path}`, `https://other.example${path}`, path]);
  });

  test('takes the key from header, address or body', async () => {
    await using door = await openDoor();
    const json = compactBody();
    await door.send({ json, headerKey: null, queryKey: OPEN_KEY });
    await door.send({ json: { ...json, key: OPEN_KEY }, headerKey: null });
    expect(await codeOf(door.send({ json, headerKey: null }))).toBe('missing_key');
    expect(await codeOf(door.send({ json: { ...json, key: 7 }, headerKey: null }))).toBe('missing_key');
    expect(await codeOf(door.send({ json, headerKey: 'wrong' }))).toBe('unknown_key');
    expect(await codeOf(door.send({ json, headerKey: 'x'.repeat(100_000) }))).toBe('unknown_key');
    expect(await codeOf(door.send({ json: { ...json, key: 'wrong' }, headerKey: null }))).toBe('unknown_key');
    expect(await door.stored()).toHaveLength(2);
  });

  test('knows new, rotated and removed keys at once', async () => {
    await using door = await openDoor();
    const send = () => door.send({ json: compactBody(), headerKey: 'next' });
    expect(await codeOf(send())).toBe('unknown_key');
    await door.catalog.updateProject('open', { writeKey: 'next' });
    expect((await send()).projectId).toBe('open');
    expect(await codeOf(door.send({ json: compactBody() }))).toBe('unknown_key');
    await door.catalog.removeProject('open');
    expect(await codeOf(send())).toBe('unknown_key');
  });

  test('lets a replaced key in for as long as it was given, and not when it is ended', async () => {
    await using door = await openDoor();
    const send = (headerKey: string) => door.send({ json: compactBody(), headerKey });
    const untilMs = door.clock.nowMs() + 5_000;
    const atMs = door.clock.nowMs();
    await door.catalog.rotateWriteKey('open', { writeKey: 'second', atMs, oldUntilMs: untilMs });
    expect([(await send(OPEN_KEY)).projectId, (await send('second')).projectId]).toEqual(['open', 'open']);
    door.clock.advance(4_999);
    expect((await send(OPEN_KEY)).ok).toBe(true);
    door.clock.advance(1);
    expect(await codeOf(send(OPEN_KEY))).toBe('replaced_key');
    await door.catalog.rotateWriteKey('open', {
      writeKey: 'third',
      atMs: untilMs,
      oldUntilMs: untilMs + 5_000,
    });
    expect((await send('second')).ok).toBe(true);
    await door.catalog.endOldWriteKey(door.projects.open.no, 'second', door.clock.nowMs());
    expect(await codeOf(send('second'))).toBe('replaced_key');
    expect((await send('third')).ok).toBe(true);
  });

  test('counts what comes with a key that has ended for its project, when it comes from its pages', async () => {
    await using door = await openDoor();
    const atMs = door.clock.nowMs();
    await door.catalog.rotateWriteKey('listed', { writeKey: 'next', atMs, oldUntilMs: null });
    const send = (origin: string | null, headerKey = LISTED_KEY) =>
      door.send({ json: compactBody(), headerKey, origin });
    const refusal = await refusalOf(send('https://shop.example'));
    expect([refusal.kind, refusal.faultCode]).toEqual(['unauthorized', 'replaced_key']);
    expect(refusal.message).toContain("today's snippet");
    // It may have been replaced because somebody misuses it elsewhere.
    expect(await codeOf(send('https://evil.example'))).toBe('wrong_origin');
    expect((await send('https://shop.example', 'next')).ok).toBe(true);
    const { items } = door.ingest.refusals.of(door.projects.listed.no);
    expect(items.map(({ code, count, lastHost }) => [code, count, lastHost])).toEqual([
      ['replaced_key', 1, 'shop.example'],
      ['wrong_origin', 1, 'evil.example'],
    ]);
  });

  test('takes only origins on the list', async () => {
    await using door = await openDoor();
    const send = (origin: string | null) => door.send({ json: compactBody(), headerKey: LISTED_KEY, origin });
    for (const origin of ['https://shop.example', 'https://www.example.org'])
      expect((await send(origin)).ok).toBe(true);
    for (const origin of ['http://shop.example', 'https://example.org', 'null', null]) {
      const refusal = await refusalOf(send(origin));
      expect([refusal.kind, refusal.faultCode]).toEqual(['forbidden', 'wrong_origin']);
    }
    await door.catalog.updateProject('listed', { origins: ['https://example.org'] });
    expect((await send('https://example.org')).ok).toBe(true);
  });

  test('takes the Referer where no origin is named, and never where one is', async () => {
    await using door = await openDoor();
    const send = (origin: string | null, referer: string) =>
      door.send({ json: compactBody(), headerKey: LISTED_KEY, origin, referer });
    for (const referer of ['https://shop.example/cart?x#y', 'https://a.b.example.org/'])
      expect((await send(null, referer)).ok).toBe(true);
    const refused: [origin: string | null, referer: string][] = [
      [null, 'https://evil.example/https://shop.example/'],
      [null, 'https://shop.example@evil.example/'],
      [null, 'https://shop.example.evil.example/'],
      [null, 'http://shop.example/'],
      [null, 'about:blank'],
      [null, 'shop.example'],
      ['null', 'https://shop.example/'],
      ['https://evil.example', 'https://shop.example/'],
    ];
    for (const [origin, referer] of refused) expect(await codeOf(send(origin, referer))).toBe('wrong_origin');
  });

  test('takes API keys that may write, without an origin', async () => {
    const scopes = { heat_w_1: 'write', heat_a_1: 'admin', heat_r_1: 'read' } as const;
    await using door = await openDoor({
      useApiKey: async (secret) => {
        const scope = scopes[secret as keyof typeof scopes];
        return scope ? { projectNo: 2, keyId: `id-${scope}`, scope, rate: null } : null;
      },
    });
    const send = (bearer: string) =>
      door.send({ json: compactBody(), bearer, headerKey: null, origin: null });
    expect((await send('heat_w_1')).projectId).toBe('listed');
    await send('heat_a_1');
    expect(await codeOf(send('heat_r_1'))).toBe('wrong_scope');
    expect(await codeOf(send('heat_w_2'))).toBe('unknown_key');
    // The site's own token, which heat-sdk sends along after setAuthToken().
    expect(await codeOf(send('eyJhbGciOi.x.y'))).toBe('missing_key');
    expect((await door.send({ json: compactBody(), bearer: 'eyJhbGciOi.x.y' })).projectId).toBe('open');
    expect((await door.stored()).map(({ batch }) => batch.keyId)).toEqual(['id-write', 'id-admin', 'w']);
  });

  test('stores nothing of a browser that opts out, but still asks for a key', async () => {
    await using door = await openDoor();
    const answer = await door.send({ json: compactBody(), optOut: true });
    expect(answer).toMatchObject({ ok: true, accepted: 0, rejected: [] });
    const json = { ...compactBody(), key: OPEN_KEY };
    expect((await door.send({ json, headerKey: null, optOut: true })).accepted).toBe(0);
    expect(await codeOf(door.send({ json, headerKey: 'wrong', optOut: true }))).toBe('unknown_key');
    expect(await door.stored()).toEqual([]);
    expect(door.ingest.stats().optedOut).toBe(2);
  });

  test('refuses a batch without a single good event, naming some, and leaves the journal alone', async () => {
    await using door = await openDoor();
    const refusal = await refusalOf(door.send({ json: compactBody(Array(900).fill({ type: '__proto__' })) }));
    expect([refusal.kind, refusal.faultCode]).toEqual(['invalid', 'no_valid_events']);
    expect((refusal.details as { rejected: unknown[] }).rejected).toHaveLength(LIMITS.rejectedShown);
    expect(JSON.stringify([refusal.message, refusal.details]).length).toBeLessThan(1024);
    expect(await door.stored()).toEqual([]);
  });

  test('stores nothing of 1001 events', async () => {
    await using door = await openDoor();
    const refusal = await refusalOf(door.send({ json: compactBody(Array(1001).fill(compactEvents.click)) }));
    expect([refusal.kind, refusal.faultCode]).toEqual(['too_large', 'too_many_events']);
    expect(await door.stored()).toEqual([]);
  });

  test('limits requests of a key and of an address, and says when to come back', async () => {
    await using door = await openDoor({ limits: { perKeyPerSecond: 8, perAddressPerSecond: 4 } });
    const send = (address: string) => door.send({ json: compactBody(), address });
    for (let count = 0; count < 4; count += 1) await send(`192.0.2.${count}`);
    const refusal = await refusalOf(send('192.0.2.200'));
    expect([refusal.kind, refusal.retryAfterSeconds]).toEqual(['rate_limited', 1]);
    for (let count = 0; count < 4; count += 1) await send('2001:db8::1');
    expect((await refusalOf(send('198.51.100.1'))).kind).toBe('rate_limited');
    expect(
      (await door.send({ json: compactBody(), headerKey: LISTED_KEY, address: '198.51.100.1' })).ok,
    ).toBe(true);
    door.clock.advance(1000);
    expect((await send('192.0.2.1')).ok).toBe(true);
    expect(door.ingest.stats().refused).toEqual({ rate_limited: 2 });
  });

  test('counts wrong keys against their address', async () => {
    await using door = await openDoor({ limits: { perKeyPerSecond: 0, perAddressPerSecond: 3 } });
    const codes: string[] = [];
    for (let count = 0; count < 5; count += 1) {
      codes.push(await codeOf(door.send({ json: compactBody(), headerKey: `guess-${count}` })));
    }
    expect(codes).toEqual(['unknown_key', 'unknown_key', 'unknown_key', 'rate_limited', 'rate_limited']);
  });
});

describe('the visitor', () => {
  test('without an id is the same for a day, and another for another agent, address, project and day', async () => {
    await using door = await openDoor();
    const { visitorId, ...json } = compactBody();
    const visitorFor = async (change: object) => {
      await door.send({ json, ...change });
      return (await door.stored()).at(-1)?.batch.visitor;
    };
    const first = await visitorFor({});
    expect(first).toMatch(/^d:[A-Za-z0-9_-]{22}$/);
    expect(await visitorFor({})).toBe(first);
    const others = [
      await visitorFor({ userAgent: 'Browser/2' }),
      await visitorFor({ address: '192.0.2.8' }),
      await visitorFor({ headerKey: LISTED_KEY }),
    ];
    door.clock.advance(12 * 3_600_000);
    others.push(await visitorFor({}));
    expect(new Set([first, ...others]).size).toBe(5);
    expect(JSON.stringify(await door.stored())).not.toContain('192.0.2');
  });
});

describe('a body', () => {
  const json = JSON.stringify(compactBody());
  const bomb = gzipSync(new Uint8Array(64 * 1_048_576).fill(0x20));
  const deep = `${'['.repeat(60_000)}${']'.repeat(60_000)}`;
  const bad: [what: string, body: Uint8Array, encoding: string | null, kind: string, code: string][] = [
    ['that is empty', bytes(''), null, 'invalid', 'empty_body'],
    ['that is not JSON', bytes('{"a":'), null, 'invalid', 'bad_json'],
    ['with NaN', bytes('{"a":NaN}'), null, 'invalid', 'bad_json'],
    ['that is not UTF-8', new Uint8Array([0x22, 0xff, 0x22]), null, 'invalid', 'bad_utf8'],
    ['that nests 60,000 levels', bytes(deep), null, 'invalid', 'too_deep'],
    ['that nests 60,000 levels, zipped', gzipSync(deep), null, 'invalid', 'too_deep'],
    ['above 1 MiB', bytes(json + ' '.repeat(LIMITS.bodyBytes)), null, 'too_large', 'body_too_large'],
    ['that is a bomb', bomb, 'gzip', 'too_large', 'body_too_large'],
    ['that is broken gzip', gzipSync(json).subarray(0, 50), 'gzip', 'invalid', 'bad_gzip'],
    ['zipped twice', gzipSync(gzipSync(json)), 'gzip', 'unsupported', 'unsupported_encoding'],
    ['with two encodings', gzipSync(json), 'gzip, gzip', 'unsupported', 'unsupported_encoding'],
    ['with brotli', bytes(json), 'br', 'unsupported', 'unsupported_encoding'],
  ];
  test.each(bad)('%s is refused', async (_what, body, contentEncoding, kind, code) => {
    await using door = await openDoor();
    const refusal = await refusalOf(door.send({ body, contentEncoding }));
    expect([String(refusal.kind), refusal.faultCode]).toEqual([kind, code]);
    expect(refusal.message.length).toBeLessThan(200);
    expect(await door.stored()).toEqual([]);
  });

  const good: [what: string, body: Uint8Array, encoding: string | null][] = [
    ['zipped, with its header', gzipSync(json), 'gzip'],
    ['zipped, known by its first bytes', gzipSync(json), null],
    ['plain, with the header that a proxy left', bytes(json), 'GZIP'],
    ['with a byte order mark', bytes(`\ufeff${json}`), null],
  ];
  test.each(good)('%s is read', async (_what, body, contentEncoding) => {
    await using door = await openDoor();
    expect((await door.send({ body, contentEncoding })).accepted).toBe(1);
  });
});
