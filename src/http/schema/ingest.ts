// Schemas of the door's answer and of every refusal. What the door takes is described in contract/wire.ts and read by
// the ingest room itself.

import { type Static, t } from 'elysia';
import { ERROR_STATUS, type ErrorBody, type ErrorKind } from '../../contract/errors.ts';
import { type IngestAnswer, REJECT_CODES } from '../../contract/wire.ts';
import { oneOf } from './lists.ts';
import type { Holds, Same } from './same.ts';

export const ingestAnswer = t.Object({
  ok: t.Literal(true),
  requestId: t.String(),
  projectId: t.String(),
  sessionId: t.String({
    description:
      'As the batch names its session ("session.id"); reports and exports call it clientSessionId. Empty when the browser opts out',
  }),
  accepted: t.Number(),
  rejected: t.Array(t.Object({ index: t.Number(), code: oneOf(REJECT_CODES), message: t.String() })),
  part: t.Optional(oneOf(['masked'])),
});

const kinds = Object.keys(ERROR_STATUS) as [ErrorKind, ...ErrorKind[]];
export const errorBody = t.Object({
  error: oneOf(kinds),
  code: t.String({ description: 'Finer, stable name of the fault' }),
  message: t.String(),
  requestId: t.String(),
  details: t.Optional(t.Unknown()),
});

export type IngestSchemasMatch = [
  Holds<Same<Static<typeof ingestAnswer>, IngestAnswer>>,
  Holds<Same<Static<typeof errorBody>, ErrorBody>>,
];
