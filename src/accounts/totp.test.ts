import { describe, expect, test } from 'bun:test';
import { base32, codeOf, findStep, otpauthUri, STEP_MS, stepAt } from './totp.ts';

/** Of RFC 4226, appendix D, and RFC 6238, appendix B. */
const SECRET = Buffer.from('12345678901234567890');

describe('codeOf()', () => {
  const counted = '755224 287082 359152 969429 338314 254676 287922 162583 399871 520489'.split(' ');
  test.each(counted.map((code, step): [number, string] => [step, code]))(
    'codeOf() answers the value of RFC 4226 when the counter is %d',
    (step, code) => {
      expect(codeOf(SECRET, step)).toBe(code);
    },
  );

  // The RFC prints eight digits; six are the last of them.
  const timed: [seconds: number, code: string][] = [
    [59, '94287082'],
    [1111111109, '07081804'],
    [1111111111, '14050471'],
    [1234567890, '89005924'],
    [2000000000, '69279037'],
    [20000000000, '65353130'],
  ];
  test.each(timed)('codeOf() answers the value of RFC 6238 at second %d', (seconds, code) => {
    expect(codeOf(SECRET, stepAt(seconds * 1000))).toBe(code.slice(-6));
  });
});

describe('findStep()', () => {
  const nowMs = 1_780_000_010_000;
  const now = stepAt(nowMs);

  test.each([
    [-2, false],
    [-1, true],
    [0, true],
    [1, true],
    [2, false],
  ])('findStep() of the code %d steps away answers its step: %p', (away, isFound) => {
    expect(findStep(SECRET, codeOf(SECRET, now + away), nowMs)).toBe(isFound ? now + away : null);
  });

  test.each([
    '',
    '0',
    '000000',
    '1234567',
    '①②③④⑤⑥',
    '🦉🦉🦉🦉🦉🦉🦉',
    ' '.repeat(7),
    '\ud800'.repeat(7),
    codeOf(SECRET, now) + codeOf(SECRET, now),
    codeOf(SECRET, now).slice(0, 5),
  ])('findStep() answers null for %j', (code) => {
    expect(findStep(SECRET, code, nowMs)).toBeNull();
  });

  test('findStep() knows the borders of a step', () => {
    const startMs = now * STEP_MS;
    expect(stepAt(startMs)).toBe(now);
    expect(stepAt(startMs - 1)).toBe(now - 1);
  });
});

describe('base32()', () => {
  // RFC 4648, 10, without padding.
  test.each([
    ['', ''],
    ['f', 'MY'],
    ['fo', 'MZXQ'],
    ['foo', 'MZXW6'],
    ['foob', 'MZXW6YQ'],
    ['fooba', 'MZXW6YTB'],
    ['foobar', 'MZXW6YTBOI'],
  ])('base32() of %j is %j', (text, encoded) => {
    expect(base32(Buffer.from(text))).toBe(encoded);
  });
});

test('otpauthUri() says account, installation and how codes are made, whatever the names hold', () => {
  const uri = new URL(otpauthUri({ secret: SECRET, email: 'a&b?:c@example.com', host: 'heat.test:8080' }));
  expect(uri.protocol).toBe('otpauth:');
  expect(decodeURIComponent(uri.pathname)).toEndWith('heat (heat.test 8080):a&b? c@example.com');
  expect(Object.fromEntries(uri.searchParams)).toEqual({
    secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
    issuer: 'heat (heat.test 8080)',
    algorithm: 'SHA1',
    digits: '6',
    period: '30',
  });
});
