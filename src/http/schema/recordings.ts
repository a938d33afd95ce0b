// Schemas of recordings: what an upload is answered, and what a player is.

import { type Static, t } from 'elysia';
import { LIMITS } from '../../contract/limits.ts';
import type {
  PageRecord,
  RecordedAnswer,
  ReplayChunksAnswer,
  ReplayUploadAnswer,
  ReplayUsageView,
} from '../../contract/replay-chunk.ts';
import { orNull, typed } from './lists.ts';
import type { Holds, Same } from './same.ts';

const ms = (description: string) => t.Optional(t.String({ maxLength: LIMITS.nameChars, description }));
export const chunksQuery = t.Object(
  {
    from: ms('Only what was recorded from then on, UTC milliseconds'),
    to: ms('Only up to then, UTC milliseconds'),
    cursor: t.Optional(
      t.String({ maxLength: LIMITS.pathChars, description: 'nextCursor of the piece before' }),
    ),
  },
  { additionalProperties: false },
);

const record = typed<PageRecord>(
  t.Object(
    { type: t.Number(), timestamp: t.Number(), data: t.Any() },
    { description: 'An event of rrweb 2, cleaned' },
  ),
);
export const replayUploadAnswer = t.Object({
  ok: t.Literal(true),
  requestId: t.String(),
  isStored: t.Boolean({ description: 'False for what was there already and for browsers that opt out' }),
});
export const chunksAnswer = t.Object({
  chunks: t.Array(
    t.Object({
      recording: t.String(),
      index: t.Number(),
      fromMs: t.Number(),
      toMs: t.Number(),
      records: t.Array(record),
    }),
  ),
  nextCursor: orNull(t.String()),
});
export const recordedQuery = t.Object(
  {
    sessions: t.String({
      minLength: 1,
      maxLength: LIMITS.recordedAsked * 20,
      description: `Ids of sessions, commas between, at most ${LIMITS.recordedAsked}`,
    }),
  },
  { additionalProperties: false },
);
export const recordedAnswer = t.Object({
  items: t.Array(t.Object({ session: t.String(), fromMs: t.Number(), toMs: t.Number() }), {
    description: 'One for each page load that was recorded; none for sessions that were not',
  }),
});
export const replayUsage = t.Object({ chunks: t.Number(), bytes: t.Number() });

export type RecordingSchemasMatch = [
  Holds<Same<Static<typeof replayUploadAnswer>, ReplayUploadAnswer>>,
  Holds<Same<Static<typeof chunksAnswer>, ReplayChunksAnswer>>,
  Holds<Same<Static<typeof recordedAnswer>, RecordedAnswer>>,
  Holds<Same<Static<typeof replayUsage>, ReplayUsageView>>,
];
