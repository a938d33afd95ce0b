import { describe, expect, test } from 'bun:test';
import { asEnvelope, checkBatch } from '../check.ts';

const T0 = Date.UTC(2026, 10, 21);
const sender = { userAgent: null, language: null, host: 'a.b' };

/** The fields that are kept of a click. */
function read(click: object): { [name: string]: unknown } | undefined {
  const { batch, rejected } = checkBatch(
    asEnvelope({
      v: 1,
      key: 'k',
      sdk: { name: 'heat', version: '0' },
      ids: 'abc-',
      session: { id: 's1', startedAt: T0 },
      sentAt: T0,
      t0: T0,
      views: [[800, 600, 1]],
      pages: [{ url: 'https://a.b/' }],
      events: [{ type: 'click', i: 1, t: 5, x: 110, y: 230, ...click }],
    }),
    sender,
  );
  expect(rejected).toEqual([]);
  return batch.events[0]?.f;
}

describe('what follows from other fields of a click', () => {
  test.each([
    ['in the middle', { box: [100, 220, 20, 20] }, [128, 128]],
    ['at the corner', { box: [110, 230, 20, 20] }, [0, 0]],
    ['rounded to beyond an edge', { box: [111, 200, 20, 29] }, [0, 255]],
    ['in a box without size', { box: [110, 230, 0, 0] }, [0, 0]],
    ['told by the tracker itself', { box: [100, 220, 20, 20], r: [1, 2] }, [1, 2]],
    ['without a box', {}, undefined],
  ])('the offset of a click %s', (_, click, offset) => {
    expect(read(click)?.r).toEqual(offset as never);
  });

  test.each([
    ['dead', { dead: true }, /^no mutation, request/],
    ['rage', { rage: true, why: '4 clicks in 1 s' }, /^4 clicks in 1 s$/],
    ['both', { rage: true, dead: true, why: '4 clicks in 1 s' }, /^4 clicks in 1 s; no mutation/],
    ['with a reason of another tracker', { dead: true, why: 'asked' }, /^asked$/],
  ])('why a click is %s', (_, click, why) => {
    expect(read(click)?.why).toMatch(why);
  });

  test('nothing is said of a click that is neither', () => {
    expect(read({})?.why).toBeUndefined();
  });
});
