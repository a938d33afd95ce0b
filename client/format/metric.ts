// Values of metrics in words. Pure.

import { METRICS, type Metric } from '../../src/contract/metrics.ts';
import { formatDuration } from './duration.ts';
import { abbreviate, formatShare } from './number.ts';

/** `1.28k`, `42 %`, `3 min 05 s`, `2.4`; `–` for null. */
export function formatMetric(metric: Metric, value: number | null): string {
  if (value === null) return '–';
  switch (METRICS[metric].unit) {
    case 'share':
      return formatShare(value);
    case 'ms':
      return formatDuration(value);
    case 'ratio':
      return value.toFixed(2);
    case 'value':
      return Math.abs(value) < 1000 ? String(Math.round(value * 100) / 100) : abbreviate(value);
    default:
      return abbreviate(value);
  }
}
