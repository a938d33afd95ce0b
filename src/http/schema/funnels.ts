// Schemas of funnels, journeys over pages and retention.

import { type Static, t } from 'elysia';
import { INTERVALS, type Page } from '../../contract/api.ts';
import { SPLIT_DIMENSIONS, type SplitDimension } from '../../contract/dimensions.ts';
import {
  FUNNEL_ORDERS,
  FUNNEL_UNITS,
  type FunnelAnswer,
  type FunnelDefinition,
  type FunnelView,
  JOURNEY_DIRECTIONS,
  type JourneysAnswer,
  PROP_OPS,
  RETENTION_INTERVALS,
  RETENTION_UNITS,
  type RetentionAnswer,
  STEP_MATCHES,
} from '../../contract/funnels.ts';
import { LIMITS } from '../../contract/limits.ts';
import { oneOf, orNull, pageOf, typed, whole } from './lists.ts';
import { comparableScope, only, PAGE_ID, scopeParameters, text } from './questions.ts';
import { scopeView } from './reports.ts';
import type { Holds, Same } from './same.ts';

const words = t.String({ maxLength: LIMITS.pathChars });
const step = t.Union([
  t.Object(
    { type: t.Literal('page'), match: oneOf(STEP_MATCHES), value: words, label: t.Optional(words) },
    only,
  ),
  t.Object(
    {
      type: t.Literal('event'),
      name: words,
      where: t.Optional(
        t.Array(t.Object({ key: words, op: oneOf(PROP_OPS), value: words }, only), {
          maxItems: LIMITS.funnelConditions,
        }),
      ),
      label: t.Optional(words),
    },
    only,
  ),
]);
const definition = {
  steps: t.Array(step, { minItems: 2, maxItems: LIMITS.funnelSteps }),
  windowMs: whole({
    minimum: 1,
    maximum: LIMITS.funnelWindowMs,
    description: 'From the first step to the last',
  }),
  order: oneOf(FUNNEL_ORDERS),
  unit: oneOf(FUNNEL_UNITS),
};
const definitionObject = t.Object(definition);
const name = t.String({ maxLength: LIMITS.displayNameChars });
const nullable = t.Union([t.Number(), t.Null()]);

export const funnelView = t.Object({
  ...definition,
  id: t.String(),
  name: t.String(),
  createdAtMs: t.Number(),
  updatedAtMs: t.Number(),
  archivedAtMs: nullable,
});
export const funnelPage = pageOf(funnelView);
export const funnelBody = t.Object({ name, ...definition }, only);
export const funnelChangeBody = t.Object(
  {
    name: t.Optional(name),
    definition: t.Optional(t.Object(definition, only)),
    position: t.Optional(whole({ minimum: 0, description: "Place among the project's funnels" })),
    archived: t.Optional(t.Boolean()),
  },
  only,
);

const asked = {
  ...comparableScope,
  split: text(`One of ${SPLIT_DIMENSIONS.join(', ')}`),
  interval: text(`Of the trend, one of ${INTERVALS.join(', ')}`),
};
export const funnelResultQuery = t.Object(asked, only);
export const funnelPreviewQuery = t.Object(
  {
    ...asked,
    definition: t.String({
      maxLength: LIMITS.queryChars,
      description: 'JSON {steps, windowMs, order, unit}',
    }),
  },
  only,
);
const outcome = {
  step: text('Number of a step, from 1'),
  outcome: text('left (default): got there and no further; reached: got there'),
  limit: text(`Rows, 1 to ${LIMITS.pageRowsMax}`),
};
export const funnelSessionsQuery = t.Object({ ...scopeParameters, ...outcome }, only);

export const funnelAnswer = t.Object({
  scope: scopeView,
  definition: definitionObject,
  steps: t.Array(
    t.Object({
      label: t.String(),
      count: t.Number(),
      share: nullable,
      shareOfPrevious: nullable,
      left: t.Number(),
      medianMs: nullable,
      p90Ms: nullable,
      leftFrom: t.Array(t.Object({ page: t.String(), path: t.String(), count: t.Number() })),
    }),
  ),
  previous: t.Union([t.Array(t.Number()), t.Null()]),
  splitBy: orNull(typed<SplitDimension>(t.String())),
  groups: t.Array(t.Object({ value: t.Union([t.String(), t.Null()]), counts: t.Array(t.Number()) })),
  interval: oneOf(INTERVALS),
  trend: t.Array(
    t.Object({ startMs: t.Number(), label: t.String(), entered: t.Number(), converted: t.Number() }),
  ),
});

export const journeysQuery = t.Object(
  {
    ...scopeParameters,
    page: text(`To begin (or end) with; without it the pages where sessions entered (or left). ${PAGE_ID}`),
    direction: text(`${JOURNEY_DIRECTIONS.join(' (default) or ')} the page`),
    depth: text(`Pages of a path, 2 to ${LIMITS.journeyDepth}`),
  },
  only,
);
export const journeysAnswer = t.Object({
  scope: scopeView,
  direction: oneOf(JOURNEY_DIRECTIONS),
  sessions: t.Number(),
  levels: t.Array(
    t.Array(
      t.Object({
        page: t.Union([t.String(), t.Null()]),
        path: t.String(),
        sessions: t.Number(),
        ended: t.Number(),
      }),
    ),
  ),
  links: t.Array(t.Object({ level: t.Number(), from: t.Number(), to: t.Number(), sessions: t.Number() })),
});

export const retentionQuery = t.Object(
  {
    ...scopeParameters,
    interval: text(`One of ${RETENTION_INTERVALS.join(', ')}; week by default`),
    unit: text(`One of ${RETENTION_UNITS.join(', ')}; visitor by default`),
  },
  only,
);
export const retentionAnswer = t.Object({
  scope: scopeView,
  interval: oneOf(RETENTION_INTERVALS),
  unit: oneOf(RETENTION_UNITS),
  cohorts: t.Array(
    t.Object({ startMs: t.Number(), label: t.String(), size: t.Number(), returned: t.Array(t.Number()) }),
  ),
});

export type FunnelSchemasMatch = [
  Holds<Same<Static<typeof definitionObject>, FunnelDefinition>>,
  Holds<Same<Static<typeof funnelView>, FunnelView>>,
  Holds<Same<Static<typeof funnelPage>, Page<FunnelView>>>,
  Holds<Same<Static<typeof funnelAnswer>, FunnelAnswer>>,
  Holds<Same<Static<typeof journeysAnswer>, JourneysAnswer>>,
  Holds<Same<Static<typeof retentionAnswer>, RetentionAnswer>>,
];
