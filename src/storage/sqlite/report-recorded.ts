// Sessions with all that was recorded of them, a page of sessions at a time: what an export hands on to another heat.

import type { Database } from 'bun:sqlite';
import type { ElementDescriptor } from '../../contract/element.ts';
import type { EventDetail } from '../port.ts';
import type { RecordedPage, RecordedQuery } from '../port-recorded.ts';
import { createJourneyReader, type JourneyReader } from './report-journey.ts';
import { readSessions } from './report-sessions.ts';

export function readRecorded(db: Database, query: RecordedQuery): RecordedPage {
  const list = readSessions(db, { ...query, pages: null, minEvents: 0, hasRage: false });
  const reader = createJourneyReader(db, query.projectNo);
  const elements = new Map<number, ElementDescriptor>();
  const items = list.items.map(({ row }) => {
    const { projectNo, session, part } = row;
    const events = reader.events({ projectNo, session, part, limit: Number.MAX_SAFE_INTEGER - 1 });
    for (const event of events) addSections(elements, event, reader);
    return { row, events };
  });
  return { ...list, items, elements: [...elements] };
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
