import { expect, test } from 'bun:test';
import type { PageRow } from '../../src/contract/api.ts';
import { pageAddress } from './page-address.ts';

const counts = { title: '', pageviews: 0, clicks: 0, rage: 0, dead: 0, lastAtMs: 0 };
const row = (host: string, group?: PageRow['group']): PageRow => ({
  page: 'a',
  host,
  path: '/x',
  ...counts,
  ...(group ? { group } : {}),
});

test.each([
  [row('shop.example'), [], 'https://shop.example/x'],
  [row('shop.example'), ['http://shop.example'], 'http://shop.example/x'],
  [row('localhost:8080'), ['https://shop.example'], 'http://localhost:8080/x'],
  [
    row('', { pages: 2, isTemplate: true, lead: { page: 'b', host: 'shop.example', path: '/item/1' } }),
    [],
    'https://shop.example/item/1',
  ],
] as const)('pageAddress() of %p with %p is %s', (page, origins, address) => {
  expect(pageAddress(page, origins)).toBe(address);
});
