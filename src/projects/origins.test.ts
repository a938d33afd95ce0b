import { describe, expect, test } from 'bun:test';
import { LIMITS } from '../contract/limits.ts';
import { checkOrigins } from './origins.ts';

test.each([
  ['localhost:8080', 'http://localhost:8080'],
  ['127.0.0.1', 'http://127.0.0.1'],
  ['shop.example', 'https://shop.example'],
  ['*.shop.example', 'https://*.shop.example'],
  ['https://shop.example/cart?x=1', 'https://shop.example'],
])('checkOrigins() asks for the origin that was meant when it gets "%s"', (text, meant) => {
  expect(() => checkOrigins([text])).toThrow(`Did you mean ${meant}?`);
});

test.each(['my shop', 'hello', 'https://', 'ftp://files.example'])(
  'checkOrigins() guesses nothing when it gets "%s"',
  (text) => {
    expect(() => checkOrigins([text])).toThrow(/is not an origin(?!.*Did you mean)/);
  },
);

describe('checkOrigins()', () => {
  const good: [text: string, origin: string][] = [
    ['https://example.com', 'https://example.com'],
    [' https://Example.COM/ ', 'https://example.com'],
    ['https://example.com:443', 'https://example.com'],
    ['http://localhost:8080', 'http://localhost:8080'],
    ['http://[::1]:3000', 'http://[::1]:3000'],
    ['https://*.example.com', 'https://*.example.com'],
    ['HTTPS://*.Example.com:8443', 'https://*.example.com:8443'],
    ['https://bücher.example', 'https://xn--bcher-kva.example'],
  ];
  for (const [text, origin] of good) {
    test(`checkOrigins() gives ${origin} when it gets "${text}"`, () => {
      expect(checkOrigins([text])).toEqual([origin]);
    });
  }

  const bad = [
    '',
    '*',
    'example.com',
    'https://example.com/shop',
    'https://example.com?a=1',
    'https://example.com#a',
    'https://user@example.com',
    'https://user:pw@example.com',
    'https://*.com',
    'https://*.10.0.0.1',
    'https://*.[::1]',
    'http://*.example.com',
    'https://a.*.example.com',
    'https://*',
    'https://*example.com',
    'ftp://example.com',
    'javascript:alert(1)',
    'null',
    `https://${'a'.repeat(5000)}.com`,
  ];
  for (const text of bad) {
    test(`checkOrigins() refuses "${text.slice(0, 40)}"`, () => {
      expect(() => checkOrigins(['https://fine.example', text])).toThrow('is not an origin');
    });
  }

  test('checkOrigins() removes doubles', () => {
    expect(checkOrigins(['https://a.example', 'https://A.example/'])).toEqual(['https://a.example']);
  });

  test('checkOrigins() refuses more than the limit', () => {
    const many = Array.from({ length: LIMITS.originsPerProject + 1 }, (_, at) => `https://a${at}.example`);
    expect(() => checkOrigins(many)).toThrow('at most 50 origins');
    expect(checkOrigins(many.slice(1))).toHaveLength(LIMITS.originsPerProject);
  });
});
