// Schemas of the sessions list and of one session's journey.

import { type Static, t } from 'elysia';
import type {
  JourneyAnswer,
  NeighboursAnswer,
  Page,
  SessionRowView,
  SimilarAnswer,
  ValuesAnswer,
} from '../../contract/api.ts';
import { EVENT_TYPES, type EventType } from '../../contract/event-types.ts';
import { FRICTION_PART_NAMES, type FrictionPart } from '../../contract/friction.ts';
import type { Json } from '../../contract/wire.ts';
import { oneOf, orNull, pageOf, typed } from './lists.ts';
import { device } from './reports.ts';
import type { Holds, Same } from './same.ts';

const textOrNull = orNull(t.String());
const numberOrNull = orNull(t.Number());
const anyFields = typed<{ [key: string]: Json }>(t.Object({}, { additionalProperties: true }));

type PartNames = [FrictionPart, ...FrictionPart[]];
export const sessionRow = t.Object({
  id: t.String({ description: 'Opaque; what events call "sessionId"' }),
  clientSessionId: t.String({
    description:
      'What its sender calls it (sessionId there); a session that was cut after an idle gap has several rows',
  }),
  part: t.Number(),
  visitor: t.String(),
  userId: textOrNull,
  startedAtMs: t.Number(),
  endedAtMs: t.Number(),
  durationMs: t.Number(),
  pageviews: t.Number(),
  events: t.Number(),
  clicks: t.Number(),
  rage: t.Number(),
  dead: t.Number(),
  errors: t.Number(),
  errorClicks: t.Number(),
  quickBacks: t.Number(),
  friction: t.Object({
    score: t.Number({ description: '0 to 100, the sum of the points' }),
    parts: t.Array(
      t.Object({ part: oneOf(FRICTION_PART_NAMES as PartNames), count: t.Number(), points: t.Number() }),
    ),
  }),
  maxScrollPct: numberOrNull,
  entry: textOrNull,
  exit: textOrNull,
  device: orNull(device),
  browser: textOrNull,
  os: textOrNull,
  country: textOrNull,
  language: textOrNull,
  referrer: textOrNull,
  source: textOrNull,
  campaign: textOrNull,
  app: textOrNull,
  isBot: t.Boolean(),
  isLive: t.Boolean(),
});
export const sessionRows = pageOf(sessionRow);
export const neighboursAnswer = t.Object({
  before: orNull(t.String({ description: 'Above it in the list' })),
  after: textOrNull,
});
const share = t.Number({ description: '0 to 1' });
export const similarAnswer = t.Object({
  items: t.Array(
    t.Object({
      session: sessionRow,
      similarity: t.Object({
        score: share,
        parts: t.Object({ pages: share, friction: share, entry: share, device: share }),
      }),
    }),
  ),
});
export const valuesAnswer = t.Object({
  items: t.Array(
    t.Object({
      value: t.String(),
      count: t.Number({ description: 'Sessions; of pages, events, categories and properties: occurrences' }),
      label: t.String(),
    }),
  ),
});

const journeyEvent = t.Object({
  eventId: t.String(),
  type: oneOf(EVENT_TYPES as [EventType, ...EventType[]]),
  tsMs: t.Number(),
  atMs: t.Number(),
  receivedAtMs: t.Number(),
  page: textOrNull,
  host: textOrNull,
  path: textOrNull,
  title: textOrNull,
  label: textOrNull,
  element: textOrNull,
  fields: anyFields,
});
export const journeyAnswer = t.Object({
  session: sessionRow,
  traits: orNull(anyFields),
  device: t.Object({
    userAgent: textOrNull,
    platform: textOrNull,
    screenW: numberOrNull,
    screenH: numberOrNull,
  }),
  events: t.Array(journeyEvent),
  nextCursor: textOrNull,
});

export type SessionSchemasMatch = [
  Holds<Same<Static<typeof sessionRows>, Page<SessionRowView>>>,
  Holds<Same<Static<typeof neighboursAnswer>, NeighboursAnswer>>,
  Holds<Same<Static<typeof similarAnswer>, SimilarAnswer>>,
  Holds<Same<Static<typeof valuesAnswer>, ValuesAnswer>>,
  Holds<Same<Static<typeof journeyAnswer>, JourneyAnswer>>,
];
