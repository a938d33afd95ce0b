// The events of one session part in time order, with the page and element they name.

import type { Database, SQLQueryBindings } from 'bun:sqlite';
import type { ElementDescriptor } from '../../contract/element.ts';
import { EVENT_TYPE_CODES, EVENT_TYPES, type EventType } from '../../contract/event-types.ts';
import type { Json } from '../../contract/wire.ts';
import type { EventDetail } from '../port.ts';
import type { SessionKey } from '../port-apply.ts';
import { readCursor, writeCursor } from './report-cursor.ts';

export type JourneyQuery = SessionKey & { part: number; limit: number; cursor: string | null };

type Flat = Omit<EventDetail, 'type' | 'fields' | 'descriptor'> & {
  type: number;
  fields: string;
  descriptor: string | null;
};

// Sorted and cut before the look-ups, so that these are made for one page of events only. Events of the same millisecond
// stand in the order of their numbers: the tracker's ids end with one in base 36, so the shorter id is the earlier.
const JOURNEY = `
with own as materialized (
  select *
  from events
  where project_no = ?
    and session = ?
    and part = ?
    and (ts_ms, length(event_id), event_id) > (?, length(?), ?)
  order by ts_ms, length(event_id), event_id
  limit ?
)
select
  own.project_no as projectNo, own.session, own.event_id as eventId, own.part, own.type,
  own.ts_ms as tsMs, own.received_at_ms as receivedAtMs, own.skew_ms as skewMs, own.flags,
  own.page, own.view_w as viewW, own.view_h as viewH, own.dpr, own.element, own.key_id as keyId, own.fields,
  p.host, p.path, p.title,
  n.descriptor
from own
left join pages p
  on p.project_no = own.project_no
  and p.page = own.page
left join elements n
  on n.project_no = own.project_no
  and n.element = own.element
order by own.ts_ms, length(own.event_id), own.event_id`;

const TYPE_BY_CODE = new Map<number, EventType>(EVENT_TYPES.map((type) => [EVENT_TYPE_CODES[type], type]));

export function readJourney(
  db: Database,
  query: JourneyQuery,
): { events: EventDetail[]; nextCursor: string | null } {
  const [tsMs = Number.MIN_SAFE_INTEGER, eventId = ''] =
    query.cursor === null ? [] : readCursor(query.cursor, ['number', 'string']);
  const rows = db
    .query<Flat, SQLQueryBindings[]>(JOURNEY)
    .all(query.projectNo, query.session, query.part, tsMs, eventId, eventId, query.limit + 1);
  const events = rows.slice(0, query.limit).map(toEventDetail);
  const last = events.at(-1);
  const hasMore = rows.length > query.limit && last !== undefined;
  return { events, nextCursor: hasMore ? writeCursor([last.tsMs, last.eventId]) : null };
}

function toEventDetail({ type, fields, descriptor, ...row }: Flat): EventDetail {
  return {
    ...row,
    type: TYPE_BY_CODE.get(type) ?? 'custom',
    fields: JSON.parse(fields) as { [key: string]: Json },
    descriptor: descriptor === null ? null : (JSON.parse(descriptor) as ElementDescriptor),
  };
}
