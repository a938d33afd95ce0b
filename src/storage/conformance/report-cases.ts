// The part of the report suite that is about single sessions, tenants, bounds and faults.

import { expect } from 'bun:test';
import { compareEvents } from '../../contract/event-order.ts';
import { DEVICES, EVENT_TYPES } from '../../contract/event-types.ts';
import { LAYOUTS, layoutOf } from '../../contract/layouts.ts';
import { LIMITS } from '../../contract/limits.ts';
import { LIVE_QUIET } from '../../contract/live.ts';
import { SLOT_MS } from '../../contract/slots.ts';
import type { HeatmapRows } from '../port.ts';
import { type ClickRow, EVENT_FLAGS } from '../port-apply.ts';
import type { ReportCheck } from './report-suite.ts';
import { asRead, pageId } from './report-visits.ts';

const ALL_TIME = {
  fromMs: 0,
  toMs: Date.UTC(2100, 0),
  timeZone: 'UTC',
  filters: [],
  includeBots: true,
};
const GRID = { columns: 256, mergedRows: 1 };

export function reportCases(check: ReportCheck): void {
  check('journey() answers every event of one part in time order, over several cursors', async (given) => {
    const { session, part } = given.slice.sessions.toSorted((a, b) => b.events - a.events)[0]!;
    const expected = given.slice.events
      .filter((event) => event.session === session && event.part === part)
      .sort(compareEvents);
    const found = [];
    let cursor: string | null = null;
    do {
      const query = { projectNo: 1, session, part, limit: 4, cursor };
      const page = await given.reports.journey(query);
      expect(page.events.length).toBeLessThanOrEqual(4);
      found.push(...page.events);
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(found.map(({ host: _, path: __, title: ___, descriptor: ____, ...row }) => row)).toEqual(expected);
    for (const event of found) {
      const page = given.slice.pages.find((info) => info.page === event.page);
      const element = given.slice.elements.find((info) => info.element === event.element);
      expect([event.path, event.title]).toEqual([page?.path ?? null, page?.title ?? null]);
      expect(event.descriptor).toEqual(element?.descriptor ?? null);
      expect(EVENT_TYPES).toContain(event.type);
    }
  });

  check(
    'activeSessions() answers those heard of since and who has gone, newest first, no bots',
    async (given) => {
      const LAST_WORDS = ['leave', 'vital', 'visibility'];
      const sessions = given.slice.sessions.filter(({ projectNo }) => projectNo === 1);
      const newestMs = Math.max(...sessions.map(({ endedAtMs }) => endedAtMs));
      const sinceMs = newestMs - LIMITS.sessionMaxMs;
      const lastOf = (row: (typeof sessions)[number], ofPage: boolean) =>
        Math.max(
          -1,
          ...given.slice.events
            .filter(({ session, part }) => session === row.session && part === row.part)
            .filter(({ type }) => (ofPage ? type === 'leave' : !LAST_WORDS.includes(type)))
            .map(({ tsMs }) => tsMs),
        );
      const expected = sessions
        .filter(
          (row) => !row.isBot && row.endedAtMs >= sinceMs && row.startedAtMs >= sinceMs - LIMITS.sessionMaxMs,
        )
        .sort((a, b) => b.endedAtMs - a.endedAtMs);
      const found = await given.reports.activeSessions({ projectNo: 1, sinceMs, limit: 1_000 });
      expect(expected.length).toBeGreaterThan(2);
      expect(found.map(({ session, part }) => `${session}.${part}`).sort()).toEqual(
        expected.map(({ session, part }) => `${session}.${part}`).sort(),
      );
      expect(found.map(({ lastAtMs }) => lastAtMs)).toEqual(expected.map(({ endedAtMs }) => endedAtMs));
      const hasLeft = (row: (typeof sessions)[number]) =>
        lastOf(row, true) >= 0 && lastOf(row, true) >= lastOf(row, false);
      for (const { session, part, visitor, page, path, hasLeft: isGone } of found) {
        const row = expected.find((one) => one.session === session && one.part === part);
        expect(isGone).toBe(row !== undefined && hasLeft(row));
        expect({ visitor, page }).toEqual({ visitor: row?.visitor ?? '', page: row?.exitPage ?? null });
        expect(path).toBe(given.slice.pages.find((info) => info.page === page)?.path ?? null);
      }
      expect(await given.reports.activeSessions({ projectNo: 1, sinceMs, limit: 1 })).toEqual(
        found.slice(0, 1),
      );
      expect(await given.reports.activeSessions({ projectNo: 1, sinceMs: newestMs + 1, limit: 9 })).toEqual(
        [],
      );
    },
  );

  check(
    'recentActivity() answers the newest events and how many came in each second, no bots and no imports',
    async (given) => {
      const own = given.slice.sessions.filter(({ projectNo, isBot }) => projectNo === 1 && !isBot);
      const sessionOf = (event: { session: number; part: number }) =>
        own.find(({ session, part }) => session === event.session && part === event.part);
      const events = given.slice.events.filter(
        (event) => sessionOf(event) && (event.flags & EVENT_FLAGS.imported) === 0,
      );
      expect(events.length).toBeLessThan(given.slice.events.filter(sessionOf).length);
      const told = events.filter(({ type }) => !LIVE_QUIET.has(type)).sort(compareEvents);
      const all = { projectNo: 1, startedSinceMs: 0, sinceMs: 0, countedSinceMs: 0, limit: 1_000 };
      const whole = await given.reports.recentActivity(all);
      const keys = (facts: readonly { session: number; tsMs: number; eventId: string }[]) =>
        facts.map(({ session, tsMs, eventId }) => `${tsMs} ${session} ${eventId}`).sort();
      expect(told.length).toBeGreaterThan(5);
      expect(keys(whole.facts)).toEqual(keys(told));
      expect(whole.facts.map(({ tsMs }) => tsMs)).toEqual(told.map(({ tsMs }) => tsMs));
      expect(whole.perSecond.reduce((sum, [, count]) => sum + count, 0)).toBe(events.length);
      const seconds = whole.perSecond.map(([startMs]) => startMs);
      expect(seconds).toEqual([...new Set(seconds)].sort((a, b) => a - b));
      for (const fact of whole.facts) {
        const row = events.find(
          ({ session, eventId }) => session === fact.session && eventId === fact.eventId,
        );
        const page = given.slice.pages.find((info) => info.page === fact.page);
        const element = given.slice.elements.find((info) => info.element === fact.element);
        expect(fact).toMatchObject({
          ...{ type: row?.type, part: row?.part, page: row?.page, element: row?.element },
          ...{ visitor: sessionOf(fact)?.visitor, device: sessionOf(fact)?.device },
          ...{ path: page?.path ?? null, descriptor: element?.descriptor ?? null },
        });
      }
      const middleMs = told[Math.floor(told.length / 2)]!.tsMs;
      const late = await given.reports.recentActivity({
        ...all,
        sinceMs: middleMs,
        countedSinceMs: middleMs,
      });
      expect(keys(late.facts)).toEqual(keys(told.filter(({ tsMs }) => tsMs >= middleMs)));
      const few = await given.reports.recentActivity({ ...all, limit: 3 });
      expect(few.facts.map(({ tsMs }) => tsMs)).toEqual(told.slice(-3).map(({ tsMs }) => tsMs));
      const begun = Math.max(...own.map(({ startedAtMs }) => startedAtMs));
      const young = await given.reports.recentActivity({ ...all, startedSinceMs: begun });
      expect(young.facts.every((fact) => (sessionOf(fact)?.startedAtMs ?? 0) >= begun)).toBe(true);
      expect(young.facts.length).toBeLessThan(whole.facts.length);
    },
  );

  check('session() answers a part with its entry and exit, and not_found for others', async (given) => {
    const row = asRead(given.slice.sessions[3]!);
    const path = (page: number | null) => given.slice.pages.find((info) => info.page === page)?.path ?? null;
    expect(await given.reports.session(row)).toEqual({
      row,
      entry: path(row.entryPage),
      exit: path(row.exitPage),
    });
    const others = [
      { ...row, part: row.part + 7 },
      { ...row, session: 1 },
      { ...row, projectNo: 2 },
    ];
    for (const key of others) {
      expect(await faultOf(given.reports.session(key))).toMatchObject({ kind: 'not_found' });
    }
  });

  check('heatmap() throws not_found when the project has never seen the page', async (given) => {
    const query = { ...ALL_TIME, kind: 'click' as const, device: null, grid: GRID };
    for (const [projectNo, page] of [
      [1, 42],
      [3, pageId(0)],
    ] as const) {
      expect(await faultOf(given.reports.heatmap({ ...query, projectNo, pages: [page] }))).toMatchObject({
        kind: 'not_found',
        faultCode: 'page_not_found',
      });
    }
  });

  check(
    'sessions(), neighbours(), paths() and pages() throw not_found likewise',
    async ({ reports, slice }) => {
      const { session, part } = slice.sessions[0]!;
      const list = {
        minEvents: 0,
        hasRage: false,
        search: null,
        sort: 'newest' as const,
        limit: 5,
        cursor: null,
      };
      for (const [projectNo, page, expected] of [
        [1, 42, 'page_not_found'],
        [3, pageId(0), 'page_not_found'],
        [1, pageId(0), 'found'],
      ] as const) {
        const scope = { ...ALL_TIME, projectNo };
        const pages = [page];
        const answers = [
          reports.sessions({ ...scope, ...list, pages }),
          reports.neighbours({ ...scope, ...list, pages, session, part }),
          reports.paths({ ...scope, pages, direction: 'from', depth: 3, nodes: 5 }),
          reports.pages({
            ...scope,
            search: null,
            device: null,
            rules: null,
            within: pages,
            limit: 5,
            cursor: null,
          }),
        ];
        const faults = await Promise.all(answers.map(faultOf));
        expect(faults.map((fault) => (fault as { faultCode?: string } | null)?.faultCode ?? 'found')).toEqual(
          answers.map(() => expected),
        );
      }
    },
  );

  check(
    'heatmap() answers boxes of the layout that most of its clicks saw, on whatever device',
    async (given) => {
      const query = { ...ALL_TIME, projectNo: 1, pages: [pageId(0)], kind: 'click' as const, grid: GRID };
      const newest = given.slice.boxes.toSorted((a, b) => b.seenAtMs - a.seenAtMs);
      const clicks = given.slice.clicks.filter((click) => query.pages.includes(click.page));
      // Each hour and device prefers its own layout; where that has no boxes, the newest box decides.
      const told = new Set<string>();
      const fromMs = Math.min(...clicks.map(({ tsMs }) => tsMs));
      const hours = Math.ceil((Math.max(...clicks.map(({ tsMs }) => tsMs)) - fromMs) / 3_600_000);
      for (const [hour, device] of cross(Math.min(hours, 24), [null, ...DEVICES])) {
        const startMs = Math.floor(fromMs / 900_000) * 900_000 + hour * 3_600_000;
        const span = { fromMs: startMs, toMs: startMs + 3_600_000 };
        const own = clicks.filter(
          ({ tsMs, device: at }) =>
            tsMs >= span.fromMs && tsMs < span.toMs && (device === null || at === device),
        );
        const layout = mostSeen(own);
        const rows = await given.reports.heatmap({ ...query, ...span, device });
        expect(rows.layout).toEqual(layout);
        const isKnown = newest.some((box) => box.layout === layout?.name);
        const drawn = isKnown ? layout?.name : newest[0]!.layout;
        expect(boxesOf(rows)).toEqual(newest.filter((box) => box.layout === drawn));
        told.add(`${layout?.name} ${drawn}`);
      }
      expect(told.size).toBeGreaterThanOrEqual(3);
    },
  );

  check('a project that has nothing gets empty answers', async ({ reports }) => {
    const scope = { ...ALL_TIME, projectNo: 3 };
    const list = { limit: 10, cursor: null };
    expect(await reports.lastEvent(3)).toEqual({ atMs: null, heardAtMs: null });
    const overview = await reports.overview({ ...scope, edges: [0, 900_000], interval: 'hour' });
    expect(overview.totals).toMatchObject({
      sessions: 0,
      events: 0,
      bounceRate: null,
      medianDurationMs: null,
    });
    expect(overview.breakdowns.source).toEqual([]);
    const empty = { items: [], total: 0, nextCursor: null };
    expect(
      await reports.pages({ ...scope, ...list, search: null, device: null, rules: null, within: null }),
    ).toEqual(empty);
    const conditions = { pages: null, minEvents: 0, hasRage: false };
    expect(await reports.sessions({ ...scope, ...list, ...conditions })).toEqual(empty);
    const journey = { projectNo: 3, session: 1, part: 0, ...list };
    expect(await reports.journey(journey)).toEqual({ events: [], nextCursor: null });
  });

  check('elements() describes elements of its project in the asked order', async ({ reports, slice }) => {
    const [first, second] = slice.elements.filter(({ projectNo }) => projectNo === 1);
    const asked = [second!.element, 7, first!.element, second!.element];
    const unknown = { element: 7, descriptor: { tag: 'unknown' } };
    const known = (info: typeof first) => ({ element: info!.element, descriptor: info!.descriptor });
    expect(await reports.elements({ projectNo: 1, elements: asked })).toEqual([
      known(second),
      unknown,
      known(first),
      known(second),
    ]);
    expect(await reports.elements({ projectNo: 3, elements: [first!.element] })).toEqual([
      { element: first!.element, descriptor: { tag: 'unknown' } },
    ]);
    expect(await reports.elements({ projectNo: 1, elements: [] })).toEqual([]);
  });

  check('lastEvent() answers the newest server time of what was not imported', async (given) => {
    const heard = given.slice.events.filter(({ flags }) => (flags & EVENT_FLAGS.imported) === 0);
    const newest = Math.max(...heard.map((event) => event.receivedAtMs));
    expect(await given.reports.lastEvent(1)).toEqual({
      atMs: Math.max(newest, ...given.slice.pageSlots.map(({ slot }) => slot * SLOT_MS)),
      heardAtMs: newest,
    });
  });

  check('a cursor that no list gave is invalid', async ({ reports }) => {
    const scope = { ...ALL_TIME, projectNo: 1, limit: 10 };
    const forged = [
      '',
      'x',
      '%%%',
      btoa('[1]'),
      btoa('["a","b","c","d"]'),
      btoa('[1e999,1,1,1]'),
      btoa('{"length":4}'),
    ];
    for (const cursor of forged) {
      const ask = [
        () => reports.pages({ ...scope, search: null, device: null, rules: null, within: null, cursor }),
        () => reports.sessions({ ...scope, pages: null, minEvents: 0, hasRage: false, cursor }),
        () => reports.journey({ projectNo: 1, session: 1, part: 0, limit: 10, cursor }),
      ];
      for (const question of ask) {
        expect(await faultOf(question())).toMatchObject({ kind: 'invalid', faultCode: 'bad_cursor' });
      }
    }
  });

  check('an aborted question rejects with the reason of its signal', async ({ reports }) => {
    const reason = new Error('the client left');
    expect(await faultOf(reports.lastEvent(1, { signal: AbortSignal.abort(reason) }))).toBe(reason);
  });
}

function cross<T>(hours: number, values: readonly T[]): [hour: number, value: T][] {
  return Array.from({ length: hours }, (_, hour) => hour).flatMap((hour) =>
    values.map((value): [number, T] => [hour, value]),
  );
}

/** Of two with as many clicks the wider layout, and the device with the smaller code. */
function mostSeen(clicks: readonly ClickRow[]): HeatmapRows['layout'] {
  const sized = clicks.filter(({ viewW, viewH }) => viewW !== null && viewH !== null);
  const [name, own] = LAYOUTS.map(
    (layout) => [layout, sized.filter(({ viewW }) => layoutOf(viewW ?? 0) === layout)] as const,
  ).toSorted(([, a], [, b]) => b.length - a.length)[0]!;
  if (own.length === 0) return null;
  const counts = [null, ...DEVICES].map(
    (device) => [device, own.filter((click) => click.device === device).length] as const,
  );
  return { name, device: counts.toSorted(([, a], [, b]) => b - a)[0]![0] };
}

function boxesOf(rows: HeatmapRows) {
  return rows.boxes.map(({ descriptor: _, ...box }) => box);
}

/** What a promise rejects with. Bun's own `rejects` blocks the thread, and with it a worker's answer. */
async function faultOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => 'no fault',
    (fault: unknown) => fault,
  );
}
