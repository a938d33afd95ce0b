// What every engine's reports must answer: for random visits, ranges and filters exactly what a count over the raw
// events gives. Called by each engine's test with a way to open an empty store.

import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { CLICK_KINDS, DEVICES } from '../../contract/event-types.ts';
import { DAY_MS } from '../../contract/slots.ts';
import type { ReportStore, Scope } from '../port.ts';
import type { AppliedSlice, ApplyStore } from '../port-apply.ts';
import { reportCases } from './report-cases.ts';
import { MUTED_CASES, reportElementCases } from './report-element-cases.ts';
import { reportFilterCases } from './report-filter-cases.ts';
import { reportKindCases } from './report-kind-cases.ts';
import { reportMetricCases } from './report-metric-cases.ts';
import { reportPathCases } from './report-path-cases.ts';
import { expectedHeatmap, expectedOverview, expectedPages, expectedSessions } from './report-reference.ts';
import { FILTER_CASES } from './report-reference-filters.ts';
import { reportSessionCases } from './report-session-cases.ts';
import { reportTemplateCases } from './report-template-cases.ts';
import { asRead, pageId, randomVisits } from './report-visits.ts';

export type OpenedReports = { apply: ApplyStore; reports: ReportStore; close(): Promise<void> };
export type ReportsOpener = () => Promise<OpenedReports>;
export type ReportCheck = (
  name: string,
  work: (given: { reports: ReportStore; slice: AppliedSlice }) => Promise<void>,
) => void;

const SLOT_MS = 900_000;
const FROM_MS = Date.UTC(2026, 9, 20, 5, 15);
const SPAN_SLOTS = 6 * 96;

const scopes: fc.Arbitrary<Scope> = fc
  .record({
    start: fc.integer({ min: -40, max: SPAN_SLOTS }),
    slots: fc.integer({ min: 1, max: SPAN_SLOTS }),
    // Half of the questions go the short way, which knows neither filters nor bots.
    filters: fc.oneof(fc.constant([]), fc.constantFrom(...FILTER_CASES)),
    includeBots: fc.constantFrom(false, false, false, true),
    muted: fc.constantFrom(...MUTED_CASES),
  })
  .map(({ start, slots, filters, includeBots, muted }) => {
    const fromMs = FROM_MS + start * SLOT_MS;
    const toMs = fromMs + slots * SLOT_MS;
    return { projectNo: 1, fromMs, toMs, timeZone: 'UTC', filters, includeBots, muted };
  });

/** Declares the suite's tests for one engine. */
export function describeReports(engine: string, open: ReportsOpener): void {
  describe(`reports of ${engine}`, () => {
    const check: ReportCheck = (name, work) => {
      test(name, async () => {
        const opened = await open();
        try {
          const slice = visits(1, 7);
          await opened.apply.commit(slice);
          await opened.apply.commit({ ...visits(2, 8), toSeq: 2 });
          await packOlderHalf(opened.apply);
          await work({ reports: opened.reports, slice });
        } finally {
          await opened.close();
        }
      });
    };

    check('overview() equals a count over raw events for any scope and buckets', async (given) => {
      const steps = fc.constantFrom(1, 4, 96, 1000);
      await forAll(fc.tuple(scopes, steps), async ([scope, step]) => {
        const query = { ...scope, edges: edgesOf(scope, step * SLOT_MS), interval: 'hour' as const };
        expect(await given.reports.overview(query)).toEqual(expectedOverview(given.slice, query));
      });
    });

    check('pages() equals a count over raw events for any scope, search and device', async (given) => {
      const more = fc.record({
        search: fc.constantFrom(null, '/page-1', 'no such page'),
        device: fc.constantFrom(null, ...DEVICES),
      });
      await forAll(fc.tuple(scopes, more), async ([scope, rest]) => {
        const query = { ...scope, ...rest, rules: null, within: null, limit: 3, cursor: null };
        const found = await readAll((cursor) => given.reports.pages({ ...query, cursor }));
        expect(found.rows.map(({ host: _, title: __, lastAtMs: ___, ...row }) => row)).toEqual(
          expectedPages(given.slice, query),
        );
      });
    });

    check('heatmap() equals a count over raw clicks for any scope, kind, device and grid', async (given) => {
      const more = fc.record({
        pages: fc.constantFrom([pageId(0)], [pageId(1)], [pageId(0), pageId(1), 42]),
        kind: fc.constantFrom(...CLICK_KINDS),
        device: fc.constantFrom(null, ...DEVICES),
        grid: fc.constantFrom({ columns: 256, mergedRows: 1 }, { columns: 100, mergedRows: 3 }),
      });
      await forAll(fc.tuple(scopes, more), async ([scope, rest]) => {
        const query = { ...scope, ...rest };
        const rows = await given.reports.heatmap(query);
        expect({
          elements: Object.fromEntries(rows.elements.map(({ element, count }) => [element, count])),
          bins: Object.fromEntries(
            rows.elements.flatMap(({ element, bins }) => bins.map(([bin, n]) => [`${element}/${bin}`, n])),
          ),
          cells: Object.fromEntries(rows.cells.map(([column, row, count]) => [`${column},${row}`, count])),
          loose: Object.fromEntries(rows.loose.map(([column, row, count]) => [`${column},${row}`, count])),
          folds: Object.fromEntries(rows.folds),
          total: rows.total,
          withoutElement: rows.withoutElement,
          ignored: rows.ignored,
        }).toEqual(expectedHeatmap(given.slice, query));
      });
    });

    check('sessions() equals a selection of all sessions for any scope and condition', async (given) => {
      const more = fc.record({
        pages: fc.constantFrom(null, [pageId(0)], [pageId(3)], [12345, pageId(1)], [pageId(2), pageId(3)]),
        minEvents: fc.constantFrom(0, 5),
        hasRage: fc.boolean(),
        limit: fc.constantFrom(7, 500),
      });
      await forAll(fc.tuple(scopes, more), async ([scope, rest]) => {
        const query = { ...scope, ...rest, cursor: null };
        const found = await readAll((cursor) => given.reports.sessions({ ...query, cursor }));
        const expected = expectedSessions(given.slice, query);
        expect(found.rows.map(({ row }) => row)).toEqual(
          expected.map((row) => asRead(row as (typeof given.slice.sessions)[number])),
        );
        expect(found.total).toBe(expected.length);
      });
    });

    reportCases(check);
    reportFilterCases(check, { fromMs: FROM_MS, toMs: FROM_MS + SPAN_SLOTS * SLOT_MS });
    reportSessionCases(check, { fromMs: FROM_MS, toMs: FROM_MS + SPAN_SLOTS * SLOT_MS });
    reportKindCases(check, scopes);
    reportMetricCases(check, scopes);
    reportElementCases(check, scopes);
    reportTemplateCases(check, scopes);
    reportPathCases(check, scopes);
  });
}

/** Packed or not, the answers are the same: each question is asked of both forms at once. */
async function packOlderHalf(apply: ApplyStore): Promise<void> {
  const beforeDay = Math.floor((FROM_MS + (SPAN_SLOTS * SLOT_MS) / 2) / DAY_MS);
  while (await apply.packBins(beforeDay, 200));
  while (await apply.packClicks(beforeDay, 200));
  while (await apply.packEvents(beforeDay, 200));
}

function visits(projectNo: number, seed: number): AppliedSlice {
  return randomVisits({
    seed,
    projectNo,
    fromMs: FROM_MS,
    toMs: FROM_MS + SPAN_SLOTS * SLOT_MS,
    sessions: 60,
    eventsPerSession: 12,
    pages: 5,
    elements: 4,
    botShare: 0.2,
  });
}

function edgesOf({ fromMs, toMs }: Scope, step: number): number[] {
  const edges = [fromMs];
  for (let edge = fromMs + step; edge < toMs; edge += step) edges.push(edge);
  return [...edges, toMs];
}

async function forAll<T>(given: fc.Arbitrary<T>, property: (value: T) => Promise<void>): Promise<void> {
  await fc.assert(fc.asyncProperty(given, property), { numRuns: 60 });
}

/** Follows the cursors; every page must tell the same total. */
async function readAll<T>(
  read: (cursor: string | null) => Promise<{ items: T[]; total: number; nextCursor: string | null }>,
): Promise<{ rows: T[]; total: number }> {
  const first = await read(null);
  const rows = [...first.items];
  let cursor = first.nextCursor;
  while (cursor !== null) {
    const next = await read(cursor);
    expect(next.total).toBe(first.total);
    rows.push(...next.items);
    cursor = next.nextCursor;
  }
  expect(rows.length).toBe(first.total);
  return { rows, total: first.total };
}
