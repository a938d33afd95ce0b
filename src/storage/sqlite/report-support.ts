// Who stands behind what a map or a list shows, counted from rows: day bins do not know visitors. Counting one thing stops
// at as many visitors as are asked for.

import type { Database, SQLQueryBindings } from 'bun:sqlite';
import { GRID_COLUMNS } from '../../contract/element.ts';
import { CLICK_KIND_CODES, type ClickKind } from '../../contract/event-types.ts';
import { DEPTH_BIN_PX, FOLD_BIN_PX } from '../../contract/kinds.ts';
import { decodeVlq } from '../../contract/vlq.ts';
import { elementBinOf } from '../port-apply.ts';
import type { ViewRow } from '../port-kinds.ts';
import type { MapSupport, MapSupportQuery, PageSupportQuery, ScrollSupport } from '../port-support.ts';
import { blockOf } from '../port-support.ts';
import { visitClicks } from './report-clicks.ts';
import { restsIn } from './report-heatmap-rests.ts';
import { viewsIn } from './report-scroll-views.ts';

export function readPageSupport(db: Database, query: PageSupportQuery): boolean[] {
  const { least, pages, ...scope } = query;
  return pages.map((own) => {
    const matching = viewsIn({ query: { ...scope, pages: own, device: null }, ...spanOf(scope) });
    const found = db
      .query<{ visitor: string }, SQLQueryBindings[]>(
        `select distinct w.visitor from ${matching.sql.replace('\nwhere', `${OWNER('v')}\nwhere`)} limit ?`,
      )
      .all(...matching.params, least);
    return found.length >= least;
  });
}

export function readMapSupport(db: Database, query: MapSupportQuery & { kind: ClickKind }): MapSupport {
  const { least, grid } = query;
  const visitorOf = createVisitors(db, query.projectNo);
  const behind = createBehind(least);
  visitClicks(db, { query, ...spanOf(query) }, (click) => {
    const visitor = visitorOf(click.session, click.part);
    const bin = elementBinOf(click);
    behind.add('all', '', visitor);
    if (click.element !== null) {
      behind.add('elements', String(click.element), visitor);
      for (const [kind, bit] of WRONG)
        if ((click.kinds & bit) !== 0) behind.add(kind, String(click.element), visitor);
      if (bin >= 0) behind.add('bins', `${click.element} ${blockOf(bin)}`, visitor);
    }
    if (click.cell === null) return;
    const cell = cellIn(click.cell, grid);
    behind.add('cells', cell, visitor);
    if (bin < -1) behind.add('loose', cell, visitor);
  });
  return behind.result();
}

export function readRestSupport(db: Database, query: MapSupportQuery): MapSupport {
  const visitorOf = createVisitors(db, query.projectNo);
  const behind = createBehind(query.least);
  const matching = restsIn({ query: { ...query, weight: 'count' }, ...spanOf(query) });
  const rows = db.query<{ session: number; part: number; spots: string }, SQLQueryBindings[]>(
    `select c.session, c.part, c.spots from ${matching.sql}`,
  );
  for (const { session, part, spots } of rows.iterate(...matching.params)) {
    const visitor = visitorOf(session, part);
    const numbers = decodeVlq(spots, spots.length) ?? [];
    behind.add('all', '', visitor);
    for (let at = 0; at + 1 < numbers.length; at += 2)
      if (numbers[at]! >= 0) behind.add('cells', cellIn(numbers[at]!, query.grid), visitor);
  }
  return behind.result();
}

export function readScrollSupport(db: Database, query: Omit<MapSupportQuery, 'grid'>): ScrollSupport {
  const { least } = query;
  const visitorOf = createVisitors(db, query.projectNo);
  const behind = createBehind(least);
  const deepest = { px: new Map<number, number>(), pct: new Map<number, number>() };
  const matching = viewsIn({ query, ...spanOf(query) });
  const views = db.query<
    {
      session: number;
      part: number;
      viewH: number | null;
      docH: number | null;
      depthPx: number;
      sections: string;
    },
    SQLQueryBindings[]
  >(
    `select v.session, v.part, v.view_h as viewH, v.doc_h as docH, v.depth_px as depthPx, v.sections from ${matching.sql}`,
  );
  const raise = (depths: Map<number, number>, visitor: number, depth: number) =>
    depths.set(visitor, Math.max(depths.get(visitor) ?? 0, depth));
  for (const { session, part, viewH, docH, depthPx, sections } of views.iterate(...matching.params)) {
    const visitor = visitorOf(session, part);
    if (depthPx < DEPTH_BIN_PX) {
      behind.add('loose', UNMEASURED, visitor);
      continue;
    }
    behind.add('all', '', visitor);
    raise(deepest.px, visitor, depthPx);
    if (docH !== null) raise(deepest.pct, visitor, Math.min(100, Math.floor((depthPx * 100) / docH)));
    if (viewH !== null) behind.add('cells', String(Math.ceil(viewH / FOLD_BIN_PX) * FOLD_BIN_PX), visitor);
    for (const [element] of JSON.parse(sections) as ViewRow['sections'])
      behind.add('elements', String(element), visitor);
  }
  const { isEnough, loose, cells, elements } = behind.result();
  return {
    isEnough,
    isUnmeasuredEnough: loose.includes(UNMEASURED),
    deepestPx: nthLargest(deepest.px, least),
    deepestPct: nthLargest(deepest.pct, least),
    folds: cells.map(Number),
    sections: elements,
  };
}

const UNMEASURED = 'unmeasured';
const spanOf = ({ fromMs, toMs }: { fromMs: number; toMs: number }) => ({ fromMs, toMs });
const OWNER = (table: string) => `
join sessions w
  on w.project_no = ${table}.project_no and w.session = ${table}.session and w.part = ${table}.part`;

function nthLargest(depths: ReadonlyMap<number, number>, nth: number): number {
  return [...depths.values()].sort((a, b) => b - a)[nth - 1] ?? -1;
}

/** Stored cell as one of the asked grid. */
function cellIn(cell: number, { columns, mergedRows }: MapSupportQuery['grid']): string {
  const column = Math.floor(((cell % GRID_COLUMNS) * columns) / GRID_COLUMNS);
  return `${column} ${Math.floor(Math.floor(cell / GRID_COLUMNS) / mergedRows)}`;
}

/** A number for the visitor of a session part; each is looked up when it is first asked for. */
function createVisitors(db: Database, projectNo: number): (session: number, part: number) => number {
  const select = db.query<{ visitor: string }, number[]>(
    'select visitor from sessions where project_no = ? and session = ? and part = ?',
  );
  const numbers = new Map<string, number>();
  const known = new Map<number, number[]>();
  return (session, part) => {
    const parts = known.get(session) ?? [];
    if (parts.length === 0) known.set(session, parts);
    const found = parts[part];
    if (found !== undefined) return found;
    const visitor = select.get(projectNo, session, part)?.visitor ?? '';
    const number = numbers.get(visitor) ?? numbers.size;
    numbers.set(visitor, number);
    parts[part] = number;
    return number;
  };
}

const WRONG = [
  ['rage', 1 << CLICK_KIND_CODES.rage],
  ['dead', 1 << CLICK_KIND_CODES.dead],
  ['errors', 1 << CLICK_KIND_CODES.error],
] as const;
type Of = 'all' | 'elements' | 'bins' | 'cells' | 'loose' | 'rage' | 'dead' | 'errors';

/** Remembers of each thing the first `least` visitors. */
function createBehind(least: number) {
  const things: Record<Of, Map<string, number[]>> = {
    all: new Map(),
    elements: new Map(),
    bins: new Map(),
    cells: new Map(),
    loose: new Map(),
    rage: new Map(),
    dead: new Map(),
    errors: new Map(),
  };
  const enough = (of: Of): string[] =>
    [...things[of]].filter(([, visitors]) => visitors.length >= least).map(([name]) => name);
  return {
    add(of: Of, name: string, visitor: number): void {
      const visitors = things[of].get(name);
      if (visitors === undefined) things[of].set(name, [visitor]);
      else if (visitors.length < least && !visitors.includes(visitor)) visitors.push(visitor);
    },
    result: (): MapSupport => ({
      isEnough: enough('all').length > 0,
      elements: enough('elements').map(Number),
      bins: enough('bins'),
      cells: enough('cells'),
      loose: enough('loose'),
      rage: enough('rage').map(Number),
      dead: enough('dead').map(Number),
      errors: enough('errors').map(Number),
    }),
  };
}
