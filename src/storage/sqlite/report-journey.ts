// The events of one session part in time order, with the page and element they name.

import type { Database, SQLQueryBindings } from 'bun:sqlite';
import type { ElementDescriptor } from '../../contract/element.ts';
import { compareEvents } from '../../contract/event-order.ts';
import { EVENT_TYPE_CODES, EVENT_TYPES, type EventType } from '../../contract/event-types.ts';
import type { Json } from '../../contract/wire.ts';
import type { EventDetail } from '../port.ts';
import type { SessionKey } from '../port-apply.ts';
import type { StoredEvent } from './packed-events.ts';
import { readCursor, writeCursor } from './report-cursor.ts';
import { createPackedReader } from './report-events.ts';

export type JourneyQuery = SessionKey & { part: number; limit: number; cursor: string | null };

type PageName = Pick<EventDetail, 'host' | 'path' | 'title'>;

const ROWS = `
select
  session, event_id as eventId, part, type, ts_ms as tsMs, received_at_ms as receivedAtMs, skew_ms as skewMs, flags,
  page, view_w as viewW, view_h as viewH, dpr, element, key_id as keyId, fields
from events
where project_no = ?
  and session = ?
  and part = ?
  and (ts_ms, length(event_id), event_id) > (?, length(?), ?)
order by ts_ms, length(event_id), event_id
limit ?`;
const PAGE = 'select host, path, title from pages where project_no = ? and page = ?';

const TYPE_BY_CODE = new Map<number, EventType>(EVENT_TYPES.map((type) => [EVENT_TYPE_CODES[type], type]));

export function readJourney(
  db: Database,
  query: JourneyQuery,
): { events: EventDetail[]; nextCursor: string | null } {
  const [tsMs = Number.MIN_SAFE_INTEGER, eventId = ''] =
    query.cursor === null ? [] : readCursor(query.cursor, ['number', 'string']);
  const after = { tsMs: tsMs as number, eventId: eventId as string };
  const rows = eventRows(db, query, after);
  const describe = describer(db, query.projectNo);
  const events = rows.slice(0, query.limit).map(describe);
  const last = events.at(-1);
  const hasMore = rows.length > query.limit && last !== undefined;
  return { events, nextCursor: hasMore ? writeCursor([last.tsMs, last.eventId]) : null };
}

/** One more than asked for, where there is one. A part is packed as a whole or not at all. */
function eventRows(
  db: Database,
  query: JourneyQuery,
  after: { tsMs: number; eventId: string },
): StoredEvent[] {
  const { projectNo, session, part, limit } = query;
  const { tsMs, eventId } = after;
  const rows = db
    .query<StoredEvent, SQLQueryBindings[]>(ROWS)
    .all(projectNo, session, part, tsMs, eventId, eventId, limit + 1);
  if (rows.length > 0) return rows;
  const packed = createPackedReader(db).eventsOf(query);
  return packed
    .filter((event) => compareEvents(event, after) > 0)
    .sort(compareEvents)
    .slice(0, limit + 1);
}

/** Names pages and elements, each looked up once. */
function describer(db: Database, projectNo: number): (row: StoredEvent) => EventDetail {
  const pageOf = db.query<PageName, [number, number]>(PAGE);
  const pages = new Map<number, PageName>();
  const nameOf = (page: number | null): PageName => {
    const name = page === null ? UNNAMED : (pages.get(page) ?? pageOf.get(projectNo, page) ?? UNNAMED);
    if (page !== null) pages.set(page, name);
    return name;
  };
  const descriptorOf = db.query<{ descriptor: string }, [number, number]>(
    'select descriptor from elements where project_no = ? and element = ?',
  );
  const descriptors = new Map<number, ElementDescriptor | null>();
  const describe = (element: number | null): ElementDescriptor | null => {
    if (element === null) return null;
    const known = descriptors.get(element);
    if (known !== undefined) return known;
    const stored = descriptorOf.get(projectNo, element);
    const found = stored === null ? null : (JSON.parse(stored.descriptor) as ElementDescriptor);
    descriptors.set(element, found);
    return found;
  };
  return ({ type, fields, ...row }) => ({
    projectNo,
    ...row,
    type: TYPE_BY_CODE.get(type) ?? 'custom',
    fields: JSON.parse(fields) as { [key: string]: Json },
    ...nameOf(row.page),
    descriptor: describe(row.element),
  });
}

const UNNAMED: PageName = { host: null, path: null, title: null };
