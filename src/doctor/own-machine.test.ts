import { expect, test } from 'bun:test';
import { isOwnMachine } from './own-machine.ts';

test.each([
  ['localhost', true],
  ['localhost:8080', true],
  ['shop.localhost', true],
  ['127.0.0.1:4328', true],
  ['127.8.8.8', true],
  ['[::1]:4328', true],
  ['localhost.example', false],
  ['127.shop.example', false],
  ['127.0.0.1.nip.example', false],
  ['shop.example', false],
])('isOwnMachine() of %s is %p', (host, isOwn) => {
  expect(isOwnMachine(host)).toBe(isOwn);
});
