// Tickets: a credential for one connection, for EventSource and WebSocket, which can send no header and must not carry
// a lasting credential in their address. In memory, used once, short-lived, good for one project.

import { LIMITS } from '../contract/limits.ts';
import type { LiveTicket } from '../contract/live.ts';
import type { Clock } from '../lib/clock.ts';
import { HeatError } from '../lib/errors.ts';
import { randomSecret } from '../lib/id.ts';
import { type Caller, invalidCredential } from './caller.ts';

export type Tickets = {
  /** For whoever was allowed to read the project just now. Throws `rate_limited` at LIMITS.liveTicketsPerProject. */
  issue: (caller: Caller, projectId: string) => LiveTicket;
  /** The caller it was given to. Throws `unauthorized` for one that is unknown, used, expired or another project's. */
  redeem: (ticket: string, projectId: string) => Caller;
};

export function createTickets(clock: Clock): Tickets {
  const held = new Map<string, { caller: Caller; projectId: string; untilMs: number }>();
  /** How many of a project are held: one that takes too many leaves others theirs. */
  const counts = new Map<string, number>();

  const forget = (ticket: string, projectId: string) => {
    held.delete(ticket);
    const left = (counts.get(projectId) ?? 1) - 1;
    if (left > 0) counts.set(projectId, left);
    else counts.delete(projectId);
  };
  // They all live equally long, so the first is the oldest.
  const forgetExpired = () => {
    for (const [ticket, { projectId, untilMs }] of held) {
      if (untilMs > clock.monotonicMs()) break;
      forget(ticket, projectId);
    }
  };

  return {
    issue(caller, projectId) {
      forgetExpired();
      const count = counts.get(projectId) ?? 0;
      if (count >= LIMITS.liveTicketsPerProject) {
        throw new HeatError({
          kind: 'rate_limited',
          code: 'too_many_tickets',
          message: `This project has ${LIMITS.liveTicketsPerProject} unused tickets already`,
          retryAfterSeconds: LIMITS.retryAfterSeconds,
        });
      }
      const ticket = randomSecret();
      counts.set(projectId, count + 1);
      held.set(ticket, { caller, projectId, untilMs: clock.monotonicMs() + LIMITS.liveTicketMs });
      return { ticket, expiresAtMs: clock.nowMs() + LIMITS.liveTicketMs };
    },
    redeem(ticket, projectId) {
      forgetExpired();
      const found = held.get(ticket);
      if (found) forget(ticket, found.projectId);
      if (!found || found.projectId !== projectId) throw invalidCredential();
      return found.caller;
    },
  };
}
