// The shared overview: metrics that switch the chart, facts and breakdowns. Nothing filters.

import { html, LitElement } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { OpenedShare, SharedOverview } from '../../src/contract/shares.ts';
import '../elements/heat-breakdown.ts';
import '../elements/heat-state.ts';
import { formatRange } from '../format/time.ts';
import { type SeriesName, summary } from '../pages/overview-metrics.ts';
import { BREAKDOWNS, chartCard, metricCards } from '../pages/overview-parts.ts';
import { overviewStyles } from '../pages/overview-styles.ts';
import { baseStyles, buttonStyles, cardStyles, pageStyles } from '../styles/shared.ts';
import { sharedPart } from './shared-part.ts';

@customElement('heat-shared-overview')
export class HeatSharedOverview extends LitElement {
  static override styles = [baseStyles, buttonStyles, cardStyles, pageStyles, overviewStyles];

  @property({ attribute: false }) share!: OpenedShare;
  @state() private metric: SeriesName = 'visitors';
  private readonly report = sharedPart<SharedOverview>(this, () => 'overview');

  private readonly select = (name: SeriesName): void => {
    this.metric = name;
  };

  private renderChart(pair: SharedOverview) {
    const { scope } = pair.now;
    const about = `${this.share.projectName} · ${formatRange(scope, scope.timeZone, Date.now())}`;
    return chartCard(pair, { metric: this.metric, about, notes: [] });
  }

  protected override render() {
    const { value, error } = this.report;
    if (error !== null)
      return html`<div class="card"><heat-state status="error" .error=${error} heading="The overview could not be loaded" @retried=${() => this.report.retry()}></heat-state></div>`;
    if (value === null) return html`<div class="card"><heat-state shape="block"></heat-state></div>`;
    if (value.now.totals.events === 0)
      return html`<div class="card"><heat-state status="empty" heading="No sessions in this range" detail="There is nothing to show yet."></heat-state></div>`;
    return html`<header class="page-head"><p class="answer">${summary(value.now, value.before)}</p></header>
      ${metricCards(value, this.metric, this.select)}${this.renderChart(value)}
      <div class="below"><div class="breakdowns alone">${BREAKDOWNS.map(
        ([name, heading]) =>
          html`<heat-breakdown still dimension=${name} heading=${heading} .rows=${value.now.breakdowns[name]}></heat-breakdown>`,
      )}</div></div>`;
  }
}
