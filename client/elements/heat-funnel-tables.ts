// What stands under a funnel: how the values of a dimension get through, and how the share changed over time.

import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import {
  DIMENSIONS,
  dimensionSpec,
  NO_VALUE,
  SPLIT_DIMENSIONS,
  type SplitDimension,
} from '../../src/contract/dimensions.ts';
import type { FunnelAnswer } from '../../src/contract/funnels.ts';
import type { ChartModel } from '../charts/chart-model.ts';
import '../charts/heat-chart-files.ts';
import '../charts/heat-series-chart.ts';
import type { ChartFile } from '../charts/painting.ts';
import { chartLabels, INTERVAL_HEADS } from '../charts/series-model.ts';
import { valueLabel } from '../format/filter.ts';
import { abbreviate, formatShare } from '../format/number.ts';
import { styled } from '../heatmap/styled.ts';
import { baseStyles, cardStyles, formStyles } from '../styles/shared.ts';

/** Fires `split-chosen` {split: SplitDimension | null}. */
@customElement('heat-funnel-tables')
export class HeatFunnelTables extends LitElement {
  static override styles = [
    baseStyles,
    cardStyles,
    formStyles,
    css`
      :host { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--space-3); container-type: inline-size; }
      .card-head select { width: auto; margin-left: auto; }
      .none { padding: var(--space-2) var(--space-4) var(--space-4); color: var(--muted); }
      .body { max-height: 420px; overflow-y: auto; padding: 0 var(--space-4) var(--space-3); }
      table { width: 100%; border-collapse: collapse; table-layout: fixed; }
      th { padding: 4px 0 4px 12px; color: var(--muted); font-weight: 400; font-size: var(--size-xs); text-align: left; }
      td { padding: 6px 0 6px 12px; border-top: 1px solid var(--line); white-space: nowrap; }
      th:first-child, td:first-child { padding-left: 0; }
      th.num, td.num { text-align: right; font-variant-numeric: tabular-nums; }
      .value { width: 28%; }
      .through { width: 76px; }
      .trend { padding: var(--space-4); }
      heat-series-chart { --chart-height: 200px; }
      .step { display: none; color: var(--muted); font-size: var(--size-xs); }
      @container (max-width: 560px) {
        /* A column for each step has no room: each value gets a line of its own above its numbers. */
        .split, .split tbody { display: block; }
        .split thead { display: none; }
        .split tr { display: grid; grid-template-columns: repeat(var(--columns), minmax(0, 1fr)); padding: var(--space-2) 0; border-top: 1px solid var(--line); }
        .split tr:first-child { border-top: 0; }
        .split td { padding: 2px 0; border: 0; text-align: left; }
        .split .value { grid-column: 1 / -1; width: auto; }
        .split .through { width: auto; text-align: right; }
        .split .step { display: inline; }
      }
    `,
  ];

  @property({ attribute: false }) answer!: FunnelAnswer;
  /** What is asked for; the answer may still be of another split. */
  @property({ attribute: false }) split: SplitDimension | null = null;
  /** Second line of the pictures. */
  @property() about = '';

  private handleSplit(event: Event): void {
    const split = (event.target as HTMLSelectElement).value || null;
    this.dispatchEvent(new CustomEvent('split-chosen', { detail: { split } }));
  }

  private renderGroups(splitBy: SplitDimension) {
    const { steps, groups } = this.answer;
    return html`<div class="body"><table class="split" ${styled({ '--columns': `${steps.length + 1}` })}>
      <thead><tr><th scope="col" class="value">${dimensionSpec(splitBy).label}</th>${steps.map(({ label }) => html`<th scope="col" class="num truncate" title=${label}>${label}</th>`)}<th scope="col" class="num through">Through</th></tr></thead>
      <tbody>${groups.map(({ value, counts }) => {
        const name =
          value === null ? 'All others' : valueLabel(splitBy, value === NO_VALUE ? NO_VALUE : value);
        const through = counts[0] ? (counts.at(-1) ?? 0) / counts[0] : null;
        return html`<tr><td class="value truncate" title=${name}>${name}</td>
          ${counts.map((one, step) => html`<td class="num" title=${steps[step]?.label ?? ''}><span class="step">${step + 1}.</span> ${abbreviate(one)}</td>`)}<td class="num through"><b>${formatShare(through)}</b></td></tr>`;
      })}</tbody></table></div>`;
  }

  private readonly makeSplit = async (): Promise<ChartFile> => {
    const { paintBars } = await import('../charts/paint-bars.ts');
    const { splitBy, steps, groups } = this.answer;
    const heads = [
      splitBy === null ? '' : dimensionSpec(splitBy).label,
      ...steps.map(({ label }) => label),
      'Through',
    ];
    const rows = groups.map(({ value, counts }) => ({
      label: value === null || splitBy === null ? 'All others' : valueLabel(splitBy, value),
      share: counts[0] ? (counts.at(-1) ?? 0) / counts[0] : 0,
      counts,
    }));
    return {
      rows: [heads, ...rows.map(({ label, share, counts }) => [label, ...[...counts, share].map(String)])],
      picture: paintBars(
        heads,
        rows.map(({ counts, ...row }) => ({
          ...row,
          cells: [...counts.map(abbreviate), formatShare(row.share)],
        })),
      ),
    };
  };

  private renderSplit() {
    const { splitBy } = this.answer;
    return html`<section class="card">
      <div class="card-head"><h2>Split</h2><select aria-label="Split by" @change=${this.handleSplit}>
        <option value="">no split</option>${SPLIT_DIMENSIONS.filter((name) => name !== 'visitor').map(
          (name) =>
            html`<option value=${name} ?selected=${name === this.split}>by ${DIMENSIONS[name].label.toLowerCase()}</option>`,
        )}</select>${splitBy === null ? '' : html`<heat-chart-files what="Funnel by ${dimensionSpec(splitBy).label.toLowerCase()}" about=${this.about} .make=${this.makeSplit}></heat-chart-files>`}</div>
      ${splitBy === null ? html`<p class="none">Compare how different visitors get through.</p>` : this.renderGroups(splitBy)}</section>`;
  }

  private renderTrend() {
    const { scope, trend, interval } = this.answer;
    const lastMs = trend.at(-1)?.startMs ?? 0;
    const isOpen = scope.toMs > Date.now() && lastMs < Date.now();
    return html`<section class="card trend"><h2>Got through by ${interval} of the first step</h2>
      <heat-series-chart .model=${trendModel(this.answer)} what="Share that got through" about=${this.about} head=${INTERVAL_HEADS[interval]}
        .format=${formatPercent} .formatTick=${formatPercent} ?isOpen=${isOpen}></heat-series-chart></section>`;
  }

  protected override render() {
    return html`${this.renderSplit()} ${this.renderTrend()}`;
  }
}

/** In percent, so that the axis has round numbers; slots in which nobody began are gaps. */
function trendModel({ trend, interval }: FunnelAnswer): ChartModel {
  const shares = trend.map(({ entered, converted }) =>
    entered > 0 ? Math.round((converted / entered) * 1000) / 10 : null,
  );
  return {
    labels: chartLabels(trend, interval),
    lines: [{ name: 'Got through', values: shares }],
    beside: [
      { name: 'Began', values: trend.map(({ entered }) => entered) },
      { name: 'To the end', values: trend.map(({ converted }) => converted) },
    ],
    notes: [],
  };
}

function formatPercent(percent: number): string {
  return formatShare(percent / 100);
}

declare global {
  interface HTMLElementTagNameMap {
    'heat-funnel-tables': HeatFunnelTables;
  }
}
