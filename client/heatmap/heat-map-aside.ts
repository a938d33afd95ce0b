// What stands beside a map: its elements, what differs in them, or its sections. The map's own answer is given; what is
// beside its elements is loaded here.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { ProjectView } from '../../src/contract/api.ts';
import type { HeatmapComparison, HeatmapReport } from '../../src/contract/compare-answer.ts';
import type { ElementsAnswer } from '../../src/contract/elements-answer.ts';
import type { ScrollAnswer } from '../../src/contract/scroll-answer.ts';
import { projectPath } from '../app/router.ts';
import { fetchElements } from '../data/elements.ts';
import '../elements/heat-difference-list.ts';
import type { HeatDifferenceList } from '../elements/heat-difference-list.ts';
import '../elements/heat-element-list.ts';
import type { HeatElementList } from '../elements/heat-element-list.ts';
import '../elements/heat-section-list.ts';
import '../elements/heat-state.ts';
import { keepsToSums } from '../elements/sums-only.ts';
import { count } from '../format/number.ts';
import { Resource } from '../state/resource.ts';
import { parseScope, type Scope, withFilter, writeScope } from '../state/scope.ts';
import { baseStyles, cardStyles } from '../styles/shared.ts';
import type { SettledPage } from './heat-page-view.ts';
import { isClickKind, isScrollKind, type MapKind, nounOf } from './map-kinds.ts';
import type { Place } from './place-elements.ts';

/** Lets `box-pointed`, `box-chosen` {element: string | null} of its lists through. */
@customElement('heat-map-aside')
export class HeatMapAside extends LitElement {
  static override styles = [
    baseStyles,
    cardStyles,
    css`
      :host { display: flex; flex-direction: column; min-height: 0; overflow: hidden; }
      .card-head { padding-bottom: var(--space-2); }
      .scroll { flex: 1; min-height: 0; overflow: auto; overscroll-behavior: contain; }
      .none { padding: var(--space-3) var(--space-4); color: var(--muted); }
      .stale { opacity: 0.6; }
      heat-element-list, heat-section-list, heat-difference-list { transition: opacity var(--ease); }
      @container (max-width: 1080px) { .scroll { max-height: 480px; } }
      /* A list that scrolls within a page that scrolls is hard to leave with a thumb. */
      @container (max-width: 760px) { .scroll { max-height: none; } }
    `,
  ];

  @query('heat-element-list, heat-difference-list') private list!:
    | HeatElementList
    | HeatDifferenceList
    | null;

  @property({ attribute: false }) kind: MapKind = 'click';
  /** The answer of the kind; both null while it is on its way. */
  @property({ attribute: false }) report: HeatmapReport | null = null;
  @property({ attribute: false }) scrolling: ScrollAnswer | null = null;
  /** The answer is of another question than the one asked now. */
  @property({ type: Boolean }) stale = false;
  /** Nothing can be shown, and the map says why. */
  @property({ type: Boolean }) failed = false;
  /** Element ids that stand in the frame. */
  @property({ attribute: false }) placed: ReadonlySet<string> = new Set();
  /** What became of the elements in the snapshot; null without one. */
  @property({ attribute: false }) settled: SettledPage | null = null;
  @property({ attribute: false }) project!: ProjectView;
  @property({ attribute: false }) scope: Scope = parseScope('');
  /** Page id. */
  @property() page = '';
  @property({ attribute: false }) lit: string | null = null;
  @property({ attribute: false }) chosen: string | null = null;

  private readonly details = new Resource<ElementsAnswer>(this, {
    key: () =>
      this.page === '' || !isClickKind(this.kind) || this.report?.comparison
        ? null
        : `${this.project.id} ${this.page} ${writeScope({ ...this.scope, compare: true })}`,
    load: (signal) => fetchElements(this.project.id, { scope: this.scope, page: this.page }, signal),
  });

  /** Loads what is beside the elements again. */
  refresh(): void {
    this.details.refresh();
  }

  private readonly sessionsOf = (element: string): string => {
    if (keepsToSums(this.project)) return '';
    const scope = withFilter(this.scope, { dimension: 'element', op: 'is', value: element });
    const { device } = scope;
    const narrowed = device ? withFilter(scope, { dimension: 'device', op: 'is', value: device }) : scope;
    const search = `?page=${encodeURIComponent(this.page)}`;
    return `${projectPath(this.project.id, 'sessions')}${writeScope({ ...narrowed, device: null }, search)}`;
  };

  /** Brings the row of an element into view. */
  reveal(element: string): void {
    this.list?.reveal(element);
  }

  private placesOf({ elements }: HeatmapReport): ReadonlyMap<string, Place> | null {
    const { settled } = this;
    if (!settled || settled.elements !== elements) return null;
    return new Map(
      elements.flatMap(({ element }, at) => {
        const place = settled.places[at];
        return place ? [[element, place] as const] : [];
      }),
    );
  }

  private renderDifferences(comparison: HeatmapComparison, nouns: string) {
    return html`<heat-difference-list class=${this.stale ? 'stale' : ''} .comparison=${comparison} .lit=${this.lit} .chosen=${this.chosen} nouns=${nouns}></heat-difference-list>`;
  }

  private renderSections() {
    const { scrolling, report } = this;
    if (report?.kind === 'scroll' && report.comparison)
      return this.renderDifferences(report.comparison, 'pageviews');
    if (!scrolling) return html`<heat-state status="loading" .lines=${10}></heat-state>`;
    if (scrolling.sections.length === 0) return html`<p class="none">No section was timed.</p>`;
    return html`<heat-section-list class=${this.stale ? 'stale' : ''} .answer=${scrolling} .kind=${this.kind}></heat-section-list>`;
  }

  private renderElements() {
    const { report } = this;
    if (!report) return html`<heat-state status="loading" .lines=${10}></heat-state>`;
    if (report.kind === 'move')
      return html`<p class="none">A resting mouse belongs to no element: look at the map.</p>`;
    const { comparison, elements, meta } = report;
    if (comparison && comparison.differences.length > 0)
      return this.renderDifferences(comparison, `${nounOf(report.kind)}s`);
    if (elements.length === 0) return html`<p class="none">Nothing to rank.</p>`;
    return html`<heat-element-list
      class=${this.stale ? 'stale' : ''}
      .elements=${elements}
      .placed=${this.placed}
      .details=${new Map(this.details.value?.elements.map((one) => [one.element, one]))}
      .places=${this.placesOf(report)}
      .candidates=${this.settled?.content.descriptors ?? []}
      projectId=${this.project.id}
      .sessionsOf=${this.sessionsOf}
      .lit=${this.lit}
      .chosen=${this.chosen}
      .total=${meta.total}
      .withoutElement=${meta.withoutElement}
      .omitted=${meta.omittedElements}
    ></heat-element-list>`;
  }

  override render() {
    const isScroll = isScrollKind(this.kind);
    const length = isScroll
      ? this.scrolling?.sections.length
      : (this.report?.comparison?.differences ?? this.report?.elements)?.length;
    return html`
      <div class="card-head"><h2>${isScroll ? 'Sections' : 'Elements'}</h2><span class="muted small num">${length ? count(length, isScroll ? 'section' : 'element') : ''}</span></div>
      <div class="scroll">${this.failed ? nothing : isScroll ? this.renderSections() : this.renderElements()}</div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'heat-map-aside': HeatMapAside;
  }
}
