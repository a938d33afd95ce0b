// Clicks for the heatmap bench, as slices that the applier would hand to its store: visits of about twelve clicks on a
// page or two, spread over many days. Same arguments, same clicks.

import { deriveClicks } from '../src/apply/derive-clicks.ts';
import { GRID_COLUMNS, GRID_ROW_PX, OFFSET_BINS } from '../src/contract/element.ts';
import { CLICK_KIND_CODES, DEVICE_CODES, type Device } from '../src/contract/event-types.ts';
import { LAYOUT_OF_DEVICE } from '../src/contract/layouts.ts';
import { SLOT_MS } from '../src/contract/slots.ts';
import { hash52 } from '../src/lib/hash.ts';
import { type Random, seededRandom } from '../src/lib/seeded-random.ts';
import type { AppliedSession, AppliedSlice, ClickRow, EventRow } from '../src/storage/port-apply.ts';
import type { PageSlotIncrement } from '../src/storage/port-counts.ts';
import { pageIdOf } from '../src/storage/port-pages.ts';

export const PAGES = 50;
export const DAYS = 90;
const DAY_MS = 86_400_000;
const ELEMENTS = 40;
const DOC_H = 4_000;
const HOST = 'shop.example';
const PLACES: readonly {
  weight: number;
  device: Device;
  w: number;
  h: number;
  browser: string;
  os: string;
}[] = [
  { weight: 5, device: 'desktop', w: 1440, h: 900, browser: 'Chrome', os: 'Windows' },
  { weight: 2, device: 'desktop', w: 1920, h: 1080, browser: 'Firefox', os: 'Linux' },
  { weight: 5, device: 'mobile', w: 390, h: 844, browser: 'Safari', os: 'iOS' },
  { weight: 1, device: 'tablet', w: 820, h: 1180, browser: 'Safari', os: 'iOS' },
];

export type ClickPlan = {
  clicks: number;
  /** Clicks of one slice, about. */
  perSlice: number;
  /** End of the last day. */
  toMs: number;
  /** Session ids as they come from visitors; else ascending, which the file takes in several times sooner. */
  isHashed: boolean;
};

const pagePath = (page: number): string => (page === 0 ? '/' : `/item/${page}`);
/** The first gets an eighth of all clicks. */
export const pageId = (page: number): number => pageIdOf(HOST, pagePath(page));

export function* makeSlices(plan: ClickPlan): Generator<AppliedSlice> {
  const random = seededRandom(11);
  const fromMs = plan.toMs - DAYS * DAY_MS;
  let visits = 0;
  let clicks = 0;
  for (let toSeq = 1; clicks < plan.clicks; toSeq += 1) {
    const slice = new SliceMaker(random);
    while (slice.clicks < plan.perSlice && clicks + slice.clicks < plan.clicks) {
      const share = (clicks + slice.clicks) / plan.clicks;
      const startMs = Math.floor(fromMs + share * DAYS * DAY_MS);
      const session = plan.isHashed ? hash52(`visit ${visits}`) : 2 ** 51 + visits * 1_000_003;
      slice.visit({ n: visits, session, startMs });
      visits += 1;
    }
    clicks += slice.clicks;
    yield slice.finish(toSeq, toSeq === 1);
  }
}

class SliceMaker {
  clicks = 0;
  private readonly random: Random;
  private readonly events: EventRow[] = [];
  private readonly sessions: AppliedSession[] = [];
  private readonly derived = deriveClicks();
  private readonly slots = new Map<string, PageSlotIncrement>();

  constructor(random: Random) {
    this.random = random;
  }

  visit({ n, session, startMs }: { n: number; session: number; startMs: number }): void {
    const { random } = this;
    const place = random.weighted(PLACES.map((one) => [one, one.weight] as const));
    const page = Math.floor(PAGES * random.next() ** 1.85);
    const ids = `${((n * 2_654_435_761) % 2 ** 32).toString(36).padStart(7, '0')}-`;
    const key = { projectNo: 1, session, part: 0 };
    let tsMs = startMs;
    const event = (at: number, type: 'pageview' | 'click', fields: EventRow['fields']): EventRow => ({
      ...key,
      eventId: `${ids}${at}`,
      type,
      tsMs,
      receivedAtMs: tsMs + 1_500,
      skewMs: 0,
      flags: 0,
      page: pageId(page),
      viewW: place.w,
      viewH: place.h,
      dpr: 2,
      element: null,
      keyId: 'w',
      fields,
    });
    const view = event(0, 'pageview', {});
    this.events.push(view);
    this.slotOf(view, place.device).pageviews += 1;
    const clicks = random.between(4, 20);
    for (let at = 1; at <= clicks; at += 1) {
      tsMs += random.between(400, 9_000);
      this.click({ event: event(at, 'click', {}), page, place });
    }
    this.clicks += clicks;
    this.sessions.push(sessionOf({ view, ids, n, clicks, endedAtMs: tsMs, place }));
  }

  private click({
    event,
    page,
    place,
  }: {
    event: EventRow;
    page: number;
    place: (typeof PLACES)[number];
  }): void {
    const { random } = this;
    // A few of the elements have most of the clicks, and most of these lie around the middle.
    const at = Math.floor(ELEMENTS * random.next() ** 2.2);
    const element = elementId(page, at);
    const rx = offset(random);
    const ry = offset(random);
    const box = boxOf(at, place.w);
    const x = Math.round(box[0] + (box[2] * rx) / 256);
    const y = Math.round(box[1] + (box[3] * ry) / 256);
    const bin = Math.floor(ry / 8) * OFFSET_BINS + Math.floor(rx / 8);
    const cell = Math.floor(y / GRID_ROW_PX) * GRID_COLUMNS + Math.floor((x / place.w) * GRID_COLUMNS);
    const isRage = random.chance(0.03);
    event.element = element;
    event.fields = { x, y, r: [rx, ry], box, doc: [place.w, DOC_H], ...(isRage ? { rage: true } : {}) };
    this.events.push(event);
    const { projectNo, session, part, eventId, tsMs } = event;
    const row: ClickRow = {
      ...{ projectNo, session, part, eventId, tsMs, element, bin, cell },
      page: pageId(page),
      device: place.device,
      ...{ viewW: place.w, viewH: place.h, docW: place.w, docH: DOC_H },
      kinds: isRage ? 1 << CLICK_KIND_CODES.rage : 0,
    };
    this.derived.add(row);
    const slot = this.slotOf(event, place.device);
    slot.clicks += 1;
    if (isRage) slot.rage += 1;
  }

  private slotOf({ tsMs, page }: EventRow, device: Device): PageSlotIncrement {
    const slot = Math.floor(tsMs / SLOT_MS);
    const key = `${slot} ${page} ${device}`;
    const empty = { pageviews: 0, clicks: 0, rage: 0, dead: 0, errors: 0, customs: 0, events: 0 };
    const known = this.slots.get(key) ?? {
      ...{ projectNo: 1, slot, page: page ?? 0, device: DEVICE_CODES[device] },
      ...empty,
    };
    this.slots.set(key, known);
    known.events += 1;
    return known;
  }

  finish(toSeq: number, isFirst: boolean): AppliedSlice {
    const seenAtMs = this.events.at(-1)?.tsMs ?? 0;
    const pages = Array.from({ length: isFirst ? PAGES : 0 }, (_, page) => page);
    const elements = Array.from({ length: ELEMENTS }, (_, at) => at);
    const named = pages.flatMap((page) => elements.map((at) => ({ page, at, element: elementId(page, at) })));
    return {
      journalId: 'journal-of-the-bench',
      toSeq,
      events: this.events,
      clicks: this.derived.rows,
      sessions: this.sessions,
      pages: pages.map((page) => ({
        ...{
          projectNo: 1,
          page: pageId(page),
          host: HOST,
          path: pagePath(page),
          title: `Item ${page}`,
          seenAtMs,
        },
      })),
      elements: named.map(({ page, at, element }) => ({
        ...{ projectNo: 1, element, seenAtMs },
        descriptor: {
          tag: 'button',
          id: `buy-${page}-${at}`,
          landmark: 'main',
          path: `main>ul>li:${at}>button`,
        },
      })),
      boxes: named.flatMap(({ page, at, element }) =>
        PLACES.map(({ device, w }) => ({
          ...{ projectNo: 1, page: pageId(page), layout: LAYOUT_OF_DEVICE[device], element },
          ...{ box: boxOf(at, w), docW: w, docH: DOC_H, isSection: false, seenAtMs },
        })),
      ),
      pageSlots: [...this.slots.values()],
      elementBins: this.derived.elementBins(),
      gridBins: this.derived.gridBins(),
    };
  }
}

const elementId = (page: number, at: number): number => hash52(`element ${page} ${at}`);

function boxOf(at: number, width: number): [number, number, number, number] {
  return [Math.round((at % 4) * (width / 4)), 80 + Math.floor(at / 4) * 360, Math.round(width / 5), 60];
}

/** 0…255, most often near the middle. */
function offset(random: Random): number {
  return Math.min(255, Math.max(0, Math.round(random.normal(128, 48))));
}

type Visited = {
  view: EventRow;
  ids: string;
  n: number;
  clicks: number;
  endedAtMs: number;
  place: (typeof PLACES)[number];
};

function sessionOf({ view, ids, n, clicks, endedAtMs, place }: Visited): AppliedSession {
  const { projectNo, session, part, tsMs, page } = view;
  const none = {
    moves: 0,
    scrolls: 0,
    inputs: 0,
    customs: 0,
    errors: 0,
    rage: 0,
    dead: 0,
    errorClicks: 0,
    quickBacks: 0,
  };
  const unsaid = {
    userId: null,
    userAtMs: null,
    traitsUserId: null,
    traitsAtMs: null,
    toldAtMs: null,
    traits: null,
    maxScrollPct: null,
    referrer: null,
    medium: null,
    userAgent: null,
  };
  const utm = { utmSource: null, utmMedium: null, utmCampaign: null, utmTerm: null, utmContent: null };
  const app = { platform: null, appName: null, appVersion: null, appEnv: null, sdk: 'heat/0.1.0' };
  return {
    ...{ projectNo, session, part, clientId: `${ids}visit`, visitor: `visitor-${n % 400_000}` },
    ...{ startedAtMs: tsMs, endedAtMs, events: clicks + 1, pageviews: 1, clicks },
    ...none,
    ...unsaid,
    ...utm,
    ...app,
    ...{
      entryPage: page,
      entryAtMs: tsMs,
      entryId: view.eventId,
      exitPage: page,
      exitAtMs: tsMs,
      exitId: view.eventId,
    },
    source: n % 3 === 0 ? 'google.com' : null,
    device: place.device,
    ...{ browser: place.browser, browserVersion: '150', os: place.os },
    ...{ language: 'en-US', country: 'DE', screenW: place.w, screenH: place.h },
    ...{ rate: 1, moveRate: 1, isBot: false },
  };
}
