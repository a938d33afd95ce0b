// The newest events of a project, and how many came in each second: what a live view begins with. Sessions are walked
// from the one heard of last, until no other can hold a newer event.

import type { Database, SQLQueryBindings } from 'bun:sqlite';
import { middleOfCell } from '../../contract/element.ts';
import { EVENT_TYPE_CODES } from '../../contract/event-types.ts';
import { LIMITS } from '../../contract/limits.ts';
import { LIVE_FLAGS, LIVE_QUIET } from '../../contract/live.ts';
import type { Json } from '../../contract/wire.ts';
import { EVENT_FLAGS } from '../port-apply.ts';
import type { RecentActivity, RecentActivityQuery } from '../port-live.ts';
import { EVENT_COLUMNS, type StoredEvent } from './packed-events.ts';
import { createPackedReader, type PackedReader } from './report-events.ts';
import { createDetails } from './report-journey.ts';
import { deviceOf } from './report-session-row.ts';

type Fact = RecentActivity['facts'][number];
type Session = Pick<
  Fact,
  'session' | 'part' | 'visitor' | 'userId' | 'browser' | 'os' | 'country' | 'source'
> & { device: number | null; endedAtMs: number };
type Place = { bin: number | null; cell: number | null };
type Told = { event: StoredEvent; session: Session };

const SECOND_MS = 1_000;
const QUIET: readonly number[] = [...LIVE_QUIET].map((type) => EVENT_TYPE_CODES[type]);

const SESSIONS = `
select
  s.session, s.part, s.visitor, s.user_id as userId, s.device, s.browser, s.os, s.country, s.source,
  s.ended_at_ms as endedAtMs
from sessions s
where s.project_no = ?
  and s.started_at_ms >= ?
  and s.ended_at_ms >= ?
  and s.is_bot = 0
order by s.ended_at_ms desc
limit ?`;
const EVENTS = `
select ${EVENT_COLUMNS}
from events
where project_no = ?
  and session = ?
  and part = ?
  and max(ts_ms, received_at_ms) >= ?
  and flags & ${EVENT_FLAGS.imported} = 0`;
const PLACE = `
select bin, cell
from clicks
where project_no = ?
  and page = ?
  and ts_ms = ?
  and session = ?
  and event_id = ?`;

export function readRecentActivity(db: Database, query: RecentActivityQuery): RecentActivity {
  const { projectNo, startedSinceMs, sinceMs, limit, countedSinceMs } = query;
  const fromMs = Math.min(sinceMs, countedSinceMs);
  const sessions = db
    .query<Session, number[]>(SESSIONS)
    .all(projectNo, startedSinceMs, fromMs, LIMITS.liveSessions);
  const eventsOf = eventReader(db, { projectNo, fromMs });
  const seconds = new Map<number, number>();
  let told: Told[] = [];
  for (const session of sessions) {
    const oldestMs = told.length < limit ? sinceMs : (told.at(-1)?.event.tsMs ?? sinceMs);
    // No other session was heard of later. Batches that come later than they happened are not counted.
    if (session.endedAtMs < Math.min(oldestMs, countedSinceMs)) break;
    const events = eventsOf(session);
    for (const { receivedAtMs } of events) {
      const startMs = Math.floor(receivedAtMs / SECOND_MS) * SECOND_MS;
      if (receivedAtMs >= countedSinceMs) seconds.set(startMs, (seconds.get(startMs) ?? 0) + 1);
    }
    const news = events.filter(({ type, tsMs }) => tsMs >= oldestMs && !QUIET.includes(type));
    if (news.length === 0) continue;
    told = [...told, ...news.map((event) => ({ event, session }))].sort(newestFirst).slice(0, limit);
  }
  const factOf = factReader(db, projectNo);
  return {
    facts: told.reverse().map(factOf),
    perSecond: [...seconds].sort(([a], [b]) => a - b),
  };
}

function newestFirst({ event: a }: Told, { event: b }: Told): number {
  return b.tsMs - a.tsMs || (a.eventId < b.eventId ? 1 : -1);
}

/** Events of a part that happened or came in since then; imported ones are not live. */
function eventReader(
  db: Database,
  { projectNo, fromMs }: { projectNo: number; fromMs: number },
): (session: Session) => StoredEvent[] {
  const rows = db.query<StoredEvent, number[]>(EVENTS);
  let packed: PackedReader | null = null;
  return ({ session, part }) => {
    const plain = rows.all(projectNo, session, part, fromMs);
    if (plain.length > 0) return plain;
    packed ??= createPackedReader(db);
    return packed
      .eventsOf({ projectNo, session, part })
      .filter(({ tsMs, flags }) => tsMs >= fromMs && (flags & EVENT_FLAGS.imported) === 0);
  };
}

function factReader(db: Database, projectNo: number): (told: Told) => Fact {
  const { detailOf } = createDetails(db, projectNo);
  const places = db.query<Place, SQLQueryBindings[]>(PLACE);
  return ({ event, session: { endedAtMs: _, device, ...who } }) => {
    const { eventId, type, tsMs, page, element, host, path, fields, descriptor } = detailOf(event);
    const place = type === 'click' ? places.get(projectNo, page, tsMs, who.session, eventId) : null;
    const cell = place?.cell ?? null;
    return {
      ...who,
      ...{ eventId, type, tsMs, page, host, path, element, descriptor },
      device: deviceOf(device),
      title: textOf(fields.title),
      bin: place?.bin ?? null,
      point: cell === null ? null : middleOfCell(cell),
      flags: type === 'click' ? LIVE_FLAGS.filter((flag) => fields[flag] === true) : [],
      name: type === 'custom' ? textOf(fields.name) : null,
    };
  };
}

function textOf(value: Json | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
