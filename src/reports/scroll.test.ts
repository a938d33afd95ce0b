import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { type EventsFile, eventsFile } from '../../test/support/events-file.ts';
import { isMeasured } from '../storage/conformance/report-reference-kinds.ts';
import { pageId, randomVisits } from '../storage/conformance/report-visits.ts';
import type { ReportStore } from '../storage/port.ts';
import { heatmap } from './heatmap.ts';
import { listPages } from './pages.ts';
import { resolveScope } from './scope.ts';
import { scroll } from './scroll.ts';

const FROM_MS = Date.UTC(2026, 10, 1);
const NOW_MS = Date.UTC(2026, 10, 9);
const SLICE = randomVisits({
  seed: 12,
  projectNo: 1,
  fromMs: FROM_MS,
  toMs: NOW_MS - 86_400_000,
  sessions: 200,
  eventsPerSession: 12,
  pages: 4,
  elements: 5,
  botShare: 0.1,
});
const SEEN = SLICE.kinds!.views.filter(({ page, isBot }) => page === pageId(0) && !isBot);
const VIEWS = SEEN.filter(isMeasured);

let file: EventsFile;
let store: ReportStore;
beforeAll(async () => {
  file = await eventsFile([SLICE]);
  store = file.reports;
});
afterAll(() => file.close());

const scope = resolveScope(
  { from: String(FROM_MS), to: String(NOW_MS) },
  { projectNo: 1, timeZone: 'Asia/Kathmandu' },
  NOW_MS,
);
const page = pageId(0).toString(36);

describe('scroll()', () => {
  test('answers for each step the share of pageviews that got there', async () => {
    const { reach, stepPx, pageviews, unmeasured, depth } = await scroll(store, { scope, page });
    expect(pageviews).toBe(VIEWS.length);
    expect(pageviews).toBeGreaterThan(50);
    expect(unmeasured).toBe(SEEN.length - VIEWS.length);
    expect(unmeasured).toBeGreaterThan(10);
    for (const [depthPx, share] of reach) {
      expect(share).toBe(VIEWS.filter((view) => view.depthPx >= depthPx).length / VIEWS.length);
    }
    expect(reach.at(-1)![0] + stepPx).toBeGreaterThan(Math.max(...VIEWS.map((view) => view.depthPx)));
    expect(depth!.meanPx).toBe(Math.round(VIEWS.reduce((sum, view) => sum + view.depthPx, 0) / VIEWS.length));
  });

  test('tells sections with their time, and folds that add up to the pageviews that told one', async () => {
    const { sections, folds } = await scroll(store, { scope, page });
    const told = SEEN.filter(({ viewH }) => viewH !== null);
    expect(folds.reduce((sum, [, count]) => sum + count, 0)).toBe(told.length);
    const times = VIEWS.flatMap((view) => view.sections.map(([, ms]) => ms));
    expect(sections.reduce((sum, { totalMs }) => sum + totalMs, 0)).toBe(
      times.reduce((sum, ms) => sum + ms, 0),
    );
    for (const { element, views, medianMs } of sections) {
      const own = VIEWS.flatMap((view) => view.sections.filter(([id]) => id.toString(36) === element));
      expect(views).toBe(own.length);
      const median = own.map(([, ms]) => ms).sort((a, b) => a - b)[Math.ceil(own.length / 2) - 1]!;
      // A bin is 19 % wide (and 19 ms at its narrowest); its middle is told.
      expect(Math.abs(medianMs - median)).toBeLessThanOrEqual(median * 0.1 + 10);
    }
  });

  test('shows the page as the list of pages does, and is empty when nothing was viewed', async () => {
    const { items } = await listPages(store, { scope });
    const answer = await scroll(store, { scope, page, device: 'mobile' });
    expect(answer.page).toEqual(items.find((row) => row.page === page)!);
    const empty = { ...scope, fromMs: FROM_MS - 86_400_000, toMs: FROM_MS };
    expect(await scroll(store, { scope: empty, page })).toMatchObject({
      ...{ pageviews: 0, unmeasured: 0, depth: null, medianPct: null },
      ...{ reach: [], folds: [], sections: [] },
    });
  });

  test('refuses what it does not know', async () => {
    for (const [args, kind] of [
      [{ page: '../x' }, 'not_found'],
      [{ page: '1' }, 'not_found'],
      [{ page, device: 'fridge' }, 'invalid'],
    ] as const) {
      await expect(scroll(store, { scope, ...args })).rejects.toMatchObject({ kind });
    }
  });
});

describe('heatmap() of other kinds than clicks', () => {
  test('counts at each depth the pageviews that got there', async () => {
    const map = await heatmap(store, { scope, page, kind: 'scroll' });
    expect(map.cell.width).toBe(1);
    for (const [, y, count] of map.points) {
      expect(count).toBe(VIEWS.filter((view) => view.depthPx >= y).length);
    }
    expect(map.meta).toMatchObject({ total: VIEWS.length, onElements: VIEWS.length, ignored: 0 });
  });

  test('counts rests, or how long they were', async () => {
    const rests = SLICE.kinds!.rests.filter((rest) => rest.page === pageId(0) && !rest.isBot);
    const spots = rests.flatMap((rest) => rest.spots);
    const placed = spots.filter(([cell]) => cell >= 0);
    const counted = await heatmap(store, { scope, page, kind: 'move' });
    const timed = await heatmap(store, { scope, page, kind: 'move', weight: 'dwell' });
    const sum = (points: typeof counted.points) => points.reduce((all, [, , count]) => all + count, 0);
    expect([sum(counted.points), sum(timed.points)]).toEqual([
      placed.length,
      placed.reduce((all, [, ms]) => all + ms, 0),
    ]);
    for (const { meta, elements } of [counted, timed]) {
      expect(meta).toMatchObject({
        total: spots.length,
        ignored: spots.length - placed.length,
        onElements: 0,
      });
      expect(elements).toEqual([]);
    }
  });
});
