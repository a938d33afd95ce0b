// The list of sessions in a scope, and from one session to its neighbours in that list and to others like it.

import {
  type NeighboursAnswer,
  type Page,
  SESSION_SORTS,
  type SessionRowView,
  type SimilarAnswer,
} from '../contract/api.ts';
import { LIMITS } from '../contract/limits.ts';
import { readSessionId, writeSessionId } from '../contract/session-id.ts';
import { HeatError } from '../lib/errors.ts';
import type { QueryOptions, ReportStore, SessionsQuery } from '../storage/port.ts';
import { resolvePage } from './page-question.ts';
import { oneOf, readFlag, readLimit, readText, readWhole } from './parameters.ts';
import { type ResolvedScope, storeScope } from './scope.ts';
import { sessionView } from './session-view.ts';

/** Which sessions of the scope a list holds, and in which order. */
export type SessionListArgs = {
  scope: ResolvedScope;
  nowMs: number;
  /** Opaque id of a page or template that the sessions viewed. */
  page?: string | undefined;
  minEvents?: string | undefined;
  /** `1`: only sessions with rage clicks. */
  rage?: string | undefined;
  /** Part of the user or of a viewed path; or the whole id of a visitor or of a client's session. */
  search?: string | undefined;
  /** One of SESSION_SORTS, newest by default. */
  sort?: string | undefined;
};
export type SessionsArgs = SessionListArgs & { limit?: string | undefined; cursor?: string | undefined };

/** The total is that of the first page of the list. Throws `invalid` for unreadable arguments, `not_found` for an unknown page. */
export async function listSessions(
  store: ReportStore,
  args: SessionsArgs,
  options: QueryOptions = {},
): Promise<Page<SessionRowView>> {
  const { nowMs } = args;
  const query = await listQuery(store, args, options);
  const { items, total, nextCursor } = await store.sessions(query, options);
  return { items: items.map((detail) => sessionView(detail, nowMs)), total, nextCursor };
}

/** Throws likewise, and `not_found` for a session the project does not have. */
export async function neighbours(
  store: ReportStore,
  { sessionId, ...args }: SessionListArgs & { sessionId: string },
  options: QueryOptions = {},
): Promise<NeighboursAnswer> {
  const key = readSessionId(sessionId);
  if (!key) throw unknownSession();
  const query = await listQuery(store, args, options);
  const { row } = await store.session({ projectNo: query.projectNo, ...key }, options);
  const found = await store.neighbours({ ...query, session: row.session, part: row.part }, options);
  return {
    before: found.before && writeSessionId(found.before),
    after: found.after && writeSessionId(found.after),
  };
}

/** At most LIMITS.similarAnswered sessions of the scope. Throws `not_found` for a session the project does not have. */
export async function similarSessions(
  store: ReportStore,
  { scope, sessionId, nowMs }: { scope: ResolvedScope; sessionId: string; nowMs: number },
  options: QueryOptions = {},
): Promise<SimilarAnswer> {
  const key = readSessionId(sessionId);
  if (!key) throw unknownSession();
  const query = { ...storeScope(scope), ...key, limit: LIMITS.similarAnswered };
  await store.session({ projectNo: query.projectNo, ...key }, options);
  const found = await store.similar(query, options);
  return {
    items: found.map(({ detail, similarity }) => ({ session: sessionView(detail, nowMs), similarity })),
  };
}

async function listQuery(
  store: ReportStore,
  args: SessionsArgs,
  options: QueryOptions,
): Promise<SessionsQuery> {
  const { scope, nowMs, page, minEvents, rage, search, sort, limit, cursor } = args;
  return {
    ...storeScope(scope),
    pages: page === undefined ? null : (await resolvePage(store, scope, page, options)).pages,
    minEvents: readWhole(minEvents, { name: 'minEvents', min: 0, max: 1_000_000, fallback: 0 }),
    hasRage: readFlag(rage, 'rage'),
    search: search === undefined || search === '' ? null : readText(search, 'search'),
    sort: oneOf(SESSION_SORTS, sort, 'sort') ?? 'newest',
    liveSinceMs: nowMs - LIMITS.liveSessionMs,
    limit: readLimit(limit),
    cursor: cursor ?? null,
  };
}

function unknownSession(): HeatError {
  return new HeatError({
    kind: 'not_found',
    code: 'session_not_found',
    message: 'Cannot find the session: this is not the id of one',
  });
}
