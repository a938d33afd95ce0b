// The part of the report suite that is about pages that count as one: whatever is asked of them is the sum of what
// each of them answers.

import { expect } from 'bun:test';
import fc from 'fast-check';
import type { PageRow } from '../../contract/api.ts';
import { CLICK_KINDS, DEVICES } from '../../contract/event-types.ts';
import { type PageRules, PLAIN_PAGE_RULES } from '../../contract/page-rules.ts';
import type { HeatmapRows, ReportStore, Scope, ScrollRows } from '../port.ts';
import { pageIdOf, templateIdOf } from '../port-pages.ts';
import type { ReportCheck } from './report-suite.ts';
import { pageId } from './report-visits.ts';

const GRID = { columns: 100, mergedRows: 3 };
const PAGES = [0, 1, 2, 3, 4].map(pageId);
const places = fc.record({
  pages: fc.subarray(PAGES, { minLength: 2 }),
  device: fc.constantFrom(null, ...DEVICES),
});
const template = (...templates: string[]): PageRules => ({ ...PLAIN_PAGE_RULES, templates });

export function reportTemplateCases(check: ReportCheck, scopes: fc.Arbitrary<Scope>): void {
  check("a template's map is the sum of its pages' maps", async ({ reports }) => {
    const kinds = fc.constantFrom(...CLICK_KINDS);
    await forAll(fc.tuple(scopes, places, kinds), async ([scope, { pages, device }, kind]) => {
      const ask = (asked: number[]) => reports.heatmap({ ...scope, pages: asked, device, kind, grid: GRID });
      const alone = await Promise.all(pages.map((page) => ask([page])));
      const together = await ask(pages);
      expect(countsOfMap([together])).toEqual(countsOfMap(alone));
      expect(pages).toContain(together.page.page);
      const most = Math.max(...alone.map(({ counts }) => counts.pageviews));
      const lead = alone[pages.indexOf(together.page.page)];
      expect(lead?.counts.pageviews).toBe(most);
    });
  });

  check("a template's rests and scrolling are the sums of its pages'", async ({ reports }) => {
    await forAll(fc.tuple(scopes, places), async ([scope, { pages, device }]) => {
      const rests = (asked: number[]) =>
        reports.rests({ ...scope, pages: asked, device, grid: GRID, weight: 'dwell' });
      const scroll = (asked: number[]) => reports.scroll({ ...scope, pages: asked, device });
      const alone = await Promise.all(pages.map((page) => rests([page])));
      expect(countsOfMap([await rests(pages)])).toEqual(countsOfMap(alone));
      const views = await Promise.all(pages.map((page) => scroll([page])));
      expect(countsOfScroll([await scroll(pages)])).toEqual(countsOfScroll(views));
    });
  });

  check('pages() makes one row of what counts as one, with whole counts', async ({ reports }) => {
    const rules = fc.constantFrom(
      template('/page-*'),
      template('/page-:n', '/page-1'),
      template('/:any', '/**'),
      { ...PLAIN_PAGE_RULES, keepQuery: 'none' as const, foldCase: true, indexFiles: true },
    );
    const search = fc.constantFrom(null, 'PAGE-1', 'no such page');
    await forAll(fc.tuple(scopes, rules, search), async ([scope, pageRules, wanted]) => {
      const stored = await allPages(reports, { ...scope, rules: null, search: null });
      const rows = await allPages(reports, { ...scope, rules: pageRules, search: wanted });
      const seen = new Set<string>();
      for (const row of rows) {
        const members = await reports.members({
          projectNo: 1,
          page: Number.parseInt(row.page, 36),
          rules: pageRules,
        });
        const ids = new Set((members?.pages ?? [Number.parseInt(row.page, 36)]).map((id) => id.toString(36)));
        const own = stored.filter(({ page }) => ids.has(page));
        expect(row.group?.pages ?? 1).toBe(own.length);
        for (const name of ['pageviews', 'clicks', 'rage', 'dead'] as const)
          expect(row[name]).toBe(own.reduce((sum, one) => sum + one[name], 0));
        for (const { page } of own) {
          expect(seen.has(page)).toBe(false);
          seen.add(page);
        }
      }
      if (wanted === null) expect(seen.size).toBe(stored.length);
    });
  });

  check('pages() within some pages lists these as they are stored', async ({ reports }) => {
    const scope = { projectNo: 1, fromMs: 0, toMs: 9e12, timeZone: 'UTC', filters: [], includeBots: false };
    const within = [pageId(1), pageId(3)];
    const rows = await allPages(reports, { ...scope, rules: null, search: null, within });
    const all = await allPages(reports, { ...scope, rules: null, search: null });
    expect(rows).toEqual(all.filter(({ page }) => within.some((id) => id.toString(36) === page)));
  });

  check('members() tells the pages of a template, and null for what stands for itself', async (given) => {
    const ask = (page: number, rules: PageRules) => given.reports.members({ projectNo: 1, page, rules });
    const rules = template('/page-*', '/none/:id');
    const paths = given.slice.pages.filter(({ path }) => path.startsWith('/page-'));
    const members = await ask(templateIdOf('/page-*'), rules);
    expect(members?.pages.toSorted()).toEqual(paths.map(({ page }) => page).toSorted());
    expect(members).toMatchObject({ path: '/page-*', template: '/page-*' });
    expect(await ask(templateIdOf('/none/:id'), rules)).toMatchObject({ pages: [] });
    expect(await ask(pageId(1), rules)).toBeNull();
    const { host, path, page } = given.slice.pages[0]!;
    const folded = { ...PLAIN_PAGE_RULES, foldCase: true };
    const canonical = pageIdOf(host, path.toLowerCase());
    const merged = await ask(canonical, folded);
    expect(merged?.pages ?? [canonical]).toContain(page);
  });
}

/** Everything of maps that adds up. */
function countsOfMap(maps: readonly HeatmapRows[]) {
  const counts: Record<string, number> = {};
  const add = (key: string, count: number) => {
    counts[key] = (counts[key] ?? 0) + count;
  };
  for (const map of maps) {
    for (const { element, count, bins } of map.elements) {
      add(`element ${element}`, count);
      for (const [bin, clicks] of bins) add(`bin ${element}/${bin}`, clicks);
    }
    for (const [column, row, count] of map.cells) add(`cell ${column},${row}`, count);
    for (const [column, row, count] of map.loose) add(`loose ${column},${row}`, count);
    for (const [height, count] of map.folds) add(`fold ${height}`, count);
    add('total', map.total);
    add('withoutElement', map.withoutElement);
    add('ignored', map.ignored);
    for (const [name, count] of Object.entries(map.counts)) add(name, count);
  }
  return counts;
}

function countsOfScroll(maps: readonly ScrollRows[]) {
  const counts: Record<string, number> = {};
  const add = (key: string, count: number) => {
    counts[key] = (counts[key] ?? 0) + count;
  };
  for (const map of maps) {
    for (const name of ['depths', 'percents', 'folds'] as const)
      for (const [bin, count] of map[name]) add(`${name} ${bin}`, count);
    for (const { element, views, totalMs } of map.sections) {
      add(`views ${element}`, views);
      add(`ms ${element}`, totalMs);
    }
    add('pageviews', map.pageviews);
    add('unmeasured', map.unmeasured);
    add('depth', map.depthTotalPx);
  }
  return counts;
}

async function allPages(
  reports: ReportStore,
  asked: Scope & { rules: PageRules | null; search: string | null; within?: number[] },
): Promise<PageRow[]> {
  const rows: PageRow[] = [];
  let cursor: string | null = null;
  do {
    const query = { within: null, ...asked, device: null, limit: 2, cursor };
    const list = await reports.pages(query);
    rows.push(...list.items);
    cursor = list.nextCursor;
  } while (cursor !== null);
  return rows;
}

async function forAll<T>(given: fc.Arbitrary<T>, property: (value: T) => Promise<void>): Promise<void> {
  await fc.assert(fc.asyncProperty(given, property), { numRuns: 40 });
}
