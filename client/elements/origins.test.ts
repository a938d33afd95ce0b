// Origins as people paste them.

import { expect, test } from 'bun:test';
import { parseOrigins } from './origins.ts';

test.each([
  ['', []],
  ['example.com', ['https://example.com']],
  [
    ' https://a.example/shop?x=1\n*.b.example,  https://a.example ',
    ['https://a.example', 'https://*.b.example'],
  ],
  ['localhost:3000 127.0.0.1:8080/x', ['http://localhost:3000', 'http://127.0.0.1:8080']],
  ['http://old.example:8080', ['http://old.example:8080']],
])('parseOrigins(%p)', (text, origins) => expect(parseOrigins(text)).toEqual(origins));
