// The part of the report suite that is about moves, scrolling and attention.

import { expect } from 'bun:test';
import fc from 'fast-check';
import { CLICK_KINDS, DEVICES } from '../../contract/event-types.ts';
import { MOVE_WEIGHTS } from '../../contract/kinds.ts';
import type { Scope } from '../port.ts';
import { expectedClusters, expectedRests, expectedScroll } from './report-reference-kinds.ts';
import type { ReportCheck } from './report-suite.ts';
import { pageId } from './report-visits.ts';

const asked = fc.constantFrom([pageId(0)], [pageId(1)], [pageId(0), pageId(1), 42]);
const places = { pages: asked, device: fc.constantFrom(null, ...DEVICES) };

export function reportKindCases(check: ReportCheck, scopes: fc.Arbitrary<Scope>): void {
  check('scroll() equals a count over all views for any scope and device', async (given) => {
    await forAll(fc.tuple(scopes, fc.record(places)), async ([scope, place]) => {
      const query = { ...scope, ...place };
      const rows = await given.reports.scroll(query);
      expect({
        pageviews: rows.pageviews,
        unmeasured: rows.unmeasured,
        depthTotalPx: rows.depthTotalPx,
        depths: Object.fromEntries(rows.depths),
        percents: Object.fromEntries(rows.percents),
        folds: Object.fromEntries(rows.folds),
        sectionViews: Object.fromEntries(rows.sections.map(({ element, views }) => [element, views])),
        sectionMs: Object.fromEntries(rows.sections.map(({ element, totalMs }) => [element, totalMs])),
        sectionBins: Object.fromEntries(
          rows.sections.flatMap(({ element, bins }) => bins.map(([bin, n]) => [`${element}/${bin}`, n])),
        ),
      }).toEqual(expectedScroll(given.slice, query));
    });
  });

  check('rests() equals a count over all moves for any scope, device, grid and weight', async (given) => {
    const more = fc.record({
      ...places,
      weight: fc.constantFrom(...MOVE_WEIGHTS),
      grid: fc.constantFrom({ columns: 256, mergedRows: 1 }, { columns: 100, mergedRows: 3 }),
    });
    await forAll(fc.tuple(scopes, more), async ([scope, rest]) => {
      const query = { ...scope, ...rest };
      const rows = await given.reports.rests(query);
      expect({
        cells: Object.fromEntries(rows.cells.map(([column, row, count]) => [`${column},${row}`, count])),
        folds: Object.fromEntries(rows.folds),
        total: rows.total,
        ignored: rows.ignored,
      }).toEqual(expectedRests(given.slice, query));
      expect([rows.elements, rows.withoutElement]).toEqual([[], rows.total]);
    });
  });

  check('clusters() equals sums over the sessions of all clicks and views of any scope', async (given) => {
    const more = fc.record({ ...places, kind: fc.constantFrom(...CLICK_KINDS, 'scroll' as const) });
    await forAll(fc.tuple(scopes, more), async ([scope, rest]) => {
      const rows = await given.reports.clusters({ ...scope, ...rest });
      expect({ ...rows, elements: rows.elements.toSorted((a, b) => a.element - b.element) }).toEqual(
        expectedClusters(given.slice, { ...scope, ...rest }),
      );
    });
  });

  check(
    'scroll() and rests() throw not_found when the project has never seen the page',
    async ({ reports }) => {
      const scope = { fromMs: 0, toMs: 1e13, timeZone: 'UTC', filters: [], includeBots: true };
      const query = { ...scope, projectNo: 1, pages: [42, 43], device: null };
      const grid = { columns: 256, mergedRows: 1 };
      const ask = [() => reports.scroll(query), () => reports.rests({ ...query, grid, weight: 'count' })];
      for (const question of ask) {
        const fault = await question().then(
          () => 'no fault',
          (error: unknown) => error,
        );
        expect(fault).toMatchObject({ kind: 'not_found', faultCode: 'page_not_found' });
      }
    },
  );
}

async function forAll<T>(given: fc.Arbitrary<T>, property: (value: T) => Promise<void>): Promise<void> {
  await fc.assert(fc.asyncProperty(given, property), { numRuns: 60 });
}
