// Bodies as browsers send them: the compact form of our tracker, and the verbose one of the published heat-sdk 0.2.x,
// field by field as its source makes them. Functions, so that a test may change its copy.

import { encodeVlq } from '../../src/lib/vlq.ts';

export const NOW_MS = Date.UTC(2026, 10, 21, 12);
const AGENT =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/153.0.0.0 Safari/537.36';

type Body = Record<string, unknown>;

/** A compact envelope around the given events; by default one click on the first element. */
export function compactBody(events: unknown[] = [compactEvents.click], more: Body = {}): Body {
  return {
    v: 1,
    sdk: { name: 'heat', version: '0.1.0' },
    app: { name: 'shop', version: '1.2.3', env: 'test' },
    sentAt: NOW_MS,
    session: { id: 'session-1', startedAt: NOW_MS - 60_000, lastSeenAt: NOW_MS },
    visitorId: 'visitor_1',
    user: { id: 'anna@shop.example', traits: { plan: 'pro', seats: 3 } },
    device: { platform: 'MacIntel', language: 'de-DE', screenW: 1920, screenH: 1080 },
    rate: 0.5,
    moveRate: 0.25,
    ids: 'pl4d-',
    t0: NOW_MS - 10_000,
    pages: [
      { url: 'https://shop.example/', title: 'Shop', referrer: 'https://search.example/' },
      { url: 'https://shop.example/basket?step=2', title: 'Basket' },
    ],
    views: [
      [1400, 900, 2],
      [390, 844, 3],
    ],
    elements: [
      {
        tag: 'button',
        id: 'buy',
        text: 1234,
        heading: 99,
        landmark: 'main',
        path: 'main>button',
        classes: ['btn'],
      },
      { tag: 'section', ref: 'offers' },
    ],
    events,
    ...more,
  };
}

/** One event of each type with all of its fields. */
export const compactEvents = {
  pageview: {
    i: 0,
    t: 0,
    type: 'pageview',
    from: '/',
    to: '/basket',
    title: 'Basket',
    referrer: 'https://a.example/',
  },
  click: {
    i: 1,
    t: 500,
    type: 'click',
    x: 320.5,
    y: 910,
    e: 0,
    r: [128, 30],
    box: [300, 900, 80, 40],
    doc: [1400, 3200],
    button: 0,
    rage: true,
    dead: true,
    error: false,
    why: 'mutation',
  },
  move: { i: 2, t: 600, type: 'move', path: encodeVlq([0, 10, 20, 80, 5, -5, 80, 1, 1]) },
  scroll: {
    i: 3,
    t: 700,
    p: 1,
    v: 1,
    type: 'scroll',
    scrollY: 640,
    scrollDepthPct: 45.5,
    docHeight: 3200,
    maxDepthPct: 60,
    sections: [[1, 2500, 0, 800]],
  },
  input: { i: 4, t: 800, type: 'input', action: 'change', e: 0, inputType: 'email', length: 12 },
  keyboard: { i: 5, t: 900, type: 'keyboard', category: 'navigation' },
  custom: {
    i: 6,
    t: 1000,
    type: 'custom',
    name: 'purchase',
    category: 'shop',
    props: { sku: 'A-1', tags: ['x'], deep: { a: 1 } },
    value: 12.5,
    source: 'checkout',
    meta: { build: 7 },
  },
  error: {
    i: 7,
    t: 1100,
    type: 'error',
    message: 'x is not a function',
    source: 'https://shop.example/app.js',
    line: 10,
    column: 4,
    stack: 4_000_000_000,
    after: 1,
  },
  vital: { i: 8, t: 1200, type: 'vital', lcp: 1200.5, inp: 90, cls: 0.02, ttfb: 80 },
  visibility: { i: 9, t: 1300, type: 'visibility', state: 'hidden', dwellMs: 1300 },
  leave: { i: 10, t: 1400, type: 'leave', dwellMs: 1400, quickBack: true },
} as const;

/** What heat-sdk's baseEvent() puts into every event. */
function sdkBase(eventId: string, ts: number): Body {
  return {
    eventId,
    sessionId: '5f0c3c1e-4a1b-4c7d-8e9f-0123456789ab',
    ts,
    path: '/products?page=2#top',
    viewport: { w: 1366, h: 768, dpr: 1.25 },
    device: { ua: AGENT, platform: 'Linux x86_64', language: 'en-US' },
    meta: { viewportBucket: '1400x800' },
  };
}

/** A batch of heat-sdk 0.2.6 with every type it can send. */
export function heatSdkBody(more: Body = {}): Body {
  const at = NOW_MS - 5_000;
  return {
    sdk: { name: '@m-software-engineering/heat-sdk', version: '0.2.6' },
    app: { name: 'shop' },
    session: { id: '5f0c3c1e-4a1b-4c7d-8e9f-0123456789ab', startedAt: at - 1000, lastSeenAt: at },
    user: { id: 'u-1', traits: { plan: 'pro' } },
    events: [
      { ...sdkBase('e-0', at), type: 'pageview', to: '/products?page=2#top' },
      {
        ...sdkBase('e-1', at + 100),
        type: 'click',
        x: 420.5,
        y: 1300,
        selector: 'main > ul > li.item > a.buy',
        button: 0,
      },
      {
        ...sdkBase('e-2', at + 200),
        type: 'move',
        points: [
          { x: 10, y: 20, tsOffset: 0 },
          { x: 15.4, y: 15, tsOffset: 80 },
          { x: 16, y: 16, tsOffset: 160 },
        ],
      },
      { ...sdkBase('e-3', at + 300), type: 'scroll', scrollY: 512.5, scrollDepthPct: 33.3 },
      { ...sdkBase('e-4', at + 400), type: 'custom', name: 'purchase', props: { total: 12.5 } },
      {
        ...sdkBase('e-5', at + 500),
        type: 'input',
        action: 'blur',
        selector: 'form#order > input',
        inputType: 'text',
        length: 5,
        masked: '*****',
      },
      { ...sdkBase('e-6', at + 600), type: 'keyboard', category: 'editing' },
    ],
    ...more,
  };
}
