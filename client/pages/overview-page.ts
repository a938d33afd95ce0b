// The overview: metrics that switch the chart, facts, breakdowns that filter, and what changed.

import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { AnnotationView } from '../../src/contract/annotations.ts';
import type { ProjectView, ScopeView } from '../../src/contract/api.ts';
import { type FilterDimension, propKeyOf } from '../../src/contract/dimensions.ts';
import { SPLIT_NAMES, type Split } from '../../src/contract/metrics.ts';
import { navigate } from '../app/router.ts';
import { projectPath } from '../app/routes.ts';
import { aboutChart } from '../charts/about-chart.ts';
import { messageOf } from '../data/api.ts';
import { createAnnotation, fetchAnnotations, removeAnnotation } from '../data/metrics.ts';
import { findOverview, type OverviewPair } from '../data/overview.ts';
import '../elements/heat-annotate.ts';
import '../elements/heat-breakdown.ts';
import '../elements/heat-dimension-table.ts';
import '../elements/heat-goal-strip.ts';
import '../elements/heat-movers.ts';
import '../elements/heat-state.ts';
import { hasNeverSent, renderNeverSent } from '../elements/never-sent.ts';
import { renderOtherRange } from '../elements/other-range.ts';
import { type Sums, sumsOf } from '../format/sums.ts';
import { LiveRefresh } from '../state/live-refresh.ts';
import { Resource } from '../state/resource.ts';
import { isNarrowed, isOpenEnded, ScopeController } from '../state/scope.ts';
import { baseStyles, buttonStyles, cardStyles, pageStyles } from '../styles/shared.ts';
import { SERIES, type SeriesName, summary } from './overview-metrics.ts';
import { BREAKDOWNS, chartCard, metricCards } from './overview-parts.ts';
import { overviewStyles } from './overview-styles.ts';

/** Lists that have a column each beside what changed; the others stand below that. */
const BESIDE_CHANGES = 4;

@customElement('heat-overview-page')
export class HeatOverviewPage extends LitElement {
  static override styles = [baseStyles, buttonStyles, cardStyles, pageStyles, overviewStyles];

  private readonly scope = new ScopeController(this);
  private readonly report = new Resource<OverviewPair>(this, {
    key: () =>
      JSON.stringify([this.project.id, this.project.timeZone, { ...this.scope.value, device: null }]),
    load: (signal) => findOverview(this.project.id, this.scope.value, signal),
  });

  private readonly notes = new Resource<AnnotationView[]>(this, {
    key: () => {
      const { value } = this.report;
      return value && JSON.stringify([this.project.id, value.now.scope.fromMs, value.now.scope.toMs]);
    },
    load: (signal) =>
      fetchAnnotations(this.project.id, (this.report.value as OverviewPair).now.scope, signal),
  });

  @property({ attribute: false }) project!: ProjectView;
  @state() private metric: SeriesName = 'visitors';

  constructor() {
    super();
    new LiveRefresh(this, {
      lastEventAtMs: () => this.project.lastEventAtMs,
      isOpen: () => isOpenEnded(this.scope.value, Date.now()),
      resources: [this.report],
    });
  }

  private readonly handleValue = (
    event: CustomEvent<{ dimension: FilterDimension; value: string }>,
  ): void => {
    this.scope.addFilter({ dimension: event.detail.dimension, op: 'is', value: event.detail.value });
  };

  private readonly handleDimension = (event: CustomEvent<{ dimension: Split }>): void => {
    const params = new URLSearchParams(location.search);
    params.set('split', event.detail.dimension);
    navigate(`${location.pathname}?${params}`, { replace: true, keepScroll: true });
  };

  private readonly handleAnnotated = async (
    event: CustomEvent<{ text: string; atMs: number; done: (problem: string | null) => void }>,
  ): Promise<void> => {
    const { text, atMs, done } = event.detail;
    try {
      await createAnnotation(this.project.id, { text, atMs });
      done(null);
      this.notes.refresh();
    } catch (error) {
      done(messageOf(error));
    }
  };

  private readonly handleRemoved = async (
    event: CustomEvent<{ id: string; done: (problem: string | null) => void }>,
  ): Promise<void> => {
    const { id, done } = event.detail;
    try {
      await removeAnnotation(this.project.id, id);
      done(null);
      this.notes.refresh();
    } catch (error) {
      done(messageOf(error));
    }
  };

  private about(scope: ScopeView): string {
    return aboutChart(this.project.name, scope, Date.now(), isNarrowed(this.scope.value));
  }

  private get split(): Split {
    const asked = new URLSearchParams(location.search).get('split') ?? '';
    const known = SPLIT_NAMES.find((name) => name === asked);
    return known ?? (propKeyOf(asked) === null ? 'page' : (asked as Split));
  }

  private readonly select = (name: SeriesName): void => {
    this.metric = name;
  };

  private renderChart(pair: OverviewPair) {
    const { scope } = pair.now;
    const notes = this.notes.value ?? [];
    const inside = html`<heat-annotate .scope=${scope} .notes=${notes} ?isEditable=${this.project.role !== 'viewer'}
      @annotated=${this.handleAnnotated} @annotation-removed=${this.handleRemoved}></heat-annotate>`;
    return chartCard(pair, { metric: this.metric, about: this.about(scope), notes, inside });
  }

  private renderBelow(lists: readonly TemplateResult[], changes: TemplateResult | null) {
    return html`<div class="below" @value-chosen=${this.handleValue}>${
      changes
        ? html`<div class="breakdowns">${lists.slice(0, BESIDE_CHANGES)}</div>
          <div class="changes">${changes}${lists.slice(BESIDE_CHANGES)}</div>`
        : html`<div class="breakdowns alone">${lists}</div>`
    }</div>`;
  }

  private renderBreakdowns({ now, before }: OverviewPair) {
    // Without anybody before there is nothing that changed.
    const earlier = before && before.totals.sessions > 0 ? before : null;
    const lists = BREAKDOWNS.map(
      ([name, heading]) =>
        html`<heat-breakdown dimension=${name} heading=${heading} about=${this.about(now.scope)} .rows=${now.breakdowns[name]}></heat-breakdown>`,
    );
    const changes = earlier && html`<heat-movers .now=${now} .earlier=${earlier}></heat-movers>`;
    return html`${this.renderBelow(lists, changes)}
    <heat-dimension-table class="every" .projectId=${this.project.id} .scope=${this.scope.value} .dimension=${this.split} about=${this.about(now.scope)}
      @value-chosen=${this.handleValue} @dimension-chosen=${this.handleDimension}></heat-dimension-table>`;
  }

  private renderSkeleton() {
    const { compare } = this.scope.value;
    const list = html`<div class="card bone-list"><heat-state lines="6"></heat-state></div>`;
    const lists = BREAKDOWNS.map(() => list);
    return html`<div class="metrics">${SERIES.map(() => html`<div class="card bone-card"><heat-state lines="3"></heat-state></div>`)}</div>
      <div class="card bone-chart"><heat-state shape="block"></heat-state></div>
      ${this.renderBelow(lists, compare ? list : null)}`;
  }

  private get sums(): Sums | null {
    return sumsOf(this.project, this.scope.value, Date.now());
  }

  /** What is hidden of the time before is no nobody. */
  private sentence({ now, before }: OverviewPair): string {
    return summary(now, this.sums && before?.totals.visitors === 0 ? null : before);
  }

  private renderEmpty() {
    const isFiltered = this.scope.value.filters.length > 0;
    return html`<div class="card"><heat-state status="empty" heading=${isFiltered ? 'No session matches these filters' : 'No sessions in this range'}
      detail=${this.sums?.sum ?? (isFiltered ? 'Take a filter away, or look at a longer range.' : 'Choose a longer range to see what came before.')}>
      ${isFiltered ? html`<button class="button" @click=${() => this.scope.update({ filters: [] })}>Remove all filters</button>` : nothing}
      ${renderOtherRange(this.project, this.scope)}
    </heat-state></div>`;
  }

  private renderReport() {
    const { value, error, isSlow, isStale } = this.report;
    if (error !== null) {
      return html`<div class="card"><heat-state status="error" .error=${error} heading="The overview could not be loaded"
        @retried=${() => this.report.retry()}></heat-state></div>`;
    }
    if (value === null || isSlow) return this.renderSkeleton();
    if (value.now.totals.events === 0) return this.renderEmpty();
    return html`<div class=${isStale ? 'stale' : ''} aria-busy=${isStale}>
      ${metricCards(value, this.metric, this.select)}${this.renderChart(value)}
      <heat-goal-strip .projectId=${this.project.id} .scope=${this.scope.value} href=${projectPath(this.project.id, 'goals')}></heat-goal-strip>${this.renderBreakdowns(value)}</div>`;
  }

  protected override render() {
    const { value, isSlow } = this.report;
    const neverSeen = hasNeverSent(this.project) && (value === null || value.now.totals.events === 0);
    if (neverSeen) {
      return renderNeverSent(this.project, 'Overview', 'What happens on them shows up');
    }
    return html`
      <header class="page-head"><div><h1>Overview</h1>
        <p class="answer" aria-live="polite">${value && !isSlow ? this.sentence(value) : nothing}</p></div></header>
      ${this.renderReport()}`;
  }
}
