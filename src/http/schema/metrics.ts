// Schemas of metrics and of the list of custom events, and their query parameters.

import { type Static, t } from 'elysia';
import type { Page } from '../../contract/api.ts';
import { LIMITS } from '../../contract/limits.ts';
import {
  type BreakdownAnswer,
  type CountAnswer,
  type DashboardAnswer,
  type EventView,
  METRIC_NAMES,
  type Metric,
  type RealtimeAnswer,
  SERIES_INTERVALS,
  SPLIT_NAMES,
  type TimeseriesAnswer,
  type TopEventsAnswer,
  type UsersAnswer,
} from '../../contract/metrics.ts';
import { oneOf, orNull, pageOf, typed } from './lists.ts';
import { only, scopeParameters, text } from './questions.ts';
import { scopeView } from './reports.ts';
import type { Holds, Same } from './same.ts';

const metric = text(`One of ${METRIC_NAMES.join(', ')}`);
const interval = text(`One of ${SERIES_INTERVALS.join(', ')}`);
const event = text('Only custom events of exactly this name');
const rows = text(`Rows, 1 to ${LIMITS.breakdownRowsMax}; the rest is added up`);

/** These two always tell the span before. */
const compared = { ...scopeParameters, compare: text('Has no effect here: the span before is always told') };
export const dashboardQuery = t.Object({ ...compared, interval }, only);
/** About now and everybody: whoever asks for less is told that it cannot be. */
export const realtimeQuery = t.Object({}, only);
export const countQuery = t.Object({ ...compared, metric, event }, only);
export const timeseriesQuery = t.Object(
  {
    ...{ ...scopeParameters, metric, interval, event },
    compare: text('"previous" adds the span before, where nothing is split'),
    split: text(`Dimension: ${SPLIT_NAMES.join(', ')}, prop.<key>`),
    limit: text(`Groups of a split, 1 to ${LIMITS.seriesGroupsMax}`),
  },
  only,
);
export const breakdownQuery = t.Object({ ...scopeParameters, metric, event, limit: rows }, only);
export const topEventsQuery = t.Object({ ...scopeParameters, limit: rows }, only);
export const usersQuery = t.Object({ ...scopeParameters, limit: rows }, only);
const narrowing = {
  event,
  category: text('Exactly this category'),
  user: text("Exactly this user, the event's or its session's"),
};
export const eventsExportQuery = t.Object(
  { ...scopeParameters, ...narrowing, format: text('csv (default), ndjson or json') },
  only,
);
export const eventsQuery = t.Object(
  {
    ...{ ...scopeParameters, ...narrowing },
    limit: text(`Rows, 1 to ${LIMITS.pageRowsMax}`),
    cursor: text('nextCursor of the page before'),
  },
  only,
);

const value = orNull(t.Number());
const values = t.Array(value);
const perMetric = <S extends ReturnType<typeof t.Unsafe>>(schema: unknown) =>
  t.Object(Object.fromEntries(METRIC_NAMES.map((name) => [name, schema as S])));
const ofMetrics = <T>(schema: unknown) => typed<Record<Metric, T>>(perMetric(schema));
const change = { value, previous: value, change: value };
const buckets = t.Array(t.Object({ startMs: t.Number(), label: t.String() }));
const span = { fromMs: t.Number(), toMs: t.Number() };
const metricName = oneOf(METRIC_NAMES as [Metric, ...Metric[]]);
const row = t.Object({ value: orNull(t.String()), total: value, values });

export const dashboardAnswer = t.Object({
  scope: scopeView,
  previous: t.Object(span),
  metrics: ofMetrics<{ value: number | null; previous: number | null; change: number | null }>(
    t.Object(change),
  ),
  interval: oneOf(SERIES_INTERVALS),
  buckets,
  series: ofMetrics<(number | null)[]>(values),
  previousSeries: ofMetrics<(number | null)[]>(values),
});
export const countAnswer = t.Object({ scope: scopeView, metric: metricName, ...change });
export const timeseriesAnswer = t.Object({
  scope: scopeView,
  metric: metricName,
  interval: oneOf(SERIES_INTERVALS),
  split: orNull(t.String()),
  buckets,
  series: t.Array(row),
  other: orNull(row),
  previous: orNull(t.Object({ ...span, total: value, values })),
});
const metricRow = {
  value: t.String(),
  share: value,
  ...(Object.fromEntries(METRIC_NAMES.map((name) => [name, value])) as Record<Metric, typeof value>),
};
export const breakdownAnswer = t.Object({
  scope: scopeView,
  dimension: t.String(),
  metric: metricName,
  totals: ofMetrics<number | null>(value),
  items: t.Array(t.Object(metricRow)),
  other: orNull(
    t.Object({ ...metricRow, values: t.Number({ description: 'How many values it stands for' }) }),
  ),
  total: t.Number({ description: 'Values that there are' }),
});
export const topEventsAnswer = t.Object({
  scope: scopeView,
  items: t.Array(
    t.Object({
      ...{ name: t.String(), count: t.Number(), visitors: t.Number(), sessions: t.Number() },
      ...{ valueSum: t.Number(), share: t.Number() },
    }),
  ),
  total: t.Number(),
});
export const usersAnswer = t.Object({
  scope: scopeView,
  ...{ visitors: t.Number(), newVisitors: t.Number(), returningVisitors: t.Number(), users: t.Number() },
  ...{ daily: t.Number(), weekly: t.Number(), monthly: t.Number() },
  items: t.Array(
    t.Object({
      ...{ user: t.String(), sessions: t.Number(), pageviews: t.Number(), events: t.Number() },
      lastAtMs: t.Number(),
    }),
  ),
});
const counted = t.Array(t.Object({ value: t.String(), count: t.Number() }));
export const realtimeAnswer = t.Object({
  ...{ nowMs: t.Number(), visitors: t.Number(), sessions: t.Number() },
  minutes: t.Array(
    t.Object({ startMs: t.Number(), pageviews: t.Number(), events: t.Number(), visitors: t.Number() }),
  ),
  ...{ pages: counted, events: counted, sources: counted, countries: counted },
});
export const eventView = t.Object({
  ...{ eventId: t.String(), tsMs: t.Number(), name: t.String(), category: t.String(), value },
  ...{ source: orNull(t.String()), referrer: orNull(t.String()), userId: orNull(t.String()) },
  visitor: t.String(),
  sessionId: t.String({ description: 'The id of its session, as in GET …/sessions/:sid' }),
  clientSessionId: t.String({
    description:
      'What its sender calls the session (sessionId there): the tracker, a server, an imported file',
  }),
  page: orNull(t.String()),
  properties: typed<EventView['properties']>(orNull(t.Object({}, { additionalProperties: true }))),
  ...{ device: orNull(t.String()), country: orNull(t.String()) },
});
export const eventPage = pageOf(eventView);

export type MetricSchemasMatch = [
  Holds<Same<Static<typeof dashboardAnswer>, DashboardAnswer>>,
  Holds<Same<Static<typeof countAnswer>, CountAnswer>>,
  Holds<Same<Static<typeof timeseriesAnswer>, TimeseriesAnswer>>,
  Holds<Same<Static<typeof breakdownAnswer>, BreakdownAnswer>>,
  Holds<Same<Static<typeof topEventsAnswer>, TopEventsAnswer>>,
  Holds<Same<Static<typeof usersAnswer>, UsersAnswer>>,
  Holds<Same<Static<typeof realtimeAnswer>, RealtimeAnswer>>,
  Holds<Same<Static<typeof eventPage>, Page<EventView>>>,
];
