// heat stats: the numbers of the dashboard in the terminal, the same ones.

import type { Command } from 'commander';
import {
  type BreakdownAnswer,
  type DashboardAnswer,
  METRICS,
  type Metric,
  type MetricUnit,
} from '../../contract/metrics.ts';
import { breakdown } from '../../reports/breakdown.ts';
import { dashboard } from '../../reports/dashboard.ts';
import { lineOf } from '../command-line.ts';
import { type FormatOptions, withFormats } from '../format-options.ts';
import { withCommon } from '../options.ts';
import { dim, percent, strong, type Terminal, table } from '../output.ts';
import { openReports } from '../reports.ts';
import { type Column, printRows } from '../rows.ts';
import { readScopeOptions, type ScopeOptions, withScopeOptions } from '../scope-options.ts';

type StatsOptions = ScopeOptions & FormatOptions & { by: string; limit: string };

const DEFAULT_PERIOD = '7d' as const;

export function addStatsCommand(program: Command, terminal: Terminal): void {
  const command = withScopeOptions(
    program
      .command('stats')
      .description(
        'Numbers of a project and their change against the time before, as the dashboard has them.',
      )
      .argument('[project]', 'project id (may be left out when there is only one)'),
    DEFAULT_PERIOD,
  )
    .option('--by <dimension>', 'largest values of a dimension: page, event, prop.<key>, source, …', 'page')
    .option('--limit <rows>', 'rows of that', '10');
  withCommon(
    withFormats(command),
    'heat stats my-shop --period 30d --by country --filter device:is:mobile',
  ).action((project: string | undefined, options: StatsOptions) => runStats(terminal, project, options));
}

async function runStats(terminal: Terminal, id: string | undefined, options: StatsOptions): Promise<void> {
  const named = id === undefined ? options : { ...options, project: id };
  const asked = { nowMs: Date.now(), defaultPeriod: DEFAULT_PERIOD };
  const { project, scope } = await readScopeOptions(named, asked);
  const store = await openReports(options);
  try {
    const numbers = await dashboard(store, { scope });
    const split = await breakdown(store, { scope, dimension: options.by, limit: options.limit });
    const { fromMs, toMs, timeZone } = numbers.scope;
    // A range ends with the quarter-hour that is under way; what comes of it is not there yet.
    const range = `${clock(fromMs, timeZone)} to ${clock(Math.min(toMs, asked.nowMs), timeZone)}, ${timeZone}`;
    await printRows(terminal, options, {
      ...{ columns: ROWS, rows: rowsOf(numbers, split), json: { dashboard: numbers, breakdown: split } },
      words: () =>
        [`${strong(project.name)}  ${dim(range)}\n`, numbersTable(numbers), ...splitTable(split)].join('\n'),
      empty: '',
    });
    const { sessions, events } = numbers.metrics;
    if (!sessions.value && !events.value)
      terminal.err(dim(`${NOTHING} Whether anything arrives at all: ${lineOf(options, 'doctor')}\n`));
  } finally {
    await store.close();
  }
}

/** A number of the whole scope, or (with the dimension as `row`) of one of its values. */
type StatsRow = {
  row: string;
  name: string;
  value: number | null;
  previous: number | null;
  change: number | null;
  visitors: number | null;
  share: number | null;
};

const ROWS: readonly Column<StatsRow>[] = [
  { name: 'row', read: ({ row }) => row },
  { name: 'name', read: ({ name }) => name },
  { name: 'value', read: ({ value }) => value },
  { name: 'previous', read: ({ previous }) => previous },
  { name: 'change', read: ({ change }) => change },
  { name: 'visitors', read: ({ visitors }) => visitors },
  { name: 'share', read: ({ share }) => share },
];

function rowsOf({ metrics }: DashboardAnswer, { metric, dimension, items }: BreakdownAnswer): StatsRow[] {
  const numbers = Object.keys(METRICS).map((name) => ({
    ...{ row: 'metric', name, ...metrics[name as Metric], visitors: null, share: null },
  }));
  const values = items.map((item) => ({
    ...{ row: dimension, name: item.value, value: item[metric], previous: null, change: null },
    ...{ visitors: item.visitors, share: item.share },
  }));
  return [...numbers, ...values];
}

const NOTHING = 'Nothing was measured in this range. A longer one: --period 12mo.';

function numbersTable({ metrics }: DashboardAnswer): string {
  const rows = Object.entries(METRICS).map(([name, { label, unit }]) => {
    const { value, previous, change } = metrics[name as Metric];
    const moved = unit === 'share' ? pointsSaid(value, previous) : changeSaid(change);
    return [label, said(value, unit), said(previous, unit), moved];
  });
  return table(['', 'now', 'before', 'change'], rows);
}

/** None where there is nothing to split. */
function splitTable({ metric, dimension, items, other }: BreakdownAnswer): string[] {
  if (items.length === 0) return [];
  const { unit, label } = METRICS[metric];
  const rows = items.map((row) => [
    row.value,
    said(row[metric], unit),
    said(row.visitors, 'unique'),
    row.share === null ? '' : percent(row.share),
  ]);
  if (other)
    rows.push([`${other.values} more`, said(other[metric], unit), said(other.visitors, 'unique'), '']);
  return [table([dimension, label.toLowerCase(), 'visitors', 'share'], rows)];
}

function said(value: number | null, unit: MetricUnit): string {
  if (value === null) return '–';
  if (unit === 'share') return percent(value);
  if (unit === 'ms')
    return value < 60_000 ? `${(value / 1000).toFixed(1)} s` : `${(value / 60_000).toFixed(1)} min`;
  if (unit === 'ratio') return value.toFixed(2);
  return new Intl.NumberFormat('en', { maximumFractionDigits: 2 }).format(value);
}

function changeSaid(change: number | null): string {
  if (change === null) return '';
  return `${change > 0 ? '+' : change < 0 ? '−' : ''}${Math.abs(change * 100).toFixed(1)} %`;
}

/** Rates move by points: 33 % after 30 % is 3 points more, not 10 %. */
function pointsSaid(value: number | null, previous: number | null): string {
  if (value === null || previous === null) return '';
  const points = (value - previous) * 100;
  const sign = points > 0 ? '+' : points < 0 ? '−' : '';
  return `${sign}${Math.abs(points).toFixed(1)} points`;
}

/** `2026-11-21 14:00` of the zone's clock. */
function clock(ms: number, timeZone: string): string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  return format.format(ms);
}
