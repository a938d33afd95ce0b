// One session from first to last event, with the page and element that each belongs to.

import type { JourneyAnswer, JourneyEvent } from '../contract/api.ts';
import { LIMITS } from '../contract/limits.ts';
import { readSessionId } from '../contract/session-id.ts';
import { HeatError } from '../lib/errors.ts';
import type { EventDetail, QueryOptions, ReportStore } from '../storage/port.ts';
import { elementLabel } from './element-label.ts';
import { opaqueId } from './parameters.ts';
import { sessionView } from './session-view.ts';

export type JourneyArgs = {
  projectNo: number;
  /** As SessionRowView.id. */
  sessionId: string;
  nowMs: number;
  cursor?: string | undefined;
};

/** At most LIMITS.journeyEvents events in time order. Throws `not_found` for a session the project does not have. */
export async function journey(
  store: ReportStore,
  { projectNo, sessionId, nowMs, cursor }: JourneyArgs,
  options: QueryOptions = {},
): Promise<JourneyAnswer> {
  const id = readSessionId(sessionId);
  if (!id) throw unknownSession();
  const key = { projectNo, ...id };
  const detail = await store.session(key, options);
  const query = { ...key, limit: LIMITS.journeyEvents, cursor: cursor ?? null };
  const { events, nextCursor } = await store.journey(query, options);
  const { row } = detail;
  return {
    session: sessionView({ ...detail, hasLeft: cursor === undefined && hasLeft(events) }, nowMs),
    traits: row.traits,
    device: {
      userAgent: row.userAgent,
      platform: row.platform,
      screenW: row.screenW,
      screenH: row.screenH,
    },
    events: events.map((event) => journeyEvent(event, row.startedAtMs)),
    nextCursor,
  };
}

/** What a page still sends of itself while it goes is no sign of life. */
function hasLeft(events: readonly EventDetail[]): boolean {
  const last = events.findLast(({ type }) => type !== 'vital' && type !== 'visibility');
  return last?.type === 'leave';
}

function journeyEvent(event: EventDetail, startedAtMs: number): JourneyEvent {
  return {
    eventId: event.eventId,
    type: event.type,
    tsMs: event.tsMs,
    atMs: event.tsMs - startedAtMs,
    receivedAtMs: event.receivedAtMs,
    page: event.page === null ? null : opaqueId(event.page),
    host: event.host,
    path: event.path,
    title: event.title,
    label: event.descriptor === null ? null : elementLabel(event.descriptor),
    element: event.element === null ? null : opaqueId(event.element),
    fields: event.fields,
  };
}

export function unknownSession(): HeatError {
  return new HeatError({
    kind: 'not_found',
    code: 'session_not_found',
    message: 'Cannot find this session in this project',
  });
}
