// Query parameters of the reports. Only their presence and length are checked here: what a period, a filter or a zone
// may be is the reports room's word, and its refusals name the allowed values.

import { t } from 'elysia';
import { INTERVALS, PERIODS, SESSION_SORTS } from '../../contract/api.ts';
import { DIMENSION_NAMES, FILTER_OPS } from '../../contract/dimensions.ts';
import { DEVICES } from '../../contract/event-types.ts';
import { HEATMAP_KINDS, MOVE_WEIGHTS } from '../../contract/kinds.ts';
import { LIMITS } from '../../contract/limits.ts';

export const text = (description: string) =>
  t.Optional(t.String({ maxLength: LIMITS.pathChars, description }));
export const only = { additionalProperties: false };

/** The parameters that every question about a scope takes. */
export const scopeParameters = {
  period: text(
    `One of ${PERIODS.join(', ')}, default 30d (the dashboard starts with 7d); or use from and to`,
  ),
  from: text(
    'Start, included: UTC milliseconds or ISO 8601; without an offset it is the clock of the zone, a day alone begins at midnight',
  ),
  to: text('End, left out: the same; of a day alone the whole day counts. Default now'),
  tz: text("IANA time zone; the project's own by default"),
  compare: text('Has no effect here: this answer is about one span'),
  filter: t.Optional(
    t.Array(t.String({ maxLength: LIMITS.pathChars }), {
      description: `dimension:op:value, repeatable; dimensions ${DIMENSION_NAMES.join(', ')}, prop.<key>; ops ${FILTER_OPS.join(', ')}`,
    }),
  ),
  segment: text('Id of a segment, whose filters are added'),
  bots: text('1 counts bots in'),
};
/** The same where an answer has a place for the span before. */
export const comparableScope = {
  ...scopeParameters,
  compare: text('"previous" adds the span before, the same stretch of the calendar'),
};
const page = {
  limit: text(`Rows, 1 to ${LIMITS.pageRowsMax}`),
  cursor: text('nextCursor of the page before'),
};
/** What every parameter that names a page says. */
export const PAGE_ID =
  'Id of a page or template, `page` of a row of GET /projects/:id/pages; 404 for one that the project never saw';
const device = text(`One of ${DEVICES.join(', ')}`);

export const rangeQuery = t.Object(scopeParameters, only);
export const overviewQuery = t.Object(
  { ...comparableScope, interval: text(`One of ${INTERVALS.join(', ')}`) },
  only,
);
export const pagesQuery = t.Object(
  {
    ...scopeParameters,
    ...page,
    device,
    search: text('Part of a path or title'),
    within: text(`Lists the pages in a row with \`group\`. ${PAGE_ID}`),
  },
  only,
);
const pageId = t.String({ maxLength: LIMITS.clientIdChars, description: PAGE_ID });
export const scrollQuery = t.Object({ ...scopeParameters, page: pageId, device }, only);
const second = {
  vsPeriod: text(
    'Compares with this period: the second scope is told in full, nothing is taken over but tz and bots',
  ),
  vsFrom: text('… or with this range'),
  vsTo: text('End of that range'),
  vsFilter: t.Optional(
    t.Array(t.String({ maxLength: LIMITS.pathChars }), { description: 'Filters of the second scope' }),
  ),
  vsDevice: text(`Device of the second scope: one of ${DEVICES.join(', ')}`),
};
const map = {
  page: pageId,
  kind: text(`One of ${HEATMAP_KINDS.join(', ')}; default click`),
  weight: text(`What cells of moves count: ${MOVE_WEIGHTS.join(' (default) or ')} in ms`),
  device,
  resolution: text('Columns of the page grid, 8 to 1024'),
};
export const heatmapQuery = t.Object(
  {
    ...scopeParameters,
    ...map,
    compare: text('"previous" compares with the stretch before'),
    ...second,
  },
  only,
);
export const elementsQuery = t.Object(
  {
    ...scopeParameters,
    page: pageId,
    device,
    limit: text(`Elements, 1 to ${LIMITS.heatmapElements}; all by default`),
  },
  only,
);
export const frictionQuery = t.Object(
  { ...scopeParameters, device, limit: text(`Elements, 1 to ${LIMITS.frictionItems}; 20 by default`) },
  only,
);
const sessions = {
  page: text(`Only sessions that viewed it. ${PAGE_ID}`),
  minEvents: text('Only sessions with at least so many events'),
  rage: text('1 keeps only sessions with rage clicks'),
  search: text("Part of the user or of a viewed path, or the whole id of a visitor or of a client's session"),
  sort: text(`One of ${SESSION_SORTS.join(', ')}; newest by default`),
};
export const sessionsQuery = t.Object({ ...scopeParameters, ...page, ...sessions }, only);
export const neighboursQuery = t.Object({ ...scopeParameters, ...sessions }, only);
export const scopeOnlyQuery = t.Object({ ...scopeParameters }, only);
export const valuesQuery = t.Object(
  {
    ...scopeParameters,
    dimension: t.String({
      maxLength: LIMITS.nameChars,
      description: 'A dimension with values, or prop.<key>',
    }),
    search: text('Part of the value; the whole id of an element'),
    limit: text(`Values, 1 to ${LIMITS.valuesAnswered}`),
  },
  only,
);
export const journeyQuery = t.Object({ cursor: page.cursor }, only);
export const exportQuery = t.Object(
  { ...scopeParameters, ...sessions, format: text('csv (default), ndjson or json') },
  only,
);
export const heatmapExportQuery = t.Object(
  { ...scopeParameters, ...map, format: text('csv (default), ndjson or json') },
  only,
);
