// Where people click, rest, scroll and look: pages at the left, the chosen page under its map, its elements at the right.
// Page and view live in the query string, the scope in its bar; everything here can be shared by its address.

import { html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { PageRow, ProjectView } from '../../src/contract/api.ts';
import type { HeatmapComparison, HeatmapReport } from '../../src/contract/compare-answer.ts';
import type { Device } from '../../src/contract/event-types.ts';
import type { ScrollAnswer } from '../../src/contract/scroll-answer.ts';
import { navigate } from '../app/router.ts';
import { fetchHeatmap, fetchScroll } from '../data/heatmaps.ts';
import '../elements/heat-map-actions.ts';
import type { HeatMapActions } from '../elements/heat-map-actions.ts';
import '../elements/heat-page-list.ts';
import '../elements/heat-state.ts';
import { layoutFrame } from '../../src/contract/frame-layout.ts';
import { hasNeverSent, renderNeverSent } from '../elements/never-sent.ts';
import '../heatmap/heat-boxes-note.ts';
import '../heatmap/heat-compare-line.ts';
import '../heatmap/heat-map-aside.ts';
import type { HeatMapAside } from '../heatmap/heat-map-aside.ts';
import '../heatmap/heat-map-frame.ts';
import type { HeatMapFrame } from '../heatmap/heat-map-frame.ts';
import '../heatmap/heat-scroll-frame.ts';
import '../heatmap/heat-toolbar.ts';
import { type PlotMode, suggestMode } from '../../src/contract/project-points.ts';
import type { PageSettled, SettledPage } from '../heatmap/heat-page-view.ts';
import type { HeatToolbar } from '../heatmap/heat-toolbar.ts';
import {
  isScrollKind,
  KIND_WORDS,
  noneOfScroll,
  type ScrollKind,
  sentenceOfMap,
  sentenceOfScroll,
} from '../heatmap/map-kinds.ts';
import { standing } from '../heatmap/page-frame.ts';
import { type HeatView, parseView, writeView } from '../heatmap/view-options.ts';
import { LiveRefresh } from '../state/live-refresh.ts';
import { layoutOfMap } from '../state/map-layout.ts';
import { PagePicker } from '../state/page-picker.ts';
import { PageSnapshot } from '../state/page-snapshot.ts';
import { Resource } from '../state/resource.ts';
import { isOpenEnded, type Scope, ScopeController, writeScope } from '../state/scope.ts';
import { parseSecond, type SecondScope, writeSecond } from '../state/second-scope.ts';
import { offerShare } from '../state/share-target.ts';
import { SizeWatch } from '../state/size-watch.ts';
import { baseStyles, buttonStyles, cardStyles, pageStyles } from '../styles/shared.ts';
import { renderMapError, renderNoViews } from './heatmap-page-states.ts';
import { heatmapPageStyles } from './heatmap-page-styles.ts';

/** Below this width of the page, in px, lists become pickers. */
const COMPACT_PX = 760;

@customElement('heat-heatmap-page')
export class HeatmapPage extends LitElement {
  static override styles = [baseStyles, buttonStyles, cardStyles, pageStyles, heatmapPageStyles];

  private readonly scope = new ScopeController(this);
  private readonly pages = new PagePicker(this, () => ({
    projectId: this.project.id,
    scope: this.scope.value,
  }));
  private readonly map = new Resource<HeatmapReport>(this, {
    key: () =>
      this.chosen && (!this.scrollKind || this.second)
        ? `${this.mapKey()} ${this.view.kind} ${writeSecond(this.second, '')}`
        : null,
    load: (signal) => {
      const { kind } = this.view;
      const question = { scope: this.scope.value, second: this.second, page: this.chosen ?? '' };
      return fetchHeatmap(
        this.project.id,
        { ...question, kind: kind === 'attention' ? 'scroll' : kind },
        signal,
      );
    },
  });
  private readonly scrolling = new Resource<ScrollAnswer>(this, {
    key: () => (this.chosen && this.scrollKind ? this.mapKey() : null),
    load: (signal) =>
      fetchScroll(this.project.id, { scope: this.scope.value, page: this.chosen ?? '' }, signal),
  });

  private readonly snapshot = new PageSnapshot(this, () =>
    this.chosen
      ? {
          ...{ projectId: this.project.id, page: this.chosen, device: this.scope.value.device },
          layout: layoutOfMap(this.scrollKind ? this.scrolling : this.map, this.chosen),
          lead: (this.pages.row(this.chosen) ?? this.shownPage)?.group?.lead.page,
          chosen: this.view.snapshot,
        }
      : null,
  );

  @query('heat-map-frame') private frame!: HeatMapFrame | null;
  @query('heat-map-frame, heat-scroll-frame') private drawn!: Pick<HeatMapFrame, 'picture'> | null;
  @query('heat-toolbar') private toolbar!: HeatToolbar | null;
  @query('heat-map-actions') private actions!: HeatMapActions | null;
  @query('heat-map-aside') private aside!: HeatMapAside | null;

  @property({ attribute: false }) project!: ProjectView;
  @state() private pointed: string | null = null;
  @state() private chosenElement: string | null = null;
  @state() private isCompact = false;
  /** The page under the map as it was laid out last. */
  @state() private settled: SettledPage | null = null;
  /** What a slider shows before it is let go. */
  @state() private dragged: Partial<HeatView> = {};
  constructor() {
    super();
    new LiveRefresh(this, {
      lastEventAtMs: () => this.project.lastEventAtMs,
      isOpen: () => isOpenEnded(this.scope.value, Date.now()),
      resources: [this.pages.list, this.map, this.scrolling],
    });
    const measure = () => (this.isCompact = this.clientWidth < COMPACT_PX);
    new SizeWatch(this, () => this, measure);
  }

  /** The map can be shared as it is asked for; what it is compared with stays here. */
  protected override updated(): void {
    const { device } = this.scope.value;
    const page = this.shownPage && this.chosen;
    offerShare(page ? { view: 'heatmap', page, kind: this.view.kind, ...(device ? { device } : {}) } : null);
  }

  private get view(): HeatView {
    return { ...parseView(location.search), ...this.dragged };
  }

  /** What the map is compared with. Attention is not. */
  private get second(): SecondScope | null {
    return this.view.kind === 'attention' ? null : parseSecond(location.search, this.project.timeZone);
  }

  /** The page of the address, else the busiest of the unsearched list. */
  private get chosen(): string | null {
    return this.view.page ?? this.pages.busiest;
  }

  /** The kind that is drawn from the answer about scrolling; null for the others. */
  private get scrollKind(): ScrollKind | null {
    const { kind } = this.view;
    return isScrollKind(kind) ? kind : null;
  }

  /** What was answered about the second scope; null while it is on its way. */
  private get compared(): HeatmapComparison | null {
    const { value, isStale } = this.map;
    return this.second && !isStale && value?.kind === this.view.kind ? (value.comparison ?? null) : null;
  }

  private mapKey(): string {
    return `${this.project.id} ${this.chosen} ${writeScope({ ...this.scope.value, compare: true })}`;
  }

  private change(patch: Partial<HeatView>, options: { replace: boolean }): void {
    navigate(`${location.pathname}${writeView({ ...this.view, ...patch }, location.search)}`, {
      ...options,
      keepScroll: true,
    });
  }

  private handleView(event: CustomEvent<{ patch: Partial<HeatView>; isDrag: boolean }>): void {
    const { patch, isDrag } = event.detail;
    if (isDrag) {
      this.dragged = { ...this.dragged, ...patch };
      return;
    }
    this.change(patch, { replace: patch.kind === undefined });
    this.dragged = {};
  }

  private handlePage(event: CustomEvent<{ page: string }>): void {
    this.chosenElement = null;
    this.change({ page: event.detail.page, plot: null, snapshot: null }, { replace: false });
  }

  private go(search: string): void {
    navigate(`${location.pathname}${search}`, { keepScroll: true });
  }

  private handleSecond({ detail }: CustomEvent<{ second: SecondScope | null }>): void {
    this.go(writeSecond(detail.second, location.search));
  }

  private handleSwap({ detail }: CustomEvent<{ first: Scope; second: SecondScope }>): void {
    this.go(writeScope(detail.first, writeSecond(detail.second, location.search)));
  }

  private handleDevice(event: CustomEvent<{ device: Device | null }>): void {
    this.scope.update({ device: event.detail.device });
  }

  private handlePointed(event: CustomEvent<{ element: string | null }>): void {
    this.pointed = event.detail.element;
  }

  private handleMuted(): void {
    for (const one of [this.pages.list, this.map, this.aside]) one?.refresh();
  }

  private async handleAsk(): Promise<void> {
    await this.toolbar?.unfold();
    this.actions?.askSnapshot();
  }

  private async handleChosen(event: CustomEvent<{ element: string | null }>): Promise<void> {
    const { element } = event.detail;
    this.chosenElement = element;
    await this.updateComplete;
    if (element === null) return;
    if (event.currentTarget === this.frame) this.aside?.reveal(element);
    else this.frame?.reveal(element);
  }

  /** Of the snapshot, px; null without one. */
  private get pageWidth(): number | null {
    return this.snapshot.widthAt(this.view.width, this.map.value?.meta.viewportW ?? null);
  }

  /** The page of the map that is shown. */
  private get shownPage(): PageRow | undefined {
    return (this.map.value ?? this.scrolling.value)?.page;
  }

  private renderHead() {
    const { scrollKind } = this;
    const said = scrollKind
      ? this.scrolling.value && sentenceOfScroll(this.scrolling.value, scrollKind)
      : this.map.value && sentenceOfMap(this.map.value);
    return html`<header class="page-head">
      <div><h1>Heatmaps</h1><p class="answer" title=${said ?? ''}>${said}</p></div>
      ${this.isCompact ? nothing : html`<div class="actions">${this.renderActions()}</div>`}
    </header>`;
  }

  /** What can be done with the page; on narrow pages it is folded away with the controls. */
  private renderActions() {
    const { scrollKind } = this;
    return html`<heat-map-actions .project=${this.project} .scope=${this.scope.value} .chosen=${this.chosen} .page=${this.shownPage ?? null}
        .map=${scrollKind ? null : this.map.value} .told=${(scrollKind ? this.scrolling : this.map).value?.scope ?? null} kind=${this.view.kind} .snapshot=${this.snapshot} .shown=${this.snapshot.view} .draw=${(scope: string) => this.drawn?.picture(scope)}
        @snapshot-chosen=${({ detail }: CustomEvent<{ id: string | null }>) => this.change({ snapshot: detail.id, width: null }, { replace: false })}></heat-map-actions>`;
  }

  private renderPages() {
    const { value, error, isSlow, isStale } = this.pages.list;
    if (error)
      return html`<heat-state status="error" .error=${error} heading="The pages could not be loaded" @retried=${() => this.pages.list.retry()}></heat-state>`;
    if (!value || (isSlow && this.pages.search === ''))
      return html`<heat-state status="loading" .lines=${this.isCompact ? 1 : 12}></heat-state>`;
    return html`<heat-page-list
      .pages=${value.items}
      .total=${value.total}
      .chosen=${this.chosen}
      .chosenPath=${(this.map.value ?? this.scrolling.value)?.page.path ?? 'Choose a page'}
      .compact=${this.isCompact}
      .stale=${isStale}
      .open=${this.pages.open}
      .members=${this.pages.members}
      @group-toggled=${({ detail }: CustomEvent<{ page: string }>) => this.pages.toggle(detail.page)}
      @page-chosen=${this.handlePage}
      @search-changed=${(event: CustomEvent<{ search: string }>) => {
        this.pages.search = event.detail.search;
      }}
    ></heat-page-list>`;
  }

  /** Over boxes: that they are not the page. */
  private renderNote() {
    const { snapshot, scrollKind } = this;
    if (!this.shownPage || snapshot.isPending || snapshot.view) return nothing;
    return html`<heat-boxes-note boxes=${scrollKind ? 'sections' : 'clicks'} can-ask @snapshot-asked=${this.handleAsk}></heat-boxes-note>`;
  }

  private renderDrawn(plot: PlotMode) {
    const { scrollKind, map, scrolling } = this;
    const { value, error, isSlow } = scrollKind ? scrolling : map;
    if (error) return this.renderMapError(error);
    if (!value || isSlow || this.snapshot.isPending)
      return html`<heat-state class="fill" status="loading" shape="block"></heat-state>`;
    if (scrollKind) return scrolling.value && this.renderScroll(scrollKind, scrolling.value);
    return map.value && this.renderMap(plot, map.value);
  }

  private renderMap(plot: PlotMode, value: HeatmapReport) {
    return html`<heat-map-frame
      class=${this.map.isStale ? 'stale' : ''}
      .answer=${value}
      .view=${this.view}
      .plot=${plot}
      .content=${this.snapshot.content}
      .pageWidth=${this.pageWidth ?? 0}
      .pending=${this.snapshot.isPending}
      .lit=${this.pointed ?? this.chosenElement}
      @page-settled=${({ detail }: PageSettled) => (this.settled = detail)}
      @box-pointed=${this.handlePointed}
      @box-chosen=${this.handleChosen}
    >${value.meta.total === 0 ? html`<p class="quiet">${KIND_WORDS[value.kind].none}</p>` : nothing}</heat-map-frame>`;
  }

  private renderScroll(kind: ScrollKind, value: ScrollAnswer) {
    const isEmpty = value.pageviews === 0 || (kind === 'attention' && value.sections.length === 0);
    return html`<heat-scroll-frame
      class=${this.scrolling.isStale ? 'stale' : ''}
      .answer=${value}
      .view=${this.view}
      .kind=${kind}
      .comparison=${this.compared}
      .content=${this.snapshot.content}
      .pageWidth=${this.pageWidth ?? 0}
      .lit=${this.pointed}
    >${isEmpty ? html`<p class="quiet">${noneOfScroll(value, kind)}</p>` : nothing}</heat-scroll-frame>`;
  }

  private renderMapError(error: unknown) {
    return renderMapError(error, {
      toBusiest: () => this.change({ page: null }, { replace: true }),
      retry: () => (this.scrollKind ? this.scrolling : this.map).retry(),
    });
  }

  override render() {
    const pages = this.pages.list.value;
    if (hasNeverSent(this.project) && (pages === null || pages.items.length === 0))
      return renderNeverSent(this.project, 'Heatmaps', 'The first click shows');
    if (
      pages &&
      !this.pages.list.isStale &&
      pages.items.length === 0 &&
      this.pages.search === '' &&
      this.view.page === null
    ) {
      return html`${this.renderHead()} ${renderNoViews(this.project, this.scope)}`;
    }
    if (this.pages.list.error !== null && this.chosen === null)
      return html`${this.renderHead()}<section class="card">${this.renderPages()}</section>`;
    const plot = this.plotMode();
    return html`${this.renderHead()}
      <div class="columns">
        <section class="pages ${this.isCompact ? '' : 'card'}" aria-label="Pages">${this.renderPages()}</section>
        <section class="map card" aria-label="Map">
          <heat-toolbar .view=${this.view} .device=${this.scope.value.device} .plot=${plot} .width=${this.pageWidth} .page=${this.pages.row(this.chosen) ?? null}
            .scope=${this.scope.value} .second=${this.second} ?compact=${this.isCompact}
            @view-changed=${this.handleView} @device-changed=${this.handleDevice} @second-changed=${this.handleSecond}>${this.isCompact ? this.renderActions() : nothing}</heat-toolbar>
          ${this.renderCompareLine()}
          ${this.renderNote()} ${this.renderDrawn(plot)}
        </section>
        ${this.renderAside(plot)}
      </div>`;
  }

  private renderAside(plot: PlotMode) {
    const { value } = this.map;
    const { value: scrolling, isStale, error } = this.scrollKind ? this.scrolling : this.map;
    return html`<heat-map-aside class="elements card" role="region" aria-label=${this.scrollKind ? 'Sections' : 'Elements'}
      .kind=${this.view.kind}
      .report=${value}
      .scrolling=${this.scrolling.value}
      .project=${this.project}
      .scope=${this.scope.value}
      page=${this.chosen ?? ''}
      .settled=${this.settled}
      .placed=${standing(value, { isAll: this.snapshot.content !== null || plot === 'grid' })}
      .lit=${this.pointed}
      .chosen=${this.chosenElement}
      ?stale=${isStale && scrolling !== null}
      ?failed=${error !== null}
      @box-pointed=${this.handlePointed}
      @box-chosen=${this.handleChosen}
      @muted-changed=${this.handleMuted}
    ></heat-map-aside>`;
  }

  private renderCompareLine() {
    const { second } = this;
    if (!second) return nothing;
    return html`<heat-compare-line thing=${this.scrollKind ? 'section' : 'element'} .scope=${this.scope.value} .second=${second} .comparison=${this.compared}
      timeZone=${this.project.timeZone} @second-changed=${this.handleSecond} @scopes-swapped=${this.handleSwap}></heat-compare-line>`;
  }

  /** Rests have no elements to be placed on; without the page under it, a map takes the way that shows more of its clicks. */
  private plotMode(): PlotMode {
    const { view, snapshot } = this;
    const { value } = this.map;
    if (view.kind === 'move') return 'grid';
    if (view.plot !== null) return view.plot;
    return value && !snapshot.content ? suggestMode(value, layoutFrame(value, 1000)) : 'elements';
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'heat-heatmap-page': HeatmapPage;
  }
}
