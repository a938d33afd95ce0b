// The elements of a page by their clicks, with what is beside the map: trouble, how soon they are clicked, what comes next.

import type { Database, SQLQueryBindings } from 'bun:sqlite';
import { CLICK_KIND_CODES, CLICK_KINDS } from '../../contract/event-types.ts';
import { DAY_MS } from '../../contract/slots.ts';
import type { HeatmapRows, PageElementsQuery } from '../port.ts';
import type { PageElementRow, PageElementRows } from '../port-elements.ts';
import { readAskedPages } from './report-asked-pages.ts';
import { visitClicks } from './report-clicks.ts';
import { type Evidence, readEvidence } from './report-element-evidence.ts';
import { readElements } from './report-elements.ts';
import { fourDevices } from './report-heatmap-bins.ts';
import { addPackedElements } from './report-packed-elements.ts';
import { pageIn, readKnownPage } from './report-page.ts';

export type ElementCounts = Pick<PageElementRow, 'clicks' | 'rage' | 'dead' | 'errors'>;
/** 0 stands for no element. */
type Tally = Map<number, ElementCounts>;

export type CountsQuery = Omit<PageElementsQuery, 'limit'> & { onlyTrouble?: boolean };

/** Bits of the kinds that stand for trouble. */
const TROUBLE_BITS = CLICK_KINDS.map((kind) => CLICK_KIND_CODES[kind])
  .filter((code) => code !== CLICK_KIND_CODES.click)
  .reduce((bits, code) => bits | (1 << code), 0);

/** Names of the kinds' counts, by code. */
const NAMES = ['clicks', 'rage', 'dead', 'errors'] as const;

export function readPageElements(
  db: Database,
  query: PageElementsQuery,
): PageElementRows & Pick<HeatmapRows, 'page' | 'counts'> {
  const asked = readAskedPages(db, query);
  const tally = elementCounts(db, query);
  const total = [...tally.values()].reduce((sum, { clicks }) => sum + clicks, 0);
  const withoutElement = tally.get(0)?.clicks ?? 0;
  const ranked = [...tally]
    .filter(([element]) => element !== 0)
    .sort(([a, left], [b, right]) => right.clicks - left.clicks || a - b);
  const kept = ranked.slice(0, query.limit);
  const descriptorOf = readElements(db, query.projectNo);
  const evidence = readEvidence(db, query);
  return {
    ...asked,
    elements: kept.map(([element, counts]) => ({
      element,
      descriptor: descriptorOf(element),
      ...counts,
      ...told(db, query.projectNo, evidence.of(element)),
    })),
    omittedElements: ranked.length - kept.length,
    total,
    withoutElement,
    sampledClicks: evidence.sampledClicks,
  };
}

/**
 * Counts by element, 0 for none, without muted trouble: of whole UTC days from the day bins where nothing is filtered, the
 * rest from the clicks. With `onlyTrouble` clicks that went right are not looked at, and `clicks` stays 0.
 */
export function elementCounts(db: Database, query: CountsQuery): ReadonlyMap<number, ElementCounts> {
  const tally: Tally = new Map();
  const { fromMs, toMs } = query;
  const firstDay = Math.ceil(fromMs / DAY_MS);
  const endDay = Math.floor(toMs / DAY_MS);
  if (query.filters.length === 0 && !query.includeBots && firstDay < endDay) {
    const kinds = CLICK_KINDS.map((kind) => CLICK_KIND_CODES[kind]);
    addPackedElements(db, { ...query, kinds, firstDay, endDay }, ({ kind, element, count }) => {
      const name = NAMES[kind];
      if (name) countsOf(tally, element)[name] += count;
    });
    addBins(db, { query, firstDay, endDay }, tally);
    addClicks(db, { query, fromMs, toMs: firstDay * DAY_MS }, tally);
    addClicks(db, { query, fromMs: endDay * DAY_MS, toMs }, tally);
  } else {
    addClicks(db, { query, fromMs, toMs }, tally);
  }
  forgetMuted(tally, query);
  return tally;
}

function addBins(
  db: Database,
  { query, firstDay, endDay }: { query: CountsQuery; firstDay: number; endDay: number },
  tally: Tally,
): void {
  const page = pageIn('page', query.pages);
  const kinds = CLICK_KINDS.map((kind) => CLICK_KIND_CODES[kind]).filter(
    (code) => !query.onlyTrouble || code !== CLICK_KIND_CODES.click,
  );
  const rows = db.query<{ element: number; kind: number; count: number }, SQLQueryBindings[]>(`
select element, kind, sum(count) as count
from element_bins
where project_no = ?
  and ${page.sql}
  and kind in (${kinds.join(', ')})
  and device in (?, ?, ?, ?)
  and day >= ?
  and day < ?
group by element, kind`);
  const params = [query.projectNo, ...page.params, ...fourDevices(query.device), firstDay, endDay];
  for (const { element, kind, count } of rows.iterate(...params)) {
    const name = NAMES[kind];
    if (name) countsOf(tally, element)[name] += count;
  }
}

function addClicks(
  db: Database,
  { query, fromMs, toMs }: { query: CountsQuery; fromMs: number; toMs: number },
  tally: Tally,
): void {
  visitClicks(db, { query: { ...query, kind: 'click' }, fromMs, toMs }, ({ element, kinds }) => {
    if (query.onlyTrouble && (kinds & TROUBLE_BITS) === 0) return;
    const own = countsOf(tally, element ?? 0);
    if (!query.onlyTrouble) own.clicks += 1;
    for (const [code, name] of NAMES.entries()) if (code > 0 && kinds & (1 << code)) own[name] += 1;
  });
}

function countsOf(tally: Tally, element: number): ElementCounts {
  const known = tally.get(element) ?? { clicks: 0, rage: 0, dead: 0, errors: 0 };
  tally.set(element, known);
  return known;
}

function forgetMuted(tally: Tally, { muted }: CountsQuery): void {
  for (const kind of ['rage', 'dead'] as const)
    for (const element of muted?.[kind] ?? []) {
      const own = tally.get(element);
      if (own) own[kind] = 0;
    }
}

function told(
  db: Database,
  projectNo: number,
  { times, nexts, clicks }: Evidence,
): Pick<PageElementRow, 'firstClickMs' | 'next'> {
  const sorted = times.toSorted((a, b) => a - b);
  const [most] = [...nexts].sort(([a, left], [b, right]) => right - left || a - b);
  const firstClickMs = sorted[Math.floor((sorted.length - 1) / 2)] ?? null;
  if (!most) return { firstClickMs, next: null };
  const [page, count] = most;
  const { host, path } = readKnownPage(db, { projectNo, pages: [page] });
  return { firstClickMs, next: { page, host, path, share: count / clicks } };
}
