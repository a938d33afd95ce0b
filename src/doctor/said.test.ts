import { expect, test } from 'bun:test';
import { counted } from '../lib/counted.ts';
import { bytesSaid, listed, spanSaid, withoutSecretsIn } from './said.ts';

test.each([
  [0, '0 bytes'],
  [999, '999 bytes'],
  [1_000, '1.0 KB'],
  [16_777_216, '16.8 MB'],
  [123_000_000_000, '123 GB'],
  [2.5e15, '2500 TB'],
])('bytesSaid() says %p as "%s"', (bytes, said) => {
  expect(bytesSaid(bytes)).toBe(said);
});

test.each([
  [-5, '0 seconds'],
  [59_999, '59 seconds'],
  [1_500, '1 second'],
  [120_000, '2 minutes'],
  [119 * 60_000, '119 minutes'],
  [120 * 60_000, '2 hours'],
  [49 * 3_600_000, '2 days'],
])('spanSaid() says %p ms as "%s"', (ms, said) => {
  expect(spanSaid(ms)).toBe(said);
});

test('counted() and listed() name one, many and too many', () => {
  expect([counted(1, 'batch', 'batches'), counted(2_000, 'batch', 'batches')]).toEqual([
    '1 batch',
    '2,000 batches',
  ]);
  expect([listed(['a', 'b']), listed(['a', 'b', 'c'], 2)]).toEqual(['a, b', 'a, b and 1 more']);
});

test.each([
  ['a home directory', 'chmod -R go= "/home/jane/heat-data"', 'chmod -R go= "$HOME/heat-data"'],
  [
    "somebody else's",
    '"/home/john/heat-data/events.db" is damaged',
    '"/home/…/heat-data/events.db" is damaged',
  ],
  ['a write key', 'the tag has hw_0123456789abcdefghjkmnpq', 'the tag has hw_…'],
  ['an API key', `with heat_r_abc_${'k'.repeat(43)}.`, 'with heat_….'],
  ['a token', 'with eyJhbGciOiJI.eyJzdWIiOiIx.c2lnbmF0dXJl', 'with …'],
  ['an address of mail', 'of jane.doe@mail.example now', 'of …@… now'],
  ['one within a path', 'at https://a.example/u/jane%40mail.example/b', 'at https://a.example/u/…@…/b'],
  ['a query', 'at https://shop.example/a?session=12#x now', 'at https://shop.example/a now'],
  [
    'nothing else',
    'heat project update shop --origin https://shop.example',
    'heat project update shop --origin https://shop.example',
  ],
])('withoutSecretsIn() takes out %s', (_, line, said) => {
  expect(withoutSecretsIn(line, '/home/jane')).toBe(said);
});

test('withoutSecretsIn() leaves the directory of a service alone, though it is the home of its user', () => {
  expect(withoutSecretsIn('chmod -R go= "/var/lib/heat"', '/var/lib/heat')).toBe(
    'chmod -R go= "/var/lib/heat"',
  );
});
