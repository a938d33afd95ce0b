import { describe, expect, test } from 'bun:test';
import type { JourneyEvent } from '../../src/contract/api.ts';
import type { EventType } from '../../src/contract/event-types.ts';
import { GAP_MS, groupJourney, type JourneyLine, lineAt } from './heat-journey-groups.ts';

const START_MS = 1_790_000_000_000;

function event(
  atMs: number,
  type: EventType,
  page: string | null,
  more: Partial<JourneyEvent> = {},
): JourneyEvent {
  return {
    eventId: `e${atMs}${type}`,
    type,
    tsMs: START_MS + atMs,
    atMs,
    receivedAtMs: START_MS + atMs + 40,
    page,
    host: page && 'shop.example',
    path: page && `/${page}`,
    title: null,
    label: null,
    element: null,
    fields: {},
    ...more,
  };
}

const shape = (line: JourneyLine) =>
  line.kind === 'gap' ? `gap ${line.durationMs}` : `${line.events[0].type}×${line.events.length}`;

describe('groupJourney()', () => {
  test('opens a group for every page and measures dwell until the next one', () => {
    const groups = groupJourney([
      event(0, 'pageview', 'home'),
      event(4_000, 'click', 'home'),
      event(5_000, 'pageview', 'cart'),
      event(9_000, 'custom', 'cart'),
    ]);
    expect(groups.map((group) => [group.path, group.atMs, group.dwellMs, group.clicks])).toEqual([
      ['/home', 0, 5_000, 1],
      ['/cart', 5_000, 4_000, 0],
    ]);
  });

  test('opens a new group when the same page is viewed again', () => {
    const groups = groupJourney([event(0, 'pageview', 'home'), event(10, 'pageview', 'home')]);
    expect(groups.map((group) => group.dwellMs)).toEqual([10, null]);
  });

  test('leaves an event without a page in the group before it', () => {
    const groups = groupJourney([event(0, 'pageview', 'home'), event(10, 'custom', null)]);
    expect(groups).toHaveLength(1);
    expect(groups[0]?.lines.map(shape)).toEqual(['pageview×1', 'custom×1']);
  });

  const merges: [name: string, events: JourneyEvent[], lines: string[]][] = [
    [
      'scrolls in a row',
      [event(1, 'scroll', 'p'), event(2, 'scroll', 'p'), event(3, 'click', 'p'), event(4, 'scroll', 'p')],
      ['scroll×2', 'click×1', 'scroll×1'],
    ],
    [
      'quick clicks on one element',
      [
        event(1, 'click', 'p', { element: 'a' }),
        event(500, 'click', 'p', { element: 'a' }),
        event(900, 'click', 'p', { element: 'b' }),
      ],
      ['click×2', 'click×1'],
    ],
    [
      'no slow clicks on one element',
      [event(1, 'click', 'p', { element: 'a' }), event(5_001, 'click', 'p', { element: 'a' })],
      ['click×1', 'click×1'],
    ],
    [
      'no clicks on unknown elements',
      [event(1, 'click', 'p'), event(2, 'click', 'p')],
      ['click×1', 'click×1'],
    ],
    ['no errors', [event(1, 'error', 'p'), event(2, 'error', 'p')], ['error×1', 'error×1']],
  ];
  test.each(merges)('merges %s', (_name, events, lines) => {
    expect(groupJourney(events)[0]?.lines.map(shape)).toEqual(lines);
  });

  test('draws a silence as a gap, inside a page and between pages', () => {
    const groups = groupJourney([
      event(0, 'pageview', 'a'),
      event(GAP_MS - 1, 'click', 'a'),
      event(2 * GAP_MS, 'click', 'a'),
      event(4 * GAP_MS, 'pageview', 'b'),
    ]);
    expect(groups[0]?.lines.map(shape)).toEqual(['pageview×1', 'click×1', `gap ${GAP_MS + 1}`, 'click×1']);
    expect(groups[0]?.gapBeforeMs).toBeNull();
    expect(groups[1]?.gapBeforeMs).toBe(2 * GAP_MS);
  });

  test('leaves moves out unless asked for, but counts them as activity', () => {
    const events = [
      event(0, 'pageview', 'a'),
      event(GAP_MS / 2, 'move', 'a'),
      event(GAP_MS, 'move', 'a'),
      event(GAP_MS + 10, 'click', 'a'),
    ];
    expect(groupJourney(events)[0]?.lines.map(shape)).toEqual(['pageview×1', 'click×1']);
    expect(groupJourney(events, true)[0]?.lines.map(shape)).toEqual(['pageview×1', 'move×2', 'click×1']);
  });

  test('keeps the deepest scroll, clamped, and ignores fields of the wrong type', () => {
    const scrolls = [
      event(1, 'scroll', 'a', { fields: { scrollDepthPct: 30, maxDepthPct: 60 } }),
      event(2, 'scroll', 'a', { fields: { scrollDepthPct: 45 } }),
      event(3, 'scroll', 'a', { fields: { scrollDepthPct: '99', maxDepthPct: null } }),
    ];
    expect(groupJourney(scrolls)[0]?.maxDepthPct).toBe(60);
    expect(groupJourney([event(1, 'scroll', 'a', { fields: { maxDepthPct: 4000 } })])[0]?.maxDepthPct).toBe(
      100,
    );
  });

  test('answers nothing for no events', () => {
    expect(groupJourney([])).toEqual([]);
  });

  test('ties an error to the click that it names, and to none that it does not know', () => {
    const click = event(100, 'click', 'a', { label: 'button#buy' });
    const lines = groupJourney([
      event(0, 'pageview', 'a'),
      click,
      event(400, 'error', 'a', { fields: { message: 'x', after: click.eventId } }),
      event(500, 'error', 'a', { fields: { message: 'y', after: 'unknown' } }),
      event(600, 'error', 'a', { fields: { message: 'z', after: 7 } }),
    ])[0]?.lines;
    const causes = lines?.map((line) => (line.kind === 'event' ? (line.cause?.eventId ?? null) : null));
    expect(causes).toEqual([null, null, click.eventId, null, null]);
  });

  test('marks the page that was left by a quick-back, and only that', () => {
    const groups = groupJourney([
      event(0, 'pageview', 'a'),
      event(10, 'leave', 'a', { fields: { quickBack: true } }),
      event(20, 'pageview', 'b'),
      event(30, 'leave', 'b', { fields: { quickBack: 'true' } }),
    ]);
    expect(groups.map((group) => group.isQuickBack)).toEqual([true, false]);
  });
});

describe('lineAt()', () => {
  const events = [
    event(0, 'pageview', 'a'),
    event(1_000, 'scroll', 'a'),
    event(2_000, 'scroll', 'a'),
    event(9_000, 'pageview', 'b'),
  ];
  const [first, second, , last] = events.map(({ eventId }) => eventId);
  const cases: [atMs: number, id: string | null | undefined][] = [
    [-1, null],
    [0, first],
    [999, first],
    [1_000, second],
    [2_500, second],
    [9_000, last],
    [99_000, last],
  ];
  test.each(cases)('is the latest line at %p ms', (atMs, id) => {
    expect(lineAt(groupJourney(events), atMs)).toBe(id ?? null);
  });

  test('is none without lines', () => {
    expect(lineAt([], 5)).toBeNull();
  });
});
