import { expect, test } from 'bun:test';
import { isAllowedOrigin, originRules } from './origin-rules.ts';

const cases: [origins: string[], origin: string | null, expected: boolean][] = [
  [[], 'https://any.example', true],
  [[], null, true],
  [['https://shop.example'], 'https://shop.example', true],
  [['https://shop.example'], 'HTTPS://SHOP.example', true],
  [['https://shop.example'], 'http://shop.example', false],
  [['https://shop.example'], 'https://shop.example:8443', false],
  [['https://shop.example'], 'https://www.shop.example', false],
  [['https://shop.example'], 'https://shop.example.evil.example', false],
  [['https://shop.example'], 'null', false],
  [['https://shop.example'], null, false],
  [['https://*.shop.example'], 'https://www.shop.example', true],
  [['https://*.shop.example'], 'https://a.b.shop.example', true],
  [['https://*.shop.example'], 'https://shop.example', false],
  [['https://*.shop.example'], 'https://evilshop.example', false],
  [['https://*.shop.example'], 'http://www.shop.example', false],
  [['https://*.shop.example'], 'https://www.shop.example:444', false],
  [['https://*.shop.example'], 'https://evil.example/.shop.example', false],
  [['https://*.shop.example:8443'], 'https://a.shop.example:8443', true],
  [['https://a.example', 'http://localhost:8080'], 'http://localhost:8080', true],
];

test.each(cases)('isAllowedOrigin() with %j judges %p as %p', (origins, origin, expected) => {
  expect(isAllowedOrigin(originRules(origins), origin)).toBe(expected);
});
