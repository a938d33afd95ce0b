// A page under its map: snapshot or wireframe in its device, colours, fold and the words about what is pointed at. Of two
// scopes it draws what differs. The answer and the view are given.

import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { HeatmapAnswer, HeatmapElement } from '../../src/contract/api.ts';
import type { HeatmapReport } from '../../src/contract/compare-answer.ts';
import { OFFSET_BINS } from '../../src/contract/element.ts';
import { type FrameLayout, layoutFrame, type PlacedBox } from '../../src/contract/frame-layout.ts';
import { intensityCap, type PlotPoint } from '../../src/contract/intensity.ts';
import type { SnapshotContent } from '../../src/contract/snapshot.ts';
import { count, formatNumber, formatShare } from '../format/number.ts';
import { baseStyles } from '../styles/shared.ts';
import { type DifferenceField, differenceField, differenceMap, faintUnlessSure } from './difference-field.ts';
import {
  describeDifference,
  differenceStyles,
  renderDifferences,
  renderDifferenceTip,
} from './difference-marks.ts';
import { edgeNear } from './edge-near.ts';
import { borderOf, frameStyles, frameWidth } from './frame-parts.ts';
import type { HeatCanvas } from './heat-canvas.ts';
import './heat-canvas.ts';
import './heat-device.ts';
import type { HeatDevice, RoomChanged } from './heat-device.ts';
import './heat-difference-canvas.ts';
import type { PageSettled, SettledPage } from './heat-page-view.ts';
import './heat-placement.ts';
import './heat-wireframe.ts';
import { type Plot, type PlotMode, projectPoints } from '../../src/contract/project-points.ts';
import type { HeatWireframe } from './heat-wireframe.ts';
import { foldHeights } from './intensity.ts';
import { nounOf, sentenceOfMap } from './map-kinds.ts';
import { frameOfPage, plotOfPage, wireframePoints } from './page-frame.ts';
import { type DrawnPoint, pagePoints } from './place-elements.ts';
import { styled } from './styled.ts';
import { type PlacementTold, tellBoxes, tellFound } from './tell-placement.ts';
import type { HeatView } from './view-options.ts';
import '../elements/heat-difference-legend.ts';
import '../elements/heat-legend.ts';
import { readablePath } from '../format/path.ts';

/** Pages drawn smaller than this share of their size get smaller spots: their elements are smaller too. */
const FULL_SPOT_SCALE = 0.4;
/** Height of the fold's label with its distance, frame px. */
const FOLD_LABEL_PX = 22;
const TIP_W = 220;
const TIP_H = 84;

/**
 * The map element. Fires `box-pointed` and `box-chosen` {element: string | null} of its boxes, and `page-settled` as
 * heat-page-view does. drawnPoints() tells where its dots are.
 */
@customElement('heat-map-frame')
export class HeatMapFrame extends LitElement {
  static override styles = [
    baseStyles,
    frameStyles,
    differenceStyles,
    css`
      heat-wireframe, heat-canvas, heat-difference-canvas { position: absolute; inset: 0; }
      .fold { position: absolute; left: 0; right: 0; pointer-events: none; }
      .fold.band { background: color-mix(in oklab, var(--info) 7%, transparent); }
      .fold.line { border-top: 1px dashed var(--info); }
      .fold.line span {
        position: absolute; right: 6px; top: 3px; padding: 0 5px; border-radius: 3px; background: var(--surface); color: var(--info-text);
        font-size: 10px; line-height: 1.5;
      }
      .fold.line.at-end span { top: auto; bottom: 3px; }
      .tip {
        position: absolute; left: var(--x); top: var(--y); z-index: 5; width: ${TIP_W}px; padding: var(--space-2) var(--space-3);
        border: 1px solid var(--line); border-radius: var(--radius); background: var(--raised); box-shadow: var(--shadow);
        font-size: var(--size-xs); pointer-events: none;
      }
      .tip b { display: block; font-weight: var(--weight-bold); font-size: var(--size-base); }
      .tip p + p { margin-top: 2px; }
    `,
  ];

  @query('heat-wireframe') private wireframe!: HeatWireframe | null;
  @query('heat-device') private device!: HeatDevice | null;
  @query('heat-canvas, heat-difference-canvas') private colours!: HeatCanvas | null;

  @property({ attribute: false }) answer: HeatmapReport | null = null;
  /** Compared by content: a new object with the same view must not project and draw again. */
  @property({ attribute: false, hasChanged: (now, before) => JSON.stringify(now) !== JSON.stringify(before) })
  view!: HeatView;
  @property({ attribute: false }) plot: PlotMode = 'elements';
  @property({ attribute: false }) lit: string | null = null;
  /** The page under the map as its owner took it; without one the wireframe is drawn. */
  @property({ attribute: false }) content: SnapshotContent | null = null;
  /** Width at which it is laid out, CSS px. */
  @property({ type: Number }) pageWidth = 0;
  /** Whether there is a snapshot is not known yet. */
  @property({ type: Boolean }) pending = false;
  @state() private laidOut: SettledPage | null = null;
  @state() private roomPx = 0;

  private layout: FrameLayout | null = null;
  private waiting: (() => void)[] = [];
  private projected: Plot = { points: [], placed: 0, unplaced: 0 };
  private cap = 1;
  private spotPx = 0;
  /** What is drawn: the answer, or where it compares, differences of shares in its place. */
  private drawn: HeatmapReport | null = null;
  private field: DifferenceField | null = null;
  /** What the badge says; null without one. */
  private told: PlacementTold | null = null;

  /**
   * Where the clicks of this map are, once the layout has settled: element id (the same in every map of the project),
   * CSS px of the page as it is laid out under the map at scroll 0, clicks, and what became of the element. Only points
   * whose state is `placed` are drawn; `unsure` ones stand on the best candidate, `gone` ones nowhere (NaN). Elements
   * that are covered or hidden at this width have no point. Of two scopes weights are differences of shares.
   */
  async drawnPoints(): Promise<DrawnPoint[]> {
    await this.updateComplete;
    while (!this.isSettled) await new Promise<void>((resolve) => this.waiting.push(resolve));
    const { drawn, layout, laidOut, content } = this;
    if (!drawn || !layout) return [];
    return content && laidOut ? pagePoints(laidOut.elements, laidOut.places) : wireframePoints(drawn, layout);
  }

  /** The map as it is shown, the whole page of it, as a PNG. `scope` says in words what it was asked for. */
  async picture(scope: string): Promise<Blob> {
    await this.drawnPoints();
    const { answer, layout, content, cap, view } = this;
    if (!answer || !layout) throw new Error('There is no map yet.');
    const [fold] = foldHeights(answer.meta.folds, [0.5]);
    const noun = nounOf(answer.kind);
    const { drawPicture } = await import('./draw-picture.ts');
    return drawPicture({
      title: sentenceOfMap(answer),
      scope,
      legend: answer.comparison ? 'Difference of shares' : `1 to ${formatNumber(cap)}+ ${noun}s per spot`,
      ground: content
        ? `The page as its snapshot has it, ${this.pageWidth} px wide`
        : 'Boxes as the tracker saw them, not the page itself',
      layout,
      page: content ? (this.device?.pageDocument ?? null) : null,
      heat: this.colours?.renderRoot.querySelector('canvas') ?? null,
      opacity: view.opacity / 100,
      foldPx: fold !== undefined && fold < layout.pageH ? fold : null,
      palette: answer.comparison ? null : view.palette,
    });
  }

  private get isSettled(): boolean {
    if (!this.answer || !this.layout || this.pending) return false;
    return this.content === null || this.isLaidOut;
  }

  /** Whether the page under the colours is dark; the wireframe is as the dashboard is. */
  private get isOnDark(): boolean | null {
    return this.content && this.laidOut ? this.laidOut.isDark : null;
  }

  /** Whether what was laid out last is what is asked for now. */
  private get isLaidOut(): boolean {
    const { laidOut, drawn, content } = this;
    return (
      laidOut?.content === content &&
      laidOut?.size.width === this.pageWidth &&
      laidOut?.elements === drawn?.elements
    );
  }

  private readonly handleRoom = ({ detail }: RoomChanged): void => {
    this.roomPx = detail.roomPx;
  };

  private readonly handleSettled = ({ detail }: PageSettled): void => {
    this.laidOut = detail;
    this.dispatchEvent(new CustomEvent('page-settled', { detail }));
  };

  protected override updated(): void {
    if (this.isSettled) for (const resolve of this.waiting.splice(0)) resolve();
  }

  /** Where a click stands in the frame, px of its layer: in its element's box, else where it was on the page. */
  spotOf(click: {
    element: string | null;
    bin: number | null;
    point: [x: number, y: number] | null;
  }): [x: number, y: number] | null {
    const { layout } = this;
    if (!layout) return null;
    const box =
      click.bin === null ? undefined : layout.boxes.find(({ element }) => element === click.element);
    if (box && click.bin !== null) {
      const column = click.bin % OFFSET_BINS;
      const row = Math.floor(click.bin / OFFSET_BINS);
      return [box.x + ((column + 0.5) / OFFSET_BINS) * box.w, box.y + ((row + 0.5) / OFFSET_BINS) * box.h];
    }
    return click.point && [click.point[0] * layout.width, click.point[1] * layout.scale];
  }

  /** Scrolls an element's box into view. */
  reveal(element: string): void {
    this.wireframe?.reveal(element);
  }

  protected override willUpdate(changed: PropertyValues): void {
    const inputs = ['answer', 'roomPx', 'plot', 'view', 'content', 'pageWidth', 'laidOut'];
    if (!inputs.some((name) => changed.has(name))) return;
    if (changed.has('answer')) this.drawn = this.answer && differenceMap(this.answer);
    if (this.content) this.layOutPage(this.content);
    else this.layOutWireframe();
    if (this.layout) this.measureColours(this.layout);
    this.told = this.answer && this.layout && this.tellPlacement(this.answer, this.layout);
  }

  private layOutWireframe(): void {
    const { answer, drawn, roomPx } = this;
    this.layout =
      answer && roomPx > 0 ? layoutFrame(answer, frameWidth(layoutFrame(answer, roomPx), roomPx)) : null;
    if (!this.layout || !drawn) return;
    this.projected = projectPoints(drawn, this.layout, this.plot);
  }

  /** How large spots are, and which count or difference has the full colour. */
  private measureColours(layout: FrameLayout): void {
    const { width, height, scale } = layout;
    const { points } = this.projected;
    const comparison = this.answer?.comparison;
    this.spotPx = this.view.radius * Math.min(1, Math.max(0.5, scale / FULL_SPOT_SCALE));
    if (!comparison || !this.drawn) {
      this.field = null;
      this.cap = intensityCap(points, this.spotPx);
      return;
    }
    const size = { width, height, radius: this.spotPx };
    this.cap = differenceField(points, size).cap;
    const faint = { ...this.drawn, elements: faintUnlessSure(this.drawn.elements, comparison) };
    this.field = { ...differenceField(this.project(faint, layout), size), cap: this.cap };
  }

  /** Points of a map with the drawn one's elements. */
  private project(map: HeatmapReport, layout: FrameLayout): PlotPoint[] {
    if (!this.content) return projectPoints(map, layout, this.plot).points;
    if (!this.isLaidOut || !this.laidOut) return [];
    return plotOfPage(map, layout, { ...this.laidOut, elements: map.elements }, this.plot).points;
  }

  private hasBadge(answer: HeatmapReport): boolean {
    return this.plot === 'elements' && !answer.comparison && answer.meta.total > 0;
  }

  /** What became of the clicks' elements on the page that is shown. */
  private tellPlacement(answer: HeatmapReport, layout: FrameLayout): PlacementTold | null {
    const { content, laidOut, projected } = this;
    if (!this.hasBadge(answer)) return null;
    if (!content) return tellBoxes(answer, layout, projected);
    return laidOut && this.isLaidOut ? tellFound(answer, laidOut.places) : null;
  }

  private layOutPage(content: SnapshotContent): void {
    const { answer, drawn, laidOut } = this;
    if (!answer || !drawn || this.roomPx <= 0 || this.pageWidth <= 0) return;
    const device = layoutFrame(answer, this.roomPx).device;
    const shown = this.isLaidOut ? laidOut : null;
    const height = (laidOut?.content === content ? laidOut.size.height : 0) || content.doc[1];
    const page = { width: this.pageWidth, height, device, laidOut: shown };
    this.layout = frameOfPage(page, this.roomPx - borderOf(device));
    this.projected = shown
      ? plotOfPage(drawn, this.layout, shown, this.plot)
      : { points: [], placed: 0, unplaced: 0 };
  }

  private describe(answer: HeatmapReport): string {
    if (answer.comparison) return describeDifference(answer, answer.comparison);
    const top = answer.elements
      .slice(0, 3)
      .map((element) => `${element.label} ${formatShare(element.share)}`);
    const tail = top.length > 0 ? ` Most on ${top.join(', ')}.` : '';
    return `Heatmap of ${count(answer.meta.total, nounOf(answer.kind))} on ${readablePath(answer.page.path)}.${tail} The list of elements has all numbers.`;
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
      <div class="fold line ${edgeNear(median * layout.scale, layout.height, FOLD_LABEL_PX)}" title="Lower edge of the first screen" ${styled({ top: px(median) })}
        ><span class="num">Fold, median ${formatNumber(median)} px</span></div>
    `;
  }

  private renderTip(layout: FrameLayout, answer: HeatmapReport) {
    const box = layout.boxes.find(({ element }) => element === this.lit);
    if (!box) return nothing;
    const rank = answer.elements.findIndex(({ element }) => element === box.element);
    const element = answer.elements[rank];
    const x = Math.min(Math.max(4, box.x), Math.max(4, layout.width - TIP_W - 4));
    const below = box.y + box.h + 6;
    const y = below + TIP_H < layout.height ? below : Math.max(4, box.y - TIP_H - 6);
    const place = { '--x': `${box.x}px`, '--y': `${box.y}px`, '--w': `${box.w}px`, '--h': `${box.h}px` };
    const size = `${Math.round(box.w / layout.scale)} × ${Math.round(box.h / layout.scale)} px`;
    const difference = answer.comparison?.differences.find((one) => one.element === box.element);
    return html`<div class="ring" ${styled(place)}></div><div class="tip" ${styled({ '--x': `${x}px`, '--y': `${y}px` })}>
      <b class="truncate">${box.label}</b>
      ${difference ? renderDifferenceTip(difference) : html`<p class="num">${this.tellCount(answer, element)}</p>`}
      <p class="muted num">${element && !difference ? `Rank ${rank + 1} of ${answer.elements.length} · ` : nothing}${size}</p>
    </div>`;
  }

  private tellCount({ kind }: HeatmapAnswer, element: HeatmapElement | undefined) {
    if (element) return `${count(element.count, 'click')}, ${formatShare(element.share)} of this page`;
    return kind === 'move' ? nothing : 'No clicks of this kind';
  }

  private renderColours(layout: FrameLayout, answer: HeatmapReport) {
    const description = this.describe(answer);
    const opacity = this.view.opacity / 100;
    if (answer.comparison)
      return html`<heat-difference-canvas .field=${this.field} .opacity=${opacity} .description=${description}></heat-difference-canvas>
        ${renderDifferences(layout, answer.comparison)}`;
    return html`<heat-canvas
      .points=${this.projected.points}
      .width=${layout.width}
      .height=${layout.height}
      .max=${this.cap}
      .radius=${this.spotPx}
      .opacity=${opacity}
      .palette=${this.view.palette}
      .onDark=${this.isOnDark}
      .description=${description}
    ></heat-canvas>`;
  }

  private renderLayers(layout: FrameLayout, answer: HeatmapReport) {
    return html`${this.told ? html`<heat-placement slot="bar" .told=${this.told}></heat-placement>` : nothing}
      <heat-wireframe class=${this.content ? 'over' : ''} .layout=${layout} .lit=${this.lit} .describe=${this.describeBox}></heat-wireframe>
      ${this.renderColours(layout, answer)} ${this.renderFold(layout, answer)} ${this.renderTip(layout, answer)}
      <slot></slot>`;
  }

  private renderLegend() {
    const { answer, cap } = this;
    if (answer?.comparison)
      return html`<heat-difference-legend .max=${cap} .noun=${nounOf(answer.kind)}></heat-difference-legend>`;
    return html`<heat-legend .noun=${nounOf(answer?.kind ?? 'click')} ?hidden=${answer?.meta.total === 0} .palette=${this.view.palette} .onDark=${this.isOnDark} .max=${cap} .total=${answer?.meta.total ?? 0} .placed=${this.projected.placed}></heat-legend>`;
  }

  override render() {
    const { answer, layout } = this;
    return html`
      <heat-device
        .layout=${layout}
        .page=${answer?.page ?? null}
        .content=${this.content}
        ?told=${this.content !== null || (answer !== null && this.hasBadge(answer))}
        .elements=${this.drawn?.elements ?? []}
        .pageWidth=${this.pageWidth}
        @room-changed=${this.handleRoom}
        @page-settled=${this.handleSettled}
      >${answer && layout ? this.renderLayers(layout, answer) : nothing}</heat-device>
      ${this.renderLegend()}
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'heat-map-frame': HeatMapFrame;
  }
}
