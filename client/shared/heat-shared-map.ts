// The shared map: the page under its colours, and its elements or sections by rank.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { HeatmapReport } from '../../src/contract/compare-answer.ts';
import { layoutFrame } from '../../src/contract/frame-layout.ts';
import { suggestMode } from '../../src/contract/project-points.ts';
import type { ScrollAnswer } from '../../src/contract/scroll-answer.ts';
import type { OpenedShare } from '../../src/contract/shares.ts';
import type { SnapshotContent } from '../../src/contract/snapshot.ts';
import { ApiError } from '../data/api.ts';
import '../elements/heat-section-list.ts';
import '../elements/heat-state.ts';
import { formatNumber } from '../format/number.ts';
import { readablePath } from '../format/path.ts';
import { formatShares } from '../format/shares.ts';
import '../heatmap/heat-boxes-note.ts';
import '../heatmap/heat-map-frame.ts';
import '../heatmap/heat-scroll-frame.ts';
import {
  isScrollKind,
  KIND_WORDS,
  noneOfScroll,
  sentenceOfMap,
  sentenceOfScroll,
} from '../heatmap/map-kinds.ts';
import { styled } from '../heatmap/styled.ts';
import { type HeatView, parseView } from '../heatmap/view-options.ts';
import { heatmapPageStyles } from '../pages/heatmap-page-styles.ts';
import { rowStyles } from '../styles/rows.ts';
import { baseStyles, cardStyles, pageStyles } from '../styles/shared.ts';
import { sharedPart } from './shared-part.ts';

const SHOWN_ELEMENTS = 30;

@customElement('heat-shared-map')
export class HeatSharedMap extends LitElement {
  static override styles = [
    baseStyles,
    cardStyles,
    pageStyles,
    rowStyles,
    heatmapPageStyles,
    css`
      .columns { grid-template: 'map elements' var(--column-h) / minmax(0, 1fr) 288px; }
      .elements { display: flex; flex-direction: column; min-height: 0; overflow: hidden; }
      .scroll { flex: 1; min-height: 0; overflow: auto; }
      .row { grid-template-columns: minmax(0, 1fr) auto; cursor: default; }
      .row::before { left: 2px; width: calc((100% - 4px) * var(--share)); }
      .row .share { display: inline-block; min-width: 46px; color: var(--muted); font-size: var(--size-xs); text-align: right; }
      .none { padding: var(--space-3) var(--space-4); color: var(--muted); }
      .path { padding: var(--space-3) var(--space-4); font-weight: var(--weight-medium); overflow-wrap: anywhere; }
      @container (max-width: 760px) { .columns { grid-template: 'map' auto 'elements' auto / minmax(0, 1fr); } .scroll { max-height: 480px; } }
    `,
  ];

  @property({ attribute: false }) share!: OpenedShare;
  @state() private lit: string | null = null;
  private readonly map = sharedPart<HeatmapReport>(this, () => (this.isScroll ? null : 'heatmap'));
  private readonly scrolling = sharedPart<ScrollAnswer>(this, () => (this.isScroll ? 'scroll' : null));
  private readonly snapshot = sharedPart<{ content: SnapshotContent | null }>(this, () => 'snapshot');

  private get view(): HeatView {
    return { ...parseView(''), kind: this.share.target.kind ?? 'click' };
  }

  private get isScroll(): boolean {
    return isScrollKind(this.view.kind);
  }

  /** A page without a snapshot is drawn as a wireframe; until that is known nothing is. */
  private get isPending(): boolean {
    const { value, error } = this.snapshot;
    return value === null && error === null;
  }

  private get pageWidth(): number {
    const { content = null } = this.snapshot.value ?? {};
    const { device } = this.share.target;
    return (device === undefined ? null : this.map.value?.meta.viewportW) ?? content?.viewport[0] ?? 0;
  }

  private renderMap(map: HeatmapReport) {
    const content = this.snapshot.value?.content ?? null;
    const suggested = content ? 'elements' : suggestMode(map, layoutFrame(map, 1000));
    return html`<heat-map-frame .answer=${map} .view=${this.view} .plot=${map.kind === 'move' ? 'grid' : suggested} .content=${content}
      .pageWidth=${this.pageWidth} .lit=${this.lit}
      @box-pointed=${({ detail }: CustomEvent<{ element: string | null }>) => {
        this.lit = detail.element;
      }}>${map.meta.total === 0 ? html`<p class="quiet">${KIND_WORDS[map.kind].none}</p>` : nothing}</heat-map-frame>`;
  }

  private renderScroll(answer: ScrollAnswer) {
    const { kind } = this.view;
    if (!isScrollKind(kind)) return nothing;
    return html`<heat-scroll-frame .answer=${answer} .view=${this.view} .kind=${kind} .content=${this.snapshot.value?.content ?? null}
      .pageWidth=${this.pageWidth}>${answer.pageviews === 0 ? html`<p class="quiet">${noneOfScroll(answer, kind)}</p>` : nothing}</heat-scroll-frame>`;
  }

  private renderElements({ elements, kind }: HeatmapReport) {
    if (kind === 'move')
      return html`<p class="none">A resting mouse belongs to no element: look at the map.</p>`;
    if (elements.length === 0) return html`<p class="none">Nothing to rank.</p>`;
    const most = Math.max(...elements.map(({ share }) => share), 0.001);
    const rest = 1 - elements.reduce((sum, { share }) => sum + share, 0);
    const said = formatShares([...elements.map(({ share }) => share), Math.max(0, rest)]);
    return html`<ol>${elements.slice(0, SHOWN_ELEMENTS).map(
      ({ element, label, count, share }, at) =>
        html`<li class="row ${this.lit === element ? 'lit' : ''}" ${styled({ '--share': String(share / most) })} @pointerenter=${() => {
          this.lit = element;
        }} @pointerleave=${() => {
          this.lit = null;
        }}><span class="truncate" title=${label}>${label}</span><span class="num">${formatNumber(count)} <span class="share">${said[at]}</span></span></li>`,
    )}</ol>`;
  }

  protected override render() {
    const { value, error } = this.isScroll ? this.scrolling : this.map;
    if (error instanceof ApiError && error.kind === 'not_found')
      return html`<heat-state class="card" status="empty" heading="This page is no more" detail="The project has no page like the one that was shared."></heat-state>`;
    if (error !== null)
      return html`<heat-state class="card" status="error" .error=${error} heading="The map could not be loaded" @retried=${() => (this.isScroll ? this.scrolling : this.map).retry()}></heat-state>`;
    if (value === null || this.isPending) return html`<heat-state class="card" shape="block"></heat-state>`;
    const map = this.map.value;
    const scrolling = this.scrolling.value;
    const { kind } = this.view;
    const said =
      scrolling && isScrollKind(kind) ? sentenceOfScroll(scrolling, kind) : map && sentenceOfMap(map);
    return html`<header class="page-head"><div><h2>${KIND_WORDS[kind].title} on ${readablePath(value.page.path)}</h2><p class="answer">${said}</p></div></header>
      <div class="columns"><section class="map card" aria-label="Map">${this.snapshot.value?.content === null ? html`<heat-boxes-note boxes=${this.isScroll ? 'sections' : 'clicks'}></heat-boxes-note>` : nothing}${scrolling ? this.renderScroll(scrolling) : map ? this.renderMap(map) : nothing}</section>
      <section class="elements card" aria-label=${this.isScroll ? 'Sections' : 'Elements'}><div class="card-head"><h2>${this.isScroll ? 'Sections' : 'Elements'}</h2></div>
        <div class="scroll">${scrolling ? html`<heat-section-list .answer=${scrolling} .kind=${kind}></heat-section-list>` : map ? this.renderElements(map) : nothing}</div></section></div>`;
  }
}
