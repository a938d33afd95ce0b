// The span that a scope is compared with: the same stretch of the calendar before it.

import type { SeriesInterval } from '../contract/metrics.ts';
import { DAY_MS } from '../contract/slots.ts';
import { HOUR_MS, type Span } from './buckets.ts';
import { fromLocal, type LocalMs, toLocal } from './zone.ts';

/**
 * Moved back by whole hours, days, weeks or months of the zone, as many as the span touches, so that both cover the
 * same part of their days and their buckets line up: Monday to Saturday noon stands against Monday to Saturday noon.
 */
export function previousSpan(span: Span, interval: SeriesInterval): Span {
  const lengthMs = span.toMs - span.fromMs;
  // The last hour is widened to quarter-hours and may be 75 minutes.
  if (lengthMs <= 1.25 * HOUR_MS) {
    const backMs = Math.ceil(lengthMs / HOUR_MS) * HOUR_MS;
    return { ...span, fromMs: span.fromMs - backMs, toMs: span.toMs - backMs };
  }
  // A day on which clocks are set back is one day, and 24 hours widened are one as well.
  const days = Math.max(1, Math.ceil((lengthMs - HOUR_MS) / DAY_MS));
  if (interval === 'month') {
    const months = Math.max(1, Math.ceil((days - 3) / 30.44));
    return moveLocal(span, (local) => monthsBefore(local, months));
  }
  const whole = interval === 'week' ? Math.ceil(days / 7) * 7 : days;
  return moveLocal(span, (local) => local - whole * DAY_MS);
}

function moveLocal(span: Span, move: (local: LocalMs) => LocalMs): Span {
  const { timeZone } = span;
  const at = (ms: number): number => fromLocal(timeZone, move(toLocal(timeZone, ms)));
  return { timeZone, fromMs: at(span.fromMs), toMs: at(span.toMs) };
}

/** The same day and time of an earlier month; its last day when it is shorter. */
function monthsBefore(local: LocalMs, months: number): LocalMs {
  const date = new Date(local);
  const timeOfDay = local - Math.floor(local / DAY_MS) * DAY_MS;
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() - months];
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Date.UTC(year, month, Math.min(date.getUTCDate(), lastDay)) + timeOfDay;
}
