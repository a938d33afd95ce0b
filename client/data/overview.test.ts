// The span that a scope is compared with.

import { describe, expect, test } from 'bun:test';
import { zonedDayStart } from '../format/zone.ts';
import { earlierSpan } from './overview.ts';

const ZONE = 'Europe/Berlin';
const HOUR = 3_600_000;
const day = (text: string, hours = 0): number => zonedDayStart(text, ZONE) + hours * HOUR;

describe('earlierSpan() covers the same part of earlier days', () => {
  test.each([
    [
      'an hour',
      day('2026-11-21', 12),
      day('2026-11-21', 13),
      'hour',
      day('2026-11-21', 11),
      day('2026-11-21', 12),
    ],
    [
      'an hour, widened',
      day('2026-11-21', 12),
      day('2026-11-21', 13.25),
      'hour',
      day('2026-11-21', 10),
      day('2026-11-21', 11.25),
    ],
    [
      'today so far',
      day('2026-11-21'),
      day('2026-11-21', 9.5),
      'hour',
      day('2026-11-20'),
      day('2026-11-20', 9.5),
    ],
    [
      '24 hours',
      day('2026-11-20', 9),
      day('2026-11-21', 9),
      'hour',
      day('2026-11-19', 9),
      day('2026-11-20', 9),
    ],
    ['a day of 25 hours', day('2026-10-25'), day('2026-10-26'), 'hour', day('2026-10-24'), day('2026-10-25')],
    [
      '7 days so far',
      day('2026-11-15'),
      day('2026-11-21', 9),
      'day',
      day('2026-11-08'),
      day('2026-11-14', 9),
    ],
    [
      '30 days over a clock change',
      day('2026-10-23'),
      day('2026-11-22'),
      'day',
      day('2026-09-23'),
      day('2026-10-23'),
    ],
    ['13 weeks', day('2026-08-24'), day('2026-11-21', 9), 'week', day('2026-05-25'), day('2026-08-22', 9)],
    [
      '12 months so far',
      day('2025-12-01'),
      day('2026-11-21', 9),
      'month',
      day('2024-12-01'),
      day('2025-11-21', 9),
    ],
  ] as const)('%s', (_, fromMs, toMs, interval, earlierFromMs, earlierToMs) => {
    const span = earlierSpan({ fromMs, toMs, timeZone: ZONE }, interval);
    expect(span).toEqual({ fromMs: earlierFromMs, toMs: earlierToMs });
    expect(span.toMs).toBeLessThanOrEqual(fromMs);
  });
});
