// A month of visits for the reports bench: one request body for each visit, in the compact form. Pages follow a steep
// popularity, so that the busiest one holds a large share of all clicks. Same arguments, same visits.

import { type Random, seededRandom } from '../src/lib/seeded-random.ts';
import { encodeVlq } from '../src/lib/vlq.ts';

export const HISTORY_DAYS = 35;
export const HISTORY_PAGES = 200;
const DAY_MS = 86_400_000;
const ELEMENTS = 40;
const DOC_H = 3400;
const AGENTS = [
  {
    weight: 6,
    w: 1440,
    h: 900,
    ua: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/152.0.0.0 Safari/537.36',
  },
  {
    weight: 2,
    w: 1366,
    h: 768,
    ua: 'Mozilla/5.0 (X11; Linux x86_64; rv:148.0) Gecko/20100101 Firefox/148.0',
  },
  {
    weight: 4,
    w: 390,
    h: 844,
    ua: 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 Mobile/15E148 Safari/604.1',
  },
] as const;
const REFERRERS = ['', 'https://www.google.com/', 'https://news.ycombinator.com/', 'https://t.co/x'];

export type Visit = { body: string; events: number };

/** Visits spread evenly over the days before `nowMs`; about 84 events each. */
export function* makeVisits(count: number, nowMs: number): Generator<Visit> {
  const random = seededRandom(7);
  const fromMs = nowMs - HISTORY_DAYS * DAY_MS;
  for (let n = 0; n < count; n += 1) {
    const at = Math.floor(fromMs + ((n + random.next()) / count) * (nowMs - fromMs - 3_600_000));
    yield makeVisit(n, at, random);
  }
}

function makeVisit(n: number, at: number, random: Random): Visit {
  const agent = random.weighted(AGENTS.map((item) => [item, item.weight] as const));
  const pages = Array.from({ length: random.between(3, 9) }, () => popularPage(random));
  const events: { [name: string]: unknown }[] = [];
  let t = 0;
  for (const [p] of pages.entries()) {
    const add = (type: string, fields: object) => events.push({ i: events.length, t, type, p, ...fields });
    add('pageview', {});
    add('move', { path: movePath(agent.w, random) });
    for (let step = 1; step <= 3; step += 1) {
      t += random.between(400, 5_000);
      const depth = Math.min(100, step * random.between(8, 40));
      add('scroll', { scrollY: depth * 25, scrollDepthPct: depth, docHeight: DOC_H, maxDepthPct: depth });
    }
    for (let click = random.between(6, 12); click > 0; click -= 1) {
      t += random.between(300, 9_000);
      add('click', clickOn(random.between(0, ELEMENTS - 1), agent.w, random));
    }
    if (random.chance(0.1)) {
      const props = { plan: random.pick(['free', 'pro']), seats: random.between(1, 5) };
      add('custom', { name: random.pick(['purchase', 'signup']), value: random.between(5, 400), props });
    }
  }
  const body = JSON.stringify({
    v: 1,
    sdk: { name: 'heat', version: '0.1.0' },
    session: { id: `visit-${n}`, startedAt: at, lastSeenAt: at },
    visitorId: `visitor-${n % 4000}`,
    device: {
      ua: agent.ua,
      language: random.pick(['en-US', 'de-DE', 'fr-FR']),
      screenW: agent.w,
      screenH: agent.h,
    },
    ids: `v${n}-`,
    t0: at,
    pages: pages.map((page, p) => ({
      url: `https://shop.example/item-${page}`,
      title: `Item ${page}`,
      ...(p === 0 ? { referrer: random.pick(REFERRERS) } : {}),
    })),
    views: [[agent.w, agent.h, 1]],
    elements: Array.from({ length: ELEMENTS }, (_, e) => ({
      tag: 'button',
      id: `buy-${e}`,
      landmark: 'main',
    })),
    events,
  });
  return { body, events: events.length };
}

/** The first of the pages gets about a sixth of all views. */
function popularPage(random: Random): number {
  return Math.floor(HISTORY_PAGES * random.next() ** 3);
}

function clickOn(e: number, width: number, random: Random): object {
  const r = [random.between(0, 255), random.between(0, 255)];
  const box = [(e % 4) * (width / 4), Math.floor(e / 4) * 320, width / 5, 60];
  const x = Math.round(box[0]! + (box[2]! * r[0]!) / 255);
  const y = Math.round(box[1]! + (box[3]! * r[1]!) / 255);
  return { e, x, y, r, box, doc: [width, DOC_H], ...(random.chance(0.03) ? { rage: true } : {}) };
}

function movePath(width: number, random: Random): string {
  const deltas = [0, random.between(0, width), random.between(0, 800)];
  for (let sample = 1; sample < 26; sample += 1)
    deltas.push(80, random.between(-40, 40), random.between(-30, 60));
  return encodeVlq(deltas);
}
