// Journeys: where sessions went from a page, or came from to it, drawn as a Sankey or read as a table.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Page, PageRow, ProjectView } from '../../src/contract/api.ts';
import {
  JOURNEY_DIRECTIONS,
  type JourneyDirection,
  type JourneysAnswer,
} from '../../src/contract/funnels.ts';
import { LIMITS } from '../../src/contract/limits.ts';
import { navigate } from '../app/router.ts';
import { aboutChart } from '../charts/about-chart.ts';
import '../charts/heat-chart-files.ts';
import '../charts/heat-sankey.ts';
import { ApiError } from '../data/api.ts';
import { fetchJourneys } from '../data/funnels.ts';
import { fetchPages } from '../data/heatmaps.ts';
import '../elements/heat-state.ts';
import { hasNeverSent, renderNeverSent } from '../elements/never-sent.ts';
import { renderOtherRange } from '../elements/other-range.ts';
import { keepsToSums, renderSumsOnly } from '../elements/sums-only.ts';
import { count, formatNumber, formatShare } from '../format/number.ts';
import { readablePath } from '../format/path.ts';
import { type Sums, sumsOf } from '../format/sums.ts';
import { Resource } from '../state/resource.ts';
import { isNarrowed, ScopeController, writeScope } from '../state/scope.ts';
import { baseStyles, buttonStyles, cardStyles, formStyles, pageStyles } from '../styles/shared.ts';

const DEFAULT_DEPTH = 4;

@customElement('heat-journeys-page')
export class JourneysPage extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    cardStyles,
    formStyles,
    pageStyles,
    css`
      .asked { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-2) var(--space-3); padding: var(--space-3) var(--space-4); border-bottom: 1px solid var(--line); }
      .asked label { display: inline-flex; align-items: center; gap: var(--space-2); }
      .asked select { width: auto; max-width: min(320px, 70vw); }
      .asked .views { margin-left: auto; display: flex; gap: 2px; }
      @media (max-width: 640px) {
        .asked .page { order: 1; width: 100%; }
        .asked .page select { width: 100%; max-width: none; }
        .asked .views { order: 2; }
      }
      heat-sankey { padding: var(--space-4); }
      heat-state { --state-height: 360px; }
      .stale { opacity: 0.6; }
      .tables { display: grid; grid-template-columns: repeat(auto-fit, minmax(220px, 1fr)); gap: var(--space-4); padding: var(--space-4); }
      .tables h2 { margin-bottom: var(--space-2); color: var(--muted); font-weight: 400; font-size: var(--size-xs); }
      table { width: 100%; border-collapse: collapse; }
      td, th { padding: 5px 8px 5px 0; border-top: 1px solid var(--line); text-align: left; max-width: 0; width: 100%; }
      td.num, th.num { text-align: right; width: auto; max-width: none; white-space: nowrap; }
      th { font-size: var(--size-xs); color: var(--muted); font-weight: 400; border: 0; }
    `,
  ];

  private readonly scope = new ScopeController(this);
  private readonly paths = new Resource<JourneysAnswer>(this, {
    key: () =>
      `${this.project.id} ${writeScope({ ...this.scope.value, compare: true, device: null })} ${this.page} ${this.direction} ${this.depth}`,
    load: (signal) =>
      fetchJourneys(
        this.project.id,
        { scope: this.scope.value, page: this.page, direction: this.direction, depth: this.depth },
        signal,
      ),
  });
  private readonly pages = new Resource<Page<PageRow>>(this, {
    key: () => `${this.project.id} ${writeScope({ ...this.scope.value, compare: true, device: null })}`,
    load: (signal) => fetchPages(this.project.id, { scope: { ...this.scope.value, device: null } }, signal),
  });

  @property({ attribute: false }) project!: ProjectView;

  private get params(): URLSearchParams {
    return new URLSearchParams(location.search);
  }

  private get page(): string | null {
    return this.params.get('page');
  }

  private get direction(): JourneyDirection {
    return JOURNEY_DIRECTIONS.find((name) => name === this.params.get('direction')) ?? 'from';
  }

  private get depth(): number {
    const depth = Number(this.params.get('depth') ?? DEFAULT_DEPTH);
    return Number.isInteger(depth) && depth >= 2 && depth <= LIMITS.journeyDepth ? depth : DEFAULT_DEPTH;
  }

  private get isTable(): boolean {
    return this.params.get('view') === 'table';
  }

  private go(change: Record<string, string | null>): void {
    const params = this.params;
    for (const [name, value] of Object.entries(change)) {
      if (value === null || value === '') params.delete(name);
      else params.set(name, value);
    }
    const text = params.toString();
    navigate(`${location.pathname}${text === '' ? '' : `?${text}`}`, { keepScroll: true });
    this.requestUpdate();
  }

  private get sums(): Sums | null {
    return sumsOf(this.project, this.scope.value, Date.now());
  }

  private sentence(): string {
    const { value } = this.paths;
    if (!value) return '';
    if (value.sessions === 0) return this.sums === null ? 'No session took such a path in this range.' : '';
    const first = value.levels[0]?.[0];
    const next = value.levels[1]?.find(({ page }) => page !== null);
    if (!first || !next || this.page === null)
      return `${count(value.sessions, 'session')} ${value.direction === 'from' ? 'entered through' : 'left from'} ${count(value.levels[0]?.length ?? 0, 'page')}.`;
    const share = formatShare(next.sessions / value.sessions);
    return value.direction === 'from'
      ? `After ${readablePath(first.path)} most went to ${readablePath(next.path)}: ${share} of ${count(value.sessions, 'session')}.`
      : `Before ${readablePath(first.path)} most were on ${readablePath(next.path)}: ${share} of ${count(value.sessions, 'session')}.`;
  }

  private renderAsked() {
    const known = this.pages.value?.items ?? [];
    const shown = this.paths.value?.levels.flat().find(({ page }) => page === this.page);
    const isListed = known.some(({ page }) => page === this.page);
    return html`<div class="asked">
      <label>Paths <select @change=${(event: Event) => this.go({ direction: (event.target as HTMLSelectElement).value === 'to' ? 'to' : null })}>
        <option value="from" ?selected=${this.direction === 'from'}>from</option><option value="to" ?selected=${this.direction === 'to'}>to</option></select></label>
      <label class="page"><span class="visually-hidden">Page</span><select @change=${(event: Event) => this.go({ page: (event.target as HTMLSelectElement).value })}>
        <option value="">${this.direction === 'from' ? 'where sessions entered' : 'where sessions left'}</option>
        ${this.page && !isListed ? html`<option value=${this.page} selected>${shown ? readablePath(shown.path) : 'the chosen page'}</option>` : nothing}
        ${known.map(({ page, path }) => html`<option value=${page} ?selected=${page === this.page}>${readablePath(path)}</option>`)}</select></label>
      <label>over <select aria-label="Pages of a path" @change=${(event: Event) => this.go({ depth: (event.target as HTMLSelectElement).value })}>
        ${Array.from({ length: LIMITS.journeyDepth - 1 }, (_, index) => index + 2).map((depth) => html`<option value=${depth} ?selected=${depth === this.depth}>${depth} pages</option>`)}</select></label>
      <span class="views" role="group" aria-label="View">
        <button type="button" class="button" aria-pressed=${!this.isTable} @click=${() => this.go({ view: null })}>Picture</button>
        <button type="button" class="button" aria-pressed=${this.isTable} @click=${() => this.go({ view: 'table' })}>Table</button>${this.renderFiles()}</span>
    </div>`;
  }

  private renderFiles() {
    const { value } = this.paths;
    if (!value || value.sessions === 0) return nothing;
    const about = aboutChart(this.project.name, value.scope, Date.now(), isNarrowed(this.scope.value));
    const make = async () => (await import('../charts/paint-sankey.ts')).journeysFile(value);
    return html`<heat-chart-files what="Journeys" about=${about} .make=${make}></heat-chart-files>`;
  }

  private renderTables(value: JourneysAnswer) {
    const step = (level: number) =>
      level === 0
        ? value.direction === 'from'
          ? 'Beginning'
          : 'End'
        : `${count(level, 'page')} ${value.direction === 'from' ? 'later' : 'before'}`;
    return html`<div class="tables">${value.levels.map(
      (nodes, level) => html`<section><h2>${step(level)}</h2><table>
        <thead><tr><th>Page</th><th class="num">Sessions</th><th class="num">${value.direction === 'from' ? 'Ended' : 'Began'}</th></tr></thead>
        <tbody>${nodes.map(
          (
            node,
          ) => html`<tr><td class="truncate" title=${readablePath(node.path)}>${node.page === null ? 'Other pages' : readablePath(node.path)}</td>
            <td class="num">${formatNumber(node.sessions)} <span class="muted">${formatShare(node.sessions / value.sessions)}</span></td><td class="num">${formatNumber(node.ended)}</td></tr>`,
        )}</tbody></table></section>`,
    )}</div>`;
  }

  private renderPaths() {
    const { value, error, isSlow, isStale } = this.paths;
    const all = this.page
      ? html`<button class="button" @click=${() => this.go({ page: null })}>From all entries</button>`
      : nothing;
    if (error instanceof ApiError && error.code === 'page_not_found')
      return html`<heat-state status="empty" heading="This page is not known here" detail="The address names a page that this project has never seen, or whose visits were all removed.">${all}</heat-state>`;
    if (error)
      return html`<heat-state status="error" .error=${error} heading="The journeys could not be loaded" @retried=${() => this.paths.retry()}>${all}</heat-state>`;
    if (!value || isSlow) return html`<heat-state status="loading" shape="block"></heat-state>`;
    if (value.sessions === 0)
      return html`<heat-state status="empty" heading="No paths in this range" detail=${this.sums?.people ?? 'Take a longer range, another page, or remove a filter.'}>${renderOtherRange(this.project, this.scope)}</heat-state>`;
    if (this.isTable) return this.renderTables(value);
    return html`<heat-sankey class=${isStale ? 'stale' : ''} .answer=${value} @page-chosen=${(event: CustomEvent<{ page: string }>) => this.go({ page: event.detail.page })}></heat-sankey>`;
  }

  protected override render() {
    if (keepsToSums(this.project))
      return renderSumsOnly(this.project, 'Journeys', 'Ways through the pages are those of single people');
    if (hasNeverSent(this.project))
      return renderNeverSent(this.project, 'Journeys', 'The paths through them show');
    return html`<header class="page-head"><div><h1>Journeys</h1><p class="answer">${this.sentence()}</p></div></header>
      <section class="card">${this.renderAsked()} ${this.renderPaths()}</section>`;
  }
}
