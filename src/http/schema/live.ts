// What live connections take and tickets answer.

import { type Static, t } from 'elysia';
import { OPS_OF_KIND } from '../../contract/dimensions.ts';
import { LIMITS } from '../../contract/limits.ts';
import { LIVE_DIMENSIONS, LIVE_QUIET, type LiveTicket } from '../../contract/live.ts';
import type { Holds, Same } from './same.ts';

export const liveQuery = t.Object(
  {
    filter: t.Optional(
      t.Array(t.String({ maxLength: LIMITS.pathChars }), {
        description: `dimension:op:value, repeatable; dimensions ${LIVE_DIMENSIONS.join(', ')}; ops ${OPS_OF_KIND.text.join(', ')}`,
      }),
    ),
    after: t.Optional(
      t.String({
        maxLength: LIMITS.clientIdChars,
        description: 'Id of the newest event seen, to go on after it',
      }),
    ),
    recent: t.Optional(
      t.String({
        maxLength: LIMITS.nameChars,
        description: `Newest events that a first connection begins with, 0 to ${LIMITS.liveRecent}: of the last ${LIMITS.liveRecentMs / 60_000} minutes and without ${[...LIVE_QUIET].join(', ')}; default 0`,
      }),
    ),
    ticket: t.Optional(
      t.String({
        maxLength: LIMITS.clientIdChars,
        description: 'Of POST …/live/tickets, instead of a header',
      }),
    ),
  },
  { additionalProperties: false },
);

export const liveTicket = t.Object({ ticket: t.String(), expiresAtMs: t.Number() });

export type LiveSchemasMatch = Holds<Same<Static<typeof liveTicket>, LiveTicket>>;
