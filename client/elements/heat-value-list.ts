// Values with bars behind the words, the largest first: of events, of properties, of anything that is counted.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { MetricRow } from '../../src/contract/metrics.ts';
import '../charts/heat-chart-files.ts';
import type { ChartFile } from '../charts/painting.ts';
import { abbreviate, count, formatNumber } from '../format/number.ts';
import { formatShares } from '../format/shares.ts';
import { styled } from '../heatmap/styled.ts';
import { baseStyles, cardStyles } from '../styles/shared.ts';
import './heat-change.ts';

/** Fires `value-chosen` {value} for rows when `isChoice` (bubbles). */
@customElement('heat-value-list')
export class HeatValueList extends LitElement {
  static override styles = [
    baseStyles,
    cardStyles,
    css`
      :host { display: block; min-width: 0; }
      .card { height: 100%; padding-bottom: var(--space-2); }
      .head { display: flex; align-items: center; justify-content: space-between; gap: var(--space-2); min-height: 46px; padding: 0 var(--space-4); }
      .head h2 { flex: none; }
      .head heat-chart-files { margin-left: auto; opacity: 0; transition: opacity var(--ease); }
      .card:hover heat-chart-files, .card:focus-within heat-chart-files { opacity: 1; }
      .head .unit { color: var(--muted); font-size: var(--size-xs); }
      li { padding: 0 var(--space-2); }
      .row {
        position: relative; display: flex; align-items: center; gap: var(--space-3); width: 100%; min-height: 32px; padding: 0 var(--space-2);
        border: 0; border-radius: var(--radius); background: none; color: inherit; font: inherit; text-align: left;
      }
      button.row { cursor: pointer; }
      button.row:hover { background: var(--hover); }
      .row::before { content: ''; position: absolute; inset: 3px auto 3px 0; width: max(2px, var(--share)); border-radius: 4px; background: var(--bar); }
      .row[aria-pressed='true'] { box-shadow: inset 0 0 0 1px var(--ember); }
      .row > * { position: relative; }
      .words { flex: 1; }
      .change { justify-content: end; min-width: 7ch; }
      .share { min-width: 4.5ch; color: var(--muted); text-align: right; }
      .value { min-width: 5ch; text-align: right; font-weight: var(--weight-medium); }
      .none { padding: 0 var(--space-4) var(--space-2); color: var(--muted); }
      /* There the files stay in sight: not between a column and what it counts. */
      @media (pointer: coarse) { .head { justify-content: start; } .head heat-chart-files { order: 1; opacity: 1; } .row { min-height: 40px; } }
    `,
  ];

  @property() heading = '';
  /** What the files are called, where that is more than the heading. */
  @property() what = '';
  /** Second line of the picture. */
  @property() about = '';
  /** What the numbers count: "Events". */
  @property() unit = '';
  @property({ attribute: false }) rows: readonly MetricRow[] = [];
  /** The same number of the time before, null where it is not known; null compares nothing. */
  @property({ attribute: false }) earlierOf: ((value: string) => number | null) | null = null;
  /** How many values there are besides, and what they count together. */
  @property({ attribute: false }) rest: { values: number; customs: number | null } | null = null;
  @property({ type: Boolean }) isChoice = false;
  @property({ attribute: false }) chosen: string | null = null;

  private handleChoice(value: string): void {
    this.dispatchEvent(new CustomEvent('value-chosen', { detail: { value }, bubbles: true, composed: true }));
  }

  private readonly makeFile = async (): Promise<ChartFile> => {
    const { paintBars } = await import('../charts/paint-bars.ts');
    const most = Math.max(1, ...this.rows.map(({ customs }) => customs ?? 0));
    const heads = [this.what || this.heading, this.unit, 'Visitors', 'Share'];
    const { earlierOf } = this;
    const shares = formatShares(this.rows.map(({ share }) => share));
    return {
      rows: [
        earlierOf ? [...heads, 'Before'] : heads,
        ...this.rows.map((row) => [
          row.value,
          ...[row.customs, row.visitors, row.share].map((cell) => String(cell ?? '')),
          ...(earlierOf ? [String(earlierOf(row.value) ?? '')] : []),
        ]),
      ],
      picture: paintBars(
        heads,
        this.rows.map((row, at) => ({
          ...{ label: row.value, share: (row.customs ?? 0) / most },
          cells: [abbreviate(row.customs ?? 0), abbreviate(row.visitors ?? 0), shares[at] ?? ''],
        })),
      ),
    };
  };

  private renderRow(row: MetricRow, most: number, said: string) {
    const customs = row.customs ?? 0;
    const title = `${row.value}: ${count(customs, 'event')} by ${count(row.visitors ?? 0, 'visitor')}`;
    const change = this.earlierOf
      ? html`<heat-change class="change" .now=${customs} .earlier=${this.earlierOf(row.value)} moreIs="neither"></heat-change>`
      : nothing;
    const cells = html`<span class="words truncate">${row.value}</span>${change}<span class="share num">${said}</span>
      <span class="value num">${abbreviate(customs)}</span>`;
    const share = styled({ '--share': `${(customs / most) * 100}%` });
    return this.isChoice
      ? html`<li><button class="row" ${share} title=${title} aria-pressed=${row.value === this.chosen} @click=${() => this.handleChoice(row.value)}>${cells}</button></li>`
      : html`<li><div class="row" ${share} title=${title}>${cells}</div></li>`;
  }

  protected override render() {
    const most = Math.max(1, ...this.rows.map(({ customs }) => customs ?? 0));
    const shares = formatShares(this.rows.map(({ share }) => share));
    return html`<section class="card" aria-label=${this.heading}>
      <div class="head"><h2>${this.heading}</h2><slot></slot><heat-chart-files what=${this.what || this.heading} about=${this.about} .make=${this.makeFile}></heat-chart-files><span class="unit">${this.unit}</span></div>
      ${this.rows.length === 0 ? html`<p class="none">Nothing in this range.</p>` : html`<ul>${this.rows.map((row, at) => this.renderRow(row, most, shares[at] ?? ''))}</ul>`}
      ${this.rest ? html`<p class="none num">${formatNumber(this.rest.values)} more, ${formatNumber(this.rest.customs ?? 0)} together</p>` : nothing}
    </section>`;
  }
}
