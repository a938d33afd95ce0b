// All sessions of the scope as a list: searched, sorted, narrowed by the filters most asked for, and saved to a file.
// What is asked beside the scope lives in the query string too.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Page, ProjectView, SessionRowView, SessionSort } from '../../src/contract/api.ts';
import { NO_VALUE } from '../../src/contract/dimensions.ts';
import { LIMITS } from '../../src/contract/limits.ts';
import { navigate, projectPath } from '../app/router.ts';
import { messageOf } from '../data/api.ts';
import { fetchSessions, type SessionsFilter, sessionsExportUrl } from '../data/sessions.ts';
import '../elements/heat-purge-sessions.ts';
import '../elements/heat-session-table.ts';
import '../elements/heat-state.ts';
import { fetchRecorded } from '../data/replays.ts';
import { hasNeverSent, renderNeverSent } from '../elements/never-sent.ts';
import { renderOtherRange } from '../elements/other-range.ts';
import { keepsToSums, renderSumsOnly } from '../elements/sums-only.ts';
import { count } from '../format/number.ts';
import { sumsOf } from '../format/sums.ts';
import { zoneName } from '../format/time.ts';
import { LiveRefresh } from '../state/live-refresh.ts';
import { MediaController } from '../state/media.ts';
import { Resource } from '../state/resource.ts';
import {
  isNarrowed,
  isOpenEnded,
  ScopeController,
  type ScopeFilter,
  writeFilter,
  writeScope,
} from '../state/scope.ts';
import { baseStyles, buttonStyles, cardStyles, formStyles, pageStyles } from '../styles/shared.ts';
import './session-page.ts';
import {
  isNarrowing,
  parseSessionsFilter,
  readOpen,
  writeOpen,
  writeSessionsFilter,
} from './sessions-filter.ts';

const SORTS: readonly [sort: SessionSort, label: string][] = [
  ['newest', 'Newest'],
  ['friction', 'Most friction'],
  ['longest', 'Longest'],
];
const SORT_WORDS: Readonly<Record<SessionSort, string>> = {
  newest: 'newest first',
  friction: 'most friction first',
  longest: 'longest first',
};
/** Filters of the scope that are asked for most, one press away. */
const QUICK: readonly [label: string, filter: ScopeFilter][] = [
  ['Rage clicks', { dimension: 'rage', op: 'min', value: '1' }],
  ['Dead clicks', { dimension: 'dead', op: 'min', value: '1' }],
  ['Errors', { dimension: 'errors', op: 'min', value: '1' }],
  ['New visitors', { dimension: 'visitor_type', op: 'is', value: 'new' }],
  ['Over 2 minutes', { dimension: 'duration', op: 'min', value: '120' }],
  ['Identified', { dimension: 'user', op: 'is_not', value: NO_VALUE }],
];
/** From here on a session opens beside the list. */
const WIDE = '(min-width: 1400px)';
/** Typing rests this long before it is searched for, ms. */
const TYPING_MS = 250;

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
      .tools { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-2) var(--space-3); margin-bottom: var(--space-3); }
      .tools input[type='search'] { width: min(280px, 100%); }
      .sorts { display: inline-flex; padding: 2px; border: 1px solid var(--line); border-radius: var(--radius); background: var(--sunken); }
      .sorts button { min-height: calc(var(--control) - 6px); padding: 0 10px; border: 0; border-radius: 4px; background: none; color: var(--muted); font: var(--weight-medium) var(--size-base) / 1.2 var(--font); white-space: nowrap; cursor: pointer; }
      .sorts button[aria-pressed='true'] { background: var(--surface); color: var(--ink); box-shadow: 0 0 0 1px var(--line); }
      .quick { display: flex; flex-wrap: wrap; gap: 6px; min-width: 0; }
      .quick button { min-height: 28px; padding: 0 10px; border: 1px solid var(--line); border-radius: 999px; background: var(--surface); color: var(--muted); font: var(--weight-medium) var(--size-xs) / 1.2 var(--font); white-space: nowrap; cursor: pointer; }
      .quick button:hover { color: var(--ink); border-color: var(--line-strong); }
      .quick button[aria-pressed='true'] { background: var(--ember-soft); border-color: var(--ember); color: var(--ink); }
      @media (max-width: 640px) {
        .tools input[type='search'] { width: 100%; }
      }
      .card { overflow: hidden; }
      heat-state { --state-height: 420px; }
      .foot { display: flex; flex-wrap: wrap; align-items: center; justify-content: center; gap: var(--space-3); padding: var(--space-4); border-top: 1px solid var(--line); }
      .stale { opacity: 0.6; }
      heat-session-table { transition: opacity var(--ease); }
      :host(:not([open])) { max-width: 1440px; }
      .both { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--space-4); align-items: start; }
      .both.open { grid-template-columns: minmax(380px, 5fr) minmax(520px, 7fr); }
      .beside { position: sticky; top: var(--space-4); max-height: calc(100dvh - 2 * var(--space-4)); overflow-y: auto; padding: var(--space-4); border: 1px solid var(--line); border-radius: var(--radius-card, 10px); background: var(--bg); overscroll-behavior: contain; }
      .beside:focus-visible { outline: 2px solid var(--ember); outline-offset: 2px; }
    `,
  ];

  private readonly scope = new ScopeController(this);
  private readonly first = new Resource<Page<SessionRowView>>(this, {
    key: () => this.questionKey(),
    load: (signal) => this.load(null, signal),
  });
  /** Which of the shown sessions have a recording. */
  private readonly recorded = new Resource<ReadonlySet<string>>(this, {
    key: () => (this.shown.length === 0 ? null : this.shown.map(({ id }) => id).join()),
    load: (signal) => fetchRecorded(this.project.id, this.shown, signal),
  });
  private readonly wide = new MediaController(this, WIDE);
  @property({ attribute: false }) project!: ProjectView;
  /** What "Load more" brought, and the question it belongs to. */
  @state() private more: { key: string; items: SessionRowView[]; cursor: string | null } | null = null;
  @state() private isLoadingMore = false;
  @state() private moreProblem = '';
  private abortMore: AbortController | null = null;
  private typing: ReturnType<typeof setTimeout> | undefined;

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
    clearTimeout(this.typing);
  }

  private get filter(): SessionsFilter {
    return parseSessionsFilter(location.search);
  }

  /** All rows of the list as far as they are loaded. */
  private get shown(): readonly SessionRowView[] {
    const first = this.first.value?.items ?? [];
    return this.more?.key === this.questionKey() ? withoutDoubles([...first, ...this.more.items]) : first;
  }

  /** What the list asks, for the addresses of its sessions. */
  private get listSearch(): string {
    return writeSessionsFilter(this.filter, writeScope(this.scope.value, ''));
  }

  /** An address of a wide screen that is followed on a narrow one. */
  protected override willUpdate(): void {
    const open = readOpen(location.search);
    this.toggleAttribute('open', open !== null && this.wide.matches);
    if (open === null || this.wide.matches) return;
    navigate(`${projectPath(this.project.id, 'sessions', open)}${this.listSearch}${location.hash}`, {
      replace: true,
    });
  }

  private hrefOf({ id }: SessionRowView): string {
    return this.wide.matches
      ? `${projectPath(this.project.id, 'sessions')}${writeOpen(id, this.listSearch)}`
      : `${projectPath(this.project.id, 'sessions', id)}${this.listSearch}`;
  }

  /** A session that opens beside the list leaves the list where it is. */
  private readonly handleRow = (event: MouseEvent): void => {
    const isPlain = !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) && event.button === 0;
    const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement);
    if (!this.wide.matches || !isPlain || !link) return;
    event.preventDefault();
    navigate(link.href, { keepScroll: true });
  };

  private readonly handleClosed = (): void => {
    const id = readOpen(location.search);
    navigate(`${location.pathname}${this.listSearch}`, { keepScroll: true });
    // The keyboard goes on where it left the list.
    const table = this.renderRoot.querySelector('heat-session-table');
    if (id !== null) table?.focusSession(id);
  };

  private questionKey(): string {
    const scope = writeScope({ ...this.scope.value, compare: true, device: null });
    return `${this.project.id} ${writeSessionsFilter(this.filter, scope)}`;
  }

  private load(cursor: string | null, signal: AbortSignal): Promise<Page<SessionRowView>> {
    return fetchSessions(this.project.id, { scope: this.scope.value, filter: this.filter, cursor }, signal);
  }

  private change(patch: Partial<SessionsFilter>, options: { replace?: boolean } = {}): void {
    const search = writeSessionsFilter({ ...this.filter, ...patch }, location.search);
    navigate(`${location.pathname}${search}`, { ...options, keepScroll: true });
  }

  private readonly handleSearch = (event: Event): void => {
    const search = (event.target as HTMLInputElement).value.trim();
    clearTimeout(this.typing);
    this.typing = setTimeout(() => this.change({ search }, { replace: true }), TYPING_MS);
  };

  private toggleQuick(filter: ScopeFilter): void {
    const at = this.scope.value.filters.findIndex((known) => writeFilter(known) === writeFilter(filter));
    if (at === -1) this.scope.addFilter(filter);
    else this.scope.removeFilter(at);
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
    const question = { scope: this.scope.value, filter: this.filter };
    const order = SORT_WORDS[this.filter.sort];
    return html`<header class="page-head">
      <div><h1>Sessions</h1><p class="answer num">${page ? `${count(page.total, 'session')}, ${order}. Times in ${zone}.` : nothing}</p></div>
      ${
        page?.total === 0
          ? nothing
          : html`<div class="actions">${this.renderPurge(page)}
        <a class="button" href=${sessionsExportUrl(this.project.id, question, 'csv')} download>Download CSV</a>
        <a class="button" href=${sessionsExportUrl(this.project.id, question, 'ndjson')} download>NDJSON</a>
      </div>`
      }</header>`;
  }

  private readonly handlePurged = (): void => {
    this.more = null;
    this.first.refresh();
  };

  /** For sessions that nobody had: of owners, where filters of the scope alone say which. */
  private renderPurge(page: Page<SessionRowView> | null) {
    const { value } = this.scope;
    const isAsked = isNarrowed(value) && !isNarrowing(this.filter);
    const namesSomebody = value.filters.some(
      ({ dimension }) => dimension === 'user' || dimension === 'visitor',
    );
    if (page === null || this.project.role !== 'owner' || !isAsked || namesSomebody) return nothing;
    return html`<heat-purge-sessions .project=${this.project} .scope=${value} @sessions-purged=${this.handlePurged}></heat-purge-sessions>`;
  }

  /** What older addresses and other pages ask, each to be taken away. */
  private renderAsked() {
    const { page, hasRage, minEvents } = this.filter;
    const asked: [label: string, patch: Partial<SessionsFilter>][] = [];
    if (page !== null) asked.push(['Visited one page', { page: null }]);
    if (hasRage) asked.push(['With rage clicks', { hasRage: false }]);
    if (minEvents > 0) asked.push([`At least ${count(minEvents, 'event')}`, { minEvents: 0 }]);
    return asked.map(
      ([label, patch]) =>
        html`<button aria-pressed="true" title="Take this condition away" @click=${() => this.change(patch)}>${label} ×</button>`,
    );
  }

  private renderTools() {
    const { search, sort } = this.filter;
    const used = this.scope.value.filters.map(writeFilter);
    return html`<div class="tools">
      <input type="search" aria-label="Search users and pages" placeholder="Search users and pages" .value=${search} maxlength=${LIMITS.textChars} spellcheck="false" @input=${this.handleSearch} />
      <div class="sorts" role="group" aria-label="Order">${SORTS.map(
        ([name, label]) =>
          html`<button aria-pressed=${name === sort} @click=${() => this.change({ sort: name })}>${label}</button>`,
      )}</div>
      <div class="quick" role="group" aria-label="Quick filters">
        ${this.renderAsked()}
        ${QUICK.map(
          ([label, filter]) =>
            html`<button aria-pressed=${used.includes(writeFilter(filter))} @click=${() => this.toggleQuick(filter)}>${label}</button>`,
        )}
      </div>
    </div>`;
  }

  private renderEmpty() {
    const { value } = this.scope;
    const isNarrow = isNarrowed(value) || isNarrowing(this.filter);
    const clear = isNarrow
      ? html`<button class="button" @click=${this.handleClear}>Clear search and filters</button>`
      : nothing;
    const sums = sumsOf(this.project, value, Date.now());
    if (sums)
      return html`<heat-state status="empty" heading="No session ${isNarrow ? 'matches' : 'began'} since ${sums.since ?? ''}" detail=${sums.people}>${clear}${renderOtherRange(this.project, this.scope)}</heat-state>`;
    return html`<heat-state status="empty" heading=${isNarrow ? 'No session matches' : 'No sessions in this range'} detail="Take a longer range${isNarrow ? ', or remove a filter' : ''}.">
      ${clear}${renderOtherRange(this.project, this.scope)}</heat-state>`;
  }

  private readonly handleClear = (): void => {
    const scope = writeScope({ ...this.scope.value, filters: [], segment: null }, location.search);
    const none: SessionsFilter = {
      page: null,
      hasRage: false,
      minEvents: 0,
      search: '',
      sort: this.filter.sort,
    };
    navigate(`${location.pathname}${writeSessionsFilter(none, scope)}`);
  };

  private renderList() {
    const { value, error, isSlow, isStale } = this.first;
    if (error)
      return html`<heat-state status="error" .error=${error} heading="The sessions could not be loaded" @retried=${() => this.first.retry()}>
        <button class="button" @click=${this.handleClear}>Clear search and filters</button></heat-state>`;
    if (!value || isSlow) return html`<heat-state status="loading" .lines=${16}></heat-state>`;
    if (value.items.length === 0) return this.renderEmpty();
    const more = this.more?.key === this.questionKey() ? this.more : null;
    const sessions = this.shown;
    const cursor = more ? more.cursor : value.nextCursor;
    return html`<heat-session-table
        class=${isStale ? 'stale' : ''}
        .sessions=${sessions}
        .timeZone=${this.scope.value.timeZone ?? this.project.timeZone}
        .recorded=${this.recorded.value ?? NONE}
        .chosen=${this.wide.matches ? readOpen(location.search) : null}
        .hrefOf=${(session: SessionRowView) => this.hrefOf(session)}
        @click=${this.handleRow}
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

  private renderBoth() {
    const open = this.wide.matches ? readOpen(location.search) : null;
    return html`<div class="both ${open === null ? '' : 'open'}">
      <section class="card" aria-label="Sessions" aria-busy=${this.first.isLoading}>${this.renderList()}</section>
      ${
        open === null
          ? nothing
          : html`<aside class="beside" aria-label="Session" tabindex="-1">
            <heat-session-page beside .project=${this.project} .sid=${open} @closed=${this.handleClosed}></heat-session-page></aside>`
      }
    </div>`;
  }

  override render() {
    if (keepsToSums(this.project))
      return renderSumsOnly(this.project, 'Sessions', 'There is no list of sessions');
    if (hasNeverSent(this.project) && !this.first.value?.items.length)
      return renderNeverSent(this.project, 'Sessions', 'The first session shows');
    return html`${this.renderHead(this.first.value)} ${this.renderTools()}
      ${this.renderBoth()}`;
  }
}

const NONE: ReadonlySet<string> = new Set();

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
