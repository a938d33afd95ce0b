// A hundred thousand bent requests against everything that reads what strangers send: it refuses with a known fault that
// repeats nothing, or what it lets through is whole, bounded and harmless. In process, with the fixed seed of all
// properties; HEAT_FUZZ=10 asks ten times as many, FC_SEED others.

import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { FILTER_OPS, NO_VALUE } from '../src/contract/dimensions.ts';
import { LIMITS } from '../src/contract/limits.ts';
import { decodeVlq } from '../src/contract/vlq.ts';
import { asEnvelope, checkBatch } from '../src/ingest/check/check.ts';
import { isRaw } from '../src/ingest/check/finding.ts';
import { readTracked } from '../src/ingest/check/track.ts';
import { readBody } from '../src/ingest/read-body.ts';
import { HeatError } from '../src/lib/errors.ts';
import { cleanSnapshot } from '../src/replay/clean-snapshot.ts';
import { readChunk } from '../src/replay/read-chunk.ts';
import { readUpload } from '../src/replay/read-upload.ts';
import { readDimension, readFilters } from '../src/reports/filters.ts';
import { readDefinition } from '../src/reports/funnel-definition.ts';
import { resolveScope } from '../src/reports/scope.ts';
import { bentJson } from './support/bent-json.ts';
import { hostileRecords } from './support/hostile-recording.ts';
import { HOSTILE_TEXTS } from './support/hostile-texts.ts';
import { compactBody, compactEvents, heatSdkBody, NOW_MS } from './support/ingest-bodies.ts';
import { addProject, openTestHeat, type TestHeat } from './support/test-heat.ts';

const TIMES = Number(Bun.env.HEAT_FUZZ ?? 1);
const runs = (count: number) => ({ numRuns: Math.ceil(count * TIMES), includeErrorInReport: true });
/** A busy machine may be many times slower; asking more takes longer. */
const SLOW_MS = 120_000 * Math.max(1, TIMES);
/** Asked in all, told at the end: nobody can take cases away unnoticed. */
let cases = 0;

const bytes = (text: string) => new TextEncoder().encode(text);
const KINDS = ['invalid', 'too_large', 'unsupported', 'not_found'];
const MESSAGE_CHARS = 1_024;

/** The result, or null for a refusal as strangers may see it; everything else is a fault of ours. */
function tried<T>(work: () => T): T | null {
  cases += 1;
  try {
    return work();
  } catch (error) {
    if (!(error instanceof HeatError)) throw error;
    if (!KINDS.includes(error.kind)) throw new Error(`refused as ${error.kind}`);
    if (error.message.length > MESSAGE_CHARS) throw new Error('a refusal repeats what was sent');
    return null;
  }
}

/** Fails quickly: expect() is too slow for each of a hundred thousand. */
function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

const sender = { userAgent: null, language: null, host: '' };
const events = Object.values(compactEvents);
const small = events.map((event) => compactBody([event]));

describe('bodies of events', () => {
  const bodies = bentJson([...small, ...small, compactBody(events), heatSdkBody()]);

  const checkStored = (stored: ReturnType<typeof checkBatch>, sent: number): void => {
    const { batch, rejected } = stored;
    must(batch.events.length + rejected.length === sent, 'an event is unaccounted for');
    const text = JSON.stringify(batch);
    must(text.isWellFormed() && !text.includes('\\u0000'), 'a stored text is broken');
    must(!text.includes('null,null,null,null,null'), 'a number became null');
    for (const { id, ts, p, w } of batch.events) {
      must(/^[A-Za-z0-9_-]{1,64}$/.test(id), 'an id has another form');
      must(Number.isInteger(ts) && ts > 0, 'a time is none');
      must(p >= -1 && p < batch.pages.length && w >= -1 && w < batch.views.length, 'an index leads nowhere');
    }
    must(({} as { x?: unknown }).x === undefined, 'a prototype was changed');
  };

  test(
    'of the tracker and of heat-sdk: what is stored is whole and accounted for',
    () => {
      fc.assert(
        fc.property(bodies, (text) => {
          const read = tried(() => asEnvelope(readBody(bytes(text), null)));
          if (read === null) return;
          const checked = tried(() => checkBatch(read, sender));
          if (checked) checkStored(checked, Array.isArray(read.events) ? read.events.length : 0);
        }),
        runs(40_000),
      );
    },
    SLOW_MS,
  );

  test(
    'of servers',
    () => {
      const event = {
        ...{
          name: 'purchase',
          user: 'anna',
          session: 's-1',
          visitor: 'v-1',
          eventId: 'e-1',
          timestamp: NOW_MS,
        },
        ...{ category: 'shop', value: 59.9, url: 'https://shop.example/basket' },
        properties: { plan: 'pro', seats: 3, list: [1, 2], deep: { a: { b: 1 } } },
      };
      fc.assert(
        fc.property(bentJson([[event], [event, { name: 'x', user: 'u' }], { events: [event] }]), (text) => {
          const read = tried(() => readBody(bytes(text), null));
          const list = Array.isArray(read)
            ? read
            : isRaw(read) && Array.isArray(read.events)
              ? read.events
              : null;
          const checked = list && tried(() => readTracked(list, { nowMs: NOW_MS, idempotencyKey: 'key' }));
          if (!list || !checked) return;
          must(
            checked.events.length + checked.rejected.length === list.length,
            'an event is unaccounted for',
          );
          must(JSON.stringify(checked.events).isWellFormed(), 'a stored text is broken');
        }),
        runs(10_000),
      );
    },
    SLOW_MS,
  );

  test(
    'as bytes: cut, scratched and packed',
    () => {
      const packed = small.map((body) => gzipSync(JSON.stringify(body)));
      const scratched = fc
        .tuple(
          fc.nat(packed.length - 1),
          fc.array(fc.tuple(fc.nat(2_000), fc.nat(255)), { maxLength: 3 }),
          fc.option(fc.nat(2_000)),
          fc.constantFrom(null, 'gzip', 'identity', 'br', 'gzip, gzip', ''),
        )
        .map(([which, changes, end, encoding]) => {
          const body = new Uint8Array(packed[which] as Buffer);
          for (const [at, byte] of changes) body[at % body.length] = byte;
          return { body: end === null ? body : body.subarray(0, end), encoding };
        });
      fc.assert(
        fc.property(scratched, ({ body, encoding }) => void tried(() => readBody(body, encoding))),
        runs(8_000),
      );
    },
    SLOW_MS,
  );
});

describe('questions', () => {
  const hostile = fc.constantFrom(
    ...HOSTILE_TEXTS.map(({ text }) => text),
    NO_VALUE,
    'DE',
    '/',
    '12',
    '*',
    '',
  );
  const dimension = fc.constantFrom(
    ...['device', 'country', 'path', 'entry', 'exit', 'source', 'event', 'element', 'rage', 'duration'],
    ...['page', 'os', 'browser', 'user', 'goal', 'prop.plan', 'prop.', 'friction', '__proto__', 'toString'],
  );
  const op = fc.constantFrom(...FILTER_OPS, 'is ', 'IS', '', 'constructor');
  const filter = fc.oneof(
    { weight: 8, arbitrary: fc.tuple(dimension, op, hostile).map((parts) => parts.join(':')) },
    { weight: 1, arbitrary: hostile },
  );

  test(
    'filters and dimensions',
    () => {
      fc.assert(
        fc.property(fc.array(filter, { maxLength: 3 }), (texts) => {
          const read = tried(() => readFilters(texts));
          for (const { value, dimension: name } of read ?? []) {
            must(value.length <= LIMITS.pathChars && value.isWellFormed(), 'a filter is not bounded');
            must(readDimension(name) === name, 'a dimension is not one');
          }
        }),
        runs(20_000),
      );
    },
    SLOW_MS,
  );

  const instant = fc.oneof(
    hostile,
    fc.integer().map(String),
    fc.constantFrom('2026-11-21', '2026-11-21T10:00'),
  );
  const scope = fc.record(
    {
      period: fc.oneof(fc.constantFrom('7d', '30d', 'today', '12mo'), hostile),
      from: instant,
      to: instant,
      tz: fc.oneof(fc.constantFrom('Europe/Berlin', 'UTC', '+02:00', 'Etc/GMT+12'), hostile),
      compare: fc.oneof(fc.constant('previous'), hostile),
      filter: fc.array(filter, { maxLength: 2 }),
      bots: fc.constantFrom('0', '1', 'yes', ''),
    },
    { requiredKeys: [] },
  );

  test(
    'scopes',
    () => {
      fc.assert(
        fc.property(scope, (params) => {
          const read = tried(() => resolveScope(params, { projectNo: 1, timeZone: 'UTC' }, NOW_MS));
          if (!read) return;
          must(Number.isSafeInteger(read.fromMs) && read.fromMs < read.toMs, 'a range is none');
          must(read.toMs - read.fromMs <= (LIMITS.scopeDays + 1) * 86_400_000, 'a range is not bounded');
        }),
        runs(8_000),
      );
    },
    SLOW_MS,
  );

  test(
    'definitions of funnels',
    () => {
      const steps = [
        { type: 'page', match: 'glob', value: '/tea-*', label: 'Tea' },
        { type: 'event', name: 'buy', where: [{ key: 'grams', op: 'min', value: '100' }] },
      ];
      const base = { steps, windowMs: 3_600_000, order: 'loose', unit: 'session' };
      fc.assert(
        fc.property(bentJson([base]), (text) => void tried(() => readDefinition(text))),
        runs(4_000),
      );
    },
    SLOW_MS,
  );

  describe('asked of a store', () => {
    let heat: TestHeat;
    let projectNo: number;
    beforeAll(async () => {
      heat = await openTestHeat();
      const project = await addProject(heat, 'Shop');
      projectNo = project.no;
      const body = compactBody(events, { sentAt: heat.clock.nowMs(), t0: heat.clock.nowMs() - 10_000 });
      await heat.call('POST', `/ingest?key=${project.writeKey}`, { json: body });
      await heat.applyAll();
    });
    afterAll(() => heat.close());

    test(
      'every filter that is taken can be answered',
      async () => {
        await fc.assert(
          fc.asyncProperty(fc.array(filter, { minLength: 1, maxLength: 3 }), async (texts) => {
            const read = tried(() =>
              resolveScope({ filter: texts }, { projectNo, timeZone: 'UTC' }, heat.clock.nowMs()),
            );
            if (!read) return;
            const { filters, fromMs, toMs, timeZone, includeBots } = read;
            const asked = { projectNo, filters, fromMs, toMs, timeZone, includeBots };
            const answer = await heat.rooms.reports
              .overview({ ...asked, edges: [fromMs, toMs], interval: 'month' })
              .catch((error: unknown) => {
                if (error instanceof HeatError && KINDS.includes(error.kind)) return null;
                throw error;
              });
            must(answer === null || answer.totals.sessions >= 0, 'no answer');
          }),
          runs(600),
        );
      },
      SLOW_MS,
    );
  });
});

/** Attributes that a browser follows or runs. */
const LEADS = /^(xlink:)?(href|src|srcset|action|formaction|data|poster|ping|background)$/i;
/** After a letter of any script `url(` is the end of another word, in browsers too. */
const FETCHES = /(?<![-\w\u0080-\uffff])url\(\s*["'\\]*(https?:)?\/\/|(?<![-\w\u0080-\uffff])@import/i;

/** What an attribute of a kept element would run or fetch; null for nothing. */
function leadsOut([name, value]: [string, unknown]): string | null {
  if (/^on/i.test(name)) return name;
  const text = typeof value === 'string' ? value : JSON.stringify(Object.values(value ?? {}));
  if (/^(style|_cssText)$/i.test(name)) return FETCHES.test(text) ? name : null;
  if (!LEADS.test(name) || typeof value !== 'string') return null;
  return /^\s*javascript:/i.test(text) || (!/href$/i.test(name) && !/^data:/i.test(text)) ? name : null;
}

describe('snapshots and replays', () => {
  test(
    'snapshots: what is kept names no script, no handler and no address',
    () => {
      const snapshot = {
        ...{ v: 1, url: 'https://shop.example/', title: 'Shop', viewport: [390, 800], doc: [390, 3000] },
        nodes: [
          [-1, 'html', {}],
          [0, 'body', { class: 'a', style: 'color: red' }, { s: [0, 10] }],
          [1, 'a', { href: '/x', id: 'b' }, { d: 0 }],
          [2, 'Hello'],
          [1, 'img', { src: 'heat:0', alt: 'x' }, { x: 0.5 }],
          [1, 'style', {}, { c: 0 }],
          [1, '#shadow', {}],
        ],
        styles: ['a{background:url(heat:0)}'],
        assets: ['data:image/png;base64,AAAA'],
        descriptors: [{ tag: 'a', path: 'main>a', classes: ['b'], id: 'b' }],
      };
      fc.assert(
        fc.property(bentJson([snapshot]), (text) => {
          const kept = tried(() => cleanSnapshot(readUpload(bytes(text))));
          if (!kept) return;
          for (const node of kept.nodes) {
            if (node.length === 2) continue;
            must(!/^(script|object|embed|base|link|meta)$/i.test(node[1]), 'a script is kept');
            for (const [name, value] of Object.entries(node[2]))
              must(
                !/^on/i.test(name) && !(LEADS.test(name) && /javascript:/i.test(value)),
                'a handler is kept',
              );
          }
        }),
        runs(12_000),
      );
    },
    SLOW_MS,
  );

  test(
    'replays: what is kept names no handler and no address',
    () => {
      const records = hostileRecords('https://trap.example', NOW_MS);
      const base = { v: 1, session: { id: 's-1' }, recording: 'load-1', index: 0, sentAt: NOW_MS };
      fc.assert(
        fc.property(bentJson(records.map((record) => ({ ...base, events: [record] }))), (text) => {
          const kept = tried(() => readChunk(bytes(text)));
          if (!kept) return;
          const stored = JSON.stringify(kept.records, (key, value: unknown) => {
            if (key !== 'attributes' || typeof value !== 'object' || value === null) return value;
            const [fault] = Object.entries(value).flatMap((entry) => leadsOut(entry) ?? []);
            must(fault === undefined, `an attribute leads out: ${fault}`);
            return value;
          });
          must(stored.isWellFormed(), 'a stored text is broken');
        }),
        runs(8_000),
      );
    },
    SLOW_MS,
  );

  test(
    'packed paths',
    () => {
      const text = fc.oneof(fc.base64String({ maxLength: 60 }), fc.string({ maxLength: 60 }));
      fc.assert(
        fc.property(text, fc.nat(40), (packed, most) => {
          const read = tried(() => decodeVlq(packed, most));
          must(read === null || (read.length <= most && read.every(Number.isInteger)), 'no whole numbers');
        }),
        runs(8_000),
      );
    },
    SLOW_MS,
  );
});

test('a hundred thousand cases were asked', () => expect(cases).toBeGreaterThanOrEqual(100_000 * TIMES));
