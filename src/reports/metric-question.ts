// What metrics can be asked: reading metrics, splits and limits, each refusal with what is allowed.

import { type PropDimension, propKeyOf } from '../contract/dimensions.ts';
import { LIMITS } from '../contract/limits.ts';
import { type Metric, metricsOfSplit, SPLIT_NAMES, type Split } from '../contract/metrics.ts';
import { HeatError } from '../lib/errors.ts';
import type { MetricNeed, MetricOrder } from '../storage/port-metrics.ts';
import { oneOf, readText, readWhole } from './parameters.ts';

/** A dimension to split by, or `prop.<key>`. Throws `invalid` (bad_dimension) naming the dimensions. */
export function readSplit(value: string): Split {
  const named = SPLIT_NAMES.find((name) => name === value);
  if (named) return named;
  const key = propKeyOf(value);
  if (key !== null && key.length <= LIMITS.nameChars && !key.includes('\0')) return value as PropDimension;
  throw new HeatError({
    kind: 'invalid',
    code: 'bad_dimension',
    message: `Cannot split by this dimension: allowed are ${SPLIT_NAMES.join(', ')} and prop.<key>`,
    details: { allowed: [...SPLIT_NAMES, 'prop.<key>'] },
  });
}

/** A metric that the split has; without one its own. Throws `invalid` naming them. */
export function readSplitMetric(
  value: string | undefined,
  { split, event }: { split: Split | null; event: string | null },
): Metric {
  const allowed = metricsOfSplit(split, event);
  const what = split === null ? 'metric of an event' : `metric of ${wordOf(split)}`;
  return oneOf(allowed, value, what) ?? (allowed[0] as Metric);
}

const ORDERS: readonly MetricOrder[] = [
  'sessions',
  'visitors',
  'pageviews',
  'events',
  'clicks',
  'customs',
  'valueSum',
];

/** What groups can be ordered by. Throws `invalid`: rates have no largest share. */
export function readOrder(
  value: string | undefined,
  question: { split: Split; event: string | null },
): MetricOrder {
  const allowed = metricsOfSplit(question.split, question.event).filter(isOrder);
  return oneOf(allowed, value, `metric to order ${wordOf(question.split)} by`) ?? (allowed[0] as MetricOrder);
}

/** A split in a refusal: the key of a property is input, and input is never repeated. */
function wordOf(split: Split): string {
  return propKeyOf(split) === null ? split : 'a property';
}

export function isOrder(metric: Metric): metric is MetricOrder {
  return (ORDERS as readonly Metric[]).includes(metric);
}

/** The counts that a metric is made of. */
export function needsOf(metric: Metric): MetricNeed[] {
  switch (metric) {
    case 'visitors':
    case 'sessions':
    case 'bounceRate':
    case 'meanDurationMs':
      return ['sessions'];
    case 'medianDurationMs':
      return ['sessions', 'median'];
    case 'pagesPerSession':
      return ['sessions', 'counts'];
    case 'valueSum':
      return ['value'];
    default:
      return ['counts'];
  }
}

export function readEventName(value: string | undefined): string | null {
  return value === undefined ? null : readText(value, 'event');
}

export function readBreakdownLimit(value: string | undefined): number {
  const { breakdownRows: fallback, breakdownRowsMax: max } = LIMITS;
  return readWhole(value, { name: 'limit', min: 1, max, fallback });
}
