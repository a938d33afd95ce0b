// What is asked about one person: how much there is, and all of it. Part of ReportStore, with its rules.

import type { SubjectKind, SubjectSummary } from '../contract/personal-data.ts';
import type { Json } from '../contract/wire.ts';
import type { SessionRow } from './port-apply.ts';
import type { QueryOptions } from './port-scope.ts';

export type SubjectQuery = { projectNo: number; kind: SubjectKind; id: string };
/** By session and part, so that every one comes once whatever is measured meanwhile. */
export type SubjectSessionsQuery = SubjectQuery & {
  limit: number;
  after: { session: number; part: number } | null;
  /** Only sessions that began since then. */
  sinceMs?: number;
};
/** A custom event that names the user in a session of somebody else. */
export type NamingEvent = {
  session: number;
  part: number;
  eventId: string;
  tsMs: number;
  fields: { [name: string]: Json };
};
/** A batch that heat could not turn into rows and in which the id occurs. */
export type KeptBatch = { receivedAtMs: number; reason: string; body: string };

export interface PersonReports {
  /** Sessions that ended before, and their events. */
  agedSummary(
    query: { projectNo: number; beforeMs: number },
    options?: QueryOptions,
  ): Promise<{ sessions: number; events: number }>;
  subjectSummary(query: SubjectQuery, options?: QueryOptions): Promise<SubjectSummary>;
  subjectSessions(query: SubjectSessionsQuery, options?: QueryOptions): Promise<SessionRow[]>;
  /** The newest LIMITS.personEvents. */
  namingEvents(query: SubjectQuery, options?: QueryOptions): Promise<NamingEvent[]>;
  keptBatches(query: SubjectQuery, options?: QueryOptions): Promise<KeptBatch[]>;
}
