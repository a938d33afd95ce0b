// An alert's rule, checked; and its number in one window.

import {
  ALERT_COMPARISONS,
  ALERT_METRIC_NAMES,
  ALERT_WINDOW_NAMES,
  ALERT_WINDOWS,
  type AlertReading,
  type AlertRule,
  isGoalMetric,
} from '../contract/alerts.ts';
import { isNamedDimension } from '../contract/dimensions.ts';
import { LIMITS } from '../contract/limits.ts';
import { HeatError } from '../lib/errors.ts';
import type { Filter, QueryOptions, ReportStore } from '../storage/port.ts';
import type { MetricsQuery } from '../storage/port-metrics.ts';
import { readFilters } from './filters.ts';
import { needsOf } from './metric-question.ts';
import { metricValues } from './metric-values.ts';
import { oneOf } from './parameters.ts';

/** The rule as it is kept. Throws `invalid` naming what is allowed. */
export function checkRule(rule: AlertRule): AlertRule {
  const metric = oneOf(ALERT_METRIC_NAMES, rule.metric, 'metric');
  const comparison = oneOf(ALERT_COMPARISONS, rule.comparison, 'comparison');
  const window = oneOf(ALERT_WINDOW_NAMES, rule.window, 'window');
  const { goal, filters, threshold, cooldownMinutes } = rule;
  if (isGoalMetric(metric) !== (goal !== null))
    throw invalid(isGoalMetric(metric) ? `${metric} needs a goal` : `${metric} takes no goal`);
  const read = readFilters(filters);
  if (read.some(({ dimension }) => isNamedDimension(dimension)))
    throw invalid('its filters cannot name goals or funnels');
  const isChange = comparison === 'rises' || comparison === 'falls';
  const most = comparison === 'falls' ? 100 : LIMITS.alertThreshold;
  if (!(Number.isFinite(threshold) && Math.abs(threshold) <= most && (!isChange || threshold > 0)))
    throw invalid(
      isChange
        ? `${comparison} takes a percentage above 0${comparison === 'falls' ? ' and up to 100' : ''}`
        : `its threshold is a number from -${most} to ${most}`,
    );
  const { alertCooldownMinutes: least, alertCooldownMinutesMax: longest } = LIMITS;
  if (!(Number.isInteger(cooldownMinutes) && cooldownMinutes >= least && cooldownMinutes <= longest))
    throw invalid(`its cooldown is ${least} to ${longest} whole minutes`);
  return { metric, goal, filters: [...filters], comparison, threshold, window, cooldownMinutes };
}

/** About the window that ends at `untilMs`, a quarter-hour. Throws as the store does, also for a goal that is gone. */
export async function readAlert(
  store: ReportStore,
  { projectNo, rule, untilMs }: { projectNo: number; rule: AlertRule; untilMs: number },
  options: QueryOptions = {},
): Promise<AlertReading> {
  const windowMs = ALERT_WINDOWS[rule.window];
  const fromMs = untilMs - windowMs;
  const value = await measure(store, { projectNo, rule, fromMs, toMs: untilMs }, options);
  const { comparison, threshold } = rule;
  if (comparison === 'above' || comparison === 'below') {
    const holds = value !== null && (comparison === 'above' ? value > threshold : value < threshold);
    return { fromMs, untilMs, value, previous: null, changePct: null, holds };
  }
  const previous = await measure(
    store,
    { projectNo, rule, fromMs: fromMs - windowMs, toMs: fromMs },
    options,
  );
  const changePct =
    value === null || previous === null || previous === 0
      ? null
      : ((value - previous) / Math.abs(previous)) * 100;
  const holds =
    changePct !== null && (comparison === 'rises' ? changePct > threshold : changePct < -threshold);
  return { fromMs, untilMs, value, previous, changePct, holds };
}

type Span = { projectNo: number; rule: AlertRule; fromMs: number; toMs: number };

async function measure(store: ReportStore, span: Span, options: QueryOptions): Promise<number | null> {
  const { metric, goal, filters } = span.rule;
  const own = readFilters(filters);
  if (!isGoalMetric(metric)) {
    const rows = await store.metrics({ ...queryOf(span, own), needs: needsOf(metric) }, options);
    return metricValues(rows.totals)[metric];
  }
  const reached: Filter = { dimension: 'goal', op: 'is', value: goal ?? '' };
  const passed = await store.metrics({ ...queryOf(span, [...own, reached]), needs: ['sessions'] }, options);
  if (metric === 'conversions') return passed.totals.sessions;
  const all = await store.metrics({ ...queryOf(span, own), needs: ['sessions'] }, options);
  return all.totals.sessions === 0 ? null : passed.totals.sessions / all.totals.sessions;
}

function queryOf({ projectNo, fromMs, toMs }: Span, filters: Filter[]): MetricsQuery {
  return {
    ...{ projectNo, fromMs, toMs, timeZone: 'UTC', filters, includeBots: false, edges: [fromMs, toMs] },
    ...{ needs: [], split: null, event: null, limit: 1, order: 'sessions', hasGroupSeries: false },
  };
}

function invalid(why: string): HeatError {
  return new HeatError({ kind: 'invalid', code: 'bad_alert', message: `Cannot keep the alert: ${why}` });
}
