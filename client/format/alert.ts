// Alerts in words. Pure.

import {
  ALERT_METRICS,
  type AlertMetric,
  type AlertRule,
  type AlertWindow,
} from '../../src/contract/alerts.ts';
import { formatDuration } from './duration.ts';
import { formatShare } from './number.ts';

export const WINDOW_WORDS: Readonly<Record<AlertWindow, string>> = {
  '15m': '15 minutes',
  '1h': 'hour',
  '6h': '6 hours',
  '24h': '24 hours',
  '7d': '7 days',
};

/** `1,200`, `42 %`, `3 min`: a value in the metric's unit. */
export function alertValue(metric: AlertMetric, value: number): string {
  const { unit } = ALERT_METRICS[metric];
  if (unit === 'share') return formatShare(value);
  if (unit === 'ms') return formatDuration(value);
  return value.toLocaleString('en', { maximumFractionDigits: 2 });
}

/** `Sessions below 5 in an hour`, `Conversions of “Sale” fall by more than 30 % against the hour before`. */
export function alertWords(rule: AlertRule, goalName: string | null): string {
  const { metric, comparison, threshold, window } = rule;
  const what = `${ALERT_METRICS[metric].label}${rule.goal === null ? '' : ` of “${goalName ?? 'a goal'}”`}`;
  if (comparison === 'rises' || comparison === 'falls')
    return `${what}: ${comparison === 'rises' ? 'up' : 'down'} by more than ${threshold} % against the ${WINDOW_WORDS[window]} before`;
  return `${what} ${comparison} ${alertValue(metric, threshold)} in ${window === '1h' ? 'an' : ''} ${WINDOW_WORDS[window]}`.replace(
    '  ',
    ' ',
  );
}
