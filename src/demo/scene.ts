// One page of a made-up visit while it lasts: a clock, a pointer, a scroll position, and the events that a tracker would
// have made of it. What people do and why is visit.ts.

import type { ElementDescriptor } from '../contract/element.ts';
import type { WireEvent } from '../contract/wire.ts';
import type { Random } from '../lib/seeded-random.ts';
import { encodeVlq } from '../lib/vlq.ts';
import type { LayoutElement, PageLayout } from './layout.ts';
import type { Person } from './people.ts';
import { type Edition, isLater } from './story.ts';

export type SceneOptions = {
  random: Random;
  person: Person;
  startMs: number;
  edition: Edition;
  origin: string;
};

/** Of links with an id, where the others have 1; the quiz had as little as the bar before it came to the top. */
const PULL = 3;
const LITTLE_PULL = 1;
const QUIZ_PULL = 6;
/** People read: scales all their waiting. */
const PACE = 2.4;
/** Samples of one scroll and the time between them. */
const GLIDE_STEPS = 5;
const GLIDE_STEP_MS = 100;

/** A pageview in progress: a clock, a pointer, a scroll position and the events so far. */
export class Scene {
  readonly page: PageLayout;
  readonly random: Random;
  readonly person: Person;
  readonly startMs: number;
  /** Since there are coupons, the checkout trips over those who have none. */
  readonly isCouponOut: boolean;
  private readonly isQuizOnTop: boolean;
  clock: number;
  readonly events: WireEvent[] = [];
  readonly elements: ElementDescriptor[] = [];
  /** Whether there is something in the cart. */
  hasTea = false;
  private readonly origin: string;
  private scrollY = 0;
  private deepest: number;
  private pointer: [number, number];

  constructor(page: PageLayout, { random, person, startMs, edition, origin }: SceneOptions) {
    this.page = page;
    this.random = random;
    this.person = person;
    this.startMs = startMs;
    this.isCouponOut = !isLater('2.3', edition);
    this.isQuizOnTop = !isLater('2.4', edition);
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
            ? this.pullOf(descriptor.id)
            : 1) * (box[1] < this.scrollY + this.page.viewH ? 1 : 0.3);
    const link = this.random.weighted(fitting.map((candidate) => [candidate, weight(candidate)] as const));
    this.click(link, {});
    return link.descriptor.href ?? null;
  }

  private pullOf(id: string): number {
    if (id === 'hero-quiz') return this.isQuizOnTop ? QUIZ_PULL : LITTLE_PULL;
    return id === 'free-shipping' ? LITTLE_PULL : PULL;
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
