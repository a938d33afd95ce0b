// What happened on which page in the packed events of sessions that pass a question's filters: the part of the list of
// pages that its SQL cannot see.

import type { Database, SQLQueryBindings } from 'bun:sqlite';
import { DEVICE_CODES, EVENT_TYPE_CODES } from '../../contract/event-types.ts';
import { DAY_MS } from '../../contract/slots.ts';
import type { PagesQuery } from '../port.ts';
import { DEAD, type EventHead, RAGE } from './packed-events.ts';
import { visitPackedHeads } from './report-events.ts';
import { REACH_MS, sessionsTouching } from './report-filters.ts';
import { createSessionMap } from './session-map.ts';

export type PageCounts = [page: number, pageviews: number, clicks: number, rage: number, dead: number];

export function countPackedPages(db: Database, query: PagesQuery): PageCounts[] {
  const { projectNo, fromMs, toMs } = query;
  const within = query.within === null ? null : new Set(query.within);
  const muted = { rage: new Set(query.muted?.rage), dead: new Set(query.muted?.dead) };
  const pages = new Map<number, PageCounts>();
  const isMuted = (kind: 'rage' | 'dead', { element }: EventHead) =>
    element !== null && muted[kind].has(element);
  const count = (head: EventHead, page: number) => {
    const own = pages.get(page) ?? [page, 0, 0, 0, 0];
    pages.set(page, own);
    if (head.type === EVENT_TYPE_CODES.pageview) own[1] += 1;
    if (head.type !== EVENT_TYPE_CODES.click) return;
    own[2] += 1;
    if (head.marks & RAGE && !isMuted('rage', head)) own[3] += 1;
    if (head.marks & DEAD && !isMuted('dead', head)) own[4] += 1;
  };
  let passes: ReturnType<typeof matchingParts> | null = null;
  const days = { firstDay: Math.floor((fromMs - REACH_MS) / DAY_MS), endDay: Math.ceil(toMs / DAY_MS) };
  visitPackedHeads(db, { projectNo, ...days }, (head) => {
    const { page, tsMs, session, part } = head;
    if (page === null || tsMs < fromMs || tsMs >= toMs || (within !== null && !within.has(page))) return;
    passes ??= matchingParts(db, query);
    if (passes(session, part)) count(head, page);
  });
  return [...pages.values()];
}

/** Read only once there is something packed to be asked about. */
function matchingParts(db: Database, query: PagesQuery): (session: number, part: number) => boolean {
  const touching = sessionsTouching(query);
  const device = query.device ? '\n  and s.device = ?' : '';
  const rows = db.query<{ session: number; part: number }, SQLQueryBindings[]>(`
select s.session, s.part
from sessions s
where ${touching.sql}${device}`);
  const matching = createSessionMap();
  const params = [...touching.params, ...(query.device ? [DEVICE_CODES[query.device]] : [])];
  for (const { session, part } of rows.iterate(...params)) matching.set(session, part, 1);
  return (session, part) => matching.get(session, part) === 1;
}
