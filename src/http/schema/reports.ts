// Schemas of the reports' answers: overview, pages and heatmap. Sessions are in sessions.ts.

import { type Static, t } from 'elysia';
import {
  type HeatmapAnswer,
  INTERVALS,
  type OverviewAnswer,
  type Page,
  type PageRow,
  PERIODS,
  type ScopeView,
} from '../../contract/api.ts';
import type { ElementDescriptor } from '../../contract/element.ts';
import { DEVICES, type Device } from '../../contract/event-types.ts';
import { HEATMAP_KINDS, type HeatmapKind } from '../../contract/kinds.ts';
import { LAYOUTS } from '../../contract/layouts.ts';
import { oneOf, orNull, pageOf } from './lists.ts';
import type { Holds, Same } from './same.ts';

const heatmapKind = oneOf(HEATMAP_KINDS as unknown as [HeatmapKind, ...HeatmapKind[]]);
export const device = oneOf(DEVICES as [Device, ...Device[]]);

export const scopeView = t.Object(
  { fromMs: t.Number(), toMs: t.Number(), timeZone: t.String(), period: orNull(oneOf(PERIODS)) },
  { description: 'The range as answered: whole quarter-hours, from inclusive, to exclusive' },
);

const counts = {
  visitors: t.Number(),
  sessions: t.Number(),
  pageviews: t.Number(),
  events: t.Number(),
  clicks: t.Number(),
};
const overviewMetrics = t.Object({
  ...counts,
  bounceRate: orNull(t.Number()),
  medianDurationMs: orNull(t.Number()),
  meanDurationMs: orNull(t.Number()),
  rageClicks: t.Number(),
  deadClicks: t.Number(),
});
const breakdownRows = t.Array(
  t.Object({ value: t.String(), sessions: t.Number(), visitors: t.Number(), share: t.Number() }),
);
export const overviewAnswer = t.Object({
  scope: scopeView,
  interval: oneOf(INTERVALS),
  totals: overviewMetrics,
  previous: orNull(overviewMetrics),
  series: t.Array(t.Object({ startMs: t.Number(), label: t.String(), ...counts })),
  breakdowns: t.Object({
    source: breakdownRows,
    entry: breakdownRows,
    country: breakdownRows,
    device: breakdownRows,
    browser: breakdownRows,
    os: breakdownRows,
  }),
});

const pageFields = {
  page: t.String(),
  host: t.String(),
  path: t.String(),
  title: t.String(),
  pageviews: t.Number(),
  clicks: t.Number(),
  rage: t.Number(),
  dead: t.Number(),
  lastAtMs: t.Number(),
  group: t.Optional(
    t.Object(
      {
        pages: t.Number(),
        isTemplate: t.Boolean(),
        lead: t.Object({ page: t.String(), host: t.String(), path: t.String() }),
      },
      { description: 'Set when the row stands for several pages; `lead` is visited most' },
    ),
  ),
};
export const pageRow = t.Object(pageFields);
export const pageRows = pageOf(pageRow);

const text = t.Optional(t.String());
export const descriptor = t.Object({
  tag: t.String(),
  id: text,
  ref: text,
  name: text,
  role: text,
  type: text,
  href: text,
  text: t.Optional(t.Number()),
  heading: t.Optional(t.Number()),
  landmark: text,
  path: text,
  classes: t.Optional(t.Array(t.String())),
  selector: text,
});
const pair = t.Tuple([t.Number(), t.Number()]);
const triple = t.Tuple([t.Number(), t.Number(), t.Number()]);
const wireframeBox = t.Object({
  element: t.String(),
  label: t.String(),
  tag: t.String(),
  box: t.Tuple([t.Number(), t.Number(), t.Number(), t.Number()]),
  docW: t.Number(),
  docH: t.Number(),
  isSection: t.Boolean(),
  seenAtMs: t.Number(),
});
export const wireframe = t.Object({
  docW: t.Number(),
  docH: t.Number(),
  boxes: t.Array(wireframeBox),
});
export const mapLayout = orNull(
  t.Object(
    { name: oneOf([...LAYOUTS]), device: orNull(device) },
    {
      description:
        'How most of those counted saw the page, by the width of their windows: the layout that is drawn',
    },
  ),
);
/** The page of a map. */
export const mapPage = t.Object(pageFields, {
  description:
    'Counts in the range as the list of pages shows them: without device, filters and bots; meta.total has these applied',
});
export const mapElements = t.Array(
  t.Object({
    element: t.String(),
    label: t.String(),
    descriptor,
    count: t.Number(),
    share: t.Number(),
    bins: t.Array(pair),
  }),
);
export const mapPoints = t.Array(triple, { description: '[x as a share of the width, y in px, clicks]' });
export const heatmapAnswer = t.Object({
  scope: scopeView,
  kind: heatmapKind,
  page: mapPage,
  device: orNull(device),
  elements: mapElements,
  points: mapPoints,
  loose: t.Optional(t.Array(triple)),
  cell: t.Object({ width: t.Number(), heightPx: t.Number() }),
  wireframe,
  meta: t.Object({
    total: t.Number(),
    onElements: t.Number(),
    withoutElement: t.Number(),
    ignored: t.Number(),
    omittedElements: t.Number(),
    omittedCells: t.Number(),
    viewportW: orNull(t.Number()),
    viewportH: orNull(t.Number()),
    layout: mapLayout,
    folds: t.Array(pair),
  }),
});

export type ReportSchemasMatch = [
  Holds<Same<Static<typeof scopeView>, ScopeView>>,
  Holds<Same<Static<typeof overviewAnswer>, OverviewAnswer>>,
  Holds<Same<Static<typeof pageRows>, Page<PageRow>>>,
  Holds<Same<Static<typeof descriptor>, ElementDescriptor>>,
  Holds<Same<Static<typeof heatmapAnswer>, HeatmapAnswer>>,
];
