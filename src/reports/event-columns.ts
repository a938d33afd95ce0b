// The columns of exported custom events: fixed names and order, documented in docs/exports.md; new ones are added at the
// end.

import type { EventView } from '../contract/metrics.ts';
import type { CsvCell } from './csv.ts';

/** Instants are ISO 8601 in UTC, properties JSON. */
export const EVENT_EXPORT_COLUMNS: readonly { name: string; read: (event: EventView) => CsvCell }[] = [
  { name: 'event_id', read: (event) => event.eventId },
  { name: 'at', read: (event) => new Date(event.tsMs).toISOString() },
  { name: 'name', read: (event) => event.name },
  { name: 'category', read: (event) => event.category },
  { name: 'value', read: (event) => event.value },
  { name: 'user_id', read: (event) => event.userId },
  { name: 'visitor', read: (event) => event.visitor },
  { name: 'session_id', read: (event) => event.sessionId },
  { name: 'client_session_id', read: (event) => event.clientSessionId },
  { name: 'page', read: (event) => event.page },
  { name: 'source', read: (event) => event.source },
  { name: 'referrer', read: (event) => event.referrer },
  { name: 'device', read: (event) => event.device },
  { name: 'country', read: (event) => event.country },
  {
    name: 'properties',
    read: (event) => (event.properties === null ? null : JSON.stringify(event.properties)),
  },
];
