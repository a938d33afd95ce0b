// A page under its map: device frame, wireframe, colours, fold and the words about what is pointed at.
// Measures its own width; the answer and the view are given.

import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { HeatmapAnswer } from '../../src/contract/api.ts';
import { count, formatNumber, formatShare } from '../format/number.ts';
import { baseStyles } from '../styles/shared.ts';
import { type FrameLayout, layoutFrame, type PlacedBox } from './frame-layout.ts';
import { borderOf, frameStyles, frameWidth, renderBar, roomOf } from './frame-parts.ts';
import './heat-canvas.ts';
import './heat-wireframe.ts';
import type { HeatWireframe } from './heat-wireframe.ts';
import { foldHeights, intensityCap } from './intensity.ts';
import { nounOf } from './map-kinds.ts';
import { type Plot, type PlotMode, projectPoints } from './project-points.ts';
import { styled } from './styled.ts';
import type { HeatView } from './view-options.ts';
import '../elements/heat-legend.ts';

/** Pages drawn smaller than this share of their size get smaller spots: their elements are smaller too. */
const FULL_SPOT_SCALE = 0.4;
const TIP_W = 220;
const TIP_H = 84;

/** Fires `box-pointed` and `box-chosen` {element: string | null} of its wireframe. */
@customElement('heat-map-frame')
export class HeatMapFrame extends LitElement {
  static override styles = [
    baseStyles,
    frameStyles,
    css`
      heat-wireframe, heat-canvas { position: absolute; inset: 0; }
      .fold { position: absolute; left: 0; right: 0; pointer-events: none; }
      .fold.band { background: color-mix(in oklab, var(--info) 7%, transparent); }
      .fold.line { border-top: 1px dashed var(--info); }
      .fold.line span {
        position: absolute; right: 6px; top: 3px; padding: 0 5px; border-radius: 3px; background: var(--surface); color: var(--info-text);
        font-size: 10px; line-height: 1.5;
      }
      .tip {
        position: absolute; left: var(--x); top: var(--y); z-index: 5; width: ${TIP_W}px; padding: var(--space-2) var(--space-3);
        border: 1px solid var(--line); border-radius: var(--radius); background: var(--raised); box-shadow: var(--shadow);
        font-size: var(--size-xs); pointer-events: none;
      }
      .tip b { display: block; font-weight: var(--weight-bold); font-size: var(--size-base); }
      .tip p + p { margin-top: 2px; }
    `,
  ];

  @query('.stage') private stage!: HTMLElement | null;
  @query('heat-wireframe') private wireframe!: HeatWireframe | null;

  @property({ attribute: false }) answer: HeatmapAnswer | null = null;
  /** Compared by content: a new object with the same view must not project and draw again. */
  @property({ attribute: false, hasChanged: (now, before) => JSON.stringify(now) !== JSON.stringify(before) })
  view!: HeatView;
  @property({ attribute: false }) plot: PlotMode = 'elements';
  @property({ attribute: false }) lit: string | null = null;
  @state() private roomPx = 0;

  private layout: FrameLayout | null = null;
  private projected: Plot = { points: [], placed: 0, unplaced: 0 };
  private cap = 1;
  private spotPx = 0;
  private readonly resizes = new ResizeObserver(() => this.measure());

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.stage) this.resizes.observe(this.stage);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.resizes.disconnect();
  }

  private measure(): void {
    if (!this.stage) return;
    this.roomPx = roomOf(this.stage);
  }

  /** Scrolls an element's box into view. */
  reveal(element: string): void {
    this.wireframe?.reveal(element);
  }

  protected override firstUpdated(): void {
    if (this.stage) this.resizes.observe(this.stage);
    this.measure();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!['answer', 'roomPx', 'plot', 'view'].some((name) => changed.has(name))) return;
    this.layout =
      this.answer && this.roomPx > 0
        ? layoutFrame(this.answer, frameWidth(layoutFrame(this.answer, this.roomPx), this.roomPx))
        : null;
    if (!this.layout || !this.answer) return;
    this.projected = projectPoints(this.answer, this.layout, this.plot);
    this.spotPx = this.view.radius * Math.min(1, Math.max(0.5, this.layout.scale / FULL_SPOT_SCALE));
    this.cap = intensityCap(this.projected.points, this.spotPx);
  }

  private describe(answer: HeatmapAnswer): string {
    const top = answer.elements
      .slice(0, 3)
      .map((element) => `${element.label} ${formatShare(element.share)}`);
    const tail = top.length > 0 ? ` Most on ${top.join(', ')}.` : '';
    return `Heatmap of ${count(answer.meta.total, nounOf(answer.kind))} on ${answer.page.path}.${tail} The list of elements has all numbers.`;
  }

  private readonly describeBox = (box: PlacedBox): string => {
    const element = this.answer?.elements.find(({ element: id }) => id === box.element);
    if (this.answer?.kind === 'move') return box.label;
    if (!element) return `${box.label}, no clicks of this kind`;
    return `${box.label}, ${count(element.count, 'click')}, ${formatShare(element.share)}`;
  };

  private renderFold(layout: FrameLayout, answer: HeatmapAnswer) {
    const [high, median, low] = foldHeights(answer.meta.folds, [0.1, 0.5, 0.9]);
    if (high === undefined || median === undefined || low === undefined || median >= layout.pageH)
      return nothing;
    const px = (height: number) => `${Math.round(Math.min(height, layout.pageH) * layout.scale)}px`;
    return html`
      <div class="fold band" ${styled({ top: px(high), height: px(low - high) })}></div>
      <div class="fold line" title="Lower edge of the first screen" ${styled({ top: px(median) })}
        ><span class="num">Fold, median ${formatNumber(median)} px</span></div>
    `;
  }

  private renderTip(layout: FrameLayout, answer: HeatmapAnswer) {
    const box = layout.boxes.find(({ element }) => element === this.lit);
    if (!box) return nothing;
    const rank = answer.elements.findIndex(({ element }) => element === box.element);
    const element = answer.elements[rank];
    const x = Math.min(Math.max(4, box.x), Math.max(4, layout.width - TIP_W - 4));
    const below = box.y + box.h + 6;
    const y = below + TIP_H < layout.height ? below : Math.max(4, box.y - TIP_H - 6);
    const place = { '--x': `${box.x}px`, '--y': `${box.y}px`, '--w': `${box.w}px`, '--h': `${box.h}px` };
    return html`<div class="ring" ${styled(place)}></div><div class="tip" ${styled({ '--x': `${x}px`, '--y': `${y}px` })}>
      <b class="truncate">${box.label}</b>
      <p class="num">${element ? html`${count(element.count, 'click')}, ${formatShare(element.share)} of this page` : answer.kind === 'move' ? nothing : 'No clicks of this kind'}</p>
      <p class="muted num">${element ? `Rank ${rank + 1} of ${answer.elements.length} · ` : nothing}${Math.round(box.w / layout.scale)} × ${Math.round(box.h / layout.scale)} px</p>
    </div>`;
  }

  private renderPage(layout: FrameLayout, answer: HeatmapAnswer) {
    return html`<div class="page" ${styled({ '--page-h': `${layout.height}px` })}>
      <heat-wireframe .layout=${layout} .lit=${this.lit} .describe=${this.describeBox}></heat-wireframe>
      <heat-canvas
        .points=${this.projected.points}
        .width=${layout.width}
        .height=${layout.height}
        .max=${this.cap}
        .radius=${this.spotPx}
        .opacity=${this.view.opacity / 100}
        .palette=${this.view.palette}
        .description=${this.describe(answer)}
      ></heat-canvas>
      ${this.renderFold(layout, answer)} ${this.renderTip(layout, answer)}
      <slot></slot>
    </div>`;
  }

  override render() {
    const { answer, layout } = this;
    return html`
      <div class="stage" tabindex="-1">
        ${
          answer && layout
            ? html`<div class="device ${layout.device}" ${styled({ '--frame-w': `${layout.width + borderOf(layout.device)}px` })}>
              ${renderBar(layout, answer.page)}
              ${this.renderPage(layout, answer)}
            </div>`
            : nothing
        }
      </div>
      <heat-legend .noun=${nounOf(answer?.kind ?? 'click')} ?hidden=${answer?.meta.total === 0} .palette=${this.view.palette} .max=${this.cap} .total=${answer?.meta.total ?? 0} .placed=${this.projected.placed}></heat-legend>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'heat-map-frame': HeatMapFrame;
  }
}
