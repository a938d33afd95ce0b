// Sessions with all that was recorded of them, some at a time: what an export hands on to another heat.

import type { Database } from 'bun:sqlite';
import type { ElementDescriptor } from '../../contract/element.ts';
import type { EventDetail, SessionDetail } from '../port.ts';
import type { RecordedPage, RecordedQuery } from '../port-recorded.ts';
import { writeCursor } from './report-cursor.ts';
import { createJourneyReader, type JourneyReader } from './report-journey.ts';
import { readSessions } from './report-sessions.ts';

/** Ends early where the sessions hold many events. */
export function readRecorded(db: Database, query: RecordedQuery): RecordedPage {
  const list = readSessions(db, { ...query, pages: null, minEvents: 0, hasRage: false });
  const { total } = list;
  const rows = within(query.mostEvents, list.items).map(({ row }) => row);
  const reader = createJourneyReader(db, query.projectNo);
  const events = reader.all(rows.map(({ session, part }) => ({ session, part })));
  const elements = new Map<number, ElementDescriptor>();
  for (const event of events.flat()) addSections(elements, event, reader);
  const items = rows.map((row, at) => ({ row, events: events[at] ?? [] }));
  const last = rows.at(-1);
  const isCut = last !== undefined && rows.length < list.items.length;
  const nextCursor = isCut
    ? writeCursor([0, last.startedAtMs, last.session, last.part, total])
    : list.nextCursor;
  return { items, total, nextCursor, elements: [...elements] };
}

/** The first of them with at most so many events in all, at least one. */
function within(mostEvents: number, sessions: readonly SessionDetail[]): readonly SessionDetail[] {
  let events = 0;
  const end = sessions.findIndex(({ row }) => {
    events += row.events;
    return events > mostEvents;
  });
  return end < 0 ? sessions : sessions.slice(0, Math.max(1, end));
}

/** Sections name their elements by id alone. */
function addSections(
  elements: Map<number, ElementDescriptor>,
  { type, fields }: EventDetail,
  { describe }: JourneyReader,
): void {
  if (type !== 'scroll' || !Array.isArray(fields.sections)) return;
  for (const section of fields.sections) {
    const element = Array.isArray(section) ? section[0] : null;
    if (typeof element !== 'number' || elements.has(element)) continue;
    const descriptor = describe(element);
    if (descriptor !== null) elements.set(element, descriptor);
  }
}
