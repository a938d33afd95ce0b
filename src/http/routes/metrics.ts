// What runs inside, as Prometheus text: for the operator, not for a project.

import { unhandledRejections } from '../../lib/last-resort.ts';
import type { ProjectCounts } from '../../lib/project-counts.ts';
import type { Rooms } from '../rooms.ts';
import { route, type ServerState } from '../route.ts';

type Kind = 'counter' | 'gauge';
type Sample = { labels?: Record<string, string>; value: number };
type Metric = { name: string; kind: Kind; help: string; samples: Sample[] };

export const metricsRoutes = [
  route({
    method: 'GET',
    path: '/metrics',
    access: 'operator',
    tag: 'Operation',
    summary: 'Counters and gauges as Prometheus text',
    answerTypes: ['text/plain'],
    handle: async ({ rooms, server }) =>
      new Response(
        formatMetrics([
          ...httpMetrics(server),
          ...journalMetrics(rooms, await projectNames(rooms)),
          ...fileMetrics(rooms),
          ...processMetrics(),
        ]),
        {
          headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' },
        },
      ),
  }),
];

function httpMetrics({ counters }: ServerState): Metric[] {
  const byStatus = [...counters.byStatus].map(([status, value]) => ({
    labels: { status: String(status) },
    value,
  }));
  return [
    metric('heat_http_answers_total', 'counter', 'Answers by status.', byStatus),
    metric('heat_http_requests_in_flight', 'gauge', 'Requests being answered.', counters.inFlight),
  ];
}

/** Ids by number; none while the catalog cannot be read, as the rest is worth reading just then. */
async function projectNames({ projects }: Rooms): Promise<Map<number, string>> {
  const rows = await projects.list().catch(() => []);
  return new Map(rows.map(({ no, id }) => [no, id]));
}

function journalMetrics({ journal, ingest, applying }: Rooms, names: ReadonlyMap<number, string>): Metric[] {
  const stats = journal.stats();
  const door = ingest.stats();
  const applied = applying.stats();
  const refused = ingest.refusals
    .totals()
    .map(({ project, code, count }) => ({ labels: { project, reason: code }, value: count }));
  const byProject = (counts: Pick<ProjectCounts, 'totals'>): Sample[] =>
    counts.totals().flatMap(({ projectNo, events }) => {
      const project = names.get(projectNo);
      return project === undefined ? [] : [{ labels: { project }, value: events }];
    });
  return [
    metric('heat_ingest_batches_total', 'counter', 'Batches on disk.', stats.committedBatches),
    metric('heat_ingest_events_total', 'counter', 'Events on disk.', stats.committedEvents),
    metric(
      'heat_ingest_rejected_events_total',
      'counter',
      'Bad events, by project.',
      byProject(ingest.rejected),
    ),
    metric('heat_ingest_opted_out_total', 'counter', 'Batches of browsers that opt out.', door.optedOut),
    metric('heat_ingest_refused_total', 'counter', 'Requests refused, by project and reason.', refused),
    metric(
      'heat_duplicate_events_total',
      'counter',
      'Events that were there already, by project.',
      byProject(applying.duplicates),
    ),
    metric(
      'heat_set_aside_events_total',
      'counter',
      'Events kept aside as not applicable.',
      applied.setAside,
    ),
    metric(
      'heat_applying_failing',
      'gauge',
      '1 while events cannot be applied.',
      applied.trouble === null ? 0 : 1,
    ),
    metric('heat_journal_commits_total', 'counter', 'Transactions of the journal.', stats.commits),
    metric('heat_journal_failed_total', 'counter', 'Batches that could not be written.', stats.failed),
    metric('heat_journal_overloaded_total', 'counter', 'Batches refused for load.', stats.overloaded),
    metric('heat_journal_lag_bytes', 'gauge', 'On disk and not yet applied.', stats.lagBytes),
    metric(
      'heat_journal_lag_batches',
      'gauge',
      'Positions not yet applied.',
      stats.lastSeq - stats.appliedSeq,
    ),
    metric('heat_journal_waiting_events', 'gauge', 'Waiting for the next commit.', stats.waitingEvents),
    metric('heat_journal_failing', 'gauge', '1 while writing fails.', stats.failing === null ? 0 : 1),
  ];
}

function fileMetrics({ fileSizes }: Rooms): Metric[] {
  const samples = fileSizes().map(({ name, bytes }) => ({ labels: { file: name }, value: bytes }));
  return [metric('heat_file_bytes', 'gauge', 'Data files and their write-ahead logs.', samples)];
}

function processMetrics(): Metric[] {
  const { rss, heapUsed } = process.memoryUsage();
  return [
    metric('process_resident_memory_bytes', 'gauge', 'Memory of the process.', rss),
    metric('heat_heap_used_bytes', 'gauge', 'Memory of the main thread.', heapUsed),
    metric(
      'heat_unhandled_rejections_total',
      'counter',
      'Faults that nobody caught, each in the log.',
      unhandledRejections(),
    ),
    metric('process_uptime_seconds', 'gauge', 'Since the start.', Math.round(process.uptime())),
  ];
}

function metric(name: string, kind: Kind, help: string, value: number | Sample[]): Metric {
  return { name, kind, help, samples: typeof value === 'number' ? [{ value }] : value };
}

/** Prometheus text exposition 0.0.4; label values are escaped. */
function formatMetrics(metrics: readonly Metric[]): string {
  const lines: string[] = [];
  for (const { name, kind, help, samples } of metrics) {
    lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} ${kind}`);
    for (const { labels, value } of samples) lines.push(`${name}${formatLabels(labels)} ${value}`);
  }
  return `${lines.join('\n')}\n`;
}

function formatLabels(labels: Record<string, string> | undefined): string {
  const pairs = Object.entries(labels ?? {}).map(([name, value]) => `${name}="${escapeLabel(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function escapeLabel(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
