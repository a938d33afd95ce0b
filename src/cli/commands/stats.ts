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
import { withCommon } from '../options.ts';
import { dim, json, strong, type Terminal, table } from '../output.ts';
import { openReports } from '../reports.ts';
import { readScopeOptions, type ScopeOptions, withScopeOptions } from '../scope-options.ts';

type StatsOptions = ScopeOptions & { by: string; limit: string };

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
  withCommon(command, 'heat stats my-shop --period 30d --by country --filter device:is:mobile').action(
    (project: string | undefined, options: StatsOptions) => runStats(terminal, project, options),
  );
}

async function runStats(terminal: Terminal, id: string | undefined, options: StatsOptions): Promise<void> {
  const named = id === undefined ? options : { ...options, project: id };
  const asked = { nowMs: Date.now(), defaultPeriod: DEFAULT_PERIOD };
  const { project, scope } = await readScopeOptions(named, asked);
  const store = await openReports(options);
  try {
    const numbers = await dashboard(store, { scope });
    const split = await breakdown(store, { scope, dimension: options.by, limit: options.limit });
    if (options.json) return terminal.out(json({ dashboard: numbers, breakdown: split }));
    const { fromMs, toMs, timeZone } = numbers.scope;
    const range = `${clock(fromMs, timeZone)} to ${clock(toMs, timeZone)}, ${timeZone}`;
    terminal.out(`${strong(project.name)}  ${dim(range)}\n\n${numbersTable(numbers)}\n${splitTable(split)}`);
  } finally {
    await store.close();
  }
}

function numbersTable({ metrics }: DashboardAnswer): string {
  const rows = Object.entries(METRICS).map(([name, { label, unit }]) => {
    const { value, previous, change } = metrics[name as Metric];
    const moved = unit === 'share' ? pointsSaid(value, previous) : changeSaid(change);
    return [label, said(value, unit), said(previous, unit), moved];
  });
  return table(['', 'now', 'before', 'change'], rows);
}

function splitTable({ metric, dimension, items, other }: BreakdownAnswer): string {
  const { unit, label } = METRICS[metric];
  const rows = items.map((row) => [
    row.value,
    said(row[metric], unit),
    said(row.visitors, 'unique'),
    row.share === null ? '' : `${(row.share * 100).toFixed(1)} %`,
  ]);
  if (other)
    rows.push([`${other.values} more`, said(other[metric], unit), said(other.visitors, 'unique'), '']);
  return table([dimension, label.toLowerCase(), 'visitors', 'share'], rows);
}

function said(value: number | null, unit: MetricUnit): string {
  if (value === null) return '–';
  if (unit === 'share') return `${(value * 100).toFixed(1)} %`;
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
