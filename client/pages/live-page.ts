// What happens now: who is here and on which pages, the newest events, and a map that glows where people click.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { HeatmapAnswer, ProjectView } from '../../src/contract/api.ts';
import type { LiveEvent } from '../../src/contract/live.ts';
import { projectPath } from '../app/router.ts';
import { fetchHeatmap } from '../data/heatmaps.ts';
import '../elements/heat-live-feed.ts';
import '../elements/heat-live-now.ts';
import '../elements/heat-state.ts';
import { keepsToSums, renderSumsOnly } from '../elements/sums-only.ts';
import { count } from '../format/number.ts';
import { formatInstant } from '../format/time.ts';
import '../heatmap/heat-live-glow.ts';
import type { HeatLiveGlow } from '../heatmap/heat-live-glow.ts';
import '../heatmap/heat-boxes-note.ts';
import '../heatmap/heat-map-frame.ts';
import { readablePath } from '../format/path.ts';
import type { HeatMapFrame } from '../heatmap/heat-map-frame.ts';
import { parseView } from '../heatmap/view-options.ts';
import { LiveFeed } from '../state/live-feed.ts';
import { LiveRefresh } from '../state/live-refresh.ts';
import { layoutOfMap } from '../state/map-layout.ts';
import { PageSnapshot } from '../state/page-snapshot.ts';
import { Resource } from '../state/resource.ts';
import { parseScope } from '../state/scope.ts';
import { baseStyles, buttonStyles, cardStyles, pageStyles } from '../styles/shared.ts';

/** The map under the glow is what was clicked lately. */
const LATELY = parseScope('?period=24h');
const VIEW = parseView('');

@customElement('heat-live-page')
export class LivePage extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    cardStyles,
    pageStyles,
    css`
      :host { container-type: inline-size; }
      .columns {
        --column-h: clamp(460px, calc(100dvh - 130px), 1400px);
        display: grid; grid-template: 'now map feed' var(--column-h) / 248px minmax(0, 1fr) 320px; gap: var(--space-3);
      }
      .now { grid-area: now; display: flex; flex-direction: column; overflow: hidden; }
      .now heat-live-now { flex: 1; }
      .map { grid-area: map; display: flex; flex-direction: column; min-height: 0; overflow: hidden; }
      .map heat-map-frame, .map heat-state { flex: 1; min-height: 0; }
      .map .card-head { border-bottom: 1px solid var(--line); }
      .feed { grid-area: feed; display: flex; flex-direction: column; min-height: 0; overflow: hidden; }
      .feed .scroll { flex: 1; min-height: 0; overflow: auto; overscroll-behavior: contain; border-top: 1px solid var(--line); }
      .none { padding: var(--space-4); color: var(--muted); }
      @container (max-width: 1080px) {
        .columns { grid-template: 'now map' var(--column-h) 'feed feed' auto / 232px minmax(0, 1fr); }
        .feed .scroll { max-height: 480px; }
      }
      @container (max-width: 760px) {
        .columns { grid-template: 'now' auto 'feed' auto 'map' 560px / minmax(0, 1fr); }
        .now heat-live-now { max-height: 460px; }
        .feed .scroll { max-height: 320px; }
      }
    `,
  ];

  private readonly live = new LiveFeed(this, {
    projectId: () => (keepsToSums(this.project) ? null : this.project.id),
    onClicks: (clicks) => this.glow(clicks),
  });
  private readonly map = new Resource<HeatmapAnswer>(this, {
    key: () => (this.page ? `${this.project.id} ${this.page}` : null),
    load: (signal) =>
      fetchHeatmap(this.project.id, { scope: LATELY, page: this.page ?? '', kind: 'click' }, signal),
  });
  /** When something was clicked last that the map does not have yet: it is asked for again. */
  @state() private newElementAtMs: number | null = null;
  protected readonly refresh = new LiveRefresh(this, {
    lastEventAtMs: () => this.newElementAtMs,
    isOpen: () => true,
    resources: [this.map],
  });
  private readonly snapshot = new PageSnapshot(this, () =>
    this.page
      ? {
          ...{ projectId: this.project.id, page: this.page, device: null },
          layout: layoutOfMap(this.map, this.page),
        }
      : null,
  );

  @query('heat-map-frame') private frame!: HeatMapFrame | null;
  @query('heat-live-glow') private glowLayer!: HeatLiveGlow | null;

  @property({ attribute: false }) project!: ProjectView;
  /** Chosen by hand; without a choice the busiest page is shown and stays as long as somebody is on it. */
  @state() private chosen: string | null = null;
  private busiest: string | null = null;

  private get page(): string | null {
    return this.chosen ?? this.busiest;
  }

  protected override willUpdate(): void {
    const pages = this.live.state?.pages ?? [];
    if (pages.length > 0 && !pages.some(({ page }) => page === this.busiest)) {
      this.busiest = pages[0]?.page ?? null;
    }
  }

  private glow(clicks: readonly LiveEvent[]): void {
    const known = new Set(this.map.value?.wireframe.boxes.map(({ element }) => element));
    for (const click of clicks) {
      if (click.page !== this.page) continue;
      const spot = this.frame?.spotOf(click);
      if (spot) this.glowLayer?.add(spot, click.flags.length > 0);
      if (click.element !== null && !known.has(click.element)) this.newElementAtMs = click.tsMs;
    }
  }

  private renderStatus() {
    switch (this.live.status) {
      case 'open':
        return html`<span class="chip good">Connected</span>`;
      case 'refused':
        return html`<span class="chip bad">No access any more</span>`;
      case 'waiting':
        return html`<span class="chip warn">Connection lost, trying again</span>`;
      case 'connecting':
        return html`<span class="chip">Connecting</span>`;
    }
  }

  private sentence(): string {
    const { state: now } = this.live;
    if (!now) return '';
    if (now.visitors === 0)
      return now.recentVisitors === 0
        ? `Nobody is here right now.${this.lastWords()}`
        : `Nobody is here right now; ${count(now.recentVisitors, 'person was', 'people were')} in the last five minutes.`;
    const pages = now.pages.length;
    return `${count(now.visitors, 'person', 'people')} on ${count(pages, 'page')}.`;
  }

  private lastWords(): string {
    const { lastHeardAtMs, timeZone } = this.project;
    return lastHeardAtMs === null
      ? ' Nothing has ever come.'
      : ` The last event came ${formatInstant(lastHeardAtMs, timeZone, Date.now())}.`;
  }

  private renderMap() {
    const { value, error, isSlow } = this.map;
    if (this.live.state === null)
      return this.live.status === 'waiting'
        ? html`<heat-state class="fill" status="empty" heading="heat cannot be heard" detail="The connection did not come about, so it is not known who is here. Another try follows by itself."></heat-state>`
        : html`<heat-state class="fill" status="loading" shape="block"></heat-state>`;
    if (this.page === null)
      return html`<heat-state class="fill" status="empty" heading="Waiting for somebody" detail="As soon as somebody opens a page, its map shows here and glows where people click.">${
        this.project.lastHeardAtMs === null
          ? html`<a class="button primary" href=${projectPath(this.project.id, 'install')}>Get the snippet</a>`
          : nothing
      }</heat-state>`;
    if (error)
      return html`<heat-state class="fill" status="error" .error=${error} heading="The map could not be loaded" @retried=${() => this.map.retry()}></heat-state>`;
    if (!value || isSlow || this.snapshot.isPending)
      return html`<heat-state class="fill" status="loading" shape="block"></heat-state>`;
    return html`${this.snapshot.view ? nothing : html`<heat-boxes-note></heat-boxes-note>`}<heat-map-frame .answer=${value} .view=${VIEW} plot="elements" .content=${this.snapshot.content}
      .pageWidth=${this.snapshot.view?.viewportW ?? 0} .pending=${this.snapshot.isPending}><heat-live-glow></heat-live-glow></heat-map-frame>`;
  }

  private renderFeed() {
    const { events, isPaused, missed } = this.live;
    return html`<div class="card-head"><h2>Events</h2>
        <button type="button" class="button quiet" aria-pressed=${isPaused} @click=${() => this.live.pause(!isPaused)}>${isPaused ? `Go on${missed > 0 ? ` (${missed} new)` : ''}` : 'Hold'}</button></div>
      <div class="scroll" aria-live="off">${
        events.length === 0
          ? html`<p class="none">${this.live.state === null ? nothing : 'Pageviews, clicks, custom events and errors appear here as they come.'}</p>`
          : html`<heat-live-feed .events=${events} .projectId=${this.project.id} .timeZone=${this.project.timeZone}></heat-live-feed>`
      }</div>`;
  }

  protected override render() {
    if (keepsToSums(this.project))
      return renderSumsOnly(this.project, 'Live', 'Live events are those of single people');
    const page = this.map.value?.page;
    const path = page ? readablePath(page.path) : null;
    return html`<header class="page-head">
        <div><h1>Live</h1><p class="answer">${this.sentence()}</p></div>
        <div class="actions">${this.renderStatus()}</div>
      </header>
      <div class="columns">
        <section class="now card" aria-label="Now">
          <heat-live-now .live=${this.live.state} .chosen=${this.page} ?connected=${this.live.status === 'open'}
            @page-chosen=${(event: CustomEvent<{ page: string }>) => {
              this.chosen = event.detail.page;
            }}></heat-live-now>
        </section>
        <section class="map card" aria-label="Map">
          <div class="card-head"><h2 class="truncate">${path ?? 'Map'}</h2>${
            this.page
              ? html`<a class="small" href=${`${projectPath(this.project.id, 'heatmaps')}?page=${encodeURIComponent(this.page)}`}>Open the heatmap</a>`
              : nothing
          }</div>
          ${this.renderMap()}
        </section>
        <section class="feed card" aria-label="Newest events">${this.renderFeed()}</section>
      </div>`;
  }
}
