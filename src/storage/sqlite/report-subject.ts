// What is stored of one person. The same sessions as a forgetting takes (subject-parts.ts); a project's sessions are read
// from end to end, as nobody else asks by person.

import type { Database } from 'bun:sqlite';
import { LIMITS } from '../../contract/limits.ts';
import type { SubjectSummary } from '../../contract/personal-data.ts';
import type { SessionRow } from '../port-apply.ts';
import type { KeptBatch, NamingEvent, SubjectQuery, SubjectSessionsQuery } from '../port-personal.ts';
import { createPackedReader } from './report-events.ts';
import { type FlatSession, SESSION_COLUMNS, SESSION_TABLES, toSessionDetail } from './report-session-row.ts';
import { PARTS_OF_USER, PARTS_OF_VISITOR } from './subject-parts.ts';

/** With $projectNo and $subject, on `customs c` and `sessions s`. */
const NAMING_OTHERS = `c.project_no = $projectNo
  and c.user_id = $subject
  and not ${PARTS_OF_USER}`;

const KEPT_WITH_ID = `from set_aside where project_no = ? and instr(body, ?) > 0`;

const partsOf = ({ kind }: SubjectQuery): string => (kind === 'user' ? PARTS_OF_USER : PARTS_OF_VISITOR);

export function readSubjectSummary(db: Database, query: SubjectQuery): SubjectSummary {
  const { projectNo, id: subject } = query;
  const inSessions = db
    .query<Omit<SubjectSummary, 'namings' | 'keptBatches'>, { projectNo: number; subject: string }>(
      `
select
  count(*) as sessions, coalesce(sum(s.events), 0) as events, coalesce(sum(s.pageviews), 0) as pageviews,
  coalesce(sum(s.clicks), 0) as clicks, coalesce(sum(s.customs), 0) as customs,
  count(distinct s.visitor) as visitors, min(s.started_at_ms) as firstAtMs, max(s.ended_at_ms) as lastAtMs
from sessions s
where s.project_no = $projectNo
  and ${partsOf(query)}`,
    )
    .get({ projectNo, subject })!;
  return { ...inSessions, namings: countNamings(db, query), keptBatches: countKeptBatches(db, query) };
}

function countNamings(db: Database, { projectNo, kind, id: subject }: SubjectQuery): number {
  if (kind !== 'user') return 0;
  return db
    .query<{ namings: number }, { projectNo: number; subject: string }>(
      `
select count(*) as namings
from customs c
join sessions s using (project_no, session, part)
where ${NAMING_OTHERS}`,
    )
    .get({ projectNo, subject })!.namings;
}

function countKeptBatches(db: Database, { projectNo, id }: SubjectQuery): number {
  return db
    .query<{ batches: number }, [number, string]>(`select count(*) as batches ${KEPT_WITH_ID}`)
    .get(projectNo, asInJson(id))!.batches;
}

export function readAgedSummary(
  db: Database,
  { projectNo, beforeMs }: { projectNo: number; beforeMs: number },
): { sessions: number; events: number } {
  return db
    .query<{ sessions: number; events: number }, [number, number, number]>(
      `
select count(*) as sessions, coalesce(sum(events), 0) as events
from sessions
where project_no = ?
  and started_at_ms < ?
  and ended_at_ms < ?`,
    )
    .get(projectNo, beforeMs, beforeMs)!;
}

export function readSubjectSessions(db: Database, query: SubjectSessionsQuery): SessionRow[] {
  const { projectNo, id: subject, limit, after } = query;
  const place = { session: after?.session ?? -1, part: after?.part ?? -1, sinceMs: query.sinceMs ?? 0 };
  return db
    .query<FlatSession, Record<string, string | number>>(
      `
select ${SESSION_COLUMNS}
from ${SESSION_TABLES}
where s.project_no = $projectNo
  and (s.session, s.part) > ($session, $part)
  and s.started_at_ms >= $sinceMs
  and ${partsOf(query)}
order by s.session, s.part
limit $limit`,
    )
    .all({ projectNo, subject, ...place, limit })
    .map((row) => toSessionDetail(row).row);
}

export function readNamingEvents(db: Database, query: SubjectQuery): NamingEvent[] {
  if (query.kind !== 'user') return [];
  const { projectNo, id: subject } = query;
  const packed = createPackedReader(db);
  const packedFields = ({ session, part, eventId }: Omit<NamingEvent, 'fields'>): string =>
    packed.eventsOf({ projectNo, session, part }).find((event) => event.eventId === eventId)?.fields ?? '{}';
  return db
    .query<Omit<NamingEvent, 'fields'> & { fields: string | null }, Record<string, string | number>>(
      `
select c.session, c.part, c.event_id as eventId, c.ts_ms as tsMs, e.fields
from customs c
join sessions s using (project_no, session, part)
left join events e on e.project_no = c.project_no and e.session = c.session and e.event_id = c.event_id
where ${NAMING_OTHERS}
order by c.ts_ms desc
limit ${LIMITS.personEvents}`,
    )
    .all({ projectNo, subject })
    .map(({ fields, ...row }) => ({
      ...row,
      fields: JSON.parse(fields ?? packedFields(row)) as NamingEvent['fields'],
    }));
}

export function readKeptBatches(db: Database, { projectNo, id }: SubjectQuery): KeptBatch[] {
  return db
    .query<KeptBatch, [number, string]>(`select received_at_ms as receivedAtMs, reason, body ${KEPT_WITH_ID}`)
    .all(projectNo, asInJson(id));
}

/** As the id stands in a body that was kept. */
const asInJson = (id: string): string => JSON.stringify(id).slice(1, -1);
