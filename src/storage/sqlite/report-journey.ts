// The events of one session part in time order, with the page and element they name.

import type { Database, SQLQueryBindings } from 'bun:sqlite';
import type { ElementDescriptor } from '../../contract/element.ts';
import { compareEvents } from '../../contract/event-order.ts';
import { EVENT_TYPE_CODES, EVENT_TYPES, type EventType } from '../../contract/event-types.ts';
import type { Json } from '../../contract/wire.ts';
import type { EventDetail } from '../port.ts';
import type { SessionKey } from '../port-apply.ts';
import { EVENT_COLUMNS, type Part, type StoredEvent } from './packed-events.ts';
import { readCursor, writeCursor } from './report-cursor.ts';
import { createPackedReader } from './report-events.ts';

export type JourneyQuery = SessionKey & { part: number; limit: number; cursor: string | null };

export type JourneyReader = {
  /** Events of a part after a place, in time order: one more than `limit`, where there is one. */
  events(query: Omit<JourneyQuery, 'cursor'>, after?: JourneyPlace): EventDetail[];
  /** All events of several parts of the project, in their order, each in time order. */
  all(parts: readonly Part[]): EventDetail[][];
  /** What is known of an element, null for one that is not. */
  describe(element: number | null): ElementDescriptor | null;
};
type JourneyPlace = { tsMs: number; eventId: string };
const START: JourneyPlace = { tsMs: Number.MIN_SAFE_INTEGER, eventId: '' };

type PageName = Pick<EventDetail, 'host' | 'path' | 'title'>;

const ROWS = `
select ${EVENT_COLUMNS}
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
  const [tsMs = START.tsMs, eventId = START.eventId] =
    query.cursor === null ? [] : readCursor(query.cursor, ['number', 'string']);
  const after = { tsMs: tsMs as number, eventId: eventId as string };
  const found = createJourneyReader(db, query.projectNo).events(query, after);
  const events = found.slice(0, query.limit);
  const last = events.at(-1);
  const hasMore = found.length > query.limit && last !== undefined;
  return { events, nextCursor: hasMore ? writeCursor([last.tsMs, last.eventId]) : null };
}

/** Names pages and elements, each looked up once: to be used within one question. */
export function createJourneyReader(db: Database, projectNo: number): JourneyReader {
  const packed = createPackedReader(db);
  const stored = db.query<StoredEvent, SQLQueryBindings[]>(ROWS);
  /** A part is packed as a whole or not at all. */
  const rowsOf = (
    { session, part, limit }: Omit<JourneyQuery, 'cursor'>,
    after: JourneyPlace,
  ): StoredEvent[] => {
    const { tsMs, eventId } = after;
    const rows = stored.all(projectNo, session, part, tsMs, eventId, eventId, limit + 1);
    if (rows.length > 0) return rows;
    return packed
      .eventsOf({ projectNo, session, part })
      .filter((event) => compareEvents(event, after) > 0)
      .sort(compareEvents)
      .slice(0, limit + 1);
  };
  const { describe, detailOf } = createDetails(db, projectNo);
  return {
    describe,
    events: (query, after = START) => rowsOf(query, after).map(detailOf),
    all(parts) {
      const rows = parts.map(({ session, part }) =>
        stored.all(projectNo, session, part, START.tsMs, '', '', Number.MAX_SAFE_INTEGER),
      );
      const missing = parts.filter((_, at) => rows[at]?.length === 0);
      const unpacked = packed.eventsOfAll(missing.map((part) => ({ projectNo, ...part })));
      return rows.map((own) =>
        (own.length > 0 ? own : (unpacked.shift() ?? []).sort(compareEvents)).map(detailOf),
      );
    },
  };
}

/** Reads stored events with the names of their pages and elements, each looked up once. */
export function createDetails(db: Database, projectNo: number) {
  const { nameOf, describe } = createNames(db, projectNo);
  const detailOf = ({ type, fields, ...row }: StoredEvent): EventDetail => ({
    projectNo,
    ...row,
    type: TYPE_BY_CODE.get(type) ?? 'custom',
    fields: JSON.parse(fields) as { [key: string]: Json },
    ...nameOf(row.page),
    descriptor: describe(row.element),
  });
  return { describe, detailOf };
}

function createNames(db: Database, projectNo: number) {
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
  return { nameOf, describe };
}

const UNNAMED: PageName = { host: null, path: null, title: null };
