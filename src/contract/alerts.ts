// Alerts: a number that is looked at every quarter-hour or hour, and the webhook that is told. Instants are UTC ms.

import { METRICS, type Metric } from './metrics.ts';

const MINUTE_MS = 60_000;

/** `above` and `below` compare with the threshold; `rises` and `falls` compare the change against the window before, in percent. */
export const ALERT_COMPARISONS = ['above', 'below', 'rises', 'falls'] as const;
export type AlertComparison = (typeof ALERT_COMPARISONS)[number];

/** How long a stretch an alert looks at. Windows end at quarter-hours; those of more than an hour at full hours (UTC). */
export const ALERT_WINDOWS = {
  '15m': 15 * MINUTE_MS,
  '1h': 60 * MINUTE_MS,
  '6h': 6 * 60 * MINUTE_MS,
  '24h': 24 * 60 * MINUTE_MS,
  '7d': 7 * 24 * 60 * MINUTE_MS,
} as const;
export type AlertWindow = keyof typeof ALERT_WINDOWS;
export const ALERT_WINDOW_NAMES = Object.keys(ALERT_WINDOWS) as AlertWindow[];

/** Metrics of the dashboard, and those of a goal. */
export const GOAL_METRICS = {
  conversions: { label: 'Conversions', unit: 'count' },
  conversionRate: { label: 'Conversion rate', unit: 'share' },
} as const;
export const ALERT_METRICS = { ...METRICS, ...GOAL_METRICS };
export type AlertMetric = Metric | keyof typeof GOAL_METRICS;
export const ALERT_METRIC_NAMES = Object.keys(ALERT_METRICS) as AlertMetric[];

export function isGoalMetric(metric: AlertMetric): metric is keyof typeof GOAL_METRICS {
  return Object.hasOwn(GOAL_METRICS, metric);
}

export type AlertRule = {
  metric: AlertMetric;
  /** The goal of a goal's metric, else null. */
  goal: string | null;
  /** `dimension:op:value`: which sessions count. */
  filters: string[];
  comparison: AlertComparison;
  /** In the metric's unit (shares as 0…1, durations in ms); for `rises` and `falls` percent of the window before. */
  threshold: number;
  window: AlertWindow;
  /** Minutes from one firing to the next, at least. */
  cooldownMinutes: number;
};
export type AlertDelivery = {
  id: string;
  /** End of the window that it fired for. */
  untilMs: number;
  state: DeliveryState;
  attempts: number;
  /** What became of the last attempt, in words; null before the first. */
  outcome: string | null;
  createdAtMs: number;
};
export type DeliveryState = 'waiting' | 'delivered' | 'failed';
export type AlertView = AlertRule & {
  id: string;
  name: string;
  /** Where it is told. The secret that signs it is shown once, when the alert is made. */
  url: string;
  createdBy: string;
  createdAtMs: number;
  updatedAtMs: number;
  pausedAtMs: number | null;
  firedUntilMs: number | null;
  /** Newest first, at most LIMITS.deliveriesShown. */
  deliveries: AlertDelivery[];
};
/** An alert's number at one time. */
export type AlertReading = {
  fromMs: number;
  untilMs: number;
  value: number | null;
  /** Of the window before; null for `above` and `below`, which do not compare with it. */
  previous: number | null;
  /** In percent, null when there is nothing to compare with. */
  changePct: number | null;
  holds: boolean;
};
export type AlertTest = { delivered: boolean; outcome: string; reading: AlertReading };

/** What a webhook receives. `test` is sent by hand and says nothing of the condition. */
export type AlertMessage = {
  type: 'alert' | 'test';
  /** The same at every attempt. */
  id: string;
  sentBy: string;
  project: { id: string; name: string };
  alert: Pick<AlertRule, 'metric' | 'comparison' | 'threshold' | 'window' | 'filters'> & {
    id: string;
    name: string;
    goal: { id: string; name: string } | null;
  };
  window: { from: string; until: string };
  value: number | null;
  previous: number | null;
  changePct: number | null;
};
