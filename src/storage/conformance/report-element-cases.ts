// The part of the report suite that is about elements beside the map, muted ones, and every kind with every filter.

import { expect } from 'bun:test';
import fc from 'fast-check';
import { compareEvents } from '../../contract/event-order.ts';
import { CLICK_KINDS, DEVICES } from '../../contract/event-types.ts';
import { LIMITS } from '../../contract/limits.ts';
import { hash52 } from '../../lib/hash.ts';
import type { FrictionQuery, PageElementsQuery, Scope } from '../port.ts';
import type { AppliedSlice, ClickRow } from '../port-apply.ts';
import { expectedHeatmap, heatmapClicks } from './report-reference.ts';
import { FILTER_CASES } from './report-reference-filters.ts';
import type { ReportCheck } from './report-suite.ts';
import { pageId } from './report-visits.ts';

const GRID = { columns: 256, mergedRows: 1 };
const elementId = (index: number): number => hash52(`element ${index}`);

/** What projects mute in these tests. */
export const MUTED_CASES = [
  { rage: [], dead: [] },
  { rage: [elementId(0), 12345], dead: [elementId(1), elementId(2)] },
];

export function reportElementCases(check: ReportCheck, scopes: fc.Arbitrary<Scope>): void {
  check('pageElements() equals a look at all clicks and views for any scope and device', async (given) => {
    const more = fc.record({
      pages: fc.constantFrom([pageId(0)], [pageId(1), pageId(2)]),
      device: fc.constantFrom(null, ...DEVICES),
      limit: fc.constantFrom(2, 100),
    });
    await fc.assert(
      fc.asyncProperty(scopes, more, async (scope, rest) => {
        const query = { ...scope, ...rest };
        const { page: _, counts: __, ...rows } = await given.reports.pageElements(query);
        const elements = rows.elements.map(({ descriptor: ___, ...row }) => row);
        expect({ ...rows, elements }).toEqual(expectedElements(given.slice, query));
      }),
      { numRuns: 60 },
    );
  });

  check('friction() equals a look at all clicks that went wrong for any scope and device', async (given) => {
    const more = fc.record({ device: fc.constantFrom(null, ...DEVICES), limit: fc.constantFrom(3, 100) });
    await fc.assert(
      fc.asyncProperty(scopes, more, async (scope, rest) => {
        const query = { ...scope, ...rest };
        const { rows, total } = await given.reports.friction(query);
        const expected = expectedFriction(given.slice, query);
        expect(total).toBe(expected.length);
        expect(rows.map(({ host: _, path: __, descriptor: ___, examples: ____, ...row }) => row)).toEqual(
          expected.slice(0, query.limit),
        );
        for (const { examples, sessions } of rows) {
          expect(examples).toHaveLength(Math.min(sessions, LIMITS.frictionExamples));
          expect(examples).toEqual(examples.toSorted((a, b) => b.tsMs - a.tsMs));
          for (const { rage, dead, error } of examples) expect(rage || dead || error).toBe(true);
        }
      }),
      { numRuns: 40 },
    );
  });

  check('heatmap() of every kind passes every filter of the list', async ({ reports, slice }) => {
    const first = Math.min(...slice.events.map(({ tsMs }) => tsMs));
    const range = { fromMs: Math.floor(first / 900_000) * 900_000, toMs: first + 900_000 * 1_000 };
    const toMs = Math.floor(range.toMs / 900_000) * 900_000;
    for (const filters of FILTER_CASES)
      for (const kind of CLICK_KINDS) {
        const scope = { projectNo: 1, ...range, toMs, timeZone: 'UTC', filters, includeBots: false };
        const query = { ...scope, pages: [pageId(0)], kind, device: null, grid: GRID };
        const { total, elements } = await reports.heatmap(query);
        const expected = expectedHeatmap(slice, query);
        expect({
          kind,
          filters,
          total,
          elements: Object.fromEntries(elements.map(({ element, count }) => [element, count])),
        }).toEqual({ kind, filters, total: expected.total, elements: expected.elements });
      }
  });
}

/** Most points first. Pages are those on which something went wrong for people, whatever the filters. */
function expectedFriction(slice: AppliedSlice, query: FrictionQuery) {
  const isTroubled = (page: number) => {
    const own = slice.pageSlots.filter(
      (row) => row.page === page && row.slot * 900_000 >= query.fromMs && row.slot * 900_000 < query.toMs,
    );
    const sum = (name: 'rage' | 'dead' | 'errors' | 'clicks') =>
      own.reduce((total, row) => total + row[name], 0);
    return sum('rage') + sum('dead') > 0 || (sum('errors') > 0 && sum('clicks') > 0);
  };
  const pages = slice.pages.map(({ page }) => page).filter(isTroubled);
  return pages
    .flatMap((page) => {
      const clicksOf = (kind: (typeof CLICK_KINDS)[number]) =>
        heatmapClicks(slice, { ...query, pages: [page], kind, grid: GRID });
      const kinds = { rage: clicksOf('rage'), dead: clicksOf('dead'), errors: clicksOf('error') };
      const clicks = clicksOf('click');
      const ids = new Set(clicks.flatMap(({ element }) => (element === null ? [] : [element])));
      return [...ids].map((element) => {
        const on = (rows: ClickRow[]) => rows.filter((click) => click.element === element);
        const bad = [...on(kinds.rage), ...on(kinds.dead), ...on(kinds.errors)];
        const counts = {
          rage: on(kinds.rage).length,
          dead: on(kinds.dead).length,
          errors: on(kinds.errors).length,
        };
        const sessions = new Set(bad.map(({ session, part }) => `${session}.${part}`)).size;
        return { page, element, clicks: on(clicks).length, ...counts, sessions };
      });
    })
    .map((row) => ({ row, points: row.rage * 12 + row.errors * 10 + row.dead * 6 }))
    .filter(({ points }) => points > 0)
    .sort((a, b) => b.points - a.points || a.row.page - b.row.page || a.row.element - b.row.element)
    .map(({ row }) => row);
}

function expectedElements(slice: AppliedSlice, query: PageElementsQuery) {
  const clicksOf = (kind: (typeof CLICK_KINDS)[number]) =>
    heatmapClicks(slice, { ...query, kind, grid: GRID });
  const clicks = clicksOf('click').toSorted((a, b) => a.session - b.session || a.tsMs - b.tsMs);
  const countOn = (rows: ClickRow[], element: number) =>
    rows.filter((click) => click.element === element).length;
  const ids = [...new Set(clicks.flatMap(({ element }) => (element === null ? [] : [element])))];
  const kinds = { rage: clicksOf('rage'), dead: clicksOf('dead'), errors: clicksOf('error') };
  const ranked = ids
    .map((element) => ({
      element,
      clicks: countOn(clicks, element),
      rage: countOn(kinds.rage, element),
      dead: countOn(kinds.dead, element),
      errors: countOn(kinds.errors, element),
      ...toldOf(slice, clicks, element),
    }))
    .sort((a, b) => b.clicks - a.clicks || a.element - b.element);
  return {
    elements: ranked.slice(0, query.limit),
    omittedElements: Math.max(0, ranked.length - query.limit),
    total: clicks.length,
    withoutElement: clicks.filter(({ element }) => element === null).length,
    sampledClicks: clicks.length,
  };
}

/** `clicks` by session and time. */
function toldOf(slice: AppliedSlice, clicks: readonly ClickRow[], element: number) {
  const times = new Map<string, number>();
  const nexts = new Map<number, number>();
  const own = clicks.filter((click) => click.element === element);
  for (const click of own) {
    const views = (slice.kinds?.views ?? [])
      .filter((view) => view.session === click.session && view.eventId !== '')
      .sort(compareEvents);
    const before = views.filter(({ page, tsMs }) => page === click.page && tsMs <= click.tsMs);
    const view = before.at(-1);
    const key = `${view?.session} ${view?.eventId}`;
    if (view && !times.has(key)) times.set(key, click.tsMs - view.tsMs);
    const again = clicks.find((other) => other.session === click.session && isAfter(other, click, clicks));
    const next = views.find(({ tsMs }) => tsMs > click.tsMs && (!again || tsMs <= again.tsMs));
    if (next) nexts.set(next.page, (nexts.get(next.page) ?? 0) + 1);
  }
  const sorted = [...times.values()].sort((a, b) => a - b);
  const [most] = [...nexts].sort(([a, left], [b, right]) => right - left || a - b);
  const page = slice.pages.find((info) => info.page === most?.[0]);
  return {
    firstClickMs: sorted[(sorted.length - 1) >> 1] ?? null,
    next:
      page && most
        ? { page: page.page, host: page.host, path: page.path, share: most[1] / own.length }
        : null,
  };
}

function isAfter(other: ClickRow, click: ClickRow, clicks: readonly ClickRow[]): boolean {
  return clicks.indexOf(other) > clicks.indexOf(click);
}
