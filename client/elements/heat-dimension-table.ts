// A scope split by any dimension, with every metric: the largest values, the rest, and shares. A row filters
// everything by its value.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { SplitDimension } from '../../src/contract/dimensions.ts';
import {
  type BreakdownAnswer,
  METRICS,
  type Metric,
  type MetricRow,
  metricsOfSplit,
  SPLIT_NAMES,
  type Split,
  splitLabel,
} from '../../src/contract/metrics.ts';
import '../charts/heat-chart-files.ts';
import type { ChartFile } from '../charts/painting.ts';
import { fetchBreakdown } from '../data/metrics.ts';
import { valueLabel } from '../format/filter.ts';
import { formatMetric } from '../format/metric.ts';
import { formatNumber } from '../format/number.ts';
import { formatShares } from '../format/shares.ts';
import { styled } from '../heatmap/styled.ts';
import { Resource } from '../state/resource.ts';
import { type Scope, writeScope } from '../state/scope.ts';
import { baseStyles, buttonStyles, cardStyles, formStyles } from '../styles/shared.ts';
import './heat-state.ts';

const ROWS = [10, 50, 250] as const;
const WHOLE_METRICS: readonly Metric[] = [
  ...([
    'sessions',
    'visitors',
    'pageviews',
    'customs',
    'bounceRate',
    'medianDurationMs',
    'valueSum',
  ] as const),
];

/** Fires `value-chosen` {dimension, value} and `dimension-chosen` {dimension} (both bubble). */
@customElement('heat-dimension-table')
export class HeatDimensionTable extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    cardStyles,
    formStyles,
    css`
      :host { display: block; }
      .card { overflow: hidden; }
      .head { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-2) var(--space-3); padding: var(--space-3) var(--space-4); border-bottom: 1px solid var(--line); }
      .head select { width: auto; max-width: 60%; }
      .head heat-chart-files { margin-left: auto; }
      .scroll { overflow-x: auto; }
      table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
      th, td { padding: 0 var(--space-3); height: 36px; text-align: right; white-space: nowrap; font-weight: 400; border-bottom: 1px solid var(--line); }
      th:first-child { padding-left: var(--space-4); }
      tr:last-child > * { border-bottom: 0; }
      thead th { color: var(--muted); font-size: var(--size-xs); font-weight: var(--weight-medium); }
      th:first-child { width: 40%; min-width: 180px; max-width: 0; text-align: left; }
      tbody th { position: relative; }
      tbody th::before { content: ''; position: absolute; z-index: 0; inset: 4px auto 4px var(--space-2); width: calc(var(--share) * (100% - var(--space-4))); border-radius: 4px; background: var(--bar); }
      tbody th > * { position: relative; max-width: 100%; }
      .pick { padding: 0; border: 0; background: none; color: inherit; font: inherit; text-align: left; cursor: pointer; }
      .pick:hover { text-decoration: underline; }
      .order { padding: 0; border: 0; background: none; color: inherit; font: inherit; cursor: pointer; }
      .order[aria-pressed='true'] { color: var(--ink); font-weight: var(--weight-bold); }
      .rest td, .rest th { color: var(--muted); }
      .foot { display: flex; justify-content: center; padding: var(--space-3); border-top: 1px solid var(--line); }
      .stale { opacity: 0.6; }
      @media (pointer: coarse) { .pick, .order { min-height: 36px; } }
      @media (max-width: 640px) { .wide { display: none; } th:first-child { min-width: 120px; } }
    `,
  ];

  private readonly answer = new Resource<BreakdownAnswer>(this, {
    key: () =>
      JSON.stringify([
        this.projectId,
        this.dimension,
        this.order,
        this.limit,
        writeScope({ ...this.scope, compare: true, device: null }),
      ]),
    load: (signal) => {
      const metric = this.order === null ? {} : { metric: this.order };
      const question = { scope: this.scope, dimension: this.dimension, limit: this.limit, ...metric };
      return fetchBreakdown(this.projectId, question, signal);
    },
  });

  @property() projectId = '';
  @property({ attribute: false }) scope!: Scope;
  @property() dimension: Split = 'page';
  /** Second line of the picture. */
  @property() about = '';
  @state() private order: Metric | null = null;
  @state() private limit: number = ROWS[0];

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (!changed.has('dimension')) return;
    this.order = null;
    this.limit = ROWS[0];
  }

  private get columns(): readonly Metric[] {
    const known = metricsOfSplit(this.dimension);
    return known.length <= 4 ? known : WHOLE_METRICS;
  }

  private tell(name: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  private readonly handleDimension = (event: Event): void => {
    this.tell('dimension-chosen', { dimension: (event.target as HTMLSelectElement).value });
  };

  private readonly makeFile = async (): Promise<ChartFile> => {
    const { paintBars } = await import('../charts/paint-bars.ts');
    const { value } = this.answer;
    const rows = value
      ? [...value.items, ...(value.other ? [{ ...value.other, value: `${value.other.values} more` }] : [])]
      : [];
    const names = metricsOfSplit(this.dimension);
    const label = splitLabel(this.dimension);
    const metric = value?.metric ?? this.columns[0] ?? 'sessions';
    const most = Math.max(0, ...(value?.items ?? []).map((row) => row[metric] ?? 0));
    const shares = formatShares(rows.map(({ share }) => share));
    return {
      rows: [
        [label, ...names.map((name) => METRICS[name].label)],
        ...rows.map((row) => [row.value, ...names.map((name) => String(row[name] ?? ''))]),
      ],
      picture: paintBars(
        [label, ...this.columns.map((name) => METRICS[name].label), 'Share'],
        rows.map((row, at) => ({
          label: valueLabel(this.dimension as SplitDimension, row.value),
          share: most > 0 ? (row[metric] ?? 0) / most : 0,
          cells: [...this.columns.map((name) => formatMetric(name, row[name])), shares[at] ?? ''],
        })),
      ),
    };
  };

  private renderRow(row: MetricRow, { metric, most, said }: { metric: Metric; most: number; said: string }) {
    const label = valueLabel(this.dimension as SplitDimension, row.value);
    const share = most > 0 ? (row[metric] ?? 0) / most : 0;
    const canFilter = this.dimension !== 'property';
    return html`<tr>
      <th scope="row" ${styled({ '--share': String(Math.max(0, Math.min(1, share))) })}>${
        canFilter
          ? html`<button class="pick truncate" title="Only sessions with ${label}" @click=${() => this.tell('value-chosen', { dimension: this.dimension, value: row.value })}>${label}</button>`
          : html`<span class="truncate">${label}</span>`
      }</th>
      ${this.renderCells(row)}<td class="muted">${said}</td></tr>`;
  }

  private renderCells(row: MetricRow) {
    return this.columns.map(
      (name, at) => html`<td class=${at > 1 ? 'wide' : ''}>${formatMetric(name, row[name])}</td>`,
    );
  }

  private renderHead() {
    const canOrder = (name: Metric): boolean => !['bounceRate', 'medianDurationMs'].includes(name);
    const order = this.answer.value?.metric ?? this.columns[0];
    return html`<thead><tr><th scope="col">${splitLabel(this.dimension)}</th>${this.columns.map(
      (name, at) => {
        const { label } = METRICS[name];
        return html`<th scope="col" class=${at > 1 ? 'wide' : ''}>${
          canOrder(name)
            ? html`<button class="order" aria-pressed=${name === order} title="Most ${label.toLowerCase()} first" @click=${() => {
                this.order = name;
              }}>${label}</button>`
            : label
        }</th>`;
      },
    )}<th scope="col">Share</th></tr></thead>`;
  }

  private renderTable({ items, other, total, metric }: BreakdownAnswer) {
    if (items.length === 0)
      return html`<heat-state status="empty" heading="Nothing in this range" detail="No session has a value here."></heat-state>`;
    const most = Math.max(0, ...items.map((row) => row[metric] ?? 0));
    const next = ROWS.find((rows) => rows > this.limit);
    const shares = formatShares([...items, ...(other ? [other] : [])].map(({ share }) => share));
    return html`<div class="scroll"><table>${this.renderHead()}
      <tbody>${items.map((row, at) => this.renderRow(row, { metric, most, said: shares[at] ?? '' }))}
        ${other ? html`<tr class="rest"><th scope="row"><span>${formatNumber(other.values)} more</span></th>${this.renderCells(other)}<td class="muted">${shares.at(-1)}</td></tr>` : nothing}
      </tbody></table></div>
      ${
        other && next
          ? html`<div class="foot"><button class="button" @click=${() => {
              this.limit = next;
            }}>${total <= next ? `Show all ${formatNumber(total)}` : `Show ${formatNumber(next)} of ${formatNumber(total)}`}</button></div>`
          : nothing
      }`;
  }

  private renderAnswer() {
    const { value, error, isSlow, isStale } = this.answer;
    if (error !== null)
      return html`<heat-state status="error" .error=${error} heading="The breakdown could not be loaded" @retried=${() => this.answer.retry()}></heat-state>`;
    if (value === null || isSlow) return html`<heat-state .lines=${ROWS[0]}></heat-state>`;
    return html`<div class=${isStale ? 'stale' : ''} aria-busy=${isStale}>${this.renderTable(value)}</div>`;
  }

  protected override render() {
    const names: Split[] = [...SPLIT_NAMES];
    if (!names.includes(this.dimension)) names.push(this.dimension);
    return html`<section class="card" aria-label="Break down">
      <div class="head"><h2>Break down by</h2>
        <select aria-label="Dimension" .value=${this.dimension} @change=${this.handleDimension}>
          ${names.map((name) => html`<option value=${name} ?selected=${name === this.dimension}>${splitLabel(name)}</option>`)}</select>
        <heat-chart-files what="By ${splitLabel(this.dimension).toLowerCase()}" about=${this.about} .make=${this.makeFile}></heat-chart-files></div>
      ${this.renderAnswer()}
    </section>`;
  }
}
