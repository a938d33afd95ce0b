// The elements that give people most trouble, over all pages, with the newest sessions in which they did.

import type { Database } from 'bun:sqlite';
import { CLICK_KIND_CODES } from '../../contract/event-types.ts';
import { FRICTION_PARTS } from '../../contract/friction.ts';
import { LIMITS } from '../../contract/limits.ts';
import { SLOT_MS } from '../../contract/slots.ts';
import type { FrictionQuery } from '../port.ts';
import { CLICK_BOT_BIT } from '../port-apply.ts';
import type { FrictionRow, FrictionRows } from '../port-elements.ts';
import { type PageClick, visitNewestDays } from './report-clicks.ts';
import { readElements } from './report-elements.ts';
import { isMuting } from './report-muted.ts';
import { readKnownPage } from './report-page.ts';
import { type ElementCounts, elementCounts } from './report-page-elements.ts';

const BITS = {
  rage: 1 << CLICK_KIND_CODES.rage,
  dead: 1 << CLICK_KIND_CODES.dead,
  error: 1 << CLICK_KIND_CODES.error,
};

/** Error clicks are counted by no slot; where scripts fail they are looked for. */
const TROUBLED_PAGES = `
with counted as materialized (
  select page, sum(rage + dead + errors) as troubles
  from page_slots
  where project_no = ?
    and slot >= ?
    and slot < ?
    and page <> 0
  group by page
  having sum(rage + dead) > 0
    or (sum(errors) > 0 and sum(clicks) > 0)
)
select page, (select count(*) from counted) as total
from counted
order by troubles desc, page
limit ${LIMITS.frictionPages}`;

type Troubled = ElementCounts & { page: number; element: number };

export function readFriction(db: Database, query: FrictionQuery): FrictionRows {
  const { projectNo, fromMs, toMs, limit } = query;
  const pages = db
    .query<{ page: number; total: number }, number[]>(TROUBLED_PAGES)
    .all(projectNo, fromMs / SLOT_MS, toMs / SLOT_MS);
  const troubled = pages.flatMap(({ page }) =>
    [...elementCounts(db, { ...query, pages: [page], onlyTrouble: true })].flatMap(
      ([element, counts]): Troubled[] =>
        element !== 0 && pointsOf(counts) > 0 ? [{ page, element, ...counts }] : [],
    ),
  );
  troubled.sort((a, b) => pointsOf(b) - pointsOf(a) || a.page - b.page || a.element - b.element);
  const descriptorOf = readElements(db, projectNo);
  const kept = troubled.slice(0, limit);
  const totals = new Map(
    [...new Set(kept.map(({ page }) => page))].map(
      (page) => [page, elementCounts(db, { ...query, pages: [page] })] as const,
    ),
  );
  const newest = new Map(
    [...totals.keys()].map((page) => {
      const elements = kept.filter((row) => row.page === page).map(({ element }) => element);
      return [page, newestOn(db, query, page, elements)] as const;
    }),
  );
  return {
    rows: kept.map((row): FrictionRow => {
      const { host, path } = readKnownPage(db, { projectNo, pages: [row.page] });
      const descriptor = descriptorOf(row.element);
      const clicks = totals.get(row.page)?.get(row.element)?.clicks ?? 0;
      const own = newest.get(row.page)?.get(row.element) ?? [];
      return { ...row, clicks, host, path, descriptor, ...evidenceOf(own, query, row.element) };
    }),
    total: troubled.length,
    omittedPages: (pages[0]?.total ?? 0) - pages.length,
  };
}

function pointsOf({ rage, dead, errors }: ElementCounts): number {
  const { rage: raging, errorClicks, dead: dying } = FRICTION_PARTS;
  return rage * raging.points + errors * errorClicks.points + dead * dying.points;
}

/**
 * The newest clicks on each of the elements of one page that went wrong, at most LIMITS.frictionEvidence of each, among the newest
 * LIMITS.heatmapViews of the page: a busy one must not make the question slow.
 */
function newestOn(
  db: Database,
  query: FrictionQuery,
  page: number,
  elements: readonly number[],
): Map<number, PageClick[]> {
  const { fromMs, toMs } = query;
  const found = new Map(elements.map((element) => [element, [] as PageClick[]]));
  const span = {
    query: { ...query, includeBots: true, pages: [page], kind: 'click' as const },
    fromMs,
    toMs,
  };
  let seen = 0;
  const visit = (click: Readonly<PageClick>) => {
    seen += 1;
    if ((click.kinds & (BITS.rage | BITS.dead | BITS.error)) === 0 || click.element === null) return;
    found.get(click.element)?.push({ ...click });
  };
  visitNewestDays(db, span, visit, { isEnough: () => seen >= LIMITS.heatmapViews });
  for (const [element, clicks] of found) {
    clicks.sort((a, b) => b.tsMs - a.tsMs);
    found.set(element, clicks.slice(0, LIMITS.frictionEvidence));
  }
  return found;
}

function evidenceOf(
  clicks: readonly PageClick[],
  query: FrictionQuery,
  element: number,
): Pick<FrictionRow, 'sessions' | 'examples'> {
  const heard = (Object.keys(BITS) as (keyof typeof BITS)[]).filter(
    (kind) => !(isMuting(query, kind) && kind !== 'error' && query.muted?.[kind].includes(element)),
  );
  const mask = heard.reduce((sum, kind) => sum | BITS[kind], 0);
  const bots = query.includeBots ? 0 : CLICK_BOT_BIT;
  const sessions = new Map<string, FrictionRow['examples'][number]>();
  for (const { session, part, tsMs, kinds } of clicks) {
    if ((kinds & mask) === 0 || (kinds & bots) !== 0) continue;
    const known = sessions.get(`${session}.${part}`) ?? {
      session,
      part,
      tsMs,
      rage: false,
      dead: false,
      error: false,
    };
    sessions.set(`${session}.${part}`, known);
    for (const kind of heard) known[kind] ||= (kinds & BITS[kind]) !== 0;
  }
  return { sessions: sessions.size, examples: [...sessions.values()].slice(0, LIMITS.frictionExamples) };
}
