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
import '../charts/heat-chart-files.ts';
import type { ChartFile } from '../charts/painting.ts';
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
      .slot { width: 30%; }
      .share { width: 64px; }
      .step { display: none; color: var(--muted); font-size: var(--size-xs); }
      meter { width: 100%; height: 8px; }
      @container (max-width: 560px) {
        .slot { width: 34%; }
        .spark { display: none; }
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

  private readonly makeTrend = async (): Promise<ChartFile> => {
    const { paintBars } = await import('../charts/paint-bars.ts');
    const heads = ['From', 'Began', 'Got through', 'Share'];
    const rows = this.answer.trend.map(({ label, entered, converted }) => ({
      ...{ label, entered, converted, share: entered > 0 ? converted / entered : null },
    }));
    return {
      rows: [
        heads,
        ...rows.map((row) => [row.label, ...[row.entered, row.converted, row.share ?? ''].map(String)]),
      ],
      picture: paintBars(
        heads,
        rows.map(({ label, entered, converted, share }) => ({
          ...{ label: label.replace('T', ' '), share: share ?? 0 },
          cells: [abbreviate(entered), abbreviate(converted), formatShare(share)],
        })),
      ),
    };
  };

  private renderSplit() {
    const { splitBy } = this.answer;
    return html`<section class="card">
      <div class="card-head"><h2>Split</h2><select aria-label="Split by" @change=${this.handleSplit}>
        <option value="">by nothing</option>${SPLIT_DIMENSIONS.filter((name) => name !== 'visitor').map(
          (name) =>
            html`<option value=${name} ?selected=${name === this.split}>by ${DIMENSIONS[name].label.toLowerCase()}</option>`,
        )}</select>${splitBy === null ? '' : html`<heat-chart-files what="Funnel by ${dimensionSpec(splitBy).label.toLowerCase()}" about=${this.about} .make=${this.makeSplit}></heat-chart-files>`}</div>
      ${splitBy === null ? html`<p class="none">Compare how different visitors get through.</p>` : this.renderGroups(splitBy)}</section>`;
  }

  private renderTrend() {
    const { trend, interval } = this.answer;
    return html`<section class="card"><div class="card-head"><h2>Got through, over time</h2><heat-chart-files what="Funnel over time" about=${this.about} .make=${this.makeTrend}></heat-chart-files></div>
      <div class="body"><table><thead><tr><th scope="col" class="slot">${interval === 'hour' ? 'Hour' : 'From'}</th><th scope="col" class="num">Began</th><th scope="col" class="num">Got through</th><th scope="col" class="num share">Share</th><th class="spark"></th></tr></thead>
      <tbody>${trend.map(({ label, entered, converted }) => {
        const share = entered > 0 ? converted / entered : null;
        return html`<tr><td class="slot">${label.replace('T', ' ')}</td><td class="num">${abbreviate(entered)}</td><td class="num">${abbreviate(converted)}</td>
          <td class="num share">${formatShare(share)}</td><td class="spark"><meter min="0" max="1" .value=${share ?? 0} aria-label="Share that got through"></meter></td></tr>`;
      })}</tbody></table></div></section>`;
  }

  protected override render() {
    return html`${this.renderSplit()} ${this.renderTrend()}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'heat-funnel-tables': HeatFunnelTables;
  }
}
