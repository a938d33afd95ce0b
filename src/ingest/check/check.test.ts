import { describe, expect, test } from 'bun:test';
import { compactBody, compactEvents, heatSdkBody, NOW_MS } from '../../../test/support/ingest-bodies.ts';
import { EVENT_TYPES } from '../../contract/event-types.ts';
import { decodeVlq } from '../../contract/vlq.ts';
import { asEnvelope, checkBatch } from './check.ts';

const sender = { userAgent: 'Header/1', language: 'fr', host: 'https://shop.example' };
const check = (body: unknown) => checkBatch(asEnvelope(JSON.parse(JSON.stringify(body))), sender);

describe('checkBatch() with the compact form', () => {
  test('keeps every field of every type', () => {
    const sent = Object.values(compactEvents);
    const { batch, rejected, visitorId } = check(compactBody(sent));
    expect(rejected).toEqual([]);
    expect(sent.map(({ type }) => type)).toEqual(EVENT_TYPES);
    expect(visitorId).toBe('visitor_1');
    for (const [index, event] of batch.events.entries()) {
      const { i, t, p, v, e, type, ...own } = sent[index] as Record<string, unknown>;
      expect(event).toMatchObject({
        id: `pl4d-${Number(i).toString(36)}`,
        type,
        ts: NOW_MS - 10_000 + Number(t),
      });
      expect([event.p, event.w, event.e]).toEqual([p ?? 0, v ?? 0, e] as never);
      const expected =
        type === 'move' ? { ...own, n: 3 } : type === 'error' ? { ...own, after: 'pl4d-1' } : own;
      expect(event.f).toEqual(expected as never);
    }
  });

  test('keeps the envelope', () => {
    const { batch } = check(compactBody());
    expect(batch).toMatchObject({
      v: 1,
      sentAtMs: NOW_MS,
      sdk: { name: 'heat', version: '0.1.0' },
      app: { name: 'shop', version: '1.2.3', env: 'test' },
      session: { id: 'session-1', startedAtMs: NOW_MS - 60_000 },
      user: { id: 'anna@shop.example', traits: { plan: 'pro', seats: 3 } },
      device: { ua: 'Header/1', platform: 'MacIntel', language: 'de-DE', screenW: 1920, screenH: 1080 },
      rate: 0.5,
      moveRate: 0.25,
      views: [
        [1400, 900, 2],
        [390, 844, 3],
      ],
    });
    expect(batch.pages).toEqual(compactBody().pages as never);
    expect(batch.elements).toEqual(compactBody().elements as never);
  });

  test('takes what the body leaves out from the request', () => {
    const { sdk, app, sentAt, user, device, visitorId, rate, moveRate, ...bare } = compactBody();
    const checked = check({
      ...bare,
      pages: [],
      views: [],
      elements: [],
      events: [{ i: 0, t: 0, type: 'pageview' }],
    });
    expect(checked.visitorId).toBeNull();
    expect(checked.batch).toMatchObject({
      sdk: null,
      app: null,
      sentAtMs: null,
      user: null,
      device: { ua: 'Header/1', platform: null, language: 'fr', screenW: null, screenH: null },
      rate: 1,
      moveRate: 1,
    });
    expect(checked.batch.events[0]).toMatchObject({ p: -1, w: -1 });
  });

  test('takes secrets out of addresses', () => {
    const pages = [
      { url: 'https://me:pw@shop.example/?a=1&token=s3cret', referrer: 'https://x.example/?code=s3cret' },
    ];
    const events = [
      { ...compactEvents.pageview, to: '/?otp=s3cret', from: '/#access_token=s3cret' },
      { ...compactEvents.error, source: 'https://x.example/a.js?key=s3cret' },
      { ...compactEvents.click, e: 0 },
    ];
    const elements = [{ tag: 'a', href: '/reset?token=s3cret' }];
    const { batch } = check(compactBody(events, { pages, elements }));
    expect(batch.events).toHaveLength(3);
    expect(JSON.stringify(batch)).not.toMatch(/s3cret|me:pw/);
    expect(batch.pages[0]?.url).toBe('https://shop.example/?a=1');
  });

  test.each([[{}], ['[object HTMLFormElement]']])(
    'reads %j, which is no title, as none, and keeps the page and its events',
    (title) => {
      const { batch, rejected } = check(
        compactBody([compactEvents.pageview], { pages: [{ url: 'https://shop.example/a', title }] }),
      );
      expect(rejected).toEqual([]);
      expect(batch.pages).toEqual([{ url: 'https://shop.example/a' }]);
      expect(batch.events).toHaveLength(1);
    },
  );
});

describe('checkBatch() with the verbose form', () => {
  test('reads a batch of the published heat-sdk unchanged', () => {
    const { batch, rejected } = check(heatSdkBody());
    expect(rejected).toEqual([]);
    expect(batch.pages).toEqual([{ url: 'https://shop.example/products?page=2#top' }]);
    expect(batch.views).toEqual([[1366, 768, 1.25]]);
    expect(batch.elements).toEqual([
      { tag: 'a', selector: 'main > ul > li.item > a.buy' },
      { tag: 'input', selector: 'form#order > input' },
    ]);
    expect(batch.device).toMatchObject({ platform: 'Linux x86_64', language: 'en-US' });
    expect(batch.device.ua).toStartWith('Mozilla/5.0 (X11');
    const meta = { viewportBucket: '1400x800' };
    expect(batch.events.map(({ id, type, e, f }) => ({ id, type, e, f }))).toEqual([
      { id: 'e-0', type: 'pageview', e: undefined, f: { to: '/products?page=2#top', meta } },
      { id: 'e-1', type: 'click', e: 0, f: { x: 420.5, y: 1300, button: 0, meta } },
      { id: 'e-2', type: 'move', e: undefined, f: { n: 3, path: expect.any(String), meta } },
      { id: 'e-3', type: 'scroll', e: undefined, f: { scrollY: 512.5, scrollDepthPct: 33.3, meta } },
      {
        id: 'e-4',
        type: 'custom',
        e: undefined,
        f: { name: 'purchase', category: 'general', props: { total: 12.5 }, meta },
      },
      {
        id: 'e-5',
        type: 'input',
        e: 1,
        f: { action: 'blur', inputType: 'text', length: 5, masked: '*****', meta },
      },
      { id: 'e-6', type: 'keyboard', e: undefined, f: { category: 'editing', meta } },
    ] as never);
    expect(decodeVlq(String(batch.events[2]?.f.path), 99)).toEqual([0, 10, 20, 80, 5, -5, 80, 1, 1]);
    expect(batch.events.every(({ p, w, sid }) => p === 0 && w === 0 && sid === undefined)).toBe(true);
  });

  test('keeps the session of an event that was queued in an earlier one', () => {
    const { events } = heatSdkBody() as { events: Record<string, unknown>[] };
    const { batch } = check(heatSdkBody({ events: [events[0], { ...events[1], sessionId: 'older' }] }));
    expect(batch.events.map(({ sid }) => sid)).toEqual([undefined, 'older']);
  });

  test.each([
    ['a path with a host', { path: 'https://other.example/x' }, 'https://other.example/x'],
    ['a full url', { path: undefined, url: 'file:///home/me/x.html' }, 'file:///home/me/x.html'],
    ['a path without a slash', { path: 'x' }, 'https://shop.example/x'],
  ])('reads %s', (_what, change, expected) => {
    const { events } = heatSdkBody() as { events: Record<string, unknown>[] };
    const { batch } = check(heatSdkBody({ events: [{ ...events[0], ...change }] }));
    expect(batch.pages).toEqual([{ url: expected }]);
  });

  test('derives the same id for the same event in whatever batch, and another for another', () => {
    const { events } = heatSdkBody() as { events: Record<string, unknown>[] };
    const bare = events.map(({ eventId, ...event }) => event);
    const idsOf = (list: unknown[]) => check(heatSdkBody({ events: list })).batch.events.map(({ id }) => id);
    const ids = idsOf(bare);
    expect(new Set(ids).size).toBe(bare.length);
    expect(ids.every((id) => /^h_[0-9a-f]{32}$/.test(id))).toBe(true);
    expect(idsOf([...bare].reverse())).toEqual([...ids].reverse());
    expect(idsOf([{ ...bare[0], ts: NOW_MS }])[0]).not.toBe(ids[0]);
    expect(idsOf([{ ...bare[0], sessionId: 'other' }])[0]).not.toBe(ids[0]);
  });

  test.each([
    ['ms', NOW_MS, NOW_MS],
    ['seconds', NOW_MS / 1000, NOW_MS],
    ['seconds with a fraction', NOW_MS / 1000 + 0.25, NOW_MS + 250],
    ['ISO 8601', '2026-11-21T12:00:00Z', NOW_MS],
    ['ISO 8601 with an offset', '2026-11-21T13:00:00.500+01:00', NOW_MS + 500],
    ['ISO 8601 without a zone as UTC', '2026-11-21T12:00:00', NOW_MS],
    ['a date', '2026-11-21', NOW_MS - 12 * 3_600_000],
  ])('reads a time in %s', (_what, ts, expected) => {
    const { events } = heatSdkBody() as { events: Record<string, unknown>[] };
    expect(check(heatSdkBody({ events: [{ ...events[0], ts }] })).batch.events[0]?.ts).toBe(expected);
  });

  test('accepts the spelling page_view, and gives its title to the page', () => {
    const { events } = heatSdkBody() as { events: Record<string, unknown>[] };
    const { batch } = check(
      heatSdkBody({ events: [{ ...events[0], type: 'page_view', title: 'Products' }] }),
    );
    expect(batch.events[0]).toMatchObject({ type: 'pageview', f: { title: 'Products' } });
    expect(batch.pages[0]?.title).toBe('Products');
  });

  test('keeps unknown fields, but not those that only the server may set', () => {
    const { events } = heatSdkBody() as { events: Record<string, unknown>[] };
    const odd = { ...events[1], pressure: 0.5, ip: '192.0.2.1', country: 'DE', receivedAt: 1, rx: 3, ry: 4 };
    const { batch } = check(heatSdkBody({ events: [odd] }));
    expect(batch.events[0]?.f).toMatchObject({ extra: { pressure: 0.5 }, r: [3, 4] });
    expect(JSON.stringify(batch)).not.toMatch(/192\.0\.2\.1|receivedAt|"DE"/);
  });

  test('never keeps what was typed', () => {
    const typed = [
      { type: 'input', action: 'change', value: 'hunter2', text: 'hunter2', masked: 'hunter2' },
      { type: 'keyboard', category: 'other', key: 'hunter2', code: 'hunter2' },
    ];
    const { batch } = check(heatSdkBody({ events: typed.map((event) => ({ ...event, ts: NOW_MS })) }));
    expect(batch.events).toHaveLength(2);
    expect(JSON.stringify(batch)).not.toContain('hunter2');
  });
});
