// All sessions of the scope, newest first, with the few filters that are about a session's inside.
// They live in the query string beside the scope.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Page, PageRow, ProjectView, SessionRowView } from '../../src/contract/api.ts';
import { navigate, projectPath } from '../app/router.ts';
import { messageOf } from '../data/api.ts';
import { fetchPages } from '../data/heatmaps.ts';
import { fetchSessions, type SessionsFilter, sessionsCsvUrl } from '../data/sessions.ts';
import '../elements/heat-session-table.ts';
import '../elements/heat-state.ts';
import { count } from '../format/number.ts';
import { zoneName } from '../format/time.ts';
import { LiveRefresh } from '../state/live-refresh.ts';
import { Resource } from '../state/resource.ts';
import { isOpenEnded, ScopeController, writeScope } from '../state/scope.ts';
import { baseStyles, buttonStyles, cardStyles, formStyles, pageStyles } from '../styles/shared.ts';
import { parseSessionsFilter, writeSessionsFilter } from './sessions-filter.ts';

const MIN_EVENTS = [0, 2, 5, 10, 25, 50, 100];

@customElement('heat-sessions-page')
export class SessionsPage extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    cardStyles,
    formStyles,
    pageStyles,
    css`
      /* The table keeps its rows in place itself: browsers do not where rows are keyed and replaced. */
      :host { overflow-anchor: none; }
      .filters { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-2) var(--space-4); margin-bottom: var(--space-3); }
      .filters label { display: inline-flex; align-items: center; gap: var(--space-2); min-width: 0; }
      .filters select { width: auto; max-width: min(260px, 60vw); text-overflow: ellipsis; }
      .card { overflow: hidden; }
      heat-state { --state-height: 420px; }
      .foot { display: flex; flex-wrap: wrap; align-items: center; justify-content: center; gap: var(--space-3); padding: var(--space-4); border-top: 1px solid var(--line); }
      .stale { opacity: 0.6; }
      heat-session-table { transition: opacity var(--ease); }
    `,
  ];

  private readonly scope = new ScopeController(this);
  private readonly first = new Resource<Page<SessionRowView>>(this, {
    key: () => this.questionKey(),
    load: (signal) => this.load(null, signal),
  });
  private readonly pages = new Resource<Page<PageRow>>(this, {
    key: () => `${this.project.id} ${writeScope({ ...this.scope.value, compare: true, device: null })}`,
    load: (signal) => fetchPages(this.project.id, { scope: { ...this.scope.value, device: null } }, signal),
  });

  @property({ attribute: false }) project!: ProjectView;
  /** What "Load more" brought, and the question it belongs to. */
  @state() private more: { key: string; items: SessionRowView[]; cursor: string | null } | null = null;
  @state() private isLoadingMore = false;
  @state() private moreProblem = '';
  private abortMore: AbortController | null = null;

  constructor() {
    super();
    new LiveRefresh(this, {
      lastEventAtMs: () => this.project.lastEventAtMs,
      isOpen: () => isOpenEnded(this.scope.value, Date.now()),
      resources: [this.first],
      onRefresh: () => this.keepLoaded(),
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.abortMore?.abort();
  }

  private get filter(): SessionsFilter {
    return parseSessionsFilter(location.search);
  }

  private questionKey(): string {
    const { page, hasRage, minEvents } = this.filter;
    const scope = writeScope({ ...this.scope.value, compare: true, device: null });
    return `${this.project.id} ${scope} ${page ?? ''} ${hasRage} ${minEvents}`;
  }

  private load(cursor: string | null, signal: AbortSignal): Promise<Page<SessionRowView>> {
    return fetchSessions(this.project.id, { scope: this.scope.value, filter: this.filter, cursor }, signal);
  }

  private change(patch: Partial<SessionsFilter>): void {
    const search = writeSessionsFilter({ ...this.filter, ...patch }, location.search);
    navigate(`${location.pathname}${search}`, { keepScroll: true });
  }

  /** Rows that new sessions push off the first page stay among those that were loaded after it. */
  private keepLoaded(): void {
    const { value, isStale } = this.first;
    if (!value || isStale || this.more?.key !== this.questionKey()) return;
    this.more = { ...this.more, items: withoutDoubles([...value.items, ...this.more.items]) };
  }

  private async handleMore(): Promise<void> {
    const key = this.questionKey();
    const known =
      this.more?.key === key ? this.more : { items: [], cursor: this.first.value?.nextCursor ?? null };
    if (known.cursor === null) return;
    this.abortMore?.abort();
    const abort = new AbortController();
    this.abortMore = abort;
    this.isLoadingMore = true;
    this.moreProblem = '';
    try {
      const next = await this.load(known.cursor, abort.signal);
      this.more = { key, items: [...known.items, ...next.items], cursor: next.nextCursor };
    } catch (error) {
      if (!abort.signal.aborted) this.moreProblem = messageOf(error);
    } finally {
      if (this.abortMore === abort) this.isLoadingMore = false;
    }
  }

  private renderHead(page: Page<SessionRowView> | null) {
    const zone = zoneName(this.scope.value.timeZone ?? this.project.timeZone);
    const csv = sessionsCsvUrl(this.project.id, this.scope.value, this.filter);
    return html`<header class="page-head">
      <div><h1>Sessions</h1><p class="answer num">${page ? `${count(page.total, 'session')}, newest first. Times in ${zone}.` : nothing}</p></div>
      <div class="actions"><a class="button" href=${csv} download>Download CSV</a></div>
    </header>`;
  }

  private renderFilters() {
    const { page, hasRage, minEvents } = this.filter;
    const pages = this.pages.value?.items ?? [];
    const isListed = page === null || pages.some((row) => row.page === page);
    return html`<div class="filters">
      <label>Page visited
        <select @change=${(event: Event) => this.change({ page: (event.target as HTMLSelectElement).value || null })}>
          <option value="" ?selected=${page === null}>Any page</option>
          ${isListed ? nothing : html`<option value=${page} selected>One page</option>`}
          ${pages.map((row) => html`<option value=${row.page} ?selected=${row.page === page}>${row.path}${pages.some(({ host }) => host !== row.host) ? ` · ${row.host}` : nothing}</option>`)}
        </select></label>
      <label>Events
        <select @change=${(event: Event) => this.change({ minEvents: Number((event.target as HTMLSelectElement).value) })}>
          ${[...new Set([...MIN_EVENTS, minEvents])]
            .sort((a, b) => a - b)
            .map(
              (least) =>
                html`<option value=${least} ?selected=${least === minEvents}>${least === 0 ? 'Any number' : `At least ${least}`}</option>`,
            )}
        </select></label>
      <label><input type="checkbox" .checked=${hasRage} @change=${(event: Event) => this.change({ hasRage: (event.target as HTMLInputElement).checked })} />
        With rage clicks</label>
    </div>`;
  }

  private renderEmpty() {
    if (this.project.lastEventAtMs === null) {
      return html`<heat-state status="empty" heading="No session yet" detail="Put the snippet into your pages. The first session shows here within a second.">
        <a class="button primary" href=${projectPath(this.project.id, 'install')}>Get the snippet</a></heat-state>`;
    }
    return html`<heat-state status="empty" heading="No session matches" detail="Take a longer range, or remove a filter.">
      <button class="button" @click=${() => this.change({ page: null, hasRage: false, minEvents: 0 })}>Clear the filters of this page</button>
      <button class="button" @click=${() => this.scope.update({ period: '90d', fromMs: null, toMs: null })}>Show the last 90 days</button></heat-state>`;
  }

  private renderList() {
    const { value, error, isSlow, isStale } = this.first;
    if (error)
      return html`<heat-state status="error" .error=${error} heading="The sessions could not be loaded" @retried=${() => this.first.retry()}></heat-state>`;
    if (!value || isSlow) return html`<heat-state status="loading" .lines=${16}></heat-state>`;
    if (value.items.length === 0) return this.renderEmpty();
    const more = this.more?.key === this.questionKey() ? this.more : null;
    const sessions = more ? withoutDoubles([...value.items, ...more.items]) : value.items;
    const cursor = more ? more.cursor : value.nextCursor;
    const search = writeScope(this.scope.value, location.search);
    return html`<heat-session-table
        class=${isStale ? 'stale' : ''}
        .sessions=${sessions}
        .timeZone=${this.scope.value.timeZone ?? this.project.timeZone}
        .hrefOf=${(session: SessionRowView) => `${projectPath(this.project.id, 'sessions', session.id)}${search}`}
      ></heat-session-table>
      ${
        cursor === null
          ? nothing
          : html`<div class="foot">
            <button class="button" aria-busy=${this.isLoadingMore} ?disabled=${this.isLoadingMore} @click=${this.handleMore}>
              ${this.isLoadingMore ? 'Loading' : 'Load more'}</button>
            <span class="muted num" role="status">${this.moreProblem || `${sessions.length} of ${count(value.total, 'session')}`}</span>
          </div>`
      }`;
  }

  override render() {
    return html`${this.renderHead(this.first.value)} ${this.renderFilters()}
      <section class="card" aria-label="Sessions" aria-busy=${this.first.isLoading}>${this.renderList()}</section>`;
  }
}

/** Each session once, as it stands first. */
function withoutDoubles(sessions: readonly SessionRowView[]): SessionRowView[] {
  const known = new Map<string, SessionRowView>();
  for (const session of sessions) if (!known.has(session.id)) known.set(session.id, session);
  return [...known.values()];
}

declare global {
  interface HTMLElementTagNameMap {
    'heat-sessions-page': SessionsPage;
  }
}
