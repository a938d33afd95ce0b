import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { testClock } from '../../test/support/test-clock.ts';
import { normalizePage } from '../apply/normalize-page.ts';
import { LIMITS } from '../contract/limits.ts';
import { agedBeforeMs } from '../contract/project-settings.ts';
import type { JournalStats } from '../journal/journal.ts';
import type { JournalBatches } from '../journal/record.ts';
import type { JournalEntry } from '../storage/port-journal.ts';
import { importEvents } from './import.ts';

const clock = testClock();
const NOW = clock.nowMs();
const AT = NOW - 86_400_000;

/** What the journal says, each time it is asked, of how far the applier is behind. */
let lags: number[] = [];

/** What becomes of lines: the answer, and the batches in the journal. */
async function take(lines: unknown[], rules = { eventDays: 0, isNameless: false }, isDryRun = false) {
  const entries: JournalEntry[] = [];
  const stats = () => ({ lagBytes: lags.shift() ?? 0 }) as JournalStats;
  const journal = { stats, append: async (entry: JournalEntry) => entries.push(entry) };
  const body = new TextEncoder().encode(JSON.stringify(lines));
  const request = { projectNo: 1, keyId: 'k', body, contentEncoding: null, isDryRun };
  const answer = await importEvents({ journal, clock, sleep: async () => undefined }, request, rules);
  const batches = entries.flatMap(({ body: text }) => (JSON.parse(text) as JournalBatches).batches);
  return { answer, entries, batches };
}

describe('importEvents()', () => {
  test('takes a line of each kind', async () => {
    const { answer, batches } = await take([
      {
        timestamp: AT,
        page: 'https://shop.example/a?utm_source=x',
        title: 'A',
        visitor: 'v1',
        referrer: 'https://r.example/',
      },
      { tsMs: AT, name: 'purchase', value: 12.5, userId: 7, properties: { plan: 'pro' }, page: '/a' },
      { timestamp: '2026-11-20 09:30:00', type: 'leave', sessionId: 's-1', fields: { dwellMs: 5 } },
    ]);
    expect(answer).toEqual({
      ...{ accepted: 3, rejected: [], nameless: 0, types: { pageview: 1, custom: 1, leave: 1 } },
      ...{ firstAtMs: Date.UTC(2026, 10, 20, 9, 30), lastAtMs: AT },
      hosts: [
        ['shop.example', 1],
        ['', 1],
      ],
    });
    expect(
      batches.map(({ visitor, user, session, isServer, isImport }) => [
        visitor,
        user?.id,
        session.id,
        isServer,
        isImport,
      ]),
    ).toEqual([
      ['c:v1', undefined, expect.stringMatching(/^api-.*-2026-11$/), true, true],
      [expect.stringMatching(/^u:/), '7', expect.stringMatching(/^api-/), true, true],
      ['s:s-1', undefined, 's-1', true, true],
    ]);
    expect(batches[0]?.pages).toEqual([{ url: 'https://shop.example/a?utm_source=x', title: 'A' }]);
    expect(batches[1]?.events[0]?.f).toEqual({
      ...{ name: 'purchase', category: 'general', value: 12.5, props: { plan: 'pro' }, userId: '7' },
    });
  });

  test('gives the same line the same id, and different ones others', async () => {
    const line = { timestamp: AT, page: '/a', visitor: 'v' };
    const ids = async (...lines: object[]) =>
      (await take(lines)).batches.flatMap(({ events }) => events.map(({ id }) => id));
    const [a, again, other] = await ids(line, line, { ...line, page: '/b' });
    expect(a).toMatch(/^i_[0-9a-f]{32}$/);
    expect(again).toBe(a!);
    expect(other).not.toBe(a!);
    expect(await ids(line)).toEqual([a!]);
    expect(await ids({ ...line, eventId: 'mine' })).toEqual(['mine']);
  });

  test('takes an empty user for none, and an sdk as long as a name and a version may be', async () => {
    const sdk = { name: 'n'.repeat(LIMITS.nameChars), version: 'v'.repeat(LIMITS.nameChars) };
    const line = { timestamp: AT, page: '/a', visitor: 'v', userId: '', sdk: `${sdk.name}/${sdk.version}` };
    const { answer, batches } = await take([line]);
    expect(answer.rejected).toEqual([]);
    expect(batches.map((batch) => [batch.user, batch.sdk, batch.events[0]?.cut])).toEqual([
      [null, sdk, undefined],
    ]);
  });

  const BAD: [string, unknown, string, RegExp][] = [
    ['no object', 7, 'not_an_object', /object/],
    ['no time', { page: '/a' }, 'bad_time', /timestamp/],
    ['a time that is none', { timestamp: 'yesterday', page: '/' }, 'bad_time', /timestamp/],
    ['the future', { timestamp: NOW + 3_600_000, page: '/' }, 'bad_time', /future/],
    ['before the project keeps', { timestamp: AT - 40 * 86_400_000, page: '/' }, 'too_old', /keeps/],
    ['a pageview without a page', { timestamp: AT }, 'bad_field', /"page"/],
    ['an unknown type', { timestamp: AT, type: 'wink', page: '/' }, 'bad_type', /type/],
    ['an address as visitor', { timestamp: AT, page: '/', visitor: '203.0.113.9' }, 'bad_id', /IP address/],
    [
      'an IPv6 address as session',
      { timestamp: AT, page: '/', sessionId: '2001:db8::1' },
      'bad_id',
      /IP address/,
    ],
    ['a country by name', { timestamp: AT, page: '/', country: 'Austria' }, 'bad_field', /country/],
    ['an event id with blanks', { timestamp: AT, page: '/', eventId: 'a b' }, 'bad_id', /eventId/],
    ['a value that is text', { timestamp: AT, name: 'x', value: 'lots' }, 'bad_field', /value/],
    ['a click without a place', { timestamp: AT, type: 'click', fields: {} }, 'bad_field', /"x"/],
    [
      'an element that is none',
      { timestamp: AT, type: 'click', element: 3, fields: { x: 1, y: 1 } },
      'bad_field',
      /element/,
    ],
    ['a rate above 1', { timestamp: AT, page: '/', rate: 2 }, 'bad_field', /rate/],
  ];
  for (const [name, line, code, message] of BAD) {
    test(`refuses ${name}, and keeps the good line beside it`, async () => {
      const rules = { eventDays: 30, isNameless: false };
      const { answer, batches } = await take([line, { timestamp: AT, page: '/good' }], rules);
      expect(answer.rejected).toEqual([
        { index: 0, code: code as never, message: expect.stringMatching(message) },
      ]);
      expect(batches.flatMap(({ pages }) => pages)).toEqual([{ url: '/good' }]);
      expect(answer.nameless).toBe(1);
    });
  }

  test('takes what the next look of retention keeps, and nothing that it would take', async () => {
    const rules = { eventDays: 30, isNameless: false };
    const keptFromMs = agedBeforeMs(30, NOW);
    expect(NOW - keptFromMs).toBeGreaterThan(30 * 86_400_000);
    const { answer } = await take(
      [keptFromMs - 1, keptFromMs].map((timestamp) => ({ timestamp, page: '/' })),
      rules,
    );
    expect(answer).toMatchObject({ accepted: 1, firstAtMs: keptFromMs });
    expect(answer.rejected.map(({ index, code }) => [index, code])).toEqual([[0, 'too_old']]);
  });

  test('counts lines by the host that their page will have', async () => {
    const pages: [host: string, ...pages: string[]][] = [
      ['shop.example', 'https://shop.example/a', 'HTTP://Shop.Example:80?q', '//shop.example/b'],
      ['shop.example:8443', 'https://shop.example:8443/a'],
      ['', '/a', 'shop.example/a', 'file:///a', '?q=//x.example/'],
    ];
    const lines = pages.flatMap(([, ...own]) => own).map((page) => ({ timestamp: AT, page }));
    for (const [host, ...own] of pages)
      for (const page of own) expect([page, normalizePage(page).host]).toEqual([page, host]);
    const { answer } = await take([
      ...lines,
      { timestamp: AT, name: 'x' },
      { page: 'https://refused.example/' },
    ]);
    expect(answer.hosts).toEqual(pages.map(([host, ...own]) => [host, own.length]));
  });

  test('stores no name that it does not know, and nobody by name where the project keeps to sums', async () => {
    const line = {
      ...{
        timestamp: AT,
        name: 'x',
        ip: '203.0.113.9',
        password: 'hunter2',
        email: 'a@b.example',
        userId: 'jane',
      },
    };
    const { entries } = await take([line], { eventDays: 0, isNameless: true });
    for (const secret of ['203.0.113.9', 'hunter2', 'a@b.example', 'jane'])
      expect(entries[0]?.body).not.toContain(secret);
  });

  test('only checks when it is a trial, and appends nothing when every line is bad', async () => {
    expect((await take([{ timestamp: AT, page: '/' }], undefined, true)).entries).toEqual([]);
    const { answer, entries } = await take([{}]);
    expect([answer.accepted, answer.rejected.length, entries]).toEqual([0, 1, []]);
  });

  test('takes a host alone for the referrer that it is', async () => {
    const told = [
      'news.example',
      'www.google.com/search',
      'https://a.example/b',
      'android-app://x.y',
      'Newsletter',
    ];
    const { batches } = await take(
      told.map((referrer, at) => ({ timestamp: AT + at, page: '/', visitor: 'v', referrer })),
    );
    expect(batches.flatMap(({ events }) => events.map(({ f }) => f.referrer))).toEqual([
      ...['https://news.example', 'https://www.google.com/search', 'https://a.example/b'],
      ...['android-app://x.y', 'Newsletter'],
    ]);
  });

  test('waits while the applier is far behind, and gives up in the end', async () => {
    const behind = LIMITS.importLagBytes + 1;
    lags = [behind, behind, LIMITS.importLagBytes, behind];
    expect((await take([{ timestamp: AT, page: '/' }])).entries.length).toBe(1);
    expect(lags).toEqual([behind]);
    lags = Array.from({ length: LIMITS.importLooks + 1 }, () => behind);
    expect(take([{ timestamp: AT, page: '/' }])).rejects.toThrow('too much is waiting');
  });

  test('takes what other tools say of a browser where there is no user agent', async () => {
    const { batches } = await take([
      {
        timestamp: AT,
        page: '/',
        browser: 'Chrome 120',
        os: 'Windows 10',
        device: 'laptop',
        screen: '1920,1080,1',
        country: 'us-TX',
      },
    ]);
    expect(batches[0]).toMatchObject({
      device: {
        ua: '',
        told: { browser: 'Chrome', os: 'Windows', device: 'desktop' },
        screenW: 1920,
        screenH: 1080,
      },
      country: 'US',
    });
    expect(batches[0]?.isServer).toBeUndefined();
  });

  test('accounts for every line, whatever comes, and stores only what is bounded', async () => {
    const odd = fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc.constantFrom(1e308, -0, 'x'.repeat(3_000), '\ud800', '\0', '__proto__', '203.0.113.9', [
        [{ tag: 'a' }, 1, 1, 1],
      ]),
    );
    const whole = {
      ...{
        timestamp: AT,
        type: 'scroll',
        page: '/a',
        visitor: 'v',
        sessionId: 's',
        userId: 'u',
        traits: { a: 1 },
      },
      ...{
        userAgent: 'x',
        country: 'AT',
        screen: [1, 2],
        view: [800, 600, 2],
        element: { tag: 'a' },
        eventId: 'e',
      },
      fields: { scrollDepthPct: 5, sections: [[{ tag: 'main' }, 5, 0, 9]], x: 1, y: 2, name: 'n', path: 'A' },
      ...{ name: 'n', properties: { b: 2 }, value: 1, app: { name: 'a' }, sdk: 's/1', rate: 0.5 },
    };
    const line = fc
      .tuple(
        fc.constantFrom('scroll', 'click', 'pageview', 'custom', 'move', 'input', 'error', undefined),
        fc.dictionary(fc.constantFrom(...Object.keys(whole), '__proto__'), odd, { maxKeys: 3 }),
        fc.dictionary(fc.constantFrom(...Object.keys(whole.fields), 'extra', 'meta', 'url', 'n'), odd, {
          maxKeys: 3,
        }),
      )
      .map(([type, changes, fields]) => ({
        ...whole,
        type,
        fields: { ...whole.fields, ...fields },
        ...changes,
      }));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(line, odd), { minLength: 1, maxLength: 5 }), async (lines) => {
        const { answer, batches, entries } = await take(lines);
        expect(answer.accepted + answer.rejected.length).toBe(lines.length);
        expect(batches.flatMap(({ events }) => events).length).toBe(answer.accepted);
        for (const { body } of entries) expect(body.isWellFormed() && !body.includes('\\u0000')).toBe(true);
        for (const { visitor, session, pages, views, elements, events } of batches) {
          expect(visitor).toMatch(/^[a-z]+(:[A-Za-z0-9_-]{1,64})?$/);
          expect(session.id).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
          for (const { id, ts, p, w, e = -1, f } of events) {
            expect(id).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
            expect(Number.isInteger(ts) && ts > 0).toBe(true);
            const places = [
              [p, pages],
              [w, views],
              [e, elements],
            ] as const;
            for (const [at, list] of places) expect(at >= -1 && at < list.length).toBe(true);
            for (const [at] of (f.sections ?? []) as number[][]) expect(elements[at ?? -1]).toBeDefined();
            expect(Buffer.byteLength(JSON.stringify(f))).toBeLessThan(LIMITS.propsBytes * 4 + 16_384);
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});
