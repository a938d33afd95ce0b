import { expect, test } from 'bun:test';
import { addressPrefix } from './address-prefix.ts';

test.each([
  ['192.0.2.77', '192.0.2'],
  ['::ffff:192.0.2.77', '192.0.2'],
  ['2001:db8:0:1:aaaa::1', '2001:db8:0'],
  ['2001:0DB8:0000:0001::', '2001:db8:0'],
  ['2001:db8:0:ffff::7', '2001:db8:0'],
  ['2001:db8:1::7', '2001:db8:1'],
  ['2001:db8::1', '2001:db8:0'],
  ['::1', '0:0:0'],
  ['fe80::1%eth0', 'fe80:0:0'],
  ['', '?'],
  ['unknown', '?'],
  [`${'a:'.repeat(100)}`, '?'],
])('addressPrefix() of %s is %s', (address, expected) => {
  expect(addressPrefix(address)).toBe(expected);
});
