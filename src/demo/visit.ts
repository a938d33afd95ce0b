// One visit of the demo shop as the envelopes a tracker would send, one for each page seen.
// Deterministic for a given random source.

import type { ElementDescriptor } from '../contract/element.ts';
import type { WireEnvelope, WireEvent, WirePage } from '../contract/wire.ts';
import type { Random } from '../lib/seeded-random.ts';
import { encodeVlq } from '../lib/vlq.ts';
import type { LayoutElement, PageLayout, SiteLayout } from './layout.ts';
import type { Arrival, Person } from './people.ts';
import { type Edition, isLater } from './story.ts';

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
/** Of links with an id, where the others have 1. */
const PULL: { readonly [id: string]: number } = { 'hero-quiz': 5, 'free-shipping': 1 };
const USUAL_PULL = 3;
/** People read: scales all their waiting. */
const PACE = 2.4;
/** Samples of one scroll and the time between them. */
const GLIDE_STEPS = 5;
const GLIDE_STEP_MS = 100;

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
      scene.custom('add_to_cart', {
        tea: page.path.slice('/demo/tea-'.length, -'.html'.length),
        price: random.between(9, 18),
      });
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

/** A pageview in progress: a clock, a pointer, a scroll position and the events so far. */
class Scene {
  readonly page: PageLayout;
  readonly random: Random;
  readonly person: Person;
  readonly startMs: number;
  /** Since there are coupons, the checkout trips over those who have none. */
  readonly isCouponOut: boolean;
  clock: number;
  readonly events: WireEvent[] = [];
  readonly elements: ElementDescriptor[] = [];
  /** Whether there is something in the cart. */
  hasTea = false;
  private readonly origin: string;
  private scrollY = 0;
  private deepest: number;
  private pointer: [number, number];

  constructor(page: PageLayout, { random, person, startMs, edition, origin }: VisitOptions) {
    this.page = page;
    this.random = random;
    this.person = person;
    this.startMs = startMs;
    this.isCouponOut = !isLater('2.3', edition);
    this.clock = startMs;
    this.origin = origin;
    this.deepest = Math.min(100, (page.viewH / page.docH) * 100);
    this.pointer = [random.between(100, page.viewW - 20), random.between(80, page.viewH - 80)];
  }

  pageview(): void {
    this.push({ type: 'pageview' });
    this.wait(600, 2200);
  }

  /** Scrolls down in steps until interest is lost, moving the pointer now and then. */
  read(): void {
    const room = Math.max(0, this.page.docH - this.page.viewH);
    const wanted = Math.round(room * Math.min(1, Math.max(0, this.random.normal(0.55, 0.35))));
    while (this.scrollY < wanted) {
      this.scrollTo(Math.min(wanted, this.scrollY + this.random.between(180, 620)));
      if (this.random.chance(0.5))
        this.moveTo(
          this.random.between(60, this.page.viewW - 60),
          this.scrollY + this.random.between(80, this.page.viewH - 80),
        );
      this.wait(700, 4200);
    }
    this.wait(300, 1800);
  }

  scrollTo(y: number): void {
    const path = glidePath(this.scrollY, Math.round(y));
    this.scrollY = Math.round(y);
    this.deepest = Math.max(
      this.deepest,
      Math.min(100, ((this.scrollY + this.page.viewH) / this.page.docH) * 100),
    );
    const sections = this.page.sections
      .filter(({ box }) => box[1] < this.scrollY + this.page.viewH && box[1] + box[3] > this.scrollY)
      .slice(0, 8)
      .map(({ descriptor, box }): [number, number, number, number] => [
        this.indexOf(descriptor),
        this.random.between(400, 5200),
        box[1],
        box[3],
      ]);
    this.push({
      type: 'scroll',
      scrollY: this.scrollY,
      scrollDepthPct: round1(Math.min(100, ((this.scrollY + this.page.viewH) / this.page.docH) * 100)),
      docHeight: this.page.docH,
      maxDepthPct: round1(this.deepest),
      deepest: Math.round((this.deepest * this.page.docH) / 100),
      sections,
      path,
    });
  }

  moveTo(x: number, y: number): void {
    if (this.person.device !== 'desktop') {
      this.pointer = [x, y];
      return;
    }
    const steps = this.random.between(5, 16);
    const [fromX, fromY] = this.pointer;
    const deltas: number[] = [];
    let [lastX, lastY] = [0, 0];
    const bend = this.random.normal(0, 40);
    for (let step = 1; step <= steps; step += 1) {
      const t = step / steps;
      const ease = t * t * (3 - 2 * t);
      const px = Math.round(fromX + (x - fromX) * ease + Math.sin(t * Math.PI) * bend);
      const py = Math.round(fromY + (y - fromY) * ease);
      deltas.push(step === 1 ? 0 : 80 + this.random.between(0, 14), px - lastX, py - lastY);
      [lastX, lastY] = [px, py];
    }
    const restMs = 150 + ((lastX * 7 + lastY * 13) % 1_750);
    this.push({ type: 'move', path: encodeVlq([...deltas, restMs, 0, 0]) });
    this.clock += steps * 86;
    this.pointer = [x, y];
  }

  /** Clicks somewhere inside a random element that fits; returns whether there was one. */
  clickOn(fits: (element: LayoutElement) => boolean): boolean {
    const candidates = this.page.elements.filter((element) => element.box[2] > 0 && fits(element));
    if (candidates.length === 0) return false;
    this.click(this.random.pick(candidates), {});
    return true;
  }

  /** Whether there is such an element to be hammered on. */
  rage(id: string): boolean {
    const target = this.page.elements.find((element) => element.descriptor.id === id);
    if (!target) return false;
    const times = this.random.between(3, 6);
    for (let n = 1; n <= times; n += 1) {
      this.click(target, { dead: true, rage: n >= 3, why: 'no mutation, navigation or request' }, 180);
    }
    return true;
  }

  /** A click that ends in a script error. */
  failing(id: string): void {
    const target = this.page.elements.find((element) => element.descriptor.id === id);
    if (!target) return;
    this.click(target, { error: true }, 60);
    const after = this.events.length - 1;
    const message = "TypeError: Cannot read properties of undefined (reading 'total')";
    this.push({
      type: 'error',
      message,
      source: `${this.origin}/demo/shop.js`,
      line: 88,
      column: 17,
      after,
    });
    this.wait(900, 2600);
  }

  leave(isQuickBack: boolean): void {
    const dwellMs = this.clock - this.startMs;
    this.push({ type: 'leave', dwellMs, ...(isQuickBack && { quickBack: true }) });
  }

  deadClicks(id: string, times: number): void {
    const target =
      this.page.sections.find((section) => `#${section.descriptor.id}` === id) ??
      this.page.elements.find((element) => `#${element.descriptor.id}` === id);
    for (let n = 0; target && n < times; n += 1)
      this.click(target, { dead: true, why: 'no mutation, navigation or request' }, 1400);
  }

  /** Clicks a link to `path`, or to any page when null, and returns where it leads. */
  follow(path: string | null): string | null {
    const links = this.page.elements.filter(
      ({ descriptor, box }) =>
        descriptor.href?.startsWith('/demo/') &&
        descriptor.href !== this.page.path &&
        (this.hasTea || descriptor.id !== 'to-checkout') &&
        box[2] > 0,
    );
    const fitting = path === null ? links : links.filter((link) => link.descriptor.href === path);
    if (fitting.length === 0) return path;
    const weight = ({ descriptor, box }: LayoutElement) =>
      (descriptor.landmark === 'footer'
        ? 0.15
        : descriptor.landmark === 'nav'
          ? 0.8
          : descriptor.id
            ? (PULL[descriptor.id] ?? USUAL_PULL)
            : 1) * (box[1] < this.scrollY + this.page.viewH ? 1 : 0.3);
    const link = this.random.weighted(fitting.map((candidate) => [candidate, weight(candidate)] as const));
    this.click(link, {});
    return link.descriptor.href ?? null;
  }

  custom(name: string, props: { [key: string]: string | number }, value?: number): void {
    this.push({ type: 'custom', name, category: 'shop', props, ...(value === undefined ? {} : { value }) });
    this.wait(200, 800);
  }

  private click(
    target: LayoutElement,
    flags: { rage?: boolean; dead?: boolean; error?: boolean; why?: string },
    pauseMs = 700,
  ): void {
    const [left, top, width, height] = target.box;
    const within = (n: number) => Math.min(0.97, Math.max(0.03, n));
    const fx = within(this.random.normal(0.5, 0.17));
    const fy = within(this.random.normal(0.52, 0.16));
    const [x, y] = [Math.round(left + fx * width), Math.round(top + fy * height)];
    if (y > this.scrollY + this.page.viewH || y < this.scrollY)
      this.scrollTo(Math.max(0, Math.min(this.page.docH - this.page.viewH, y - this.page.viewH * 0.6)));
    this.moveTo(x, y);
    this.wait(120, 420);
    this.push({
      type: 'click',
      x,
      y,
      e: this.indexOf(target.descriptor),
      r: [Math.round(fx * 255), Math.round(fy * 255)],
      box: target.box,
      doc: [this.page.docW, this.page.docH],
      ...flags,
    });
    this.clock += Math.round(pauseMs * (0.7 + this.random.next() * 0.6));
  }

  private indexOf(descriptor: ElementDescriptor): number {
    const at = this.elements.indexOf(descriptor);
    return at >= 0 ? at : this.elements.push(descriptor) - 1;
  }

  wait(fromMs: number, toMs: number): void {
    this.clock += Math.round(this.random.between(fromMs, toMs) * this.person.patience * PACE);
  }

  private push(event: DistributiveOmit<WireEvent, 'i' | 't'>): void {
    this.events.push({ ...event, i: this.events.length, t: this.clock - this.startMs } as WireEvent);
  }
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

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

/** A scroll that ends now, as the tracker packs it. */
function glidePath(from: number, to: number): string {
  const samples = Array.from({ length: GLIDE_STEPS }, (_, step) => {
    const t = (step + 1) / GLIDE_STEPS;
    return Math.round(from + (to - from) * t * (2 - t));
  });
  const steps = samples.flatMap((y, at) => [GLIDE_STEP_MS, y - (samples[at - 1] ?? 0)]);
  steps[0] = -GLIDE_STEP_MS * (GLIDE_STEPS - 1);
  return encodeVlq(steps);
}

function round1(value: number): number {
  return Math.round(value * 10) / 10;
}
