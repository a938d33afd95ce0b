// Made-up visits for tests and benches of the read path: complete slices, derived by the plainest code possible,
// so that reports can be checked against it. The same seed always gives the same visits.

import { GRID_COLUMNS, OFFSET_BINS } from '../../contract/element.ts';
import { compareEvents } from '../../contract/event-order.ts';
import {
  CLICK_KIND_CODES,
  CLICK_KINDS,
  DEVICE_CODES,
  DEVICES,
  type Device,
  type EventType,
} from '../../contract/event-types.ts';
import { DAY_MS } from '../../contract/slots.ts';
import { hash52 } from '../../lib/hash.ts';
import {
  type AppliedSession,
  type AppliedSlice,
  type BoxInfo,
  CLICK_BOT_BIT,
  type ClickRow,
  EVENT_FLAGS,
  type EventRow,
  elementBinOf,
  type SessionRow,
} from '../port-apply.ts';
import type { BinIncrement, PageSlotIncrement, ViewBinIncrement } from '../port-counts.ts';
import { customsOf, fillCustoms } from './report-visits-customs.ts';
import { fillKinds, kindRows } from './report-visits-kinds.ts';
import { randomTraits, type VisitTraits } from './report-visits-traits.ts';

export type VisitsOptions = {
  seed: number;
  projectNo: number;
  fromMs: number;
  toMs: number;
  sessions: number;
  /** Mean events of a session; one in five of them is a click. */
  eventsPerSession: number;
  pages: number;
  elements: number;
  botShare: number;
};

const SLOT_MS = 900_000;

/** Small and fast generator (mulberry32) of numbers in [0, 1). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function pagePath(index: number): string {
  return index === 0 ? '/' : `/page-${index}`;
}
export function pageId(index: number): number {
  return hash52(`shop.example${pagePath(index)}`);
}

/** Whole visits of one project as one slice that takes the journal to `toSeq`. */
export function randomVisits(options: VisitsOptions, toSeq = 1): AppliedSlice {
  const random = seededRandom(options.seed);
  const events: EventRow[] = [];
  const clicks: ClickRow[] = [];
  const sessions: AppliedSession[] = [];
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;

  for (let index = 0; index < options.sessions; index++) {
    const session = hash52(`session ${options.seed} ${index}`);
    const parts = random() < 0.1 ? 2 : 1;
    let startedAtMs = Math.floor(options.fromMs + random() * (options.toMs - options.fromMs));
    for (let part = 0; part < parts; part++) {
      const device = random() < 0.03 ? null : pick(DEVICES);
      const isBot = random() < options.botShare;
      const spanMs = random() < 0.05 ? DAY_MS * 0.9 : 20 * 60_000;
      const count = 1 + Math.floor(random() * (options.eventsPerSession * 2 - 1));
      const times = Array.from({ length: count - 1 }, () => startedAtMs + Math.floor(random() * spanMs));
      times.push(startedAtMs);
      times.sort((a, b) => a - b);
      const own: EventRow[] = [];
      for (const [at, tsMs] of times.entries()) {
        const type: EventType = at === 0 || random() < 0.15 ? 'pageview' : pickType(random());
        const page = random() < 0.02 && at > 0 ? null : pageId(Math.floor(random() ** 2 * options.pages));
        const event: EventRow = {
          projectNo: options.projectNo,
          session,
          eventId: `e${part}-${at}-${Math.floor(random() * 1e6).toString(36)}`,
          part,
          type,
          tsMs,
          receivedAtMs: tsMs + 250,
          skewMs: 0,
          flags: (isBot ? EVENT_FLAGS.bot : 0) | (session % 5 === 0 ? EVENT_FLAGS.imported : 0),
          page,
          viewW: pick([390, 768, 1280, 1440, 1920]),
          viewH: pick([640, 720, 801, 900, 1080]),
          dpr: 1,
          element: null,
          keyId: 'k1',
          fields: {},
        };
        // As of other tools: how high the screen was is not known.
        if (type === 'pageview' && session % 4 === 1) event.viewH = null;
        if (type === 'click') clicks.push(...makeClick(event, device, random, options.elements));
        if (type === 'leave') event.fields = { dwellMs: 900, ...(random() < 0.6 && { quickBack: true }) };
        own.push(event);
      }
      events.push(...own);
      sessions.push(
        summarise(own, {
          clientId: `s${index}`,
          visitor: `c:v${options.seed}-${Math.floor(random() * options.sessions * 0.7)}`,
          device,
          isBot,
          ...randomTraits(random),
        }),
      );
      startedAtMs = (times.at(-1) as number) + 3 * 3_600_000;
    }
  }
  return completeSlice({ options, toSeq, events, clicks, sessions });
}

function pickType(chance: number): EventType {
  if (chance < 0.24) return 'click';
  if (chance < 0.6) return 'move';
  if (chance < 0.9) return 'scroll';
  if (chance < 0.95) return 'custom';
  return chance < 0.98 ? 'error' : 'leave';
}

function makeClick(event: EventRow, device: ClickRow['device'], random: () => number, elements: number) {
  const rage = random() < 0.1;
  const dead = random() < 0.1;
  const error = random() < 0.03;
  event.element = random() < 0.1 ? null : hash52(`element ${Math.floor(random() * elements)}`);
  event.fields = { x: 10, y: 20, ...(rage && { rage }), ...(dead && { dead }), ...(error && { error }) };
  if (event.page === null) return [];
  const hasOffset = event.element !== null && random() > 0.1;
  const row = Math.floor(random() * 300);
  const click: ClickRow = {
    projectNo: event.projectNo,
    session: event.session,
    eventId: event.eventId,
    page: event.page,
    tsMs: event.tsMs,
    part: event.part,
    device,
    element: event.element,
    bin: hasOffset ? Math.floor(random() * 4) * OFFSET_BINS + Math.floor(random() * 4) : null,
    cell: random() < 0.1 ? null : row * GRID_COLUMNS + Math.floor(random() * GRID_COLUMNS),
    viewW: event.viewW,
    viewH: event.viewH,
    docW: event.viewW,
    docH: 4000,
    kinds:
      (rage ? 1 << CLICK_KIND_CODES.rage : 0) +
      (dead ? 1 << CLICK_KIND_CODES.dead : 0) +
      (error ? 1 << CLICK_KIND_CODES.error : 0) +
      (event.flags & EVENT_FLAGS.bot ? CLICK_BOT_BIT : 0),
  };
  return [click];
}

type Visit = Pick<SessionRow, 'clientId' | 'visitor' | 'device' | 'isBot'> & VisitTraits;

/** What these visits say nothing about. */
const UNSAID = {
  maxScrollPct: null,
  browserVersion: null,
  userAgent: null,
  platform: null,
  sdk: null,
  rate: 1,
  moveRate: 1,
};

function summarise(events: EventRow[], visit: Visit): AppliedSession {
  const first = events[0] as EventRow;
  const last = events.at(-1) as EventRow;
  const count = (type: EventType): number => events.filter((event) => event.type === type).length;
  const flagged = (name: string): number => events.filter((event) => event.fields[name] === true).length;
  const views = events
    .filter((event) => event.type === 'pageview' && event.page !== null)
    .sort(compareEvents);
  const [entry] = views;
  const exit = views.at(-1);
  return {
    ...UNSAID,
    ...visit,
    projectNo: first.projectNo,
    session: first.session,
    part: first.part,
    startedAtMs: first.tsMs,
    endedAtMs: last.tsMs,
    events: events.length,
    pageviews: count('pageview'),
    clicks: count('click'),
    moves: count('move'),
    scrolls: count('scroll'),
    inputs: count('input'),
    customs: count('custom'),
    errors: count('error'),
    rage: flagged('rage'),
    dead: flagged('dead'),
    errorClicks: flagged('error'),
    quickBacks: flagged('quickBack'),
    entryPage: entry?.page ?? null,
    entryAtMs: entry?.tsMs ?? null,
    entryId: entry?.eventId ?? null,
    exitPage: exit?.page ?? null,
    exitAtMs: exit?.tsMs ?? null,
    exitId: exit?.eventId ?? null,
    userAtMs: null,
    // Half of them are told of somebody who is not the session's user any more.
    traits: visit.userId === null ? null : { plan: 'pro' },
    traitsUserId: first.session % 2 === 0 ? visit.userId : 'somebody',
    traitsAtMs: first.tsMs,
    toldAtMs: first.tsMs,
  };
}

/** A session as reports answer it, without what only the applier reads. */
export function asRead({
  entryId: _entryId,
  exitId: _exitId,
  userAtMs: _userAtMs,
  traitsUserId,
  traitsAtMs: _traitsAtMs,
  toldAtMs: _toldAtMs,
  ...row
}: AppliedSession): SessionRow {
  return { ...row, traits: traitsUserId === row.userId ? row.traits : null };
}

type Facts = {
  options: VisitsOptions;
  toSeq: number;
  events: EventRow[];
  clicks: ClickRow[];
  sessions: AppliedSession[];
};

function completeSlice({ options, toSeq, events, clicks, sessions }: Facts): AppliedSlice {
  const deviceOf = new Map(sessions.map((row) => [`${row.session}.${row.part}`, row.device]));
  const pageSlots = events
    .filter((event) => (event.flags & EVENT_FLAGS.bot) === 0)
    .map((event) => slotOf(event, deviceCode(deviceOf.get(`${event.session}.${event.part}`) ?? null)));
  const human = clicks.filter((click) => (click.kinds & CLICK_BOT_BIT) === 0);
  const deviceOfEvent = ({ session, part }: EventRow) => deviceOf.get(`${session}.${part}`) ?? null;
  fillKinds(events, seededRandom(options.seed + 1000), options.elements);
  fillCustoms(events, seededRandom(options.seed + 2000));
  return {
    kinds: kindRows(events, deviceOfEvent),
    journalId: 'journal-of-tests',
    toSeq,
    events,
    clicks,
    customs: customsOf(events),
    sessions,
    pages: Array.from({ length: options.pages }, (_, index) => ({
      projectNo: options.projectNo,
      page: pageId(index),
      host: 'shop.example',
      path: pagePath(index),
      title: `Page ${index}`,
      seenAtMs: options.toMs,
    })),
    elements: Array.from({ length: options.elements }, (_, index) => ({
      projectNo: options.projectNo,
      element: hash52(`element ${index}`),
      descriptor: { tag: 'button', id: `b${index}` },
      seenAtMs: options.toMs,
    })),
    boxes: Array.from({ length: options.elements }, (_, index) => boxOf(options, index)),
    pageSlots,
    elementBins: human.flatMap((click) => binsOf(click, click.element ?? 0, elementBinOf(click))),
    gridBins: human.flatMap((click) => binsOf(click, 0, click.cell ?? -1)),
    viewBins: human.flatMap(viewBinsOf),
  };
}

function slotOf(event: EventRow, device: number): PageSlotIncrement {
  return {
    projectNo: event.projectNo,
    slot: Math.floor(event.tsMs / SLOT_MS),
    page: event.page ?? 0,
    device,
    pageviews: Number(event.type === 'pageview'),
    clicks: Number(event.type === 'click'),
    rage: Number(event.fields.rage === true),
    dead: Number(event.fields.dead === true),
    errors: Number(event.type === 'error'),
    customs: Number(event.type === 'custom'),
    events: 1,
  };
}

function binsOf(click: ClickRow, element: number, bin: number): BinIncrement[] {
  return CLICK_KINDS.map((name) => CLICK_KIND_CODES[name])
    .filter((kind) => kind === CLICK_KIND_CODES.click || (click.kinds & (1 << kind)) !== 0)
    .map((kind) => ({
      projectNo: click.projectNo,
      page: click.page,
      kind,
      device: deviceCode(click.device),
      day: Math.floor(click.tsMs / DAY_MS),
      element,
      bin,
      count: 1,
    }));
}

function viewBinsOf(click: ClickRow): ViewBinIncrement[] {
  const { viewW, viewH } = click;
  if (viewW === null || viewH === null) return [];
  return binsOf(click, 0, 0).map(({ element: _, bin: __, ...place }) => ({ ...place, viewW, viewH }));
}

function boxOf(options: VisitsOptions, index: number): BoxInfo {
  return {
    projectNo: options.projectNo,
    page: pageId(0),
    layout: index % 2 === 0 ? 'wide' : 'medium',
    element: hash52(`element ${index}`),
    box: [10, 10 * index, index === 0 ? 900 : 100, 40],
    docW: 1280,
    docH: 4000,
    isSection: index === 0,
    seenAtMs: options.toMs + index,
  };
}

function deviceCode(device: Device | null): number {
  return device === null ? 0 : DEVICE_CODES[device];
}
