import { describe, expect, test } from 'bun:test';
import { compactBody, compactEvents, heatSdkBody } from '../../../test/support/ingest-bodies.ts';
import type { RejectCode } from '../../contract/wire.ts';
import { HeatError } from '../../lib/errors.ts';
import { asEnvelope, checkBatch } from './check.ts';

const sender = { userAgent: null, language: null, host: '' };
/** Through JSON, as it would arrive; `text` allows what JSON.stringify cannot write. */
const checkText = (text: string) => checkBatch(asEnvelope(JSON.parse(text)), sender);
const check = (body: unknown) => checkText(JSON.stringify(body));
const faultOf = (work: () => unknown): HeatError => {
  try {
    work();
  } catch (error) {
    if (error instanceof HeatError) return error;
    throw error;
  }
  throw new Error('was accepted');
};
const long = 'x'.repeat(100_000);
const { click, custom, move, scroll, pageview, input, error: scriptError } = compactEvents;

describe('an envelope that nothing can be made of', () => {
  const cases: [what: string, body: unknown, kind: string, path: string][] = [
    ['a list', [], 'invalid', 'body'],
    ['null', null, 'invalid', 'body'],
    ['a number', 7, 'invalid', 'body'],
    ['no events', compactBody([]), 'invalid', 'events'],
    ['events of another type', compactBody([], { events: { 0: click } }), 'invalid', 'events'],
    ['1001 events', compactBody(Array(1001).fill(click)), 'too_large', ''],
    ['no session', compactBody([click], { session: undefined }), 'invalid', 'session.id'],
    ['a session id with blanks', compactBody([click], { session: { id: 'a b' } }), 'invalid', 'session.id'],
    [
      'a session id of 65 characters',
      compactBody([click], { session: { id: 'a'.repeat(65) } }),
      'invalid',
      'session.id',
    ],
    [
      'a session id __proto__ as object',
      compactBody([click], { session: { id: {} } }),
      'invalid',
      'session.id',
    ],
    ['a numeric visitor id', compactBody([click], { visitorId: 1 }), 'invalid', 'visitorId'],
    ['a rate of 0', compactBody([click], { rate: 0 }), 'invalid', 'rate'],
    ['a rate above 1', compactBody([click], { moveRate: 1.5 }), 'invalid', 'moveRate'],
    ['an unreadable sentAt', compactBody([click], { sentAt: 'yesterday' }), 'invalid', 'sentAt'],
    ['a t0 that is none', compactBody([click], { t0: 'now' }), 'invalid', 't0'],
    ['ids with a slash', compactBody([click], { ids: 'a/b' }), 'invalid', 'ids'],
    [
      'a user id of 257 characters',
      compactBody([click], { user: { id: 'u'.repeat(257) } }),
      'invalid',
      'user.id',
    ],
    [
      'traits of another type',
      compactBody([click], { user: { id: 'u', traits: [1] } }),
      'invalid',
      'user.traits',
    ],
    ['a device of another type', compactBody([click], { device: 'phone' }), 'invalid', 'device'],
    ['an app name of another type', compactBody([click], { app: { name: 7 } }), 'invalid', 'app.name'],
    ['201 pages', compactBody([click], { pages: Array(201).fill({ url: '/' }) }), 'too_large', ''],
    ['201 viewports', compactBody([click], { views: Array(201).fill([1, 1, 1]) }), 'too_large', ''],
    ['501 elements', compactBody([click], { elements: Array(501).fill({ tag: 'a' }) }), 'too_large', ''],
    ['version 2', compactBody([click], { v: 2 }), 'invalid', ''],
    ['version "1"', compactBody([click], { v: '1' }), 'invalid', ''],
  ];
  test.each(cases)('%s is refused as a whole', (_what, body, kind, path) => {
    const fault = faultOf(() => check(body));
    expect(String(fault.kind)).toBe(kind);
    if (path !== '') expect(fault.details).toEqual({ path });
    expect(JSON.stringify([fault.message, fault.details]).length).toBeLessThan(1024);
  });
});

describe('one bad event', () => {
  const cases: [what: string, event: unknown, code: RejectCode][] = [
    ['null', null, 'not_an_object'],
    ['a text', 'click', 'not_an_object'],
    ['a list', [], 'not_an_object'],
    ['no type', { i: 1, t: 1 }, 'bad_type'],
    ['an unknown type', { ...click, type: 'tap' }, 'bad_type'],
    ['the type __proto__', { ...click, type: '__proto__' }, 'bad_type'],
    ['the type toString', { ...click, type: 'toString' }, 'bad_type'],
    ['a type of another type', { ...click, type: ['click'] }, 'bad_type'],
    ['a negative i', { ...click, i: -1 }, 'bad_id'],
    ['a fraction as i', { ...click, i: 1.5 }, 'bad_id'],
    ['no t', { ...click, t: undefined }, 'bad_time'],
    ['a text as t', { ...click, t: '12' }, 'bad_time'],
    ['a time before 1970', { ...click, t: -9e12 }, 'bad_time'],
    ['a time beyond all dates', { ...click, t: 9e15 }, 'bad_time'],
    ['a page that is not listed', { ...click, p: 2 }, 'bad_field'],
    ['a page by name', { ...click, p: 'length' }, 'bad_field'],
    ['a fraction as page', { ...click, p: 0.5 }, 'bad_field'],
    ['a viewport that is not listed', { ...click, v: -1 }, 'bad_field'],
    ['an element that is not listed', { ...click, e: 9 }, 'bad_field'],
    ['a text as x', { ...click, x: '12' }, 'bad_field'],
    ['no y', { ...click, y: undefined }, 'bad_field'],
    ['an object as x', { ...click, x: { valueOf: 1 } }, 'bad_field'],
    ['an offset of one number', { ...click, r: [1] }, 'bad_field'],
    ['a box of texts', { ...click, box: ['1', '2', '3', '4'] }, 'bad_field'],
    ['a text as flag', { ...click, rage: 'yes' }, 'bad_field'],
    ['an empty path', { ...move, path: '' }, 'bad_field'],
    ['a path that is none', { ...move, path: '%%%' }, 'bad_field'],
    ['a path that ends early', { ...move, path: 'AAAA' }, 'bad_field'],
    ['a scrolled way that is none', { ...scroll, path: 7 }, 'bad_field'],
    ['a scrolled way that ends early', { ...scroll, path: 'AAA' }, 'bad_field'],
    ['no path', { ...move, path: undefined }, 'bad_field'],
    ['points that are none', { ...move, path: undefined, points: [{ x: 1 }] }, 'bad_field'],
    ['no depth', { ...scroll, scrollDepthPct: undefined }, 'bad_field'],
    ['a section of an unknown element', { ...scroll, sections: [[7, 1, 1, 1]] }, 'bad_field'],
    ['a null section', { ...scroll, sections: [null] }, 'bad_field'],
    ['an unknown action', { ...input, action: 'paste' }, 'bad_field'],
    ['the action constructor', { ...input, action: 'constructor' }, 'bad_field'],
    ['an empty name', { ...custom, name: '' }, 'bad_field'],
    ['a name of 100,000 characters', { ...custom, name: long }, 'too_large'],
    ['props as a list', { ...custom, props: [1] }, 'bad_field'],
    ['a text as value', { ...custom, value: '12' }, 'bad_field'],
    ['a path of 100,000 characters', { ...pageview, to: `/${long}` }, 'too_large'],
    ['meta of another type', { ...pageview, meta: 'x' }, 'bad_field'],
    ['no message', { ...scriptError, message: undefined }, 'bad_field'],
  ];
  test.each(cases)('%s is named, and costs only itself', (_what, event, code) => {
    const { batch, rejected } = check(compactBody([{ ...click, i: 50 }, event, { ...custom, i: 51 }]));
    expect(batch.events.map(({ type }) => type)).toEqual(['click', 'custom']);
    expect(rejected).toEqual([{ index: 1, code, message: expect.any(String) }]);
    expect(rejected[0]!.message.length).toBeLessThan(200);
  });

  test('numbers that JSON.stringify cannot write are refused', () => {
    const text = JSON.stringify(compactBody([click, click])).replace('"x":320.5', '"x":1e999');
    const { batch, rejected } = checkText(text);
    expect([batch.events.length, rejected[0]?.code]).toEqual([1, 'bad_field']);
  });

  test.each([
    ['an event id with a dot', { eventId: 'a.b' }, 'bad_id'],
    ['an event id of 65 characters', { eventId: 'a'.repeat(65) }, 'bad_id'],
    ['a numeric event id', { eventId: 7 }, 'bad_id'],
    ['a foreign session id with a blank', { sessionId: 'a b' }, 'bad_id'],
    ['no time', { ts: undefined }, 'bad_time'],
    ['a time as object', { ts: {} }, 'bad_time'],
    ['a negative time', { ts: -5 }, 'bad_time'],
    ['a path of another type', { path: 7 }, 'bad_field'],
    ['a viewport of another type', { viewport: [1, 2] }, 'bad_field'],
    ['a viewport of texts', { viewport: { w: '1', h: '2' } }, 'bad_field'],
    ['a selector of another type', { selector: {} }, 'bad_field'],
  ])('verbose: %s is named', (_what, change, code) => {
    const { events } = heatSdkBody() as { events: Record<string, unknown>[] };
    const { batch, rejected } = check(heatSdkBody({ events: [{ ...events[1], ...change }, events[0]] }));
    expect(batch.events).toHaveLength(1);
    expect(rejected.map((one) => [one.index, String(one.code)])).toEqual([[0, code]]);
  });
});
