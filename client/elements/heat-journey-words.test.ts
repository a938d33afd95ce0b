import { describe, expect, test } from 'bun:test';
import type { JourneyEvent } from '../../src/contract/api.ts';
import { EVENT_TYPES, type EventType } from '../../src/contract/event-types.ts';
import { describeEvents, type EventWords, listFields } from './heat-journey-words.ts';

function event(type: EventType, fields: JourneyEvent['fields'], label: string | null = null): JourneyEvent {
  return {
    eventId: 'e',
    type,
    tsMs: 0,
    atMs: 0,
    receivedAtMs: 0,
    page: null,
    host: null,
    path: null,
    title: null,
    label,
    element: null,
    fields,
  };
}

describe('describeEvents()', () => {
  const cases: [events: [JourneyEvent, ...JourneyEvent[]], expected: Partial<EventWords>][] = [
    [
      [event('click', {}, 'button#buy')],
      { verb: 'Clicked', object: 'button#buy', detail: null, tone: 'plain' },
    ],
    [[event('click', { x: 10.4, y: 20 })], { object: 'the page at 10, 20' }],
    [
      [event('click', {}, 'a'), event('click', { rage: true, dead: true }, 'a')],
      { detail: '×2', tone: 'bad', marks: ['Rage click', 'Dead click'] },
    ],
    [[event('click', { rage: 'true' }, 'a')], { tone: 'plain', marks: [] }],
    [
      [event('scroll', { scrollDepthPct: 20 }), event('scroll', { scrollDepthPct: 63.7 })],
      { detail: 'to 64 % of the page' },
    ],
    [
      [event('input', { action: 'change', inputType: 'email', length: 24 }, 'input[name=email]')],
      { verb: 'Changed', object: 'input[name=email]', detail: 'email, 24 characters' },
    ],
    [[event('input', { action: '__proto__' })], { verb: 'Used', object: 'a field', detail: null }],
    [
      [event('custom', { name: 'add', value: 9.5, props: { sku: 'A', tags: ['x'], n: null } })],
      {
        object: 'add',
        values: [
          ['value', '9.5'],
          ['sku', 'A'],
          ['tags', '["x"]'],
          ['n', 'null'],
        ],
      },
    ],
    [
      [event('custom', { name: 'pay', value: 9.5, props: { plan: 'pro', value: 9.5 } })],
      {
        values: [
          ['plan', 'pro'],
          ['value', '9.5'],
        ],
      },
    ],
    [
      [event('custom', { name: 'pay', value: 9.5, props: { value: 'gross' } })],
      {
        values: [
          ['value', '9.5'],
          ['value', 'gross'],
        ],
      },
    ],
    [[event('custom', { name: 7, props: ['no'] })], { object: 'unnamed', values: [] }],
    [
      [
        event('error', {
          message: 'x is undefined',
          source: 'https://a.example/js/app.js?v=2',
          line: 4,
          column: 9,
        }),
      ],
      { object: 'x is undefined', detail: 'app.js:4:9', tone: 'error' },
    ],
    [[event('vital', { lcp: 2100, cls: 0.123 })], { detail: 'LCP 2.10 s · CLS 0.12' }],
    [[event('visibility', { state: 'hidden' })], { verb: 'Left the tab' }],
    [[event('pageview', { referrer: 'https://news.example/a' })], { detail: 'from news.example' }],
    [
      [{ ...event('pageview', { referrer: 'https://shop.example/a' }), host: 'shop.example' }],
      { detail: null },
    ],
    [[event('pageview', { referrer: 'javascript' })], { detail: 'from javascript' }],
    [[event('leave', { quickBack: true })], { detail: 'quick back' }],
  ];
  test.each(cases)('says %j', (events, expected) => {
    expect(describeEvents(events)).toMatchObject(expected);
  });

  test('has words for every type, whatever its fields are', () => {
    const oddFields: JourneyEvent['fields'][] = [
      {},
      { referrer: {}, name: [], props: 'x', message: null, lcp: 'x', action: 3, category: {} },
    ];
    for (const type of EVENT_TYPES) {
      for (const odd of oddFields) expect(describeEvents([event(type, odd)]).verb.length).toBeGreaterThan(0);
    }
  });
});

describe('listFields()', () => {
  test('writes every field as text', () => {
    expect(listFields(event('click', { x: 1, box: [1, 2, 3, 4], why: '<b>' }))).toEqual([
      ['x', '1'],
      ['box', '[1,2,3,4]'],
      ['why', '<b>'],
    ]);
  });
});

test('describeEvents() says after which click an error came, and how soon', () => {
  const click = { ...event('click', {}, 'button#buy'), tsMs: 1_000 };
  const error = { ...event('error', { message: 'x is undefined' }), tsMs: 1_320 };
  expect(describeEvents([error], click).marks).toEqual(['0.3 s after clicking button#buy']);
  expect(describeEvents([error]).marks).toEqual([]);
});
