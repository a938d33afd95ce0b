// Schemas of imports. The lines are read by the ingest room; here they are described.

import { type Static, t } from 'elysia';
import { EVENT_TYPES, type EventType } from '../../contract/event-types.ts';
import { IMPORT_REFUSALS, type ImportAnswer, type ImportOutcome } from '../../contract/import-line.ts';
import { LIMITS } from '../../contract/limits.ts';
import { oneOf, orNull } from './lists.ts';
import type { Holds, Same } from './same.ts';

const text = (maxLength: number, description: string) => t.Optional(t.String({ maxLength, description }));
const object = (description: string) => t.Optional(t.Object({}, { additionalProperties: true, description }));

const importLine = t.Object({
  timestamp: t.Union([t.Number(), t.String()], {
    description: 'ms, s or ISO 8601, UTC without a zone; kept exactly. Also as tsMs',
  }),
  type: t.Optional(oneOf(EVENT_TYPES as [EventType, ...EventType[]])),
  eventId: text(LIMITS.clientIdChars, 'The same id is stored once; made of the line without one'),
  sessionId: text(LIMITS.userIdChars, "The browser's session. Also as clientSessionId"),
  visitor: text(LIMITS.userIdChars, 'Never an IP address. Also as anonymousId'),
  userId: text(LIMITS.userIdChars, 'By your own id'),
  page: text(LIMITS.pathChars, 'Address or path; a pageview needs it'),
  title: text(LIMITS.textChars, 'Of the page'),
  referrer: text(LIMITS.textChars, 'Of a pageview, or of a custom event'),
  name: text(LIMITS.nameChars, 'Of a custom event'),
  category: text(LIMITS.nameChars, 'Of a custom event, "general" without one'),
  value: t.Optional(t.Number()),
  source: text(LIMITS.textChars, 'Of a custom event'),
  properties: object('Of a custom event'),
  fields: object('What any other type carries, as "heat export events --all" writes it'),
  userAgent: text(LIMITS.userAgentChars, "The visitor's"),
  country: text(2, 'Two letters'),
  language: text(LIMITS.nameChars, 'As en-GB'),
});
export const importBody = t.Object({
  events: t.Array(importLine, { minItems: 1, maxItems: LIMITS.batchEvents }),
});
export const importQuery = t.Object({
  dryRun: t.Optional(t.String({ description: '1: only say what would happen' })),
});
export const importAnswer = t.Object({
  ok: t.Literal(true),
  requestId: t.String(),
  projectId: t.String(),
  accepted: t.Number(),
  types: t.Record(t.String(), t.Number(), { description: 'Accepted lines by type' }),
  firstAtMs: orNull(t.Number({ description: 'Time of the earliest accepted line' })),
  lastAtMs: orNull(t.Number()),
  rejected: t.Array(t.Object({ index: t.Number(), code: oneOf(IMPORT_REFUSALS), message: t.String() })),
  nameless: t.Number({ description: 'Lines that name neither a visitor, a user nor a session' }),
  hosts: t.Array(t.Tuple([t.String(), t.Number()]), {
    description: '[host, accepted lines with a page of it]; the host of pages that are paths is empty',
  }),
});

export const importOutcome = t.Object({
  stored: t.Number({ description: 'New events' }),
  known: t.Number({ description: 'Events that were there already, or came twice' }),
  forgotten: t.Number({ description: 'Events of people who were forgotten; not stored' }),
});

export type ImportSchemasMatch = [
  Holds<Same<Static<typeof importAnswer>, ImportAnswer>>,
  Holds<Same<Static<typeof importOutcome>, ImportOutcome>>,
];
