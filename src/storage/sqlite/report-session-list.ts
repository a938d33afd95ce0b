// What a list of sessions holds and in which order: shared by the list itself and by the way from one to its neighbours.

import type { SessionSort } from '../../contract/api.ts';
import { codedPath } from '../../lib/coded-path.ts';
import type { SessionsQuery } from '../port.ts';
import { UNSEEN_VIEW } from '../port-kinds.ts';
import { FACTS, FRICTION_SCORE } from './report-dimensions.ts';
import { type Condition, likeAny, sessionsBegun } from './report-filters.ts';
import { pageIn } from './report-page.ts';

/** What comes before the start in the order of a list, largest first; equal ones stand newest first. */
const RANKS: Record<SessionSort, string> = {
  newest: '0',
  friction: FRICTION_SCORE,
  longest: 's.ended_at_ms - s.started_at_ms',
};

/** Where a session stands in its list. */
export type Place = [rank: number, startedAtMs: number, session: number, part: number];

/** Viewed pages stand in the session's own range of the views' key; entry and exit answer most sessions sooner. */
const viewed = (pages: readonly number[]) => `
  and (
    ${pageIn('s.entry_page', pages).sql}
    or ${pageIn('s.exit_page', pages).sql}
    or exists (
      select 1
      from views v
      where v.project_no = s.project_no
        and v.session = s.session
        and v.part = s.part
        and v.event_id <> '${UNSEEN_VIEW.eventId}'
        and ${pageIn('v.page', pages).sql}
    )
  )`;

export function rankOf({ sort = 'newest' }: SessionsQuery): string {
  return RANKS[sort];
}

/** Sessions of the list, in no order. */
export function listedSessions(query: SessionsQuery): Condition {
  const begun = sessionsBegun(query);
  const lines = [begun.sql];
  const params = [...begun.params];
  if (query.minEvents > 0) {
    lines.push('\n  and s.events >= ?');
    params.push(query.minEvents);
  }
  if (query.hasRage) lines.push('\n  and s.rage > 0');
  if (query.pages !== null) {
    lines.push(viewed(query.pages));
    for (let place = 0; place < 3; place += 1) params.push(...pageIn('', query.pages).params);
  }
  const search = searchOf(query.search ?? null);
  return { sql: lines.join('') + search.sql, params: [...params, ...search.params] };
}

/** Those that come after a place, or (`isBefore`) before it. */
export function listedBeyond(query: SessionsQuery, place: Place, isBefore = false): Condition {
  const { sort = 'newest' } = query;
  // The range must end at the place as well: the index is entered by its bounds and not by the row comparison.
  const bounds =
    sort !== 'newest'
      ? {}
      : isBefore
        ? { fromMs: Math.max(query.fromMs, place[1]) }
        : { toMs: Math.min(query.toMs, place[1] + 1) };
  const listed = listedSessions({ ...query, ...bounds });
  const rank = sort === 'newest' ? '' : `${RANKS[sort]}, `;
  const marks = sort === 'newest' ? '' : '?, ';
  const sign = isBefore ? '>' : '<';
  return {
    sql: `${listed.sql}\n  and (${rank}s.started_at_ms, s.session, s.part) ${sign} (${marks}?, ?, ?)`,
    params: [...listed.params, ...(sort === 'newest' ? place.slice(1) : place)],
  };
}

/** `order by` of the list, or backwards. */
export function listOrder({ sort = 'newest' }: SessionsQuery, isBackwards = false): string {
  const way = isBackwards ? 'asc' : 'desc';
  const rank = sort === 'newest' ? '' : `${RANKS[sort]} ${way}, `;
  return `${rank}s.started_at_ms ${way}, s.session ${way}, s.part ${way}`;
}

/** A text in the user, in a path that was viewed, or the whole id of a visitor or of a client's session. */
function searchOf(search: string | null): Condition {
  if (search === null) return { sql: '', params: [] };
  return {
    sql: `
  and (
    s.user_id like ? escape '\\'
    or s.visitor = ?
    or s.client_id = ?
    or exists (
      select 1
      from ${FACTS.page.tables}
      where ${FACTS.page.where}
        and ${FACTS.page.value} like ? escape '\\'
    )
  )`,
    params: [likeAny(search), search, search, likeAny(codedPath(search))],
  };
}
