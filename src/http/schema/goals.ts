// Schemas of goals.

import { type Static, t } from 'elysia';
import { INTERVALS, type Page } from '../../contract/api.ts';
import type { GoalResult, GoalView } from '../../contract/goals.ts';
import { LIMITS } from '../../contract/limits.ts';
import { oneOf, orNull, pageOf } from './lists.ts';
import { comparableScope, only, text } from './questions.ts';
import { scopeView } from './reports.ts';
import type { Holds, Same } from './same.ts';

const name = t.String({ maxLength: LIMITS.displayNameChars });
const filters = t.Array(t.String({ maxLength: LIMITS.pathChars }), {
  maxItems: LIMITS.scopeFilters,
  description: 'dimension:op:value, as in the query parameter "filter" of reports; neither goals nor funnels',
});
const valueEvent = orNull(
  t.String({
    maxLength: LIMITS.nameChars,
    description: 'Custom event whose values are added up; without it the first that the filters ask for',
  }),
);

export const goalView = t.Object({
  id: t.String({ description: 'Goes into filters as goal:is:<id>' }),
  name: t.String(),
  filters: t.Array(t.String()),
  valueEvent: orNull(t.String()),
  createdBy: t.String(),
  createdAtMs: t.Number(),
  updatedAtMs: t.Number(),
});
export const goalPage = pageOf(goalView);
export const goalBody = t.Object({ name, filters, valueEvent: t.Optional(valueEvent) }, only);
export const goalChangeBody = t.Object(
  { name: t.Optional(name), filters: t.Optional(filters), valueEvent: t.Optional(valueEvent) },
  only,
);
export const goalResultQuery = t.Object(
  { ...comparableScope, interval: text(`Of the trend, one of ${INTERVALS.join(', ')}`) },
  only,
);

const counts = t.Object({
  sessions: t.Number(),
  conversions: t.Number(),
  visitors: t.Number(),
  rate: orNull(t.Number()),
  value: orNull(t.Number()),
});
export const goalResult = t.Object({
  scope: scopeView,
  goal: goalView,
  counts,
  previous: orNull(counts),
  interval: oneOf(INTERVALS),
  trend: t.Array(
    t.Object({ startMs: t.Number(), label: t.String(), sessions: t.Number(), conversions: t.Number() }),
  ),
});
export const goalResultPage = pageOf(goalResult);

export type GoalSchemasMatch = [
  Holds<Same<Static<typeof goalView>, GoalView>>,
  Holds<Same<Static<typeof goalPage>, Page<GoalView>>>,
  Holds<Same<Static<typeof goalResult>, GoalResult>>,
];
