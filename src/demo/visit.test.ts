import { describe, expect, test } from 'bun:test';
import { LIMITS } from '../contract/limits.ts';
import { seededRandom } from '../lib/seeded-random.ts';
import { loadLayouts } from './layout.ts';
import { makeArrival, makePerson } from './people.ts';
import { EDITIONS, type Edition } from './story.ts';
import { makeVisit } from './visit.ts';

const layouts = loadLayouts();

function visitOf(seed: number, edition: Edition = '2.4') {
  const random = seededRandom(seed);
  return makeVisit({
    random,
    edition,
    layout: layouts.get(edition) ?? new Map(),
    person: makePerson(random),
    arrival: makeArrival(random),
    startMs: 1_790_000_000_000,
    origin: 'http://localhost:4328',
    writeKey: 'hw_demo',
  });
}

describe('makeVisit()', () => {
  test('keeps to the limits of a batch, to time and to the page, whatever the seed', () => {
    for (let seed = 0; seed < 400; seed += 1) {
      for (const envelope of visitOf(seed, EDITIONS[seed % EDITIONS.length]).envelopes) {
        expect(envelope.events.length).toBeLessThan(LIMITS.batchEvents / 2);
        expect(envelope.elements?.length ?? 0).toBeLessThan(LIMITS.envelopeElements);
        let last = 0;
        for (const event of envelope.events) {
          expect(event.t).toBeGreaterThanOrEqual(last);
          last = event.t;
          if (event.type !== 'click') continue;
          const [left, top, width, height] = event.box ?? [0, 0, 0, 0];
          const { x = -1, y = -1 } = event;
          expect(x >= left && x <= left + width && y >= top && y <= top + height).toBe(true);
        }
      }
    }
  });

  test('repeats itself when the seed is the same', () => {
    expect(visitOf(5)).toEqual(visitOf(5));
    expect(visitOf(5)).not.toEqual(visitOf(6));
  });
});
