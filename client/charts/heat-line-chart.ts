// A series over time as a line with its area, the comparison dashed behind it, and one point in focus:
// by pointer, or by arrow keys, which read it out. Draws what it is given and knows no report.

import { css, html, LitElement, nothing, svg } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { abbreviate, formatNumber } from '../format/number.ts';
import { styled } from '../heatmap/styled.ts';
import { baseStyles } from '../styles/shared.ts';
import { areaPath, type Frame, indexAt, labelStep, linePath, niceTicks, xAt, yAt } from './scale.ts';

export type ChartPoint = {
  /** Under the axis. */
  short: string;
  /** In the tooltip. */
  long: string;
  value: number;
  /** The value of the comparison at this place, and its date; null without one. */
  before: number | null;
  beforeLong: string | null;
};

const MARGIN = { left: 44, right: 12, top: 12, bottom: 26 };

@customElement('heat-line-chart')
export class HeatLineChart extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host { display: block; position: relative; height: var(--chart-height, 260px); }
      svg { width: 100%; height: 100%; overflow: visible; touch-action: pan-y; }
      svg:focus-visible { outline-offset: 4px; }
      .grid { stroke: var(--line); stroke-width: 1; shape-rendering: crispEdges; }
      text { fill: var(--muted); font: 400 11px var(--font); font-variant-numeric: tabular-nums; }
      .line { fill: none; stroke: var(--series-1); stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
      .open { stroke-dasharray: 2 4; }
      .area { fill: var(--series-1); opacity: 0.09; }
      .before { fill: none; stroke: var(--series-1); stroke-width: 1.5; stroke-dasharray: 4 4; opacity: 0.45; }
      .cross { stroke: var(--line-strong); stroke-width: 1; stroke-dasharray: 2 3; }
      .dot { fill: var(--series-1); stroke: var(--surface); stroke-width: 2; }
      .tip {
        position: absolute; z-index: 5; top: 0; left: 0; translate: var(--x) var(--y); width: max-content; max-width: 240px;
        padding: var(--space-2) var(--space-3); pointer-events: none;
        background: var(--raised); border: 1px solid var(--line); border-radius: var(--radius); box-shadow: var(--shadow);
        font-size: var(--size-xs);
      }
      .tip dl { display: grid; grid-template-columns: auto 1fr; gap: 2px var(--space-3); margin-top: 2px; }
      .tip dd { text-align: right; font-weight: var(--weight-bold); font-variant-numeric: tabular-nums; }
      .tip .was { font-weight: 400; color: var(--muted); }
      @media (max-width: 640px) { :host { height: var(--chart-height, 220px); } }
    `,
  ];

  private observer: ResizeObserver | null = null;

  @property({ attribute: false }) points: readonly ChartPoint[] = [];
  /** What is counted: "visitors". */
  @property() what = '';
  /** The last point's slot is not over yet: its line is dotted. */
  @property({ type: Boolean }) isOpen = false;
  @state() private width = 0;
  @state() private height = 0;
  @state() private active: number | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    this.observer = new ResizeObserver(([entry]) => {
      if (!entry) return;
      this.width = Math.round(entry.contentRect.width);
      this.height = Math.round(entry.contentRect.height);
    });
    this.observer.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.observer?.disconnect();
  }

  private get frame(): Frame {
    return {
      left: MARGIN.left,
      top: MARGIN.top,
      width: Math.max(1, this.width - MARGIN.left - MARGIN.right),
      height: Math.max(1, this.height - MARGIN.top - MARGIN.bottom),
    };
  }

  private readonly handleMove = (event: PointerEvent): void => {
    const { left } = this.getBoundingClientRect();
    this.active = indexAt(event.clientX - left, this.points.length, this.frame);
  };

  private readonly handleLeave = (): void => {
    this.active = null;
  };

  private readonly handleFocus = (event: Event): void => {
    if ((event.target as Element).matches(':focus-visible')) this.active ??= this.points.length - 1;
  };

  private readonly handleKey = (event: KeyboardEvent): void => {
    const last = this.points.length - 1;
    const now = this.active ?? last;
    const next = new Map([
      ['ArrowLeft', now - 1],
      ['ArrowDown', now - 1],
      ['ArrowRight', now + 1],
      ['ArrowUp', now + 1],
      ['Home', 0],
      ['End', last],
    ]).get(event.key);
    if (next === undefined) return;
    event.preventDefault();
    this.active = Math.min(last, Math.max(0, next));
  };

  private describe(index: number): string {
    const point = this.points[index];
    if (!point) return `No ${this.what}`;
    const before = point.before === null ? '' : `, ${formatNumber(point.before)} before`;
    return `${point.long}: ${formatNumber(point.value)} ${this.what}${before}`;
  }

  private renderAxes(frame: Frame, ticks: number[], top: number) {
    const step = labelStep(this.points.length, frame.width, 64);
    return svg`
      ${ticks.map((tick) => {
        const y = Math.round(yAt(tick, top, frame));
        return svg`<line class="grid" x1=${frame.left} x2=${frame.left + frame.width} y1=${y} y2=${y} />
          <text x=${frame.left - 10} y=${y + 4} text-anchor="end">${abbreviate(tick)}</text>`;
      })}
      ${this.points.map((point, index) =>
        index % step === 0
          ? svg`<text x=${xAt(index, this.points.length, frame)} y=${frame.top + frame.height + 19} text-anchor=${this.anchor(index)}>${point.short}</text>`
          : nothing,
      )}`;
  }

  /** The outermost labels stay inside the frame. */
  private anchor(index: number): string {
    const { length } = this.points;
    if (length > 1 && index === 0) return 'start';
    return length > 1 && index === length - 1 ? 'end' : 'middle';
  }

  private renderSeries(frame: Frame, top: number) {
    const { length } = this.points;
    const now = this.points.map(
      (point, index) => [xAt(index, length, frame), yAt(point.value, top, frame)] as const,
    );
    const before = this.points.flatMap(({ before }, index) =>
      before === null ? [] : [[xAt(index, length, frame), yAt(before, top, frame)] as const],
    );
    const settled = this.isOpen ? now.slice(0, -1) : now;
    const only = length === 1 ? now[0] : undefined;
    return svg`
      <path class="area" d=${areaPath(now, frame.top + frame.height)} />
      ${before.length > 1 ? svg`<path class="before" d=${linePath(before)} />` : nothing}
      <path class="line" d=${linePath(settled)} />
      ${this.isOpen ? svg`<path class="line open" d=${linePath(now.slice(-2))} />` : nothing}
      ${only ? svg`<circle class="dot" r="5" cx=${only[0]} cy=${only[1]} />` : nothing}`;
  }

  private renderFocus(frame: Frame, top: number, point: ChartPoint, index: number) {
    const x = xAt(index, this.points.length, frame);
    return svg`<line class="cross" x1=${x} x2=${x} y1=${frame.top} y2=${frame.top + frame.height} />
      <circle class="dot" r="5" cx=${x} cy=${yAt(point.value, top, frame)} />`;
  }

  private renderTip(frame: Frame, point: ChartPoint, index: number) {
    const x = xAt(index, this.points.length, frame);
    const isRight = x > frame.left + frame.width / 2;
    const place = { '--x': isRight ? `calc(${x - 12}px - 100%)` : `${x + 12}px`, '--y': `${frame.top}px` };
    return html`<div class="tip" ${styled(place)} aria-hidden="true">
      <div class="muted">${point.long}${this.isOpen && index === this.points.length - 1 ? ' (so far)' : ''}</div>
      <dl><dt>${this.what}</dt><dd>${formatNumber(point.value)}</dd>
        ${point.before === null ? nothing : html`<dt class="was">${point.beforeLong}</dt><dd class="was">${formatNumber(point.before)}</dd>`}</dl>
    </div>`;
  }

  protected override render() {
    const { points, frame } = this;
    const ticks = niceTicks(Math.max(0, ...points.map(({ value, before }) => Math.max(value, before ?? 0))));
    const top = ticks.at(-1) ?? 1;
    const last = points.length - 1;
    const index = this.active === null ? null : Math.min(this.active, last);
    const point = index === null ? undefined : points[index];
    return html`
      <svg role="slider" tabindex="0" aria-label="${this.what} over time" aria-orientation="horizontal"
        aria-valuemin="0" aria-valuemax=${Math.max(0, last)} aria-valuenow=${index ?? Math.max(0, last)}
        aria-valuetext=${this.describe(index ?? last)}
        @pointermove=${this.handleMove} @pointerdown=${this.handleMove} @pointerleave=${this.handleLeave}
        @focus=${this.handleFocus} @blur=${this.handleLeave} @keydown=${this.handleKey}>
        ${this.width > 0 ? svg`${this.renderAxes(frame, ticks, top)}${this.renderSeries(frame, top)}` : nothing}
        ${point && index !== null ? this.renderFocus(frame, top, point, index) : nothing}
      </svg>
      ${point && index !== null ? this.renderTip(frame, point, index) : nothing}`;
  }
}
