// What the overview and its shared view show alike: metrics that switch the chart, and facts beside it.

import { html, type TemplateResult } from 'lit';
import '../elements/heat-change.ts';
import '../elements/heat-metric-card.ts';
import type { OverviewPair } from '../data/overview.ts';
import { FACTS, isLastSlotOpen, SERIES, SERIES_LABELS, type SeriesName } from './overview-metrics.ts';

/** A card for each metric; `select` is called with the one that the chart is to show. */
export function metricCards(
  { now, before }: OverviewPair,
  selected: SeriesName,
  select: (name: SeriesName) => void,
): TemplateResult {
  const settled = isLastSlotOpen(now, Date.now()) ? now.series.slice(0, -1) : now.series;
  return html`<div class="metrics" role="group" aria-label="Metrics, shown in the chart">
      ${SERIES.map(
        (
          name,
        ) => html`<heat-metric-card label=${SERIES_LABELS[name]} .value=${now.totals[name]} .earlier=${before?.totals[name] ?? null}
          .values=${settled.map((bucket) => bucket[name])} ?isSelected=${name === selected} @click=${() => select(name)}></heat-metric-card>`,
      )}
    </div>`;
}

/** Numbers without a chart of their own, each with its change. */
export function factList({ now, before }: OverviewPair): TemplateResult {
  return html`<dl class="facts">${FACTS.map((fact) => {
    const value = fact.value(now.totals);
    return html`<div title=${fact.about}><dt>${fact.label}</dt>
          <dd><span class="num">${fact.format(value)}</span>
            <heat-change .now=${value} .earlier=${before ? fact.value(before.totals) : null} moreIs=${fact.moreIs} ?isRate=${fact.isRate === true}></heat-change></dd></div>`;
  })}</dl>`;
}
