// Custom events: which there are, when they happen, with what properties, and one by one.

import { html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { AnnotationView } from '../../src/contract/annotations.ts';
import type { Page, ProjectView, ScopeView } from '../../src/contract/api.ts';
import type { BreakdownAnswer, EventView, TimeseriesAnswer } from '../../src/contract/metrics.ts';
import { navigate } from '../app/router.ts';
import { projectPath } from '../app/routes.ts';
import { aboutChart } from '../charts/about-chart.ts';
import '../charts/heat-series-chart.ts';
import { INTERVAL_HEADS, timeseriesModel } from '../charts/series-model.ts';
import { messageOf } from '../data/api.ts';
import {
  type EventsBefore,
  eventsExportUrl,
  fetchAnnotations,
  fetchBreakdown,
  fetchEventSeries,
  fetchEvents,
  fetchEventsBefore,
} from '../data/metrics.ts';
import '../elements/heat-code.ts';
import '../elements/heat-event-table.ts';
import '../elements/heat-state.ts';
import '../elements/heat-value-list.ts';
import { hasNeverSent } from '../elements/never-sent.ts';
import { renderOtherRange } from '../elements/other-range.ts';
import { count, formatShare } from '../format/number.ts';
import { type Sums, sumsOf } from '../format/sums.ts';
import { formatRange, zoneName } from '../format/time.ts';
import { LiveRefresh } from '../state/live-refresh.ts';
import { Resource } from '../state/resource.ts';
import { isNarrowed, isOpenEnded, ScopeController, writeScope } from '../state/scope.ts';
import { baseStyles, buttonStyles, cardStyles, formStyles, pageStyles } from '../styles/shared.ts';
import {
  curlLine,
  type EventsQuestion,
  parseEventsQuestion,
  writeEventsQuestion,
} from './events-question.ts';
import { eventsStyles } from './events-styles.ts';

/** What the page shows of one question. */
type Report = {
  top: BreakdownAnswer;
  series: TimeseriesAnswer;
  properties: BreakdownAnswer;
  values: BreakdownAnswer | null;
  property: string | null;
  annotations: AnnotationView[];
  events: Page<EventView>;
  /** Null when nothing is compared. */
  before: EventsBefore | null;
};

/** `1,011 events by 606 visitors, of 3 kinds.`, or of one kind what share of them it is. */
function sentenceOf({ items, totals, total }: BreakdownAnswer, event: string | null): string {
  const all = totals.customs ?? 0;
  if (all === 0) return '';
  const chosen = items.find(({ value }) => value === event);
  if (!chosen)
    return `${count(all, 'event')} by ${count(totals.visitors ?? 0, 'visitor')}, of ${count(total, 'kind')}.`;
  const by = count(chosen.visitors ?? 0, 'visitor');
  return `${count(chosen.customs ?? 0, `${event} event`)} by ${by}: ${formatShare(chosen.share)} of ${count(all, 'event')}.`;
}

const NO_EVENTS: Report['events'] = { items: [], total: 0, nextCursor: null };

@customElement('heat-events-page')
export class HeatEventsPage extends LitElement {
  static override styles = [baseStyles, buttonStyles, cardStyles, formStyles, pageStyles, eventsStyles];

  private readonly scope = new ScopeController(this);
  private readonly report = new Resource<Report>(this, {
    key: () => `${this.project.id} ${this.questionKey()}`,
    load: (signal) => this.load(signal),
  });

  @property({ attribute: false }) project!: ProjectView;
  /** What "Load more" brought, and the question it belongs to. */
  @state() private more: { key: string; items: EventView[]; cursor: string | null } | null = null;
  @state() private isLoadingMore = false;
  @state() private moreProblem = '';

  constructor() {
    super();
    new LiveRefresh(this, {
      lastEventAtMs: () => this.project.lastEventAtMs,
      isOpen: () => isOpenEnded(this.scope.value, Date.now()),
      resources: [this.report],
    });
  }

  private get question(): EventsQuestion {
    return parseEventsQuestion(location.search);
  }

  private get isSumsOnly(): boolean {
    return this.project.settings.aggregateOnly;
  }

  private get sums(): Sums | null {
    return sumsOf(this.project, this.scope.value, Date.now());
  }

  private questionKey(): string {
    return writeEventsQuestion(this.question, writeScope({ ...this.scope.value, device: null }));
  }

  private async load(signal: AbortSignal): Promise<Report> {
    const { id } = this.project;
    const { event, property } = this.question;
    const asked = { scope: this.scope.value, event };
    const [top, series, properties, events] = await Promise.all([
      fetchBreakdown(id, { scope: asked.scope, dimension: 'event', limit: 12 }, signal),
      fetchEventSeries(id, asked, signal),
      fetchBreakdown(id, { ...asked, dimension: 'property', limit: 50 }, signal),
      // One by one they are those of single people.
      this.isSumsOnly ? NO_EVENTS : fetchEvents(id, { ...asked, cursor: null }, signal),
    ]);
    const key = property ?? properties.items[0]?.value ?? null;
    const [values, annotations, before] = await Promise.all([
      key === null ? null : fetchBreakdown(id, { ...asked, dimension: `prop.${key}`, limit: 12 }, signal),
      fetchAnnotations(id, series.scope, signal),
      asked.scope.compare ? fetchEventsBefore(id, { scope: asked.scope, answered: series }, signal) : null,
    ]);
    return { top, series, properties, values, property: key, annotations, events, before };
  }

  private change(patch: Partial<EventsQuestion>): void {
    const search = writeEventsQuestion({ ...this.question, ...patch }, location.search);
    navigate(`${location.pathname}${search}`, { keepScroll: true });
  }

  private readonly handleEvent = (event: CustomEvent<{ value: string }>): void => {
    const { value } = event.detail;
    this.change({ event: value === this.question.event ? null : value, property: null });
  };

  private readonly handleProperty = (event: Event): void => {
    this.change({ property: (event.target as HTMLSelectElement).value });
  };

  private readonly handleMore = async (): Promise<void> => {
    const key = this.questionKey();
    const known = this.more?.key === key ? this.more : null;
    const cursor = known ? known.cursor : (this.report.value?.events.nextCursor ?? null);
    if (cursor === null || this.isLoadingMore) return;
    this.isLoadingMore = true;
    this.moreProblem = '';
    try {
      const { event } = this.question;
      const asked = { scope: this.scope.value, event, cursor };
      const next = await fetchEvents(this.project.id, asked, AbortSignal.timeout(30_000));
      this.more = { key, items: [...(known?.items ?? []), ...next.items], cursor: next.nextCursor };
    } catch (error) {
      this.moreProblem = messageOf(error);
    } finally {
      this.isLoadingMore = false;
    }
  };

  private renderHead({ value }: Resource<Report>) {
    const { event } = this.question;
    const asked = { scope: this.scope.value, event };
    return html`<header class="page-head">
      <div><h1>Events</h1><p class="answer num" aria-live="polite">${
        value ? sentenceOf(value.top, event) : nothing
      }</p></div>
      ${
        this.isSumsOnly || value?.events.total === 0
          ? nothing
          : html`<div class="actions">
        <a class="button" href=${eventsExportUrl(this.project.id, asked, 'csv')} download>Download CSV</a>
        <a class="button" href=${eventsExportUrl(this.project.id, asked, 'ndjson')} download>NDJSON</a>
      </div>`
      }</header>`;
  }

  private renderChart({ series, annotations }: Report) {
    const { event } = this.question;
    const zone = series.scope.timeZone;
    const name = event ?? 'Events';
    const range = `${formatRange(series.scope, zone, Date.now())} · ${zoneName(zone)} time`;
    const lastMs = series.buckets.at(-1)?.startMs ?? 0;
    return html`<section class="card chart" aria-label="${name} over time">
      <div class="chart-head"><h2 class="truncate">${name} by ${series.interval}</h2><p class="muted small">${range}</p></div>
      <heat-series-chart .model=${timeseriesModel(series, { name, annotations })} what=${name} about="${this.project.name} · ${range}"
        head=${INTERVAL_HEADS[series.interval]} ?isOpen=${series.scope.toMs > Date.now() && lastMs < Date.now()}></heat-series-chart>
    </section>`;
  }

  private about(scope: ScopeView): string {
    return aboutChart(this.project.name, scope, Date.now(), isNarrowed(this.scope.value));
  }

  /** A row's number of the time before, null where none is told: what is hidden there is no zero. */
  private earlierOf({ before }: Report): ((event: string) => number | null) | null {
    if (before === null) return null;
    const isHiding = sumsOf(this.project, { ...this.scope.value, period: null, ...before.span }, Date.now());
    return isHiding ? (event) => before.timesOf(event) || null : before.timesOf;
  }

  private renderLists(report: Report) {
    const { top, properties, values, property } = report;
    const { event } = this.question;
    const keys = properties.items.map(({ value }) => value);
    return html`<div class="lists">
      <heat-value-list heading="Events" what="Events by name" about=${this.about(top.scope)} unit="Times" .rows=${top.items} .rest=${top.other} .earlierOf=${this.earlierOf(report)} isChoice .chosen=${event} @value-chosen=${this.handleEvent}>
        ${event === null ? nothing : html`<button class="button quiet" @click=${() => this.change({ event: null, property: null })}>Show all</button>`}</heat-value-list>
      ${
        property === null
          ? html`<section class="card none"><h2>Properties</h2><p class="muted">${event === null ? 'These events carry' : `“${event}” carries`} no properties. Send some with <code>properties</code> and split by them here.</p></section>`
          : html`<heat-value-list heading="Property" what="Property ${property ?? ''}" about=${this.about(top.scope)} unit="Times" .rows=${values?.items ?? []} .rest=${values?.other ?? null}>
              <select aria-label="Property" .value=${property} @change=${this.handleProperty}>
                ${keys.map((key) => html`<option value=${key} ?selected=${key === property}>${key}</option>`)}</select></heat-value-list>`
      }
    </div>`;
  }

  private renderEvents({ events }: Report) {
    const { sums } = this;
    if (sums && events.total === 0)
      return html`<section class="card none"><p class="muted">${sums.people}</p></section>`;
    const more = this.more?.key === this.questionKey() ? this.more : null;
    const items = more ? [...events.items, ...more.items] : events.items;
    const cursor = more ? more.cursor : events.nextCursor;
    return html`<section class="card list" aria-label="Events one by one">
      <heat-event-table .events=${items} timeZone=${this.scope.value.timeZone ?? this.project.timeZone}
        .hrefOf=${(event: EventView) => projectPath(this.project.id, 'sessions', event.sessionId)}></heat-event-table>
      ${
        cursor === null
          ? nothing
          : html`<div class="foot"><button class="button" aria-busy=${this.isLoadingMore} ?disabled=${this.isLoadingMore} @click=${this.handleMore}>
              ${this.isLoadingMore ? 'Loading' : 'Load more'}</button>
              <span class="muted num" role="status">${this.moreProblem || `${items.length} of ${count(events.total, 'event')}`}</span></div>`
      }</section>`;
  }

  private renderEmpty() {
    const isNarrow = isNarrowed(this.scope.value) || this.question.event !== null;
    const { sums } = this;
    if (sums)
      return html`<div class="card"><heat-state status="empty" heading="No event that may be shown" detail=${sums.sum}>${this.renderLonger()}</heat-state></div>`;
    if (isNarrow) {
      return html`<div class="card"><heat-state status="empty" heading="No event matches" detail="Take a filter away, or look at a longer range.">
        <button class="button" @click=${() => navigate(`${location.pathname}${writeScope({ ...this.scope.value, filters: [], segment: null })}`)}>Clear filters</button>
        ${this.renderLonger()}</heat-state></div>`;
    }
    return html`<div class="card first"><heat-state status="empty" heading=${hasNeverSent(this.project) ? 'No custom event yet' : 'No custom events in this range'}
      detail="Tell heat what matters on your site: heat.track('purchase', {plan: 'pro'}) in a page, or one call from your server.">${hasNeverSent(this.project) ? nothing : this.renderLonger()}</heat-state>
      <heat-code .text=${curlLine(location.origin)} what="call from a server"></heat-code>
      <p class="muted small">API keys are made in <a href="${projectPath(this.project.id, 'settings')}#keys">Settings</a>.</p></div>`;
  }

  private renderLonger() {
    return renderOtherRange(this.project, this.scope);
  }

  private renderReport() {
    const { value, error, isSlow, isStale } = this.report;
    if (error !== null)
      return html`<div class="card"><heat-state status="error" .error=${error} heading="The events could not be loaded" @retried=${() => this.report.retry()}></heat-state></div>`;
    if (value === null || isSlow) {
      return html`<div class="card bone-chart"><heat-state shape="block"></heat-state></div>
        <div class="lists">${[0, 1].map(() => html`<div class="card"><heat-state .lines=${8}></heat-state></div>`)}</div>`;
    }
    if ((this.sums ? value.top.totals.customs : value.events.total) === 0) return this.renderEmpty();
    return html`<div class=${isStale ? 'stale' : ''} aria-busy=${isStale}>
      ${this.renderChart(value)}${this.renderLists(value)}${this.isSumsOnly ? nothing : this.renderEvents(value)}</div>`;
  }

  protected override render() {
    return html`${this.renderHead(this.report)}${this.renderReport()}`;
  }
}
