// Sessions split by one dimension: a list with bars behind the words. A row filters everything by its value.

import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { BreakdownRow } from '../../src/contract/api.ts';
import type { SplitDimension } from '../../src/contract/dimensions.ts';
import '../charts/heat-chart-files.ts';
import type { ChartFile } from '../charts/painting.ts';
import { valueLabel } from '../format/filter.ts';
import { abbreviate, count, formatShare } from '../format/number.ts';
import { countryFlag } from '../format/place.ts';
import { styled } from '../heatmap/styled.ts';
import { baseStyles, cardStyles } from '../styles/shared.ts';

/** Fires `value-chosen` with `{dimension, value}` (bubbles). */
@customElement('heat-breakdown')
export class HeatBreakdown extends LitElement {
  static override styles = [
    baseStyles,
    cardStyles,
    css`
      :host { display: block; min-width: 0; }
      .card { height: 100%; padding-bottom: var(--space-2); }
      .head { padding: var(--space-3) var(--space-4) var(--space-2); display: flex; justify-content: space-between; align-items: baseline; }
      .head heat-chart-files { margin: -8px 0 -8px auto; opacity: 0; transition: opacity var(--ease); }
      .card:hover heat-chart-files, .card:focus-within heat-chart-files { opacity: 1; }
      .head .unit { color: var(--muted); font-size: var(--size-xs); }
      li { padding: 0 var(--space-2); }
      .row {
        position: relative; display: flex; align-items: center; gap: var(--space-3); width: 100%; min-height: 30px; padding: 0 var(--space-2);
        border: 0; border-radius: var(--radius); background: none; color: inherit; font: inherit; text-align: left;
      }
      button { cursor: pointer; }
      .row::before {
        content: ''; position: absolute; inset: 2px auto 2px 0; width: max(2px, var(--share)); border-radius: 4px; background: var(--bar);
        transition: width var(--ease);
      }
      button:hover { background: var(--hover); }
      .row > * { position: relative; }
      .words { flex: 1; }
      .share { color: var(--muted); opacity: 0; transition: opacity var(--ease); }
      .row:hover .share, .row:focus-visible .share { opacity: 1; }
      .value { min-width: 4ch; text-align: right; font-weight: var(--weight-medium); }
      .none { padding: var(--space-2) var(--space-4); color: var(--muted); }
      /* There the files stay in sight: not between a column and what it counts. */
      @media (pointer: coarse) { .head { justify-content: start; gap: var(--space-2); } .head heat-chart-files { order: 1; opacity: 1; } .row { min-height: 40px; } .share { opacity: 1; } }
    `,
  ];

  @property() heading = '';
  @property() dimension: SplitDimension = 'source';
  @property({ attribute: false }) rows: readonly BreakdownRow[] = [];
  /** Nothing can be chosen: the reader may not filter. */
  @property({ type: Boolean }) still = false;
  /** Second line of the picture. */
  @property() about = '';

  private handleChoice(value: string): void {
    const detail = { dimension: this.dimension, value };
    this.dispatchEvent(new CustomEvent('value-chosen', { detail, bubbles: true, composed: true }));
  }

  private readonly makeFile = async (): Promise<ChartFile> => {
    const { paintBars } = await import('../charts/paint-bars.ts');
    const most = Math.max(1, ...this.rows.map((row) => row.sessions));
    const heads = [this.heading, 'Sessions', 'Visitors', 'Share'];
    return {
      rows: [
        heads,
        ...this.rows.map((row) => [row.value, ...[row.sessions, row.visitors, row.share].map(String)]),
      ],
      picture: paintBars(
        heads,
        this.rows.map((row) => ({
          label: valueLabel(this.dimension, row.value),
          share: row.sessions / most,
          cells: [abbreviate(row.sessions), abbreviate(row.visitors), formatShare(row.share)],
        })),
      ),
    };
  };

  private renderRow(row: BreakdownRow, most: number) {
    const label = valueLabel(this.dimension, row.value);
    const flag = this.dimension === 'country' ? countryFlag(row.value) : '';
    const share = styled({ '--share': `${(row.sessions / most) * 100}%` });
    const counted = `${count(row.sessions, 'session')}, ${count(row.visitors, 'visitor')}`;
    const words = html`<span class="words truncate">${flag ? html`<span aria-hidden="true">${flag} </span>` : ''}${label}</span>
      <span class="share num">${formatShare(row.share)}</span><span class="value num">${abbreviate(row.sessions)}</span>`;
    if (this.still)
      return html`<li><div class="row" ${share} title="${label}: ${counted}">${words}</div></li>`;
    return html`<li><button class="row" ${share} @click=${() => this.handleChoice(row.value)} title="Only sessions with ${label}: ${counted}">${words}</button></li>`;
  }

  protected override render() {
    const most = Math.max(1, ...this.rows.map((row) => row.sessions));
    return html`<section class="card" aria-label=${this.heading}>
      <div class="head"><h2>${this.heading}</h2><heat-chart-files what=${this.heading} about=${this.about} .make=${this.makeFile}></heat-chart-files><span class="unit">Sessions</span></div>
      ${
        this.rows.length === 0
          ? html`<p class="none">Nothing in this range.</p>`
          : html`<ul>${this.rows.map((row) => this.renderRow(row, most))}</ul>`
      }
    </section>`;
  }
}
