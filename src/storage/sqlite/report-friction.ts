// The elements that give people most trouble, over all pages, with the newest sessions in which they did.

import type { Database, SQLQueryBindings } from 'bun:sqlite';
import { CLICK_KIND_CODES } from '../../contract/event-types.ts';
import { FRICTION_PARTS } from '../../contract/friction.ts';
import { LIMITS } from '../../contract/limits.ts';
import { SLOT_MS } from '../../contract/slots.ts';
import type { FrictionQuery } from '../port.ts';
import { CLICK_BOT_BIT } from '../port-apply.ts';
import type { FrictionRow, FrictionRows } from '../port-elements.ts';
import { readElements } from './report-elements.ts';
import { joinedFilters } from './report-filters.ts';
import { fourDevices } from './report-heatmap-bins.ts';
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
  return {
    rows: kept.map((row): FrictionRow => {
      const { host, path } = readKnownPage(db, { projectNo, pages: [row.page] });
      const descriptor = descriptorOf(row.element);
      const clicks = totals.get(row.page)?.get(row.element)?.clicks ?? 0;
      return { ...row, clicks, host, path, descriptor, ...readEvidence(db, query, row) };
    }),
    total: troubled.length,
    omittedPages: (pages[0]?.total ?? 0) - pages.length,
  };
}

function pointsOf({ rage, dead, errors }: ElementCounts): number {
  const { rage: raging, errorClicks, dead: dying } = FRICTION_PARTS;
  return rage * raging.points + errors * errorClicks.points + dead * dying.points;
}

type Click = { session: number; part: number; tsMs: number; kinds: number };

/** Looks at the newest clicks on the element alone: a busy one must not make the question slow. */
function readEvidence(
  db: Database,
  query: FrictionQuery,
  { page, element }: Pick<Troubled, 'page' | 'element'>,
): Pick<FrictionRow, 'sessions' | 'examples'> {
  const filters = joinedFilters('c', query);
  const heard = (Object.keys(BITS) as (keyof typeof BITS)[]).filter(
    (kind) => !(isMuting(query, kind) && kind !== 'error' && query.muted?.[kind].includes(element)),
  );
  const mask = heard.reduce((sum, kind) => sum | BITS[kind], 0);
  const clicks = db.query<Click, SQLQueryBindings[]>(`
with newest as materialized (
  select c.session, c.part, c.ts_ms as tsMs, c.kinds, c.page
  from clicks c indexed by clicks_by_element${filters.join}
  where c.project_no = ?
    and c.element = ?
    and c.ts_ms >= ?
    and c.ts_ms < ?
    and c.device in (?, ?, ?, ?)${filters.sql}
  order by c.ts_ms desc
  limit ${LIMITS.frictionEvidence}
)
select session, part, tsMs, kinds
from newest
where page = ?
  and kinds & ? <> 0
  and kinds & ? = 0
order by tsMs desc`);
  const { projectNo, fromMs, toMs, device, includeBots } = query;
  const span = [projectNo, element, fromMs, toMs, ...fourDevices(device)];
  const sessions = new Map<string, FrictionRow['examples'][number]>();
  const bots = includeBots ? 0 : CLICK_BOT_BIT;
  for (const { session, part, tsMs, kinds } of clicks.iterate(...span, ...filters.params, page, mask, bots)) {
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
