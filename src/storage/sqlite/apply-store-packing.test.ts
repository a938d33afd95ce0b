import { Database } from 'bun:sqlite';
import { expect, test } from 'bun:test';
import { eventsFile } from '../../../test/support/events-file.ts';
import { CLICK_KINDS } from '../../contract/event-types.ts';
import { DAY_MS } from '../../contract/slots.ts';
import { hash52 } from '../../lib/hash.ts';
import { pageId, randomVisits } from '../conformance/report-visits.ts';
import type { Filter, HeatmapQuery, ReportStore } from '../port.ts';
import type { AppliedSlice } from '../port-apply.ts';
import { visitPackedClicks } from './packed-clicks.ts';

const FROM_MS = Date.UTC(2026, 9, 20);
const DAYS = 5;
const visits = (seed: number): AppliedSlice =>
  randomVisits({
    ...{ seed, projectNo: 1, fromMs: FROM_MS, toMs: FROM_MS + DAYS * DAY_MS, sessions: 120 },
    ...{ eventsPerSession: 12, pages: 3, elements: 4, botShare: 0.2 },
  });
const MUTED = { rage: [hash52('element 0')], dead: [hash52('element 1')] };
const ON_ELEMENT: Filter = { dimension: 'element', op: 'is', value: hash52('element 2').toString(36) };
const QUERIES: HeatmapQuery[] = CLICK_KINDS.flatMap((kind) =>
  [[pageId(0)], [pageId(1), pageId(2)]].map((pages) => ({
    ...{ projectNo: 1, fromMs: FROM_MS + 900_000, toMs: FROM_MS + DAYS * DAY_MS - 900_000, timeZone: 'UTC' },
    ...{ filters: [], includeBots: false, pages, kind, device: null, grid: { columns: 100, mergedRows: 2 } },
  })),
);

test('packBins() leaves every map as it is, with what comes late, and leaves younger days alone', async () => {
  const file = await eventsFile([visits(4)]);
  const ask = (reports: ReportStore) =>
    Promise.all([
      ...QUERIES.map((query) => reports.heatmap(query)),
      ...QUERIES.map((query) => reports.heatmap({ ...query, includeBots: true, filters: [ON_ELEMENT] })),
      ...QUERIES.map((query) => reports.pageElements({ ...query, muted: MUTED, limit: 100 })),
      ...QUERIES.map((query) => reports.friction({ ...query, limit: 100 })),
    ]);
  const maps = () => ask(file.reports);
  const rows = (table: string, where = 'true') =>
    new Database(file.path, { readonly: true })
      .query<{ count: number }, []>(`select count(*) as count from ${table} where ${where}`)
      .all()[0]?.count ?? 0;
  const beforeDay = FROM_MS / DAY_MS + 3;
  const packAll = async () => {
    let steps = 1;
    for (; await file.apply.packBins(beforeDay, 2); steps += 1) expect(steps).toBeLessThan(10_000);
    for (; await file.apply.packClicks(beforeDay, 2); steps += 1) expect(steps).toBeLessThan(10_000);
    return steps;
  };

  const before = await maps();
  expect(before[0]?.total).toBeGreaterThan(50);
  expect(await packAll()).toBeGreaterThan(10);
  expect(await maps()).toEqual(before);
  expect(rows('packed_bins')).toBeGreaterThan(10);
  expect(rows('packed_bins', `day >= ${beforeDay}`)).toBe(0);
  expect(rows('packed_clicks')).toBeGreaterThan(5);
  expect(rows('clicks', `ts_ms < ${beforeDay * DAY_MS}`)).toBe(0);
  expect(rows('clicks')).toBeGreaterThan(0);
  for (const table of ['element_bins', 'grid_bins']) {
    expect(rows(table, `day < ${beforeDay}`)).toBe(0);
    expect(rows(table)).toBeGreaterThan(0);
  }

  // The same days again, as sessions that come late.
  await file.apply.commit({ ...visits(5), toSeq: 2 });
  const together = await eventsFile([visits(4), { ...visits(5), toSeq: 2 }]);
  const expected = await ask(together.reports);
  expect(await maps()).toEqual(expected);
  await packAll();
  expect(await maps()).toEqual(expected);
  const packed = rows('packed_bins');
  await packAll();
  expect(rows('packed_bins')).toBe(packed);
  await together.close();

  while ((await file.apply.removeProject(1, 500)) === 500);
  expect(rows('packed_bins') + rows('view_bins') + rows('packed_clicks') + rows('packed_elements')).toBe(0);
  await file.close();
});

test('packed clicks take the number of the part that theirs has become', async () => {
  const slice = visits(6);
  const file = await eventsFile([slice]);
  const parts = () => {
    const found = new Map<string, number>();
    const add = ({ session, part }: { session: number; part: number }) => {
      found.set(`${session}.${part}`, (found.get(`${session}.${part}`) ?? 0) + 1);
    };
    const db = new Database(file.path, { readonly: true });
    const blocks = db.query<{ day: number; clicks: Uint8Array }, []>('select day, clicks from packed_clicks');
    for (const { day, clicks } of blocks.all()) visitPackedClicks(clicks, day * DAY_MS, add);
    const rows = db.query<{ session: number; part: number }, []>('select session, part from clicks').all();
    rows.forEach(add);
    expect(rows.length).toBeLessThan(slice.clicks.length / 2);
    return found;
  };
  while (await file.apply.packClicks(FROM_MS / DAY_MS + 9, 200));
  while (await file.apply.packEvents(FROM_MS / DAY_MS + 9, 200));
  const before = parts();
  const key = slice.sessions.find(({ session, part }) => before.has(`${session}.${part}`))!;
  const from = `${key.session}.${key.part}`;
  const empty = { events: [], clicks: [], sessions: [], pages: [], elements: [], boxes: [] };
  const change = {
    pageSlots: [],
    elementBins: [],
    gridBins: [],
    viewBins: [],
    customs: [],
    kinds: undefined,
  };
  const commit = (toSeq: number, how: Pick<AppliedSlice, 'merged' | 'moved'>) =>
    file.apply.commit({ ...slice, ...empty, ...change, toSeq, ...how });
  const { projectNo, session } = key;
  await commit(2, { merged: [{ projectNo, session, from: key.part, to: 77 }] });
  const joined = [...before].map(([name, count]) => [name === from ? `${session}.77` : name, count] as const);
  expect(new Map([...parts()].sort())).toEqual(new Map([...joined].sort()));

  // Of the same part only the clicks of one event go on.
  const clicks = slice.clicks.filter((click) => click.session === session && click.part === key.part);
  const { eventId, page, tsMs } = clicks[0]!;
  await commit(3, { moved: [{ projectNo, session, eventId, type: 'click', page, tsMs, from: 77, to: 78 }] });
  const alone = clicks.filter((click) => click.page === page && click.tsMs === tsMs).length;
  expect([parts().get(`${session}.77`) ?? 0, parts().get(`${session}.78`)]).toEqual([
    clicks.length - alone,
    alone,
  ]);
  await file.close();
});
