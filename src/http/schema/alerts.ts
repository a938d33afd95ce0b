// Schemas of alerts. What a rule may ask is the reports room's word, which names what is allowed.

import { type Static, t } from 'elysia';
import {
  ALERT_COMPARISONS,
  ALERT_METRIC_NAMES,
  ALERT_WINDOW_NAMES,
  type AlertMetric,
  type AlertTest,
  type AlertView,
  type AlertWindow,
} from '../../contract/alerts.ts';
import type { Page } from '../../contract/api.ts';
import { LIMITS } from '../../contract/limits.ts';
import { oneOf, orNull, pageOf, typed, whole } from './lists.ts';
import { only } from './questions.ts';
import type { Holds, Same } from './same.ts';

const name = t.String({ maxLength: LIMITS.displayNameChars });
const url = t.String({
  maxLength: LIMITS.webhookUrlChars,
  description: 'https address that is told, or a host that the operator allows',
});
const filters = t.Array(t.String({ maxLength: LIMITS.pathChars }), {
  maxItems: LIMITS.scopeFilters,
  description: 'dimension:op:value: which sessions count; neither goals nor funnels',
});
const word = (known: readonly string[]) =>
  t.String({ maxLength: LIMITS.nameChars, description: `One of ${known.join(', ')}` });
const rule = {
  metric: typed<AlertMetric>(word(ALERT_METRIC_NAMES)),
  comparison: oneOf(ALERT_COMPARISONS),
  threshold: t.Number({
    description: "In the metric's unit (shares 0 to 1, ms); of rises and falls percent of the window before",
  }),
  window: typed<AlertWindow>(word(ALERT_WINDOW_NAMES)),
  cooldownMinutes: whole({
    minimum: LIMITS.alertCooldownMinutes,
    maximum: LIMITS.alertCooldownMinutesMax,
    description: 'From one firing to the next, at least',
  }),
};
const goal = orNull(t.String({ maxLength: LIMITS.clientIdChars, description: "Goal of a goal's metric" }));

export const alertView = t.Object({
  ...rule,
  goal: orNull(t.String()),
  filters: t.Array(t.String()),
  id: t.String(),
  name: t.String(),
  url: t.String(),
  createdBy: t.String(),
  createdAtMs: t.Number(),
  updatedAtMs: t.Number(),
  pausedAtMs: orNull(t.Number()),
  firedUntilMs: orNull(t.Number()),
  deliveries: t.Array(
    t.Object({
      id: t.String(),
      untilMs: t.Number(),
      state: oneOf(['waiting', 'delivered', 'failed']),
      attempts: t.Number(),
      outcome: orNull(t.String()),
      createdAtMs: t.Number(),
    }),
  ),
});
export const alertPage = pageOf(alertView);
export const alertBody = t.Object(
  { ...rule, name, url, goal: t.Optional(goal), filters: t.Optional(filters) },
  only,
);
export const alertChangeBody = t.Object(
  {
    name: t.Optional(name),
    url: t.Optional(url),
    paused: t.Optional(t.Boolean()),
    rule: t.Optional(t.Object({ ...rule, goal, filters }, only)),
  },
  only,
);
export const alertMade = t.Object({
  alert: alertView,
  secret: t.String({ description: 'Signs what is sent; shown only now' }),
});
export const alertTest = t.Object({
  delivered: t.Boolean(),
  outcome: t.String({ description: 'What became of the message, in words' }),
  reading: t.Object({
    fromMs: t.Number(),
    untilMs: t.Number(),
    value: orNull(t.Number()),
    previous: orNull(t.Number()),
    changePct: orNull(t.Number()),
    holds: t.Boolean(),
  }),
});

export type AlertSchemasMatch = [
  Holds<Same<Static<typeof alertView>, AlertView>>,
  Holds<Same<Static<typeof alertPage>, Page<AlertView>>>,
  Holds<Same<Static<typeof alertTest>, AlertTest>>,
];
