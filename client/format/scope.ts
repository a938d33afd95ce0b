// A scope in words. Pure.

import type { Period, ScopeView } from '../../src/contract/api.ts';
import type { Device } from '../../src/contract/event-types.ts';
import type { Scope } from '../state/scope.ts';
import { filterLabel } from './filter.ts';
import { formatRange } from './time.ts';

export const PERIOD_LABELS: Readonly<Record<Period, string>> = {
  today: 'Today',
  yesterday: 'Yesterday',
  '1h': 'Last hour',
  '24h': 'Last 24 hours',
  '7d': 'Last 7 days',
  '30d': 'Last 30 days',
  '90d': 'Last 90 days',
  '12mo': 'Last 12 months',
};

export const DEVICE_LABELS: Readonly<Record<Device, string>> = {
  desktop: 'Desktop',
  tablet: 'Tablet',
  mobile: 'Mobile',
};

/** `Last 7 days`, or the days of the range: `8 – 14 Nov`. */
export function rangeLabel(
  { period, fromMs, toMs }: Pick<Scope, 'period' | 'fromMs' | 'toMs'>,
  timeZone: string,
  nowMs: number,
): string {
  if (period !== null) return PERIOD_LABELS[period];
  return formatRange({ fromMs: fromMs ?? 0, toMs: toMs ?? 0 }, timeZone, nowMs);
}

/** `Last 7 days · Mobile · Country is Germany`; `view` tells the days that were answered. */
export function scopeLabel(
  scope: Pick<Scope, 'period' | 'fromMs' | 'toMs' | 'device' | 'filters'>,
  { timeZone }: Pick<ScopeView, 'timeZone'>,
  nowMs: number,
): string {
  const device = scope.device === null ? 'All devices' : DEVICE_LABELS[scope.device];
  const filters = scope.filters.map((filter) => filterLabel(filter));
  return [rangeLabel(scope, timeZone, nowMs), device, ...filters].join(' · ');
}
