// The pages of a map: which of them is visited most, and their counts as the list of pages shows them.

import type { Database, SQLQueryBindings } from 'bun:sqlite';
import { LIMITS } from '../../contract/limits.ts';
import { DAY_MS, SLOT_MS } from '../../contract/slots.ts';
import type { HeatmapRows, Scope } from '../port.ts';
import { countMuted } from './report-muted.ts';
import { pageIn, readKnownPage } from './report-page.ts';

// The page stands behind the slot in the key: one look for each quarter-hour is sooner done than reading all pages'.
const COUNTS_OF_ONE = `
with recursive slots (slot, until) as (
  select ?, ?
  union all
  select slot + 1, until
  from slots
  where slot + 1 < until
)
select
  p.page, sum(p.pageviews) as pageviews, sum(p.clicks) as clicks, sum(p.rage) as rage, sum(p.dead) as dead
from slots
cross join page_slots p
  on p.project_no = ?
  and p.slot = slots.slot
  and p.page = ?
group by p.page`;

/** Longer stretches than a question may have are read from end to end: they would be mostly empty. */
const SEEKS_MOST_MS = (LIMITS.scopeDays + 1) * DAY_MS;

type Counts = HeatmapRows['counts'];
export type AskedPages = Pick<Scope, 'projectNo' | 'fromMs' | 'toMs' | 'muted'> & {
  pages: readonly number[];
};

/**
 * The asked page, of several the one with most pageviews in range, and the counts of all as the list of pages shows
 * them. Throws `not_found` when the project has never seen any of them.
 */
export function readAskedPages(db: Database, query: AskedPages): Pick<HeatmapRows, 'page' | 'counts'> {
  const { projectNo, pages } = query;
  const rows = countsByPage(db, query);
  const found = readKnownPage(db, { projectNo, pages: [...rows.map(({ page }) => page), ...pages] });
  const muted = [...countMuted(db, { ...query, device: null }).values()];
  const sum = (name: keyof Counts) => rows.reduce((total, row) => total + row[name], 0);
  const troubleOf = (name: 'rage' | 'dead') =>
    sum(name) - muted.reduce((total, page) => total + page[name], 0);
  return {
    page: found,
    counts: {
      ...{ pageviews: sum('pageviews'), clicks: sum('clicks') },
      ...{ rage: troubleOf('rage'), dead: troubleOf('dead') },
    },
  };
}

/** Most pageviews first, ties by the smaller id; pages without events in range are missing. */
function countsByPage(
  db: Database,
  { projectNo, fromMs, toMs, pages }: AskedPages,
): (Counts & { page: number })[] {
  const [only] = pages;
  if (pages.length === 1 && only !== undefined && toMs - fromMs <= SEEKS_MOST_MS)
    return db
      .query<Counts & { page: number }, number[]>(COUNTS_OF_ONE)
      .all(fromMs / SLOT_MS, toMs / SLOT_MS, projectNo, only);
  const asked = pageIn('page', pages);
  return db
    .query<Counts & { page: number }, SQLQueryBindings[]>(
      `
select
  page, sum(pageviews) as pageviews, sum(clicks) as clicks, sum(rage) as rage, sum(dead) as dead
from page_slots
where project_no = ?
  and slot >= ?
  and slot < ?
  and ${asked.sql}
group by page
order by 2 desc, page`,
    )
    .all(projectNo, fromMs / SLOT_MS, toMs / SLOT_MS, ...asked.params);
}
