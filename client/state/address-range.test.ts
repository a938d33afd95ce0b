// Ranges in addresses: days and clocks of the zone, as the API reads them.

import { describe, expect, test } from 'bun:test';
import { readRange } from './address-range.ts';

const at = (text: string): number => Date.parse(text);
const range = (search: string, timeZone: string) => readRange(new URLSearchParams(search), timeZone);

describe('readRange() reads what the API reads', () => {
  test.each([
    ['from=2026-11-02&to=2026-11-20', 'Europe/Berlin', '2026-11-01T23:00Z', '2026-11-20T23:00Z'],
    ['from=2026-11-20&to=2026-11-20', 'UTC', '2026-11-20T00:00Z', '2026-11-21T00:00Z'],
    // A day of 25 hours, and the end of a year.
    ['from=2026-10-25&to=2026-10-25', 'Europe/Berlin', '2026-10-24T22:00Z', '2026-10-25T23:00Z'],
    ['from=2026-12-01&to=2026-12-31', 'America/New_York', '2026-12-01T05:00Z', '2027-01-01T05:00Z'],
    ['from=2026-11-02&to=2026-11-20&tz=Asia/Tokyo', 'UTC', '2026-11-01T15:00Z', '2026-11-20T15:00Z'],
    [
      'from=2026-11-02T09:00&to=2026-11-02T10:30:00',
      'Europe/Berlin',
      '2026-11-02T08:00Z',
      '2026-11-02T09:30Z',
    ],
    [
      'from=2026-11-02T09:00Z&to=2026-11-02T12:00%2B02:00',
      'Asia/Tokyo',
      '2026-11-02T09:00Z',
      '2026-11-02T10:00Z',
    ],
    ['from=1793491200000&to=1793577600000', 'Asia/Tokyo', '2026-11-01T00:00Z', '2026-11-02T00:00Z'],
  ])('%s in %s', (search, timeZone, from, to) => {
    expect(range(search, timeZone)).toEqual({ fromMs: at(from), toMs: at(to) });
  });
});

test.each(['soon', '2026-13-01', '2026-11', '20 Nov 2026', '2026-11-20 10:00', '1e9', ''])(
  'readRange() is null for %p, which is no date',
  (text) => {
    const params = new URLSearchParams({ from: text, to: text });
    expect(readRange(params, 'Europe/Berlin')).toEqual({ fromMs: null, toMs: null });
  },
);
