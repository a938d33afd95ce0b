import { expect, test } from 'bun:test';
import { cookieName, readCookie, signInCookie } from './cookie.ts';

const cases: [header: string | null, expected: string | null][] = [
  ['heat=abc', 'abc'],
  ['a=1; heat=abc; b=2', 'abc'],
  ['heat=abc; heat=def', 'abc'],
  ['xheat=abc', null],
  ['heat2=abc', null],
  ['__Host-heat=abc', null],
  ['__proto__=x; heat=a=b', 'a=b'],
  ['heat=', null],
  ['heat', null],
  ['', null],
  [null, null],
];
test.each(cases)('readCookie() finds heat in %j', (header, expected) => {
  expect(readCookie(header, 'heat')).toBe(expected);
});

test('signInCookie() is bound to the host on https and always hidden from scripts', () => {
  expect(signInCookie('t', { isHttps: true, maxAgeSeconds: 60 })).toBe(
    '__Host-heat=t; Path=/; Max-Age=60; HttpOnly; SameSite=Strict; Secure',
  );
  expect(signInCookie('t', { isHttps: false, maxAgeSeconds: 0 })).toBe(
    'heat=t; Path=/; Max-Age=0; HttpOnly; SameSite=Strict',
  );
  expect(cookieName(true)).toBe('__Host-heat');
});
