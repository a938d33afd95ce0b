// Origins as people paste them.

import { expect, test } from 'bun:test';
import { parseOrigins } from './origins.ts';

test.each([
  ['', []],
  [' \n\r\n', []],
  [
    ' https://a.example\r\nhttps://*.b.example  \n\nhttps://a.example',
    ['https://a.example', 'https://*.b.example'],
  ],
  ['localhost:3000', ['localhost:3000']],
  ['my shop, and another', ['my shop, and another']],
])('parseOrigins(%p) gives the lines as they are', (text, origins) =>
  expect(parseOrigins(text)).toEqual(origins),
);
