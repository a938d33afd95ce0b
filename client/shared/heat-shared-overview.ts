// The shared overview: metrics that switch the chart, facts and breakdowns. Nothing filters.

import { html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { OverviewBreakdown } from '../../src/contract/api.ts';
import type { OpenedShare, SharedOverview } from '../../src/contract/shares.ts';
import '../charts/heat-series-chart.ts';
import { INTERVAL_HEADS } from '../charts/series-model.ts';
import '../elements/heat-breakdown.ts';
import '../elements/heat-change.ts';
import '../elements/heat-metric-card.ts';
import '../elements/heat-state.ts';
import { formatRange } from '../format/time.ts';
import { overviewChart } from '../pages/overview-chart.ts';
import {
  FACTS,
  isLastSlotOpen,
  SERIES,
  SERIES_LABELS,
  type SeriesName,
  summary,
} from '../pages/overview-metrics.ts';
import { overviewStyles } from '../pages/overview-styles.ts';
import { baseStyles, buttonStyles, cardStyles, pageStyles } from '../styles/shared.ts';
import { sharedPart } from './shared-part.ts';

const BREAKDOWNS: readonly [OverviewBreakdown, string][] = [
  ['source', 'Sources'],
  ['entry', 'Entry pages'],
  ['country', 'Countries'],
  ['browser', 'Browsers'],
  ['device', 'Devices'],
  ['os', 'Operating systems'],
];

@customElement('heat-shared-overview')
export class HeatSharedOverview extends LitElement {
  static override styles = [baseStyles, buttonStyles, cardStyles, pageStyles, overviewStyles];

  @property({ attribute: false }) share!: OpenedShare;
  @state() private metric: SeriesName = 'visitors';
  private readonly report = sharedPart<SharedOverview>(this, () => 'overview');

  private renderCards({ now, before }: SharedOverview) {
    const settled = isLastSlotOpen(now, Date.now()) ? now.series.slice(0, -1) : now.series;
    return html`<div class="metrics" role="group" aria-label="Metrics, shown in the chart">
      ${SERIES.map(
        (
          name,
        ) => html`<heat-metric-card label=${SERIES_LABELS[name]} .value=${now.totals[name]} .earlier=${before?.totals[name] ?? null}
          .values=${settled.map((bucket) => bucket[name])} ?isSelected=${name === this.metric}
          @click=${() => {
            this.metric = name;
          }}></heat-metric-card>`,
      )}
    </div>`;
  }

  private renderChart(pair: SharedOverview) {
    const { now, before } = pair;
    const label = SERIES_LABELS[this.metric];
    const range = formatRange(now.scope, now.scope.timeZone, Date.now());
    return html`<section class="card chart" aria-label="${label} over time">
      <div class="chart-head"><h2>${label} by ${now.interval}</h2>
        <p class="muted small">${range}${before ? html`<span class="key"><span class="dash" aria-hidden="true"></span>the same time before</span>` : nothing}</p></div>
      <heat-series-chart .model=${overviewChart(this.metric, pair, [])} what=${label} head=${INTERVAL_HEADS[now.interval]}
        about="${this.share.projectName} · ${range}" ?isOpen=${isLastSlotOpen(now, Date.now())}></heat-series-chart>
      <dl class="facts">${FACTS.map((fact) => {
        const value = fact.value(now.totals);
        return html`<div title=${fact.about}><dt>${fact.label}</dt>
          <dd><span class="num">${fact.format(value)}</span>
            <heat-change .now=${value} .earlier=${before ? fact.value(before.totals) : null} moreIs=${fact.moreIs} ?isRate=${fact.isRate === true}></heat-change></dd></div>`;
      })}</dl>
    </section>`;
  }

  protected override render() {
    const { value, error } = this.report;
    if (error !== null)
      return html`<div class="card"><heat-state status="error" .error=${error} heading="The overview could not be loaded" @retried=${() => this.report.retry()}></heat-state></div>`;
    if (value === null) return html`<div class="card"><heat-state shape="block"></heat-state></div>`;
    if (value.now.totals.events === 0)
      return html`<div class="card"><heat-state status="empty" heading="No sessions in this range" detail="There is nothing to show yet."></heat-state></div>`;
    return html`<header class="page-head"><p class="answer">${summary(value.now, value.before)}</p></header>
      ${this.renderCards(value)}${this.renderChart(value)}
      <div class="below"><div class="breakdowns">${BREAKDOWNS.map(
        ([name, heading]) =>
          html`<heat-breakdown still dimension=${name} heading=${heading} .rows=${value.now.breakdowns[name]}></heat-breakdown>`,
      )}</div></div>`;
  }
}
