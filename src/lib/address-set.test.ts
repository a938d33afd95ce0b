import { describe, expect, test } from 'bun:test';
import { plainAddress, readAddressSet } from './address-set.ts';

describe('readAddressSet()', () => {
  const inside: [entries: string[], address: string, expected: boolean][] = [
    [['10.0.0.0/8'], '10.255.1.2', true],
    [['10.0.0.0/8'], '11.0.0.1', false],
    [['192.0.2.7'], '192.0.2.7', true],
    [['192.0.2.7'], '192.0.2.8', false],
    [['fd00::/8'], 'fd12::1', true],
    [['loopback'], '127.9.9.9', true],
    [['loopback'], '::1', true],
    [['private'], '172.31.0.1', true],
    [['private'], '172.32.0.1', false],
    [['10.0.0.0/8'], 'unknown', false],
    [[], '127.0.0.1', false],
  ];
  test.each(inside)('has() judges %j %s', (entries, address, expected) => {
    const read = readAddressSet(entries);
    if (!('set' in read)) throw new Error('refused a good list');
    expect(read.set.has(address)).toBe(expected);
  });

  test.each([
    '10.0.0.0/33',
    '10.0.0.0/',
    '10.0.0.0/8/8',
    'example.com',
    '',
    '::/129',
    '1.2.3.4/-1',
    '01.2.3.4',
  ])('names %j when it is no range', (entry) => {
    expect(readAddressSet(['127.0.0.1', entry])).toEqual({ bad: entry });
  });
});

test('plainAddress() unwraps mapped addresses and nothing else', () => {
  expect(plainAddress('::ffff:10.0.0.1')).toBe('10.0.0.1');
  expect(plainAddress('::1')).toBe('::1');
  expect(plainAddress('::ffff:0:1')).toBe('::ffff:0:1');
});
