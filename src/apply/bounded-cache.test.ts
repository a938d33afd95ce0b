import { expect, test } from 'bun:test';
import { BoundedCache } from './bounded-cache.ts';

test('BoundedCache forgets what was not used for longest when it is full', () => {
  const cache = new BoundedCache<string, number>(2);
  cache.set('a', 1);
  cache.set('b', 2);
  expect(cache.get('a')).toBe(1);
  cache.set('c', 3);
  expect([cache.get('a'), cache.get('b'), cache.get('c'), cache.size]).toEqual([1, undefined, 3, 2]);
});

test('BoundedCache.of() makes a value once while it is kept', () => {
  const cache = new BoundedCache<string, number>(2);
  let made = 0;
  const make = () => ++made;
  expect([cache.of('a', make), cache.of('a', make), cache.of('b', make)]).toEqual([1, 1, 2]);
});
