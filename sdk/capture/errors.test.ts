import { expect, test } from 'bun:test';
import { cleanMessage } from './errors.ts';

test.each([
  ['Uncaught TypeError: x is not a function', 'Uncaught TypeError: x is not a function'],
  [`Unexpected token 'h', "hunter2" is not valid JSON`, `Unexpected token '…', "…" is not valid JSON`],
  ['no user jo@example.org here', 'no user … here'],
  ['card 5425 2334 3010 9903 refused', 'card … refused'],
  ['order 12345 failed', 'order 12345 failed'],
  ['x'.repeat(900), 'x'.repeat(500)],
])('cleanMessage(%j)', (message, clean) => {
  expect(cleanMessage(message)).toBe(clean);
});
