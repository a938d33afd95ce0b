import { expect, test } from 'bun:test';
import { compactBody, compactEvents } from '../../../../test/support/ingest-bodies.ts';
import { decodeVlq } from '../../../contract/vlq.ts';
import { asEnvelope, checkBatch } from '../check.ts';

const sender = { userAgent: 'Header/1', language: 'fr', host: 'https://shop.example' };

function check(points: unknown) {
  const { path: _, ...move } = compactEvents.move as Record<string, unknown>;
  return checkBatch(asEnvelope(compactBody([{ ...move, points }] as never)), sender);
}

test.each([
  [
    'triples',
    [
      [0, 10, 20],
      [80, 15.4, 15],
      [160, 16, 16],
    ],
  ],
  [
    'objects',
    [
      { x: 10, y: 20, tsOffset: 0 },
      { x: 15.4, y: 15, tsOffset: 80 },
      { x: 16, y: 16, tsOffset: 160 },
    ],
  ],
])('a path as it is, told as %s, is packed', (_, points) => {
  const { batch, rejected } = check(points);
  expect(rejected).toEqual([]);
  const path = String(batch.events[0]?.f.path);
  expect([...(decodeVlq(path, path.length) ?? [])]).toEqual([0, 10, 20, 80, 5, -5, 80, 1, 1]);
});

test.each([[[[0, 1]]], [[['0', 1, 2]]], [[[0, Number.NaN, 2]]], [[null]], [[]]])(
  '%j is no path',
  (points) => {
    expect(check(points).rejected).toMatchObject([{ code: 'bad_field' }]);
  },
);
