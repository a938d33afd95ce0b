// Leaves rage or dead clicks on muted elements out: as a condition on clicks, or as counts to be taken off those of pages.

import type { Database, SQLQueryBindings } from 'bun:sqlite';
import { CLICK_KIND_CODES, type ClickKind, type Device } from '../../contract/event-types.ts';
import { DAY_MS } from '../../contract/slots.ts';
import type { Scope } from '../port.ts';
import { visitClicks } from './report-clicks.ts';
import type { Condition } from './report-filters.ts';
import { fourDevices } from './report-heatmap-bins.ts';
import { addPackedElements } from './report-packed-elements.ts';
import { pageIn } from './report-page.ts';

const KINDS = ['rage', 'dead'] as const;

type Muting = Pick<Scope, 'muted'>;
export type PageTrouble = { rage: number; dead: number };

function mutedIds({ muted }: Muting, kind: ClickKind): readonly number[] {
  return kind === 'rage' || kind === 'dead' ? (muted?.[kind] ?? []) : [];
}

export function isMuting(query: Muting, kind: ClickKind): boolean {
  return mutedIds(query, kind).length > 0;
}

/** Whether an element is in the JSON list given as the next parameter. */
export function isMuted(column: string): string {
  return `${column} in (select value from json_each(?))`;
}

export function mutedList(query: Muting, kind: 'rage' | 'dead'): string {
  return JSON.stringify(mutedIds(query, kind));
}

type Asked = Pick<Scope, 'projectNo' | 'fromMs' | 'toMs' | 'muted'> & {
  pages: readonly number[];
  device: Device | null;
};

/**
 * Clicks on muted elements by page, which counts of pages are to be lessened by: of whole UTC days from the day bins, of
 * the ragged edges from the clicks. Bots are not in them, filters are not asked.
 */
export function countMuted(db: Database, query: Asked): Map<number, PageTrouble> {
  const found = new Map<number, PageTrouble>();
  const { fromMs, toMs } = query;
  const firstDay = Math.ceil(fromMs / DAY_MS);
  const endDay = Math.floor(toMs / DAY_MS);
  for (const kind of KINDS) {
    if (!isMuting(query, kind)) continue;
    const count = (page: number, clicks: number) => {
      const own = found.get(page) ?? { rage: 0, dead: 0 };
      found.set(page, own);
      own[kind] += clicks;
    };
    const add = ({ sql, params }: Condition) => {
      const rows = db.query<{ page: number; count: number }, SQLQueryBindings[]>(sql);
      for (const row of rows.iterate(...params)) count(row.page, row.count);
    };
    const muted = new Set(mutedIds(query, kind));
    const addClicks = ([from, to]: Span) => {
      const all = { ...query, muted: undefined, filters: [], includeBots: false, timeZone: 'UTC', kind };
      visitClicks(db, { query: all, fromMs: from, toMs: to }, ({ page, element }) => {
        if (element !== null && muted.has(element)) count(page, 1);
      });
    };
    if (firstDay >= endDay) {
      addClicks([fromMs, toMs]);
      continue;
    }
    const packed = { ...query, kinds: [CLICK_KIND_CODES[kind]], firstDay, endDay };
    addPackedElements(db, packed, (row) => muted.has(row.element) && count(row.page, row.count));
    add(binsOf(query, kind, [firstDay, endDay]));
    addClicks([fromMs, firstDay * DAY_MS]);
    addClicks([endDay * DAY_MS, toMs]);
  }
  return found;
}

type Kind = (typeof KINDS)[number];
type Span = [from: number, to: number];

/** Pages come first, so that the keys of bins and clicks, which begin with them, can be used. */
function pagesOf({ projectNo, pages }: Asked): Condition {
  const asked = pageIn('p.page', pages);
  return { sql: `p.project_no = ?\n  and ${asked.sql}`, params: [projectNo, ...asked.params] };
}

function binsOf(query: Asked, kind: Kind, days: Span): Condition {
  const asked = pagesOf(query);
  return {
    sql: `
select p.page, sum(b.count) as count
from pages p
cross join element_bins b
  on b.project_no = p.project_no
  and b.page = p.page
  and b.kind = ?
  and b.device in (?, ?, ?, ?)
  and b.day >= ?
  and b.day < ?
  and ${isMuted('b.element')}
where ${asked.sql}
group by p.page`,
    params: [
      ...[CLICK_KIND_CODES[kind], ...fourDevices(query.device), ...days, mutedList(query, kind)],
      ...asked.params,
    ],
  };
}
