// The part of the report suite that is about single sessions, tenants, bounds and faults.

import { expect } from 'bun:test';
import { EVENT_TYPES } from '../../contract/event-types.ts';
import type { ReportCheck } from './report-suite.ts';
import { pageId } from './report-visits.ts';

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
      .sort((a, b) => a.tsMs - b.tsMs || (a.eventId < b.eventId ? -1 : 1));
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

  check('session() answers a part with its entry and exit, and not_found for others', async (given) => {
    const { entryId: _, exitId: __, ...row } = given.slice.sessions[3]!;
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
      expect(await faultOf(given.reports.heatmap({ ...query, projectNo, page }))).toMatchObject({
        kind: 'not_found',
        faultCode: 'page_not_found',
      });
    }
  });

  check('heatmap() answers boxes of one device, newest first, and of the asked one', async (given) => {
    const query = { ...ALL_TIME, projectNo: 1, page: pageId(0), kind: 'click' as const, grid: GRID };
    const newest = given.slice.boxes.toSorted((a, b) => b.seenAtMs - a.seenAtMs);
    for (const device of [null, 'desktop', 'tablet', 'mobile'] as const) {
      const wanted = device ?? newest[0]!.device;
      const rows = await given.reports.heatmap({ ...query, device });
      expect(rows.boxes.map(({ descriptor: _, ...box }) => box)).toEqual(
        newest.filter((box) => box.device === wanted),
      );
    }
  });

  check('a project that has nothing gets empty answers', async ({ reports }) => {
    const scope = { ...ALL_TIME, projectNo: 3 };
    const list = { limit: 10, cursor: null };
    expect(await reports.lastEventAt(3)).toBeNull();
    const overview = await reports.overview({ ...scope, edges: [0, 900_000], interval: 'hour' });
    expect(overview.totals).toMatchObject({
      sessions: 0,
      events: 0,
      bounceRate: null,
      medianDurationMs: null,
    });
    expect(overview.breakdowns.source).toEqual([]);
    const empty = { items: [], total: 0, nextCursor: null };
    expect(await reports.pages({ ...scope, ...list, search: null, device: null })).toEqual(empty);
    const conditions = { page: null, minEvents: 0, hasRage: false };
    expect(await reports.sessions({ ...scope, ...list, ...conditions })).toEqual(empty);
    const journey = { projectNo: 3, session: 1, part: 0, ...list };
    expect(await reports.journey(journey)).toEqual({ events: [], nextCursor: null });
  });

  check('lastEventAt() answers the newest server time of a project', async (given) => {
    const newest = Math.max(...given.slice.events.map((event) => event.receivedAtMs));
    expect(await given.reports.lastEventAt(1)).toBe(newest);
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
        () => reports.pages({ ...scope, search: null, device: null, cursor }),
        () => reports.sessions({ ...scope, page: null, minEvents: 0, hasRage: false, cursor }),
        () => reports.journey({ projectNo: 1, session: 1, part: 0, limit: 10, cursor }),
      ];
      for (const question of ask) {
        expect(await faultOf(question())).toMatchObject({ kind: 'invalid', faultCode: 'bad_cursor' });
      }
    }
  });

  check('an aborted question rejects with the reason of its signal', async ({ reports }) => {
    const reason = new Error('the client left');
    expect(await faultOf(reports.lastEventAt(1, { signal: AbortSignal.abort(reason) }))).toBe(reason);
  });
}

/** What a promise rejects with. Bun's own `rejects` blocks the thread, and with it a worker's answer. */
async function faultOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => 'no fault',
    (fault: unknown) => fault,
  );
}
