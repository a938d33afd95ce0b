// One visit of the demo shop as the envelopes a tracker would send, one for each page seen.
// Deterministic for a given random source.

import type { WireEnvelope, WirePage } from '../contract/wire.ts';
import type { Random } from '../lib/seeded-random.ts';
import type { SiteLayout } from './layout.ts';
import type { Arrival, Person } from './people.ts';
import { Scene } from './scene.ts';
import type { Edition } from './story.ts';
import { priceOf } from './teas.ts';

export type Visit = { person: Person; envelopes: WireEnvelope[] };
export type VisitOptions = {
  random: Random;
  /** The edition of the shop that is visited, and where things stand in it. */
  edition: Edition;
  layout: SiteLayout;
  person: Person;
  arrival: Arrival;
  startMs: number;
  origin: string;
  writeKey: string;
};

/** Chance to go on from a page, by where it stands in the shop. */
const STAY: readonly (readonly [prefix: string, chance: number])[] = [
  ['/demo/checkout', 0.62],
  ['/demo/cart', 0.66],
  ['/demo/tea-', 0.7],
  ['/demo/teas', 0.82],
  ['/demo/brewing', 0.38],
  ['/demo/thanks', 0.1],
  ['/demo/about', 0.45],
  ['/demo/', 0.68],
];
const MAX_PAGES = 14;

/** All of a visit, from where it arrives until it is left. */
export function makeVisit(options: VisitOptions): Visit {
  const { random, person, layout, arrival } = options;
  const pages = layout.get(person.device);
  const envelopes: WireEnvelope[] = [];
  const session = {
    id: `d${random.between(0, 2 ** 31).toString(36)}${random.between(0, 2 ** 31).toString(36)}`,
    startedAt: options.startMs,
  };
  let path: string | null = arrival.path;
  let query = arrival.query;
  let referrer = arrival.referrer;
  let clock = options.startMs;
  let before: string | null = null;
  let hasTea = false;
  while (path !== null && envelopes.length < MAX_PAGES) {
    const page = pages?.get(path);
    if (!page) break;
    const scene = new Scene(page, { ...options, startMs: clock });
    scene.hasTea = hasTea;
    const back: string | null = random.chance(0.05) ? before : null;
    const next: string | null = back === null ? playPage(scene) : glance(scene, back);
    scene.leave(back !== null);
    const url = `${options.origin}${path}${query}`;
    envelopes.push(envelopeOf(scene, { options, session, page: { url, title: page.title, referrer } }));
    referrer = url;
    query = '';
    clock = scene.clock + random.between(250, 900);
    before = path;
    path = next;
    hasTea = scene.hasTea;
  }
  return { person, envelopes };
}

/** Not what was looked for: goes back at once. */
function glance(scene: Scene, before: string): string {
  scene.pageview();
  return before;
}

/** What happens on a page; returns the path of the next one or null. */
function playPage(scene: Scene): string | null {
  const { random, page } = scene;
  scene.pageview();
  scene.read();
  if (page.path.startsWith('/demo/tea-')) {
    if (random.chance(0.1)) scene.deadClicks('#picture', random.between(1, 2));
    if (random.chance(0.3)) scene.clickOn((element) => element.descriptor.role === 'tab');
    if (random.chance(0.3)) {
      scene.clickOn((element) => element.descriptor.ref === 'add-to-cart');
      scene.hasTea = true;
      const tea = page.path.slice('/demo/tea-'.length, -'.html'.length);
      scene.custom('add_to_cart', { tea, price: priceOf(tea) });
      if (random.chance(0.72)) return scene.follow('/demo/cart.html');
    }
  }
  if (page.path === '/demo/teas.html' && random.chance(0.45))
    scene.clickOn((element) => element.descriptor.landmark !== 'nav' && element.descriptor.tag === 'button');
  if (page.path === '/demo/cart.html' && scene.hasTea) {
    // Whose coupon does not work may well go without his tea.
    const isAngry = random.chance(0.34) && scene.rage('apply-coupon');
    if (random.chance(isAngry ? 0.4 : 0.72)) return scene.follow('/demo/checkout.html');
    if (random.chance(0.5)) return null;
  }
  if (page.path === '/demo/checkout.html') {
    scene.clickOn((element) => element.descriptor.tag === 'input');
    scene.wait(6_000, 22_000);
    if (!random.chance(0.64)) return null;
    if (random.chance(scene.isCouponOut ? 0.14 : 0.03)) scene.failing('place-order');
    scene.clickOn((element) => element.descriptor.id === 'place-order');
    scene.custom('purchase', { items: random.between(1, 4) }, random.between(12, 64));
    scene.hasTea = false;
    return '/demo/thanks.html';
  }
  if (page.path === '/demo/' && random.chance(0.07)) {
    scene.clickOn((element) => element.descriptor.tag === 'button');
    scene.custom('newsletter_signup', { place: 'home' });
  }
  const stay = STAY.find(([prefix]) => page.path.startsWith(prefix))?.[1] ?? 0.5;
  if (!random.chance(stay)) return null;
  return scene.follow(null);
}

function envelopeOf(
  scene: Scene,
  context: { options: VisitOptions; session: { id: string; startedAt: number }; page: WirePage },
): WireEnvelope {
  const { options, session, page } = context;
  const { person, random } = options;
  return {
    v: 1,
    key: options.writeKey,
    sdk: { name: 'heat-demo', version: '1' },
    app: { name: 'kettle-and-leaf', version: options.edition, env: 'demo' },
    sentAt: 0,
    session: { id: session.id, startedAt: session.startedAt, lastSeenAt: scene.clock },
    visitorId: person.visitorId,
    ...(person.user && { user: person.user }),
    device: {
      ua: person.userAgent,
      platform: person.platform,
      language: person.language,
      screenW: person.screen[0],
      screenH: person.screen[1],
    },
    ids: `${random.between(0, 2 ** 31).toString(36)}${random.between(0, 2 ** 31).toString(36)}-`,
    t0: scene.startMs,
    pages: [page],
    views: [[scene.page.viewW, scene.page.viewH, person.device === 'desktop' ? 1 : 3]],
    elements: scene.elements,
    events: scene.events,
  };
}
