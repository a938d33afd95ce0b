// The ReportStore of an events file: in query workers when it may start them, else in this thread.

import type { Database } from 'bun:sqlite';
import type { QueryOptions, ReportStore } from '../port.ts';
import { type ReportArgs, type ReportMethod, type ReportResult, runReport } from './report-methods.ts';
import { type QueryRunner, startQueryRunner } from './report-runner.ts';
import { openReportReader } from './report-worker.ts';

export type ReportStoreOptions = {
  /** Starts a worker on src/query-worker.ts. Without it questions run in-process, without deadline (CLI, tests). */
  spawnWorker?: () => Worker;
  /** Overrides LIMITS.queryMs, for tests. */
  deadlineMs?: number;
};

/** Opens nothing before the first question. Every method also rejects as QueryRunner.run() says. */
export async function openSqliteReportStore(
  path: string,
  options: ReportStoreOptions = {},
): Promise<ReportStore> {
  const { spawnWorker, deadlineMs } = options;
  const runner = spawnWorker
    ? startQueryRunner({ path, spawnWorker, ...(deadlineMs !== undefined && { deadlineMs }) })
    : runInProcess(path);

  const ask = async <M extends ReportMethod>(
    method: M,
    args: ReportArgs<M> & { projectNo: number },
    queryOptions: QueryOptions = {},
  ): Promise<ReportResult<M>> => {
    const question = { projectNo: args.projectNo, method, args };
    return (await runner.run({ ...question, ...queryOptions })) as ReportResult<M>;
  };

  return {
    lastEvent: (projectNo, queryOptions) => ask('lastEvent', { projectNo }, queryOptions),
    overview: (query, queryOptions) => ask('overview', query, queryOptions),
    metrics: (query, queryOptions) => ask('metrics', query, queryOptions),
    customEvents: (query, queryOptions) => ask('customEvents', query, queryOptions),
    users: (query, queryOptions) => ask('users', query, queryOptions),
    recent: (query, queryOptions) => ask('recent', query, queryOptions),
    pages: (query, queryOptions) => ask('pages', query, queryOptions),
    members: (query, queryOptions) => ask('members', query, queryOptions),
    pagesCalled: (query, queryOptions) => ask('pagesCalled', query, queryOptions),
    heatmap: (query, queryOptions) => ask('heatmap', query, queryOptions),
    clusters: (query, queryOptions) => ask('clusters', query, queryOptions),
    friction: (query, queryOptions) => ask('friction', query, queryOptions),
    pageElements: (query, queryOptions) => ask('pageElements', query, queryOptions),
    rests: (query, queryOptions) => ask('rests', query, queryOptions),
    scroll: (query, queryOptions) => ask('scroll', query, queryOptions),
    sessions: (query, queryOptions) => ask('sessions', query, queryOptions),
    funnel: (query, queryOptions) => ask('funnel', query, queryOptions),
    funnelSessions: (query, queryOptions) => ask('funnelSessions', query, queryOptions),
    paths: (query, queryOptions) => ask('paths', query, queryOptions),
    retention: (query, queryOptions) => ask('retention', query, queryOptions),
    activeSessions: (query, queryOptions) => ask('activeSessions', query, queryOptions),
    recentActivity: (query, queryOptions) => ask('recentActivity', query, queryOptions),
    session: (key, queryOptions) => ask('session', key, queryOptions),
    neighbours: (query, queryOptions) => ask('neighbours', query, queryOptions),
    similar: (query, queryOptions) => ask('similar', query, queryOptions),
    values: (query, queryOptions) => ask('values', query, queryOptions),
    recorded: (query, queryOptions) => ask('recorded', query, queryOptions),
    journey: (query, queryOptions) => ask('journey', query, queryOptions),
    agedSummary: (query, queryOptions) => ask('agedSummary', query, queryOptions),
    purgeable: (query, queryOptions) => ask('purgeable', query, queryOptions),
    subjectSummary: (query, queryOptions) => ask('subjectSummary', query, queryOptions),
    subjectSessions: (query, queryOptions) => ask('subjectSessions', query, queryOptions),
    namingEvents: (query, queryOptions) => ask('namingEvents', query, queryOptions),
    keptBatches: (query, queryOptions) => ask('keptBatches', query, queryOptions),
    pageSupport: (query, queryOptions) => ask('pageSupport', query, queryOptions),
    mapSupport: (query, queryOptions) => ask('mapSupport', query, queryOptions),
    restSupport: (query, queryOptions) => ask('restSupport', query, queryOptions),
    scrollSupport: (query, queryOptions) => ask('scrollSupport', query, queryOptions),
    elements: (query, queryOptions) => ask('elements', query, queryOptions),
    close: async () => runner.close(),
  };
}

function runInProcess(path: string): QueryRunner {
  let db: Database | null = null;
  return {
    async run({ method, args, signal }) {
      signal?.throwIfAborted();
      db ??= openReportReader(path);
      return runReport(db, method, args as ReportArgs<ReportMethod>);
    },
    close() {
      db?.close();
      db = null;
    },
  };
}
