import { describe, expect, test } from 'bun:test';
import { compareEventIds, compareEvents } from './event-order.ts';

describe('compareEvents()', () => {
  test.each<[string, [number, string][], string[]]>([
    [
      'time first',
      [
        [2, 'a'],
        [1, 'b'],
      ],
      ['b', 'a'],
    ],
    [
      'numbers of one tracker by value',
      [
        [1, 'p.10'],
        [1, 'p.9'],
        [1, 'p.100'],
        [1, 'p.1'],
      ],
      ['p.1', 'p.9', 'p.10', 'p.100'],
    ],
    [
      'ids of one length as text',
      [
        [1, 'q.1'],
        [1, 'p.2'],
      ],
      ['p.2', 'q.1'],
    ],
  ])('orders by %s', (_, events, ids) => {
    const placed = events.map(([tsMs, eventId]) => ({ tsMs, eventId }));
    expect(placed.sort(compareEvents).map(({ eventId }) => eventId)).toEqual(ids);
  });
});

describe('compareEventIds()', () => {
  test('is 0 for the same id alone', () => {
    expect(compareEventIds('p.1', 'p.1')).toBe(0);
    expect(compareEventIds('p.1', 'p.2')).toBeLessThan(0);
    expect(compareEventIds('p.2', 'p.1')).toBeGreaterThan(0);
  });
});
