// Clicks one by one, whatever form they are stored in: rows of `clicks`, and blocks of days that are over. The one way
// for reports to read them: the ragged edges of a range, and everything that is filtered.

import type { Database, SQLQueryBindings } from 'bun:sqlite';
import { CLICK_KIND_CODES, type ClickKind, type Device } from '../../contract/event-types.ts';
import { DAY_MS } from '../../contract/slots.ts';
import type { Filter, Scope } from '../port.ts';
import { CLICK_BOT_BIT } from '../port-apply.ts';
import { packedElementsOf, type StoredClick, visitPackedClicks } from './packed-clicks.ts';
import { type ElementFilter, elementIn, REACH_MS, sessionFilters } from './report-filters.ts';
import { fourDevices } from './report-heatmap-bins.ts';
import { pageIn } from './report-page.ts';

/** A click on a page. */
export type PageClick = StoredClick & { page: number };
export type ClicksQuery = Scope & { pages: readonly number[]; device: Device | null; kind: ClickKind };
export type ClickSpan = { query: ClicksQuery; fromMs: number; toMs: number };
type Visit = (click: Readonly<PageClick>) => void;
type Check = (click: Readonly<StoredClick>) => boolean;

const COLUMNS = `
  c.page, c.ts_ms as tsMs, c.session, c.part, c.device, c.element, c.bin, c.cell, c.view_w as viewW,
  c.view_h as viewH, c.doc_w as docW, c.doc_h as docH, c.kinds`;

/** Calls `visit` for every click of the span that the query counts, in no order; the object is used again. */
export function visitClicks(db: Database, { query, fromMs, toMs }: ClickSpan, visit: Visit): void {
  if (fromMs >= toMs) return;
  const counts = clickCheck(db, query);
  const page = pageIn('c.page', query.pages);
  const rows = db.query<PageClick, SQLQueryBindings[]>(`
select${COLUMNS}
from clicks c
where c.project_no = ?
  and ${page.sql}
  and c.ts_ms >= ?
  and c.ts_ms < ?`);
  for (const click of rows.iterate(query.projectNo, ...page.params, fromMs, toMs))
    if (counts(click)) visit(click);
  visitBlocks(db, { ...query, fromMs, toMs }, (click) => counts(click) && visit(click));
}

/** The newest `most` clicks of the span, newest first. */
export function newestClicks(db: Database, span: ClickSpan, most: number): PageClick[] {
  const found: PageClick[] = [];
  visitNewestDays(db, span, (click) => found.push({ ...click }), { isEnough: () => found.length >= most });
  return found.sort((a, b) => b.tsMs - a.tsMs).slice(0, most);
}

/** As visitClicks(), UTC day by UTC day from the last one, until it is enough. */
export function visitNewestDays(
  db: Database,
  { query, fromMs, toMs }: ClickSpan,
  visit: Visit,
  { isEnough }: { isEnough: () => boolean },
): void {
  for (let day = Math.floor((toMs - 1) / DAY_MS); (day + 1) * DAY_MS > fromMs && !isEnough(); day -= 1) {
    const span = { fromMs: Math.max(fromMs, day * DAY_MS), toMs: Math.min(toMs, (day + 1) * DAY_MS) };
    visitClicks(db, { query, ...span }, visit);
  }
}

/** The same question with, for each of its filters by element, the sessions that packed clicks tell of. */
export function withPackedClicks<T>(db: Database, query: T): T {
  const { filters, ...scope } = query as Scope;
  if (!filters?.some(asksForElement)) return query;
  const range = { ...scope, fromMs: scope.fromMs - REACH_MS, toMs: scope.toMs + REACH_MS };
  const resolve = (filter: Filter): ElementFilter => {
    if (filter.means?.kind === 'all')
      return { ...filter, means: { kind: 'all', filters: filter.means.filters.map(resolve) } };
    if (filter.dimension !== 'element') return filter;
    return { ...filter, packedParts: JSON.stringify(packedPartsOn(db, elementIn(filter), range)) };
  };
  return { ...query, filters: filters.map(resolve) };
}

function asksForElement({ dimension, means }: Filter): boolean {
  return dimension === 'element' || (means?.kind === 'all' && means.filters.some(asksForElement));
}

/** The parts of sessions that clicked an element between two times, of the packed clicks alone. */
function packedPartsOn(
  db: Database,
  element: number,
  range: Pick<Scope, 'projectNo' | 'fromMs' | 'toMs'>,
): [session: number, part: number][] {
  const pages = db
    .query<{ page: number }, number[]>(
      'select page from packed_elements where project_no = ? and element = ?',
    )
    .all(range.projectNo, element)
    .map(({ page }) => page);
  const parts = new Map<string, [number, number]>();
  const hasElement = (bytes: Uint8Array) => packedElementsOf(bytes).includes(element);
  visitBlocks(
    db,
    { ...range, pages },
    (click) => {
      if (click.element === element) parts.set(`${click.session} ${click.part}`, [click.session, click.part]);
    },
    hasElement,
  );
  return [...parts.values()];
}

type Blocks = Pick<Scope, 'projectNo' | 'fromMs' | 'toMs'> & { pages: readonly number[] };

function visitBlocks(
  db: Database,
  { projectNo, pages, fromMs, toMs }: Blocks,
  visit: Visit,
  isWanted: (bytes: Uint8Array) => boolean = () => true,
): void {
  const page = pageIn('page', pages);
  const blocks = db.query<{ page: number; day: number; clicks: Uint8Array }, SQLQueryBindings[]>(`
select page, day, clicks
from packed_clicks
where project_no = ?
  and ${page.sql}
  and day >= ?
  and day < ?`);
  const days = [Math.floor(fromMs / DAY_MS), Math.ceil(toMs / DAY_MS)];
  for (const block of blocks.iterate(projectNo, ...page.params, ...days)) {
    if (!isWanted(block.clicks)) continue;
    visitPackedClicks(block.clicks, block.day * DAY_MS, (click) => {
      if (click.tsMs < fromMs || click.tsMs >= toMs) return;
      const own = click as PageClick;
      own.page = block.page;
      visit(own);
    });
  }
}

/** Whether the query counts a click: its kind, device and session, and that its element is not muted. */
function clickCheck(db: Database, query: ClicksQuery): Check {
  const { kind } = query;
  const code = CLICK_KIND_CODES[kind];
  const bit = code === CLICK_KIND_CODES.click ? 0 : 1 << code;
  const mask = bit | (query.includeBots ? 0 : CLICK_BOT_BIT);
  const devices = new Set(fourDevices(query.device));
  const muted = new Set(kind === 'rage' || kind === 'dead' ? query.muted?.[kind] : []);
  const passes = query.filters.length === 0 ? null : sessionCheck(db, query);
  return (click) =>
    (click.kinds & mask) === bit &&
    devices.has(click.device) &&
    !(click.element !== null && muted.has(click.element)) &&
    (passes === null || passes(click.session, click.part));
}

/**
 * Whether a part of a session passes the filters. Each is looked up when it is first asked for and not for each of its
 * clicks: a page has a tenth as many sessions, and a look at one costs more than reading a click.
 */
function sessionCheck(db: Database, query: Scope): (session: number, part: number) => boolean {
  const filters = sessionFilters({ ...query, includeBots: true });
  const find = db.query<{ found: number }, SQLQueryBindings[]>(`
select 1 as found
from sessions s
where s.project_no = ?
  and s.session = ?
  and s.part = ?${filters.sql}`);
  const known = new Map<number, boolean[]>();
  return (session, part) => {
    const parts = known.get(session) ?? [];
    if (parts.length === 0) known.set(session, parts);
    const answer = parts[part] ?? find.get(query.projectNo, session, part, ...filters.params) !== null;
    parts[part] = answer;
    return answer;
  };
}
