import { describe, expect, test } from 'bun:test';
import { nearestName } from './nearest-name.ts';

const KNOWN = ['port', 'host', 'data', 'public-url', 'trust-proxy', 'api-per-key', 'api-per-account'];

describe('nearestName()', () => {
  test.each([
    ['prot', 'port'],
    ['PORT', 'port'],
    ['hst', 'host'],
    ['public_url', 'public-url'],
    ['publicUrl', 'public-url'],
    ['trust-proxies', 'trust-proxy'],
    ['api-per-acount', 'api-per-account'],
  ])('%s means %s', (name, meant) => {
    expect(nearestName(name, KNOWN)).toBe(meant);
  });

  test.each([['theme'], ['x'], [''], ['a'.repeat(10_000)]])('%j means none of them', (name) => {
    expect(nearestName(name, KNOWN)).toBeNull();
  });

  test('the first of two equally near ones wins', () => {
    expect(nearestName('cort', ['port', 'sort'])).toBe('port');
  });
});
