// What the overview and its shared view show alike: metrics that switch the chart, the chart, and facts below it.

import { html, nothing, type TemplateResult } from 'lit';
import type { AnnotationView } from '../../src/contract/annotations.ts';
import type { OverviewBreakdown } from '../../src/contract/api.ts';
import '../charts/heat-series-chart.ts';
import { INTERVAL_HEADS } from '../charts/series-model.ts';
import '../elements/heat-change.ts';
import '../elements/heat-metric-card.ts';
import type { OverviewPair } from '../data/overview.ts';
import { formatRange, zoneName } from '../format/time.ts';
import { overviewChart } from './overview-chart.ts';
import { FACTS, isLastSlotOpen, SERIES, SERIES_LABELS, type SeriesName } from './overview-metrics.ts';

/** The lists below the chart, in their order. */
export const BREAKDOWNS: readonly [OverviewBreakdown, string][] = [
  ['source', 'Sources'],
  ['entry', 'Entry pages'],
  ['country', 'Countries'],
  ['browser', 'Browsers'],
  ['device', 'Devices'],
  ['os', 'Operating systems'],
];

/** A card for each metric; `select` is called with the one that the chart is to show. */
export function metricCards(
  { now, before }: OverviewPair,
  selected: SeriesName,
  select: (name: SeriesName) => void,
): TemplateResult {
  const isOpen = isLastSlotOpen(now, Date.now());
  return html`<div class="metrics" role="group" aria-label="Metrics, shown in the chart">
      ${SERIES.map(
        (
          name,
        ) => html`<heat-metric-card label=${SERIES_LABELS[name]} .value=${now.totals[name]} .earlier=${before?.totals[name] ?? null}
          .values=${now.series.map((bucket) => bucket[name])} ?isOpen=${isOpen} ?isSelected=${name === selected} @click=${() => select(name)}></heat-metric-card>`,
      )}
    </div>`;
}

/** The chart of one metric under its heading, with the facts below. `inside` stands in the chart's own row of buttons. */
export function chartCard(
  pair: OverviewPair,
  options: {
    metric: SeriesName;
    /** Second line of the chart's picture. */
    about: string;
    notes: readonly AnnotationView[];
    inside?: TemplateResult;
  },
): TemplateResult {
  const { now } = pair;
  const { metric, about, notes, inside } = options;
  const label = SERIES_LABELS[metric];
  const zone = now.scope.timeZone;
  return html`<section class="card chart" aria-label="${label} over time">
      <div class="chart-head"><h2>${label} by ${now.interval}</h2>
        <p class="muted small">${formatRange(now.scope, zone, Date.now())} · ${zoneName(zone)} time</p></div>
      <heat-series-chart .model=${overviewChart(metric, pair, notes)} what=${label} head=${INTERVAL_HEADS[now.interval]}
        about=${about} ?isOpen=${isLastSlotOpen(now, Date.now())}>${inside ?? nothing}</heat-series-chart>
      ${factList(pair)}
    </section>`;
}

/** Numbers without a chart of their own, each with its change. */
function factList({ now, before }: OverviewPair): TemplateResult {
  return html`<dl class="facts">${FACTS.map((fact) => {
    const value = fact.value(now.totals);
    return html`<div title=${fact.about}><dt>${fact.label}</dt>
          <dd><span class="num">${fact.format(value)}</span>
            <heat-change .now=${value} .earlier=${before ? fact.value(before.totals) : null} moreIs=${fact.moreIs} ?isRate=${fact.isRate === true}></heat-change></dd></div>`;
  })}</dl>`;
}
