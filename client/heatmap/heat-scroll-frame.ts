// A page under its map of scrolling or attention: bands of colour over its snapshot or wireframe, a ruler of reach at the
// left edge, where first screens end, and what is pointed at in words. The answer and the view are given.

import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { HeatmapElement } from '../../src/contract/api.ts';
import type { HeatmapComparison } from '../../src/contract/compare-answer.ts';
import { depthOfShare, layoutScroll, reachAt, TOLD_SHARES } from '../../src/contract/reach.ts';
import type { ScrollAnswer, ScrollSection } from '../../src/contract/scroll-answer.ts';
import type { SnapshotContent } from '../../src/contract/snapshot.ts';
import { ThemeWatch } from '../state/theme-watch.ts';
import '../elements/heat-difference-legend.ts';
import '../elements/heat-scroll-legend.ts';
import type { FrameLayout } from '../../src/contract/frame-layout.ts';
import { formatStay } from '../format/duration.ts';
import { formatNumber, formatShare } from '../format/number.ts';
import { baseStyles } from '../styles/shared.ts';
import { isDark } from '../styles/theme.ts';
import { type DepthMark, type DepthScale, depthScale, SAME_DEPTHS } from './depth-scale.ts';
import { differenceStyles, renderDifferences } from './difference-marks.ts';
import { edgeNear } from './edge-near.ts';
import { foldBands } from './fold-bands.ts';
import { borderOf, frameStyles, frameWidth } from './frame-parts.ts';
import './heat-device.ts';
import { type BandStop, drawBands } from './draw-bands.ts';
import type { HeatDevice, RoomChanged } from './heat-device.ts';
import type { PageSettled, SettledPage } from './heat-page-view.ts';
import { foldHeights } from './intensity.ts';
import './heat-wireframe.ts';
import { readablePath } from '../format/path.ts';
import { type ScrollKind, sentenceOfScroll } from './map-kinds.ts';
import { frameOfPage } from './page-frame.ts';
import { bandStops, colourAt, differenceStops, gradientOf, reachDifference } from './reach-scale.ts';
import { scrollFrameStyles } from './scroll-frame-styles.ts';
import { styled } from './styled.ts';
import type { HeatView } from './view-options.ts';

/** Labels of the ruler nearer than this stand too close, frame px. */
const LABEL_PX = 20;
/** Height of the label at the pointer, with its distance, frame px. */
const POINTED_PX = 32;

@customElement('heat-scroll-frame')
export class HeatScrollFrame extends LitElement {
  static override styles = [baseStyles, frameStyles, differenceStyles, scrollFrameStyles];

  @property({ attribute: false }) answer: ScrollAnswer | null = null;
  @property({ attribute: false }) view!: HeatView;
  @property({ attribute: false }) kind: ScrollKind = 'scroll';
  /** Element id of the section that is pointed at in the list beside. */
  @property({ attribute: false }) lit: string | null = null;
  /** Of two scopes: what differs in their reach. */
  @property({ attribute: false }) comparison: HeatmapComparison | null = null;
  /** The page under the map as its owner took it; without one the wireframe is drawn. */
  @property({ attribute: false }) content: SnapshotContent | null = null;
  /** Width at which it is laid out, CSS px. */
  @property({ type: Number }) pageWidth = 0;
  @state() private roomPx = 0;
  @state() private laidOut: SettledPage | null = null;
  /** What the pointer is at, px of the measured page. */
  @state() private pointedPx: number | null = null;

  @query('heat-device') private device!: HeatDevice | null;

  private layout: FrameLayout | null = null;
  /** The sections as elements to be found in the snapshot. */
  private targets: HeatmapElement[] = [];
  private scale: DepthScale = SAME_DEPTHS;
  /** Sections as they are drawn, px of the drawn page. */
  private places: ReadonlyMap<string, { top: number; height: number }> = new Map();
  constructor() {
    super();
    new ThemeWatch(this);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('answer')) this.targets = this.answer?.sections.map(targetOf) ?? [];
    if (!this.answer || this.roomPx <= 0) return;
    if (this.content && this.pageWidth > 0) this.layOutPage(this.answer, this.content);
    else this.layOutWireframe(this.answer);
  }

  private layOutWireframe(answer: ScrollAnswer): void {
    const width = frameWidth(layoutScroll(answer, this.roomPx), this.roomPx);
    this.layout = layoutScroll(answer, width);
    this.scale = SAME_DEPTHS;
    this.places = new Map(
      answer.sections.flatMap(({ element, box }) =>
        box ? [[element, { top: box[1], height: box[3] }] as const] : [],
      ),
    );
  }

  /** Sections are where they are found; depths go by them. */
  private layOutPage(answer: ScrollAnswer, content: SnapshotContent): void {
    const { pageWidth: width, laidOut } = this;
    const isShown =
      laidOut?.content === content && laidOut.size.width === width && laidOut.elements === this.targets;
    const shown = isShown ? laidOut : null;
    const measured = layoutScroll(answer, this.roomPx);
    const { device } = measured;
    const height = shown?.size.height ?? content.doc[1];
    this.layout = frameOfPage({ width, height, device, laidOut: null }, this.roomPx - borderOf(device));
    const found = answer.sections.flatMap((section, at) => {
      const place = shown?.places[at];
      return place?.state === 'placed' && place.box ? [{ section, box: place.box }] : [];
    });
    const marks = found.flatMap(({ section, box }): DepthMark[] =>
      section.box
        ? [
            [section.box[1], box.y],
            [section.box[1] + section.box[3], box.y + box.h],
          ]
        : [],
    );
    this.scale = depthScale(marks, [measured.pageH, height]);
    this.places = new Map(
      found.map(({ section, box }) => [section.element, { top: box.y, height: box.h }] as const),
    );
  }

  private readonly handleRoom = ({ detail }: RoomChanged): void => {
    this.roomPx = detail.roomPx;
  };

  private readonly handleSettled = ({ detail }: PageSettled): void => {
    this.laidOut = detail;
  };

  /** Frame px of a measured depth. */
  private yOf(measuredPx: number, layout: FrameLayout): number {
    return Math.min(layout.height, Math.max(0, this.scale.toDrawn(measuredPx) * layout.scale));
  }

  /** Where a section stands in the frame, from top to bottom; null where it was not found. */
  private placeOf(element: string, { scale, height: end }: FrameLayout) {
    const place = this.places.get(element);
    if (!place) return null;
    const top = Math.min(end, Math.max(0, place.top * scale));
    return { top, height: Math.max(0, Math.min(end, (place.top + place.height) * scale) - top) };
  }

  private readonly handlePointer = (event: PointerEvent): void => {
    const page = event.currentTarget as HTMLElement;
    const px = (event.clientY - page.getBoundingClientRect().top) / (this.layout?.scale ?? 1);
    this.pointedPx = this.scale.toMeasured(Math.max(0, Math.min(px, this.layout?.pageH ?? 0)));
  };

  private readonly handleLeave = (): void => {
    this.pointedPx = null;
  };

  /** Colours of reach, or of what differs in it, from the page's top to its end. */
  private reachStops(answer: ScrollAnswer, layout: FrameLayout, onDark: boolean): BandStop[] {
    if (this.comparison) {
      const { steps, most } = reachDifference(answer, this.comparison);
      const drawn = steps.map(([px, difference]) => [this.scale.toDrawn(px), difference] as const);
      return differenceStops(drawn, layout.pageH, { cap: most, isDark: onDark });
    }
    const end = answer.reach.length * answer.stepPx;
    const curve = [...answer.reach, [end, 0] as const];
    const drawn = curve.map(([px, share]) => [this.scale.toDrawn(px), share] as const);
    return bandStops(drawn, layout.pageH, { palette: this.view.palette, isDark: onDark });
  }

  /** Sections as bands by their mean time in view, those that are on the page. */
  private attentionBands(answer: ScrollAnswer, layout: FrameLayout, onDark: boolean) {
    const meanOf = (section: ScrollSection) => section.totalMs / Math.max(1, answer.pageviews);
    const longest = Math.max(1, ...answer.sections.map(meanOf));
    let lastY = Number.NEGATIVE_INFINITY;
    return answer.sections.flatMap((section) => {
      const place = this.placeOf(section.element, layout);
      if (place === null) return [];
      const hasLabel = place.height >= LABEL_PX && place.top - lastY >= LABEL_PX;
      if (hasLabel) lastY = place.top;
      const colour = colourAt(meanOf(section) / longest, this.view.palette, onDark);
      const label = hasLabel ? formatStay(meanOf(section)) : null;
      return [{ element: section.element, ...place, colour, label }];
    });
  }

  /** The map as it is shown, the whole page of it, as a PNG. `scope` says in words what it was asked for. */
  async picture(scope: string): Promise<Blob> {
    await this.updateComplete;
    const { answer, layout, content, view, kind } = this;
    const page = content ? (this.device?.pageDocument ?? null) : null;
    if (!answer || !layout || (content && !page)) throw new Error('There is no map yet.');
    const isReach = kind === 'scroll';
    const bands = this.attentionBands(answer, layout, false);
    const stops = this.reachStops(answer, layout, false);
    const [fold] = foldHeights(answer.folds, [0.5]);
    const foldPx = fold === undefined ? null : this.scale.toDrawn(fold);
    const { drawPicture } = await import('./draw-picture.ts');
    return drawPicture({
      title: sentenceOfScroll(answer, kind),
      scope,
      legend: this.comparison
        ? 'Difference of reach'
        : isReach
          ? 'Share of pageviews that got there'
          : 'Time in view',
      ground: content
        ? `The page as its snapshot has it, ${this.pageWidth} px wide`
        : 'Boxes as the tracker saw them, not the page itself',
      layout,
      page,
      heat: drawBands(
        layout,
        isReach
          ? [{ top: 0, height: layout.height, stops }]
          : bands.map(({ top, height, colour }) => ({ top, height, stops: [[0, colour]] })),
      ),
      opacity: view.opacity / 100,
      foldPx: foldPx !== null && foldPx < layout.pageH ? foldPx : null,
      ...(fold === undefined ? {} : { foldToldPx: fold }),
      palette: this.comparison ? null : view.palette,
      marks: isReach
        ? TOLD_SHARES.map((share) => {
            const depth = depthOfShare(answer, share);
            const label = `${formatShare(share)} · ${formatNumber(depth)} px`;
            return { y: this.yOf(depth, layout), label, hasLine: true };
          })
        : bands.flatMap(({ top, label }) => (label === null ? [] : [{ y: top, label, hasLine: false }])),
    });
  }

  private renderReachDifference(answer: ScrollAnswer, layout: FrameLayout, comparison: HeatmapComparison) {
    const gradient = gradientOf(this.reachStops(answer, layout, isDark()));
    const boxes = answer.sections.flatMap(({ element, label }) => {
      const place = this.placeOf(element, layout);
      const box = { element, label, tag: '', isSection: true, x: 3, w: layout.width - 6 };
      return place ? [{ ...box, y: place.top, h: place.height }] : [];
    });
    return html`<div class="heat" ${styled({ 'background-image': gradient, opacity: String(this.view.opacity / 100) })}></div>
      ${renderDifferences({ ...layout, boxes }, comparison)}`;
  }

  private renderReach(answer: ScrollAnswer, layout: FrameLayout) {
    if (this.comparison) return this.renderReachDifference(answer, layout, this.comparison);

    const gradient = gradientOf(this.reachStops(answer, layout, isDark()));
    return html`<div class="heat" ${styled({ 'background-image': gradient, opacity: String(this.view.opacity / 100) })}></div>`;
  }

  private renderAttention(answer: ScrollAnswer, layout: FrameLayout) {
    return this.attentionBands(answer, layout, isDark()).map(({ element, top, height, colour, label }) => {
      const place = { top: `${top}px`, height: `${height}px` };
      return html`<div class="band" data-section=${element} ${styled({ ...place, background: colour, opacity: String(this.view.opacity / 100) })}></div>
        ${label === null ? nothing : html`<span class="seconds num" ${styled({ top: place.top })}>${label}</span>`}`;
    });
  }

  private renderRuler(answer: ScrollAnswer, layout: FrameLayout) {
    if (answer.pageviews === 0) return nothing;
    let lastY = Number.NEGATIVE_INFINITY;
    let place = 0;
    return TOLD_SHARES.map((share) => {
      const depth = depthOfShare(answer, share);
      const y = Math.round(this.yOf(depth, layout));
      // Labels of lines that lie close together stand side by side.
      place = y - lastY < LABEL_PX ? place + 1 : 0;
      lastY = y;
      const edge = edgeNear(y, layout.height, LABEL_PX / 2);
      return html`<div class="rule ${edge}" data-share=${share} ${styled({ top: `${y}px`, '--place': String(place) })}>
        <span class="num"><b>${formatShare(share)}</b> ${formatNumber(depth)} px</span></div>`;
    });
  }

  private renderFolds(answer: ScrollAnswer, layout: FrameLayout) {
    const folds = foldBands(answer.folds);
    if (!folds) return nothing;
    const y = (px: number) => Math.round(this.yOf(px, layout));
    const [high, low] = [y(folds.highPx), y(folds.lowPx)];
    return html`<div class="folds" title="Four of five first screens end here" ${styled({ top: `${high}px`, height: `${low - high}px` })}></div>
    ${folds.bands.map(({ fromPx, toPx, share }) => {
      const place = { top: `${y(fromPx)}px`, height: `${y(toPx) - y(fromPx)}px` };
      const title = `${formatShare(share)} of first screens end between ${formatNumber(fromPx)} and ${formatNumber(toPx)} px`;
      return html`<i class="fold" title=${title} ${styled({ ...place, '--share': (share / folds.most).toFixed(3) })}></i>`;
    })}
    <span class="fold-told num ${edgeNear(high, layout.height, LABEL_PX + 2)}" ${styled({ top: `${high}px` })}>Fold, 8 of 10 at ${formatNumber(folds.highPx)} – ${formatNumber(folds.lowPx)} px</span>`;
  }

  private renderPointed(answer: ScrollAnswer, layout: FrameLayout) {
    if (this.pointedPx === null || answer.pageviews === 0) return nothing;
    const px = this.pointedPx;
    const here = formatShare(reachAt(answer, px));
    const band = answer.attention[Math.floor(px / answer.bandPx)]?.[1] ?? 0;
    const told =
      this.kind === 'scroll' ? `${here} got here` : `${formatStay(band)} in view, ${here} got here`;
    const y = this.yOf(px, layout);
    return html`<div class="pointed ${edgeNear(y, layout.height, POINTED_PX)}" ${styled({ top: `${y}px` })}><span class="num">${told}<small>${formatNumber(px)} px</small></span></div>`;
  }

  private renderLit(layout: FrameLayout) {
    const place = this.lit === null ? null : this.placeOf(this.lit, layout);
    if (!place) return nothing;
    const { top, height } = place;
    const ring = { '--x': '2px', '--y': `${top}px`, '--w': `${layout.width - 4}px`, '--h': `${height}px` };
    return html`<div class="ring" ${styled(ring)}></div>`;
  }

  private describe({ page, reach, stepPx }: ScrollAnswer): string {
    const told = TOLD_SHARES.map(
      (share) => `${formatShare(share)} got ${depthOfShare({ reach, stepPx }, share)} px down`,
    );
    return `Map of ${this.kind === 'scroll' ? 'scrolling' : 'attention'} on ${readablePath(page.path)}. ${told.join(', ')}. The list of sections has all numbers.`;
  }

  private renderLayers(answer: ScrollAnswer, layout: FrameLayout) {
    return html`<div class="map" @pointermove=${this.handlePointer} @pointerleave=${this.handleLeave}>
      ${this.content ? nothing : html`<heat-wireframe .layout=${layout} aria-hidden="true" inert></heat-wireframe>`}
      <div class="layer" role="img" aria-label=${this.describe(answer)}>
        ${this.kind === 'scroll' ? this.renderReach(answer, layout) : this.renderAttention(answer, layout)}
        ${this.renderFolds(answer, layout)} ${this.kind === 'scroll' ? this.renderRuler(answer, layout) : nothing}
        ${this.renderLit(layout)} ${this.renderPointed(answer, layout)}
      </div>
      <slot></slot>
    </div>`;
  }

  override render() {
    const { answer, layout } = this;
    return html`
      <heat-device
        .layout=${layout}
        .page=${answer?.page ?? null}
        .content=${this.content}
        ?told=${this.content !== null}
        .elements=${this.targets}
        .pageWidth=${this.pageWidth}
        @room-changed=${this.handleRoom}
        @page-settled=${this.handleSettled}
      >${answer && layout ? this.renderLayers(answer, layout) : nothing}</heat-device>
      ${this.renderLegend()}
    `;
  }

  private renderLegend() {
    const { answer, comparison } = this;
    if (answer && comparison) {
      const { most } = reachDifference(answer, comparison);
      return html`<heat-difference-legend .max=${most} noun="pageview" unit="depth"></heat-difference-legend>`;
    }
    return html`<heat-scroll-legend ?hidden=${!answer?.pageviews} .answer=${answer} .kind=${this.kind} .palette=${this.view.palette}></heat-scroll-legend>`;
  }
}

/** Sections are found as elements are; they have no bins. */
function targetOf({ element, label, descriptor, views }: ScrollSection): HeatmapElement {
  return { element, label, descriptor, count: views, share: 0, bins: [] };
}

declare global {
  interface HTMLElementTagNameMap {
    'heat-scroll-frame': HeatScrollFrame;
  }
}
