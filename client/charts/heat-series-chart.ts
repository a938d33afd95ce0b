// Series over time: lines with their comparison and notes, one label in focus by pointer or arrow keys, which read it
// out, the same as a table, and as a file. Draws what it is given and knows no report.

import { html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { icon } from '../elements/icons.ts';
import { abbreviate, formatNumber } from '../format/number.ts';
import { styled } from '../heatmap/styled.ts';
import { ThemeWatch } from '../state/theme-watch.ts';
import { baseStyles, buttonStyles } from '../styles/shared.ts';
import { type ChartModel, chartTable, notesAt } from './chart-model.ts';
import { chartStyles } from './chart-styles.ts';
import './heat-chart-files.ts';
import type { ChartFile } from './painting.ts';
import type { SeriesPlot } from './series-plot.ts';

const EMPTY: ChartModel = { labels: [], lines: [], notes: [] };

@customElement('heat-series-chart')
export class HeatSeriesChart extends LitElement {
  static override styles = [baseStyles, buttonStyles, chartStyles];

  private observer: ResizeObserver | null = null;
  private plot: SeriesPlot | null = null;

  @property({ attribute: false }) model: ChartModel = EMPTY;
  /** What is counted: "visitors". Title of the picture and name of the files. */
  @property() what = '';
  /** Second line of the picture: range and zone. */
  @property() about = '';
  /** Head of the first column of the table: "Day". */
  @property() head = 'Time';
  /** The newest slot is not over yet. */
  @property({ type: Boolean }) isOpen = false;
  /** How values are written in tooltip, axis and table. */
  @property({ attribute: false }) format: (value: number) => string = formatNumber;
  @property({ attribute: false }) formatTick: (value: number) => string = abbreviate;
  @state() private active: number | null = null;
  @state() private isTable = false;
  @state() private problem = '';

  @query('.plot') private readonly place!: HTMLElement | null;

  constructor() {
    super();
    new ThemeWatch(this, () => void this.draw());
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.observer = new ResizeObserver(() => this.handleResize());
    if (this.hasUpdated) void this.draw();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.observer?.disconnect();
    this.plot?.destroy();
    this.plot = null;
  }

  protected override updated(changed: Map<PropertyKey, unknown>): void {
    const redraws = ['model', 'isOpen', 'isTable', 'format', 'formatTick'] as const;
    if (redraws.some((name) => changed.has(name))) void this.draw();
  }

  private colorOf(token: string): string {
    // Custom properties hold light-dark(): only a real property tells which of the two it is.
    const probe = this.shadowRoot?.querySelector<HTMLElement>('.probe');
    if (!probe) return 'gray';
    probe.style.setProperty('color', `var(${token})`);
    return getComputedStyle(probe).color;
  }

  private async draw(): Promise<void> {
    const { model } = this;
    this.plot?.destroy();
    this.plot = null;
    if (this.isTable || model.labels.length === 0) return;
    try {
      nameLanguage();
      const { drawSeries } = await import('./series-plot.ts');
      const { place } = this;
      if (!this.isConnected || !place || this.model !== model || this.plot) return;
      const { width, height } = place.getBoundingClientRect();
      const font = `11px ${getComputedStyle(this).fontFamily}`;
      const { isOpen, formatTick } = this;
      this.plot = drawSeries(place, {
        ...{ model, isOpen, width, height, font, formatTick },
        colorOf: (token) => this.colorOf(token),
        onFocus: (index) => {
          this.active = index;
        },
      });
      this.observer?.observe(place);
      this.problem = '';
    } catch {
      this.problem = 'The chart did not arrive. The table shows the same numbers.';
    }
  }

  private handleResize(): void {
    const { place, plot } = this;
    if (!place || !plot) return;
    const { width, height } = place.getBoundingClientRect();
    if (width > 0) plot.resize(width, height);
  }

  private focusOn(index: number | null): void {
    this.active = index;
    this.plot?.focus(index);
  }

  private readonly handleFocus = (event: Event): void => {
    if ((event.target as Element).matches(':focus-visible'))
      this.focusOn(this.active ?? this.model.labels.length - 1);
  };

  private readonly handleKey = (event: KeyboardEvent): void => {
    const last = this.model.labels.length - 1;
    const now = this.active ?? last;
    const next = new Map([
      ['ArrowLeft', now - 1],
      ['ArrowDown', now - 1],
      ['ArrowRight', now + 1],
      ['ArrowUp', now + 1],
      ['PageUp', now - 7],
      ['PageDown', now + 7],
      ['Home', 0],
      ['End', last],
    ]).get(event.key);
    if (next === undefined) return;
    event.preventDefault();
    this.focusOn(Math.min(last, Math.max(0, next)));
  };

  private readonly handleTable = (): void => {
    this.isTable = !this.isTable;
    this.active = null;
  };

  private readonly makeFile = (): ChartFile => ({
    rows: chartTable(this.model, this.head, 'exact'),
    picture: this.plot?.canvas ?? null,
  });

  private describe(index: number): string {
    const label = this.model.labels[index];
    if (!label) return `No ${this.what}`;
    const said = this.model.lines.map(({ name, values }) => `${name} ${this.said(values[index])}`);
    const beside = (this.model.beside ?? []).map(
      ({ name, values }) => `${name} ${formatNumber(values[index] ?? 0)}`,
    );
    return [label.long, ...said, ...beside, ...notesAt(this.model, index)].join(', ');
  }

  private said(value: number | null | undefined): string {
    return value === null || value === undefined ? 'no value' : this.format(value);
  }

  private renderTip(index: number) {
    const { model, plot } = this;
    const label = model.labels[index];
    if (!label || !plot || !this.place) return nothing;
    const x = plot.leftOf(index);
    const isRight = x > this.place.clientWidth / 2;
    const left = isRight ? `calc(${x - 12}px - 100%)` : `${x + 12}px`;
    let hue = 0;
    return html`<div class="tip" ${styled({ '--x': left })} aria-hidden="true">
      <div class="muted">${label.long}${this.isOpen && index === model.labels.length - 1 ? ' (so far)' : ''}</div>
      <dl>${model.lines.map((line) => {
        if (!line.isBefore) hue += 1;
        const named = line.labels?.[index] ?? line.name;
        return html`<dt class=${line.isBefore ? 'was' : ''}><i class="hue hue-${hue} ${line.isBefore ? 'dashed' : ''}"></i>${named}</dt>
          <dd class=${line.isBefore ? 'was' : ''}>${this.said(line.values[index])}</dd>`;
      })}${(model.beside ?? []).map(({ name, values }) => html`<dt class="was">${name}</dt><dd class="was">${formatNumber(values[index] ?? 0)}</dd>`)}</dl>
      ${notesAt(model, index).map((text) => html`<p class="note">${icon('flag')}${text}</p>`)}
    </div>`;
  }

  /** Which line is which, where there are several, and what is not drawn as a line is everywhere. */
  private renderLegend() {
    const { lines, labels } = this.model;
    const named = lines.filter(({ isBefore }) => !isBefore);
    const hasBefore = lines.length > named.length;
    const isRinged = this.isOpen && labels.length > 1;
    if (named.length < 2 && !hasBefore && !isRinged) return nothing;
    return html`<ul class="legend" aria-label="Lines">
      ${named.length < 2 ? nothing : named.map(({ name }, at) => html`<li class="truncate"><i class="hue hue-${(at % 6) + 1}"></i>${name}</li>`)}
      ${hasBefore ? html`<li><i class="hue hue-1 dashed"></i>the same time before</li>` : nothing}
      ${isRinged ? html`<li><i class="ring ${named.length < 2 ? 'hue-1' : ''}"></i>not over yet</li>` : nothing}</ul>`;
  }

  /** Of a column of the table: drawn lines have the chart's own unit, what stands beside them is counted. */
  private cellOf(cell: string, column: number): string {
    const { lines, beside = [] } = this.model;
    if (cell === '' || column >= lines.length + beside.length) return cell;
    return column < lines.length ? this.format(Number(cell)) : formatNumber(Number(cell));
  }

  private renderTable() {
    const [head = [], ...rows] = chartTable(this.model, this.head, 'long');
    return html`<div class="table" tabindex="0"><table><caption class="visually-hidden">${this.what} over time</caption>
      <thead><tr>${head.map((cell) => html`<th scope="col">${cell}</th>`)}</tr></thead>
      <tbody>${rows.map(
        ([label, ...cells]) => html`<tr><th scope="row">${label}</th>
          ${cells.map((cell, at) => html`<td>${this.cellOf(cell, at)}</td>`)}</tr>`,
      )}</tbody></table></div>`;
  }

  private renderPlot() {
    const last = this.model.labels.length - 1;
    const index = this.active === null ? null : Math.min(this.active, last);
    return html`<div class="plot" role="slider" tabindex="0" aria-label="${this.what} over time" aria-orientation="horizontal"
        aria-valuemin="0" aria-valuemax=${Math.max(0, last)} aria-valuenow=${index ?? Math.max(0, last)}
        aria-valuetext=${this.describe(index ?? last)}
        @focus=${this.handleFocus} @blur=${() => this.focusOn(null)} @keydown=${this.handleKey}></div>
      ${index === null ? nothing : this.renderTip(index)}`;
  }

  protected override render() {
    return html`<div class="tools">
        <slot></slot>${this.renderLegend()}
        ${this.problem ? html`<span class="muted" role="status">${this.problem}</span>` : nothing}
        <button class="button quiet" aria-pressed=${this.isTable} @click=${this.handleTable}>${this.isTable ? 'Chart' : 'Table'}</button>
        <heat-chart-files what=${this.what} about=${this.about} ?isTable=${this.isTable} .make=${this.makeFile}></heat-chart-files>
      </div>
      <span class="probe" aria-hidden="true"></span>
      <div class="frame">${this.isTable ? this.renderTable() : this.renderPlot()}</div>`;
  }
}

/** uPlot asks for the browser's language as it loads, and fails where that is none ("en-US@posix"). */
function nameLanguage(): void {
  try {
    Intl.getCanonicalLocales(navigator.language);
  } catch {
    Object.defineProperty(navigator, 'language', { value: 'en', configurable: true });
  }
}
