// The questions that can be asked of an events file, by name. Run in a query worker or in-process, always one
// consistent snapshot per question.

import type { Database } from 'bun:sqlite';
import type { ClickKind } from '../../contract/event-types.ts';
import type {
  ClustersQuery,
  FrictionQuery,
  HeatmapQuery,
  NeighboursQuery,
  OverviewQuery,
  PageElementsQuery,
  PagesQuery,
  RestsQuery,
  Scope,
  ScrollQuery,
  SessionsQuery,
  SimilarQuery,
  ValuesQuery,
} from '../port.ts';
import type { SessionKey } from '../port-apply.ts';
import type { ActiveQuery, RecentActivityQuery } from '../port-live.ts';
import type { CustomEventsQuery, MetricsQuery, RecentQuery, UsersQuery } from '../port-metrics.ts';
import type { CalledQuery, MembersQuery } from '../port-pages.ts';
import type { FunnelQuery, FunnelSessionsQuery, PathsQuery, RetentionQuery } from '../port-paths.ts';
import type { SubjectQuery, SubjectSessionsQuery } from '../port-personal.ts';
import type { RecordedQuery } from '../port-recorded.ts';
import type { MapSupportQuery, PageSupportQuery } from '../port-support.ts';
import { asHeatError } from './connection.ts';
import { readActiveSessions } from './report-active.ts';
import { withPackedClicks } from './report-clicks.ts';
import { readClusters } from './report-clusters.ts';
import { readCustomEvents } from './report-custom-events.ts';
import { type ElementsQuery, readElementsOf } from './report-elements.ts';
import { readFriction } from './report-friction.ts';
import { readFunnel, readFunnelSessions } from './report-funnel.ts';
import { readHeatmap } from './report-heatmap.ts';
import { readRests } from './report-heatmap-rests.ts';
import { type JourneyQuery, readJourney } from './report-journey.ts';
import { readLastEvent } from './report-last-event.ts';
import { readMetrics } from './report-metrics.ts';
import { readOverview } from './report-overview.ts';
import { readPageElements } from './report-page-elements.ts';
import { readMembers, readPagesCalled } from './report-page-members.ts';
import { readPages } from './report-pages.ts';
import { readPaths } from './report-paths.ts';
import { readPurgeable } from './report-purge.ts';
import { readRecent } from './report-recent.ts';
import { readRecentActivity } from './report-recent-activity.ts';
import { readRecorded } from './report-recorded.ts';
import { readRetention } from './report-retention.ts';
import { readScroll } from './report-scroll.ts';
import { readNeighbours, readSession, readSessions } from './report-sessions.ts';
import { readSimilar } from './report-similar.ts';
import {
  readAgedSummary,
  readKeptBatches,
  readNamingEvents,
  readSubjectSessions,
  readSubjectSummary,
} from './report-subject.ts';
import { readMapSupport, readPageSupport, readRestSupport, readScrollSupport } from './report-support.ts';
import { readUsers } from './report-users.ts';
import { readValues } from './report-values.ts';

export const REPORT_METHODS = {
  lastEvent: (db: Database, query: { projectNo: number }) => readLastEvent(db, query.projectNo),
  metrics: (db: Database, query: MetricsQuery) => readMetrics(db, query),
  customEvents: (db: Database, query: CustomEventsQuery) => readCustomEvents(db, query),
  users: (db: Database, query: UsersQuery) => readUsers(db, query),
  recent: (db: Database, query: RecentQuery) => readRecent(db, query),
  overview: (db: Database, query: OverviewQuery) => readOverview(db, query),
  pages: (db: Database, query: PagesQuery) => readPages(db, query),
  members: (db: Database, query: MembersQuery) => readMembers(db, query),
  pagesCalled: (db: Database, query: CalledQuery) => readPagesCalled(db, query),
  heatmap: (db: Database, query: HeatmapQuery) => readHeatmap(db, query),
  clusters: (db: Database, query: ClustersQuery) => readClusters(db, query),
  friction: (db: Database, query: FrictionQuery) => readFriction(db, query),
  pageElements: (db: Database, query: PageElementsQuery) => readPageElements(db, query),
  rests: (db: Database, query: RestsQuery) => readRests(db, query),
  scroll: (db: Database, query: ScrollQuery) => readScroll(db, query),
  sessions: (db: Database, query: SessionsQuery) => readSessions(db, query),
  funnel: (db: Database, query: FunnelQuery) => readFunnel(db, query),
  funnelSessions: (db: Database, query: FunnelSessionsQuery) => readFunnelSessions(db, query),
  paths: (db: Database, query: PathsQuery) => readPaths(db, query),
  retention: (db: Database, query: RetentionQuery) => readRetention(db, query),
  activeSessions: (db: Database, query: ActiveQuery) => readActiveSessions(db, query),
  recentActivity: (db: Database, query: RecentActivityQuery) => readRecentActivity(db, query),
  session: (db: Database, query: SessionKey & { part: number }) => readSession(db, query),
  neighbours: (db: Database, query: NeighboursQuery) => readNeighbours(db, query),
  similar: (db: Database, query: SimilarQuery) => readSimilar(db, query),
  values: (db: Database, query: ValuesQuery) => readValues(db, query),
  journey: (db: Database, query: JourneyQuery) => readJourney(db, query),
  agedSummary: (db: Database, query: { projectNo: number; beforeMs: number }) => readAgedSummary(db, query),
  subjectSummary: (db: Database, query: SubjectQuery) => readSubjectSummary(db, query),
  purgeable: (db: Database, query: Scope) => readPurgeable(db, query),
  recorded: (db: Database, query: RecordedQuery) => readRecorded(db, query),
  subjectSessions: (db: Database, query: SubjectSessionsQuery) => readSubjectSessions(db, query),
  namingEvents: (db: Database, query: SubjectQuery) => readNamingEvents(db, query),
  keptBatches: (db: Database, query: SubjectQuery) => readKeptBatches(db, query),
  pageSupport: (db: Database, query: PageSupportQuery) => readPageSupport(db, query),
  mapSupport: (db: Database, query: MapSupportQuery & { kind: ClickKind }) => readMapSupport(db, query),
  restSupport: (db: Database, query: MapSupportQuery) => readRestSupport(db, query),
  scrollSupport: (db: Database, query: Omit<MapSupportQuery, 'grid'>) => readScrollSupport(db, query),
  elements: (db: Database, query: ElementsQuery) => readElementsOf(db, query),
} as const;

export type ReportMethod = keyof typeof REPORT_METHODS;
export type ReportArgs<M extends ReportMethod> = Parameters<(typeof REPORT_METHODS)[M]>[1];
export type ReportResult<M extends ReportMethod> = ReturnType<(typeof REPORT_METHODS)[M]>;

/** Runs one question in one read transaction. Throws HeatError for what is known, anything else for our own mistakes. */
export function runReport<M extends ReportMethod>(
  db: Database,
  method: M,
  args: ReportArgs<M>,
): ReportResult<M> {
  const work = REPORT_METHODS[method] as (db: Database, args: ReportArgs<M>) => ReportResult<M>;
  try {
    return db.transaction(() => work(db, withPackedClicks(db, args))).deferred();
  } catch (error) {
    throw asHeatError(error);
  }
}
