// The columns of exported sessions: fixed names and order, documented in docs/exports.md; new ones are added at the end.
// `session_id` is the one of exported events: the two files join on it.

import type { SessionRowView } from '../contract/api.ts';
import type { CsvCell } from './csv.ts';

/** Instants are ISO 8601 in UTC, durations milliseconds. */
export const SESSION_EXPORT_COLUMNS: readonly {
  name: string;
  read: (session: SessionRowView) => CsvCell;
}[] = [
  { name: 'session_id', read: (session) => session.id },
  { name: 'client_session_id', read: (session) => session.clientSessionId },
  { name: 'part', read: (session) => session.part },
  { name: 'visitor', read: (session) => session.visitor },
  { name: 'user_id', read: (session) => session.userId },
  { name: 'started_at', read: (session) => new Date(session.startedAtMs).toISOString() },
  { name: 'ended_at', read: (session) => new Date(session.endedAtMs).toISOString() },
  { name: 'duration_ms', read: (session) => session.durationMs },
  { name: 'pageviews', read: (session) => session.pageviews },
  { name: 'events', read: (session) => session.events },
  { name: 'clicks', read: (session) => session.clicks },
  { name: 'rage_clicks', read: (session) => session.rage },
  { name: 'dead_clicks', read: (session) => session.dead },
  { name: 'errors', read: (session) => session.errors },
  { name: 'max_scroll_pct', read: (session) => session.maxScrollPct },
  { name: 'entry', read: (session) => session.entry },
  { name: 'exit', read: (session) => session.exit },
  { name: 'device', read: (session) => session.device },
  { name: 'browser', read: (session) => session.browser },
  { name: 'os', read: (session) => session.os },
  { name: 'country', read: (session) => session.country },
  { name: 'language', read: (session) => session.language },
  { name: 'referrer', read: (session) => session.referrer },
  { name: 'source', read: (session) => session.source },
  { name: 'campaign', read: (session) => session.campaign },
  { name: 'app', read: (session) => session.app },
  { name: 'is_bot', read: (session) => session.isBot },
  { name: 'error_clicks', read: (session) => session.errorClicks },
  { name: 'quick_backs', read: (session) => session.quickBacks },
  { name: 'friction', read: (session) => session.friction.score },
];
