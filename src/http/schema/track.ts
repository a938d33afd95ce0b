// Schemas of the Events API. What is taken is read by the ingest room; here it is described.

import { type Static, t } from 'elysia';
import { LIMITS } from '../../contract/limits.ts';
import type { TrackAnswer, TrackBatchAnswer } from '../../contract/track-answer.ts';
import { REJECT_CODES } from '../../contract/wire.ts';
import { oneOf } from './lists.ts';
import type { Holds, Same } from './same.ts';

const id = (description: string) =>
  t.Optional(t.String({ maxLength: LIMITS.clientIdChars, pattern: '^[A-Za-z0-9_-]+$', description }));
const word = (maxLength: number, description: string) => t.Optional(t.String({ maxLength, description }));

export const trackBody = t.Object({
  name: t.String({ minLength: 1, maxLength: LIMITS.nameChars }),
  category: word(LIMITS.nameChars, '"general" without one'),
  userId: word(LIMITS.userIdChars, 'Who did it, by your own id'),
  sessionId: id("The browser's session, to join it; without it a session is made for the visitor"),
  anonymousId: id("The browser's visitor id, to be the same visitor"),
  properties: t.Optional(
    t.Object({}, { additionalProperties: true, description: `At most ${LIMITS.propsKeys} keys` }),
  ),
  value: t.Optional(t.Number()),
  source: word(LIMITS.textChars, 'Where it was noticed, e.g. billing'),
  referrer: word(LIMITS.textChars, 'Where it came from'),
  timestamp: t.Optional(
    t.Union([t.Number(), t.String()], { description: 'ms, s or ISO 8601; now without it' }),
  ),
  page: word(LIMITS.pathChars, 'Address of the page it belongs to'),
  userAgent: word(LIMITS.userAgentChars, "The visitor's; that of the caller is not looked at"),
  eventId: id('The same id is stored once, however often it is sent'),
});
export const trackBatchBody = t.Object({
  events: t.Array(trackBody, { minItems: 1, maxItems: LIMITS.batchEvents }),
});

const answered = { ok: t.Literal(true), requestId: t.String(), projectId: t.String() };
const filed = {
  eventId: t.String(),
  sessionId: t.String({
    description:
      'As it was sent, or the one made for the visitor; reports and exports call it clientSessionId',
  }),
};

const ignored = t.Optional(
  t.Array(t.String(), {
    description: `Names of fields without effect, a typo perhaps; at most ${LIMITS.ignoredShown}, left out when there are none. The event is stored all the same, with those that the Events API does not know under \`extra\`, where nothing counts them`,
  }),
);

export const trackAnswer = t.Object({ ...answered, ...filed, ignored });
export const trackBatchAnswer = t.Object({
  ...answered,
  accepted: t.Number(),
  rejected: t.Number(),
  ignored,
  results: t.Array(
    t.Union([
      t.Object({ index: t.Number(), ok: t.Literal(true), ...filed }),
      t.Object({ index: t.Number(), ok: t.Literal(false), code: oneOf(REJECT_CODES), message: t.String() }),
    ]),
  ),
});

export type TrackSchemasMatch = [
  Holds<Same<Static<typeof trackAnswer>, TrackAnswer>>,
  Holds<Same<Static<typeof trackBatchAnswer>, TrackBatchAnswer>>,
];
