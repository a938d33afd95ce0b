// Schema of what a session is played back from.

import { type Static, t } from 'elysia';
import { CLICK_KINDS, type ClickKind } from '../../contract/event-types.ts';
import { REPLAY_MARKS, type ReplayAnswer } from '../../contract/replay.ts';
import { oneOf, orNull } from './lists.ts';
import { descriptor } from './reports.ts';
import type { Holds, Same } from './same.ts';
import { sessionRow } from './sessions.ts';

const pair = t.Tuple([t.Number(), t.Number()]);
const base = {
  atMs: t.Number({ description: "Since the session's start" }),
  page: t.Number({ description: 'Index into pages, -1 outside of any' }),
  view: orNull(pair),
};

const event = t.Union([
  t.Object({ ...base, type: t.Literal('page') }),
  t.Object({
    ...base,
    type: t.Literal('move'),
    path: t.String({ description: 'Base64 VLQ: dt ms, dx px, dy px of each sample' }),
  }),
  t.Object({
    ...base,
    type: t.Literal('scroll'),
    y: t.Number(),
    docH: orNull(t.Number()),
    path: orNull(t.String({ description: 'Base64 VLQ: dt ms, dy px of each sample, up to atMs' })),
    sections: t.Array(t.Tuple([t.Number(), t.Number(), t.Number()])),
  }),
  t.Object({
    ...base,
    type: t.Literal('click'),
    eventId: t.String(),
    x: t.Number(),
    y: t.Number(),
    element: t.Number({ description: 'Index into elements, -1 when it is not known' }),
    offset: orNull(pair),
    box: orNull(t.Tuple([t.Number(), t.Number(), t.Number(), t.Number()])),
    doc: orNull(pair),
    kinds: t.Array(oneOf(CLICK_KINDS as [ClickKind, ...ClickKind[]])),
  }),
  t.Object({
    ...base,
    type: t.Literal('mark'),
    eventId: t.String(),
    mark: oneOf(REPLAY_MARKS),
    text: t.String(),
  }),
]);

export const replayAnswer = t.Object({
  session: sessionRow,
  pages: t.Array(t.Object({ page: t.String(), host: t.String(), path: t.String(), title: t.String() })),
  elements: t.Array(t.Object({ element: t.String(), label: t.String(), descriptor })),
  events: t.Array(event),
  nextCursor: orNull(t.String()),
});

export type ReplaySchemaMatches = Holds<Same<Static<typeof replayAnswer>, ReplayAnswer>>;
