// Schema of the answer about scrolling and attention.

import { type Static, t } from 'elysia';
import type { ScrollAnswer } from '../../contract/scroll-answer.ts';
import { orNull } from './lists.ts';
import { descriptor, device, mapLayout, mapPage, scopeView, wireframe } from './reports.ts';
import type { Holds, Same } from './same.ts';

const pair = t.Tuple([t.Number(), t.Number()]);

export const scrollAnswer = t.Object({
  scope: scopeView,
  page: mapPage,
  device: orNull(device),
  pageviews: t.Number({ description: 'Those that were measured: all shares are of them' }),
  unmeasured: t.Number({
    description: 'Pageviews of which neither the height of the screen nor a depth is known',
  }),
  depth: orNull(t.Object({ medianPx: t.Number(), meanPx: t.Number() })),
  medianPct: orNull(
    t.Number({ description: 'Percent of the document that at least half of the pageviews saw' }),
  ),
  reach: t.Array(pair, {
    description: '[depth in px, share of pageviews whose deepest visible px is at least that]',
  }),
  stepPx: t.Number(),
  folds: t.Array(pair, { description: '[viewport height in px, rounded up to 100; pageviews]' }),
  sections: t.Array(
    t.Object({
      element: t.String(),
      label: t.String(),
      descriptor,
      box: orNull(t.Tuple([t.Number(), t.Number(), t.Number(), t.Number()])),
      reach: orNull(t.Number()),
      views: t.Number(),
      totalMs: t.Number(),
      medianMs: t.Number(),
    }),
  ),
  omittedSections: t.Number(),
  attention: t.Array(pair, { description: '[upper edge of a band in px, mean ms in view]' }),
  bandPx: t.Number(),
  layout: mapLayout,
  wireframe,
});

export type ScrollSchemaMatches = Holds<Same<Static<typeof scrollAnswer>, ScrollAnswer>>;
