import { expect, test } from 'bun:test';
import { testClock } from '../../test/support/test-clock.ts';
import { LIMITS } from '../contract/limits.ts';
import type { HeatError } from '../lib/errors.ts';
import type { Caller } from './caller.ts';
import { createTickets } from './tickets.ts';

const CALLER = {
  ...{ identity: { kind: 'key', keyId: 'k', projectNo: 1, scope: 'read' }, claims: null, via: 'bearer' },
  ...{ rate: null, renew: async () => CALLER },
} as Caller;

test('issue() holds as many tickets of a project as it may have, and leaves other projects theirs', () => {
  const clock = testClock();
  const tickets = createTickets(clock);
  const codeOf = (projectId: string): string | null => {
    try {
      tickets.issue(CALLER, projectId);
      return null;
    } catch (error) {
      return (error as HeatError).faultCode;
    }
  };
  const { ticket } = tickets.issue(CALLER, 'a');
  for (let count = 1; count < LIMITS.liveTicketsPerProject; count += 1) expect(codeOf('a')).toBeNull();
  expect([codeOf('a'), codeOf('b')]).toEqual(['too_many_tickets', null]);
  expect(tickets.redeem(ticket, 'a')).toBe(CALLER);
  expect([codeOf('a'), codeOf('a')]).toEqual([null, 'too_many_tickets']);
  clock.advance(LIMITS.liveTicketMs);
  expect(codeOf('a')).toBeNull();
});
