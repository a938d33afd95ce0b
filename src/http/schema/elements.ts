// Schemas of the elements beside a map, and of muted elements.

import { type Static, t } from 'elysia';
import type { ElementsAnswer } from '../../contract/elements-answer.ts';
import { type FrictionAnswer, TROUBLES } from '../../contract/friction-answer.ts';
import { LIMITS } from '../../contract/limits.ts';
import { MUTE_KINDS, type MutedElementView } from '../../contract/muted-element.ts';
import { oneOf, orNull, pageOf } from './lists.ts';
import { descriptor, device, mapPage, scopeView } from './reports.ts';
import type { Holds, Same } from './same.ts';

const muteKind = oneOf(MUTE_KINDS);

export const elementsAnswer = t.Object({
  scope: scopeView,
  page: mapPage,
  device: orNull(device),
  elements: t.Array(
    t.Object({
      element: t.String(),
      label: t.String(),
      descriptor,
      rank: t.Number(),
      clicks: t.Number(),
      share: t.Number(),
      rage: t.Number(),
      dead: t.Number(),
      errors: t.Number(),
      firstClickMs: orNull(
        t.Number({ description: 'Median time from a pageview to its first click on the element' }),
      ),
      next: orNull(
        t.Object(
          { page: t.String(), host: t.String(), path: t.String(), share: t.Number() },
          { description: 'Viewed next most often; share of the clicks on the element' },
        ),
      ),
      muted: t.Array(muteKind),
    }),
  ),
  meta: t.Object({
    total: t.Number(),
    withoutElement: t.Number(),
    omittedElements: t.Number(),
    sampledClicks: t.Number({ description: 'Newest clicks that firstClickMs and next are taken from' }),
  }),
});

export const frictionAnswer = t.Object({
  scope: scopeView,
  device: orNull(device),
  items: t.Array(
    t.Object({
      page: t.Object({ page: t.String(), host: t.String(), path: t.String() }),
      element: t.String(),
      label: t.String(),
      descriptor,
      clicks: t.Number(),
      rage: t.Number(),
      errors: t.Number(),
      dead: t.Number(),
      points: t.Number({ description: 'What the list is sorted by' }),
      sessions: t.Number({ description: 'In which it went wrong, of the newest clicks on it' }),
      examples: t.Array(
        t.Object({ session: t.String(), tsMs: t.Number(), trouble: t.Array(oneOf(TROUBLES)) }),
      ),
      muted: t.Array(muteKind),
    }),
  ),
  total: t.Number(),
  omittedPages: t.Number(),
});

export const mutedElement = t.Object({
  element: t.String(),
  kind: muteKind,
  label: t.String(),
  mutedBy: t.String(),
  mutedAtMs: t.Number(),
});
export const mutedElements = pageOf(mutedElement);
export const muteBody = t.Object(
  {
    element: t.String({ maxLength: LIMITS.clientIdChars, description: 'Element id, as in heatmaps' }),
    kind: t.String({ maxLength: 16, description: `One of ${MUTE_KINDS.join(', ')}` }),
    label: t.String({
      minLength: 1,
      maxLength: LIMITS.nameChars,
      description: 'What people call it, for the list of muted elements',
    }),
  },
  { additionalProperties: false },
);

export type ElementSchemasMatch = [
  Holds<Same<Static<typeof elementsAnswer>, ElementsAnswer>>,
  Holds<Same<Static<typeof frictionAnswer>, FrictionAnswer>>,
  Holds<Same<Static<typeof mutedElement>, MutedElementView>>,
];
