// A page under its map of scrolling or attention: bands of colour over the wireframe, a ruler of reach at the left edge,
// where first screens end, and what is pointed at in words. Measures its own width; the answer and the view are given.

import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { ScrollAnswer, ScrollSection } from '../../src/contract/scroll-answer.ts';
import '../elements/heat-scroll-legend.ts';
import { formatStay } from '../format/duration.ts';
import { formatNumber, formatShare } from '../format/number.ts';
import { baseStyles } from '../styles/shared.ts';
import { isDark } from '../styles/theme.ts';
import { foldBands } from './fold-bands.ts';
import type { FrameLayout } from './frame-layout.ts';
import { borderOf, frameStyles, frameWidth, renderBar, roomOf } from './frame-parts.ts';
import './heat-wireframe.ts';
import type { ScrollKind } from './map-kinds.ts';
import { bandGradient, colourAt, depthOfShare, layoutScroll, reachAt } from './reach-scale.ts';
import { scrollFrameStyles } from './scroll-frame-styles.ts';
import { styled } from './styled.ts';
import type { HeatView } from './view-options.ts';

const RULED = [0.75, 0.5, 0.25] as const;
/** Labels of the ruler nearer than this stand too close, frame px. */
const LABEL_PX = 20;

@customElement('heat-scroll-frame')
export class HeatScrollFrame extends LitElement {
  static override styles = [baseStyles, frameStyles, scrollFrameStyles];

  @query('.stage') private stage!: HTMLElement | null;

  @property({ attribute: false }) answer: ScrollAnswer | null = null;
  @property({ attribute: false }) view!: HeatView;
  @property({ attribute: false }) kind: ScrollKind = 'scroll';
  /** Element id of the section that is pointed at in the list beside. */
  @property({ attribute: false }) lit: string | null = null;
  @state() private roomPx = 0;
  /** What the pointer is at, px of the page. */
  @state() private pointedPx: number | null = null;

  private layout: FrameLayout | null = null;
  private readonly resizes = new ResizeObserver(() => {
    if (this.stage) this.roomPx = roomOf(this.stage);
  });
  private readonly scheme = matchMedia('(prefers-color-scheme: dark)');
  private readonly repaint = (): void => this.requestUpdate();

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('theme-changed', this.repaint);
    this.scheme.addEventListener('change', this.repaint);
    if (this.stage) this.resizes.observe(this.stage);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('theme-changed', this.repaint);
    this.scheme.removeEventListener('change', this.repaint);
    this.resizes.disconnect();
  }

  protected override firstUpdated(): void {
    if (this.stage) this.resizes.observe(this.stage);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has('answer') && !changed.has('roomPx')) return;
    const { answer, roomPx } = this;
    this.layout =
      answer && roomPx > 0 ? layoutScroll(answer, frameWidth(layoutScroll(answer, roomPx), roomPx)) : null;
  }

  private readonly handlePointer = (event: PointerEvent): void => {
    const page = event.currentTarget as HTMLElement;
    const px = (event.clientY - page.getBoundingClientRect().top) / (this.layout?.scale ?? 1);
    this.pointedPx = Math.max(0, Math.min(px, this.layout?.pageH ?? 0));
  };

  private readonly handleLeave = (): void => {
    this.pointedPx = null;
  };

  private renderReach(answer: ScrollAnswer, layout: FrameLayout) {
    const colours = { palette: this.view.palette, isDark: isDark() };
    const end = answer.reach.length * answer.stepPx;
    const gradient = bandGradient([...answer.reach, [end, 0]], layout.pageH, colours);
    return html`<div class="heat" ${styled({ 'background-image': gradient, opacity: String(this.view.opacity / 100) })}></div>`;
  }

  private renderAttention(answer: ScrollAnswer, layout: FrameLayout) {
    const meanOf = (section: ScrollSection) => section.totalMs / Math.max(1, answer.pageviews);
    const longest = Math.max(1, ...answer.sections.map(meanOf));
    let lastY = Number.NEGATIVE_INFINITY;
    return answer.sections.map((section) => {
      if (section.box === null) return nothing;
      const { top, height } = placeOf(section.box, layout);
      const colour = colourAt(meanOf(section) / longest, this.view.palette, isDark());
      const place = { top: `${top}px`, height: `${height}px` };
      const hasLabel = height >= LABEL_PX && top - lastY >= LABEL_PX;
      if (hasLabel) lastY = top;
      return html`<div class="band" data-section=${section.element} ${styled({ ...place, background: colour, opacity: String(this.view.opacity / 100) })}></div>
        ${!hasLabel ? nothing : html`<span class="seconds num" ${styled({ top: place.top })}>${formatStay(meanOf(section))}</span>`}`;
    });
  }

  private renderRuler(answer: ScrollAnswer, layout: FrameLayout) {
    if (answer.pageviews === 0) return nothing;
    let lastY = Number.NEGATIVE_INFINITY;
    let place = 0;
    return RULED.map((share) => {
      const depth = depthOfShare(answer, share);
      const y = Math.round(Math.min(depth, layout.pageH) * layout.scale);
      // Labels of lines that lie close together stand side by side.
      place = y - lastY < LABEL_PX ? place + 1 : 0;
      lastY = y;
      return html`<div class="rule" data-share=${share} ${styled({ top: `${y}px`, '--place': String(place) })}>
        <span class="num"><b>${formatShare(share)}</b> ${formatNumber(depth)} px</span></div>`;
    });
  }

  private renderFolds(answer: ScrollAnswer, layout: FrameLayout) {
    const folds = foldBands(answer.folds);
    if (!folds) return nothing;
    const y = (px: number) => Math.round(Math.min(px, layout.pageH) * layout.scale);
    return html`${folds.bands.map(({ fromPx, toPx, share }) => {
      const place = { top: `${y(fromPx)}px`, height: `${y(toPx) - y(fromPx)}px` };
      const title = `${formatShare(share)} of first screens end between ${formatNumber(fromPx)} and ${formatNumber(toPx)} px`;
      return html`<i class="fold" title=${title} ${styled({ ...place, '--share': (share / folds.most).toFixed(3) })}></i>`;
    })}
    <span class="fold-told num" ${styled({ top: `${y(folds.highPx)}px` })}>Fold ${formatNumber(folds.highPx)} – ${formatNumber(folds.lowPx)} px</span>`;
  }

  private renderPointed(answer: ScrollAnswer, layout: FrameLayout) {
    if (this.pointedPx === null || answer.pageviews === 0) return nothing;
    const px = this.pointedPx;
    const here = formatShare(reachAt(answer, px));
    const band = answer.attention[Math.floor(px / answer.bandPx)]?.[1] ?? 0;
    const told =
      this.kind === 'scroll' ? `${here} got here` : `${formatStay(band)} in view, ${here} got here`;
    return html`<div class="pointed" ${styled({ top: `${px * layout.scale}px` })}><span class="num">${told}<small>${formatNumber(px)} px</small></span></div>`;
  }

  private renderLit(answer: ScrollAnswer, layout: FrameLayout) {
    const box = answer.sections.find(({ element }) => element === this.lit)?.box;
    if (!box) return nothing;
    const { top, height } = placeOf(box, layout);
    const ring = { '--x': '2px', '--y': `${top}px`, '--w': `${layout.width - 4}px`, '--h': `${height}px` };
    return html`<div class="ring" ${styled(ring)}></div>`;
  }

  private describe({ page, reach, stepPx }: ScrollAnswer): string {
    const told = RULED.map(
      (share) => `${formatShare(share)} got ${depthOfShare({ reach, stepPx }, share)} px down`,
    );
    return `Map of ${this.kind === 'scroll' ? 'scrolling' : 'attention'} on ${page.path}. ${told.join(', ')}. The list of sections has all numbers.`;
  }

  private renderPage(answer: ScrollAnswer, layout: FrameLayout) {
    return html`<div class="page" ${styled({ '--page-h': `${layout.height}px` })} @pointermove=${this.handlePointer} @pointerleave=${this.handleLeave}>
      <heat-wireframe .layout=${layout} aria-hidden="true" inert></heat-wireframe>
      <div class="layer" role="img" aria-label=${this.describe(answer)}>
        ${this.kind === 'scroll' ? this.renderReach(answer, layout) : this.renderAttention(answer, layout)}
        ${this.renderFolds(answer, layout)} ${this.kind === 'scroll' ? this.renderRuler(answer, layout) : nothing}
        ${this.renderLit(answer, layout)} ${this.renderPointed(answer, layout)}
      </div>
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
              ${renderBar(layout, answer.page)} ${this.renderPage(answer, layout)}
            </div>`
            : nothing
        }
      </div>
      <heat-scroll-legend ?hidden=${!answer?.pageviews} .answer=${answer} .kind=${this.kind} .palette=${this.view.palette}></heat-scroll-legend>
    `;
  }
}

/** Where a box stands in the frame, from top to bottom. */
function placeOf(
  [, top, , height]: readonly [number, number, number, number],
  { scale, height: end }: FrameLayout,
) {
  const from = Math.min(end, Math.max(0, top * scale));
  return { top: from, height: Math.max(0, Math.min(end, (top + height) * scale) - from) };
}

declare global {
  interface HTMLElementTagNameMap {
    'heat-scroll-frame': HeatScrollFrame;
  }
}
