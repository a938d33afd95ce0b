import { describe, expect, test } from 'bun:test';
import type { LiveEvent } from '../../src/contract/live.ts';
import { describeLive } from './live-words.ts';

const event = (over: Partial<LiveEvent>): LiveEvent => ({
  ...{ id: '1.0', eventId: 'e', type: 'pageview', tsMs: 0, session: 'a.0', visitor: 'v', userId: null },
  ...{ page: 'p', host: 'shop.test', path: '/a', title: null, element: null, label: null, bin: null },
  ...{
    point: null,
    flags: [],
    name: null,
    device: null,
    browser: null,
    os: null,
    country: null,
    source: null,
  },
  ...over,
});

describe('describeLive()', () => {
  test.each<[Partial<LiveEvent>, string]>([
    [{}, 'Viewed /a [] plain ()'],
    [
      { country: 'DE', device: 'mobile', browser: 'Safari' },
      'Viewed /a [] plain (Germany · mobile · Safari)',
    ],
    [{ type: 'click', label: 'button#buy' }, 'Clicked button#buy [] click (/a)'],
    [{ type: 'click', label: 'i', flags: ['rage', 'dead'] }, 'Clicked i [rage click, dead click] bad (/a)'],
    [{ type: 'custom', name: 'buy', userId: 'ada' }, 'Event buy [] custom (/a · ada)'],
    [{ type: 'error' }, 'Met a script error null [] bad (/a)'],
    [{ type: 'leave', path: null }, 'Left the page null [] plain ()'],
  ])('says of %o: %s', (over, said) => {
    const { verb, object, marks, tone, who } = describeLive(event(over));
    expect(`${verb} ${object} [${marks.join(', ')}] ${tone} (${who})`).toBe(said);
  });
});
