import { expect, test } from 'bun:test';
import { testClock } from '../../test/support/test-clock.ts';
import type { LiveEnd } from '../contract/live.ts';
import { createLiveConnections } from './live-connections.ts';
import type { Rooms } from './rooms.ts';

test('add() ends a connection whose reader lost access while it was being opened', async () => {
  const catalog = { version: async () => 1 } as Rooms['catalog'];
  const connections = createLiveConnections({ clock: testClock(), catalog });
  const ends: [name: string, reason: LiveEnd][] = [];
  const open = (name: string, recheck: () => Promise<unknown>) =>
    connections.add({ end: (reason) => void ends.push([name, reason]), beat: () => {}, recheck });
  open('still allowed', () => Promise.resolve());
  open('revoked', () => Promise.reject(new Error('revoked')));
  await new Promise(setImmediate);
  expect(ends).toEqual([['revoked', 'access_ended']]);
});
