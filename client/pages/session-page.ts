// One session: the facts above, then what happened, page by page. Alone on its page, or beside the list it is from.

import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type {
  JourneyAnswer,
  JourneyEvent,
  NeighboursAnswer,
  ProjectView,
  SessionRowView,
  SimilarAnswer,
} from '../../src/contract/api.ts';
import type { Subject } from '../../src/contract/personal-data.ts';
import { navigate, projectPath } from '../app/router.ts';
import { ApiError, messageOf } from '../data/api.ts';
import { fetchJourney, fetchNeighbours, fetchSimilar } from '../data/sessions.ts';
import { frictionStyles, frictionWords, renderFriction } from '../elements/heat-friction.ts';
import { icon } from '../elements/icons.ts';
import '../elements/heat-journey.ts';
import '../elements/heat-person.ts';
import '../elements/heat-session-facts.ts';
import '../elements/heat-share.ts';
import '../replay/heat-replay.ts';
import { isLiveNow, sessionName } from '../elements/heat-session-name.ts';
import { renderSignals, signalStyles } from '../elements/heat-session-signals.ts';
import '../elements/heat-similar-sessions.ts';
import '../elements/heat-state.ts';
import { keepsToSums, renderSumsOnly } from '../elements/sums-only.ts';
import { readMoment, writeMoment } from '../format/moment.ts';
import { formatAge, formatFull, formatMoment } from '../format/time.ts';
import { Resource } from '../state/resource.ts';
import { ScopeController, type ScopeFilter, writeScope } from '../state/scope.ts';
import { baseStyles, buttonStyles, cardStyles, formStyles, pageStyles } from '../styles/shared.ts';
import { parseSessionsFilter, writeOpen, writeSessionsFilter } from './sessions-filter.ts';

@customElement('heat-session-page')
export class SessionPage extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    cardStyles,
    formStyles,
    pageStyles,
    signalStyles,
    frictionStyles,
    css`
      :host { max-width: 1440px; container-type: inline-size; }
      .back { display: inline-block; margin-bottom: var(--space-2); color: var(--muted); text-decoration: none; }
      .back:hover { color: var(--ink); }
      h1, .title { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-2) var(--space-3); overflow-wrap: anywhere; }
      :host([beside]) .page-head { margin-bottom: var(--space-3); }
      .bar { display: flex; align-items: center; gap: var(--space-1); margin-bottom: var(--space-3); }
      .bar .steps { flex: 1; }
      .steps { display: flex; gap: var(--space-2); }
      .parts { margin-top: 2px; color: var(--muted); font-size: var(--size-xs); }
      .like { margin-top: var(--space-4); overflow: hidden; }
      .person { margin-top: var(--space-4); padding: var(--space-4) var(--space-5); }
      .person h2 { margin-bottom: var(--space-2); scroll-margin-top: var(--space-8); }
      .person h2:focus { outline: none; }
      .facts { padding: var(--space-4) var(--space-5); margin-bottom: var(--space-4); }
      .timeline { padding: 0 var(--space-5) var(--space-4) var(--space-3); }
      .timeline .card-head { padding: var(--space-4) 0 var(--space-2) var(--space-2); }
      .choices { display: flex; flex-wrap: wrap; gap: var(--space-1) var(--space-4); }
      .choices label { display: inline-flex; align-items: center; gap: 6px; font-weight: 400; }
      .foot { display: grid; justify-items: center; gap: var(--space-2); padding-top: var(--space-4); }
      .stale { opacity: 0.6; }
      .both { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--space-4); align-items: start; }
      .replay { order: -1; padding: var(--space-4); }
      .replay h2 { margin-bottom: var(--space-3); }
      @container (min-width: 960px) {
        .both { grid-template-columns: minmax(340px, 5fr) minmax(0, 7fr); }
        .replay { order: 0; position: sticky; top: var(--space-4); }
      }
      @media (max-width: 560px) { .facts { padding: var(--space-4); } .timeline { padding: 0 var(--space-3) var(--space-3) 0; } }
    `,
  ];

  private readonly scope = new ScopeController(this);
  private readonly journey = new Resource<JourneyAnswer>(this, {
    key: () => (this.sid ? `${this.project.id} ${this.sid}` : null),
    load: (signal) => fetchJourney(this.project.id, this.sid, null, signal),
  });

  private readonly neighbours = new Resource<NeighboursAnswer>(this, {
    key: () => (this.sid ? `${this.project.id} ${this.sid} ${this.listSearch}` : null),
    load: (signal) =>
      fetchNeighbours(
        this.project.id,
        { sid: this.sid, scope: this.scope.value, filter: parseSessionsFilter(location.search) },
        signal,
      ),
  });
  private readonly similar = new Resource<SimilarAnswer>(this, {
    key: () => (this.sid ? `${this.project.id} ${this.sid} ${this.listSearch}` : null),
    load: (signal) => fetchSimilar(this.project.id, { sid: this.sid, scope: this.scope.value }, signal),
  });

  @property({ attribute: false }) project!: ProjectView;
  /** Id of the session. */
  @property({ attribute: false }) sid = '';
  /** Stands beside the list: its links stay there. Fires `closed`. */
  @property({ type: Boolean, reflect: true }) beside = false;
  @state() private more: { of: JourneyAnswer; events: JourneyEvent[]; cursor: string | null } | null = null;
  @state() private problem = '';
  @state() private isLoadingMore = false;
  @state() private isShort = false;
  @state() private withMoves = false;
  /** The moment that is looked at, ms since the start; and the one that the replay was last told to go to. */
  @state() private atMs: number | null = null;
  @state() private soughtMs: number | null = null;
  /** Id of the session whose moment in the address was gone to. */
  private shownOf = '';
  private abort: AbortController | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('keydown', this.handleKey);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('keydown', this.handleKey);
    this.abort?.abort();
  }

  /** What the list asked, as the address carries it along. */
  private get listSearch(): string {
    return writeSessionsFilter(parseSessionsFilter(location.search), writeScope(this.scope.value));
  }

  private readonly hrefOf = (session: Pick<SessionRowView, 'id'>): string =>
    this.beside
      ? `${projectPath(this.project.id, 'sessions')}${writeOpen(session.id, this.listSearch)}`
      : this.aloneOf(session);

  private aloneOf({ id }: Pick<SessionRowView, 'id'>): string {
    return `${projectPath(this.project.id, 'sessions', id)}${this.listSearch}`;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('sid')) this.atMs = this.soughtMs = null;
  }

  /** Goes to the moment of the address once, as soon as there are lines. */
  protected override updated(): void {
    if (this.journey.value === null || this.journey.isStale || this.shownOf === this.sid) return;
    this.shownOf = this.sid;
    const atMs = readMoment(location.hash);
    if (atMs === null) return;
    this.atMs = this.soughtMs = atMs;
    void this.renderRoot.querySelector('heat-journey')?.show(atMs);
  }

  private readonly handleChosen = ({ detail }: CustomEvent<{ atMs: number }>): void => {
    this.atMs = this.soughtMs = detail.atMs;
    navigate(`${location.pathname}${location.search}${writeMoment(detail.atMs)}`, {
      ...{ replace: true, keepScroll: true },
    });
  };

  private readonly handlePlayed = ({ detail }: CustomEvent<{ atMs: number }>): void => {
    this.atMs = detail.atMs;
  };

  /** Those of the session before would lead back to itself. */
  private get near(): NeighboursAnswer {
    const { value, isStale } = this.neighbours;
    return value === null || isStale ? { before: null, after: null } : value;
  }

  /** `[` and `]` walk the list, but not while somebody writes. */
  private readonly handleKey = (event: KeyboardEvent): void => {
    const to = { '[': this.near.before, ']': this.near.after }[event.key];
    const [target] = event.composedPath();
    const isWriting = target instanceof HTMLElement && target.matches('input, textarea, select');
    if (isWriting || event.metaKey || event.ctrlKey || event.defaultPrevented) return;
    if (this.beside && event.key === 'Escape') this.close();
    if (!to) return;
    event.preventDefault();
    navigate(this.hrefOf({ id: to }), { keepScroll: this.beside });
  };

  private close(): void {
    this.dispatchEvent(new CustomEvent('closed'));
  }

  /** Links to other sessions leave the list where it is. */
  private readonly handleLink = (event: MouseEvent): void => {
    const isPlain = !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) && event.button === 0;
    const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement);
    if (!this.beside || !isPlain || !link || new URL(link.href).pathname !== location.pathname) return;
    event.preventDefault();
    navigate(link.href, { keepScroll: true });
  };

  /** The answer with everything that was loaded after it. */
  private loaded(answer: JourneyAnswer): { events: JourneyEvent[]; cursor: string | null } {
    if (this.more?.of !== answer) return { events: answer.events, cursor: answer.nextCursor };
    return { events: [...answer.events, ...this.more.events], cursor: this.more.cursor };
  }

  private async handleMore(answer: JourneyAnswer): Promise<void> {
    const { cursor } = this.loaded(answer);
    if (cursor === null) return;
    this.abort?.abort();
    const abort = new AbortController();
    this.abort = abort;
    this.isLoadingMore = true;
    this.problem = '';
    try {
      const next = await fetchJourney(this.project.id, this.sid, cursor, abort.signal);
      const before = this.more?.of === answer ? this.more.events : [];
      this.more = { of: answer, events: [...before, ...next.events], cursor: next.nextCursor };
    } catch (error) {
      if (!abort.signal.aborted) this.problem = messageOf(error);
    } finally {
      if (this.abort === abort) this.isLoadingMore = false;
    }
  }

  private get timeZone(): string {
    return this.scope.value.timeZone ?? this.project.timeZone;
  }

  /** With its age within a day, the moment alone after. */
  private startOf(startedAtMs: number): string {
    const ageMs = Date.now() - startedAtMs;
    const moment = formatFull(startedAtMs, this.timeZone);
    return ageMs >= 0 && ageMs < 86_400_000 ? `${formatAge(ageMs)}, ${moment}` : moment;
  }

  private renderHead(answer: JourneyAnswer | null) {
    const session = answer?.session;
    const name = session ? sessionName(session) : 'Session';
    const title = html`${name} ${session ? renderSignals(session) : nothing}${session && isLiveNow(session, Date.now()) ? html`<span class="chip good">Live</span>` : nothing}${session?.isBot ? html`<span class="chip">Bot</span>` : nothing}`;
    return html`${this.beside ? this.renderBar() : html`<a class="back" href=${`${projectPath(this.project.id, 'sessions')}${this.listSearch}`}>All sessions</a>`}
      <header class="page-head"><div>
        ${this.beside ? html`<h2 class="title">${title}</h2>` : html`<h1>${title}</h1>`}
        <p class="answer">${session ? this.startOf(session.startedAtMs) : nothing}</p>
        ${session && session.friction.score > 0 ? html`<p class="parts">${renderFriction(session.friction)} ${frictionWords(session.friction)}</p>` : nothing}
      </div>${this.beside ? nothing : this.renderSteps()}</header>`;
  }

  private renderBar() {
    return html`<div class="bar">${this.renderSteps()}
      <a class="button quiet" href=${this.aloneOf({ id: this.sid })}>Open alone</a>
      <button type="button" class="button quiet icon" aria-label="Close the session" title="Close (Esc)" @click=${() => this.close()}>${icon('close')}</button></div>`;
  }

  /** To the sessions before and after in the list that was left. */
  private renderSteps() {
    const { before, after } = this.near;
    const step = (id: string | null, label: string, key: string, way: string) =>
      id === null
        ? html`<span class="button" aria-disabled="true">${way === 'flip' ? icon('stepBack') : nothing}${label}${way === 'flip' ? nothing : icon('stepOn')}</span>`
        : html`<a class="button" href=${this.hrefOf({ id })} title=${`${label} session of the list (key ${key})`}>${way === 'flip' ? icon('stepBack') : nothing}${label}${way === 'flip' ? nothing : icon('stepOn')}</a>`;
    return html`<nav class="actions steps" aria-label="Sessions of the list"><heat-share .project=${this.project} .target=${{ view: 'session', session: this.sid } as const}></heat-share>${step(before, 'Previous', '[', 'flip')}${step(after, 'Next', ']', '')}</nav>`;
  }

  private renderSimilar() {
    const { value, error } = this.similar;
    if (value === null && error === null) return nothing;
    return html`<section class="card like" aria-label="Similar sessions"><div class="card-head"><h2>Similar sessions</h2></div>
      ${
        value === null
          ? html`<heat-state status="error" .error=${error} heading="Similar sessions could not be loaded" @retried=${() => this.similar.retry()}></heat-state>`
          : html`<heat-similar-sessions .items=${value.items} .timeZone=${this.timeZone} .hrefOf=${this.hrefOf}></heat-similar-sessions>`
      }</section>`;
  }

  /** All sessions of the same person in the scope. */
  private sessionsOf({ session: { userId, visitor } }: JourneyAnswer): string {
    const filter: ScopeFilter =
      userId === null
        ? { dimension: 'visitor', op: 'is', value: visitor }
        : { dimension: 'user', op: 'is', value: userId };
    return `${projectPath(this.project.id, 'sessions')}${writeScope({ ...this.scope.value, filters: [filter], segment: null })}`;
  }

  private readonly handlePerson = (): void => {
    const heading = this.renderRoot.querySelector<HTMLElement>('.person h2');
    heading?.focus({ preventScroll: true });
    heading?.scrollIntoView({ block: 'start' });
  };

  /** Only owners may hand out or forget. */
  private renderPerson({ session: { userId, visitor } }: JourneyAnswer) {
    if (this.project.role !== 'owner') return nothing;
    const subject: Subject =
      userId === null ? { kind: 'visitor', id: visitor } : { kind: 'user', id: userId };
    return html`<section class="card person" aria-label="Personal data"><h2 tabindex="-1">Personal data</h2>
      <heat-person .project=${this.project} .subject=${subject}></heat-person></section>`;
  }

  private renderTimeline(answer: JourneyAnswer) {
    const { events, cursor } = this.loaded(answer);
    const heatmapOf = (page: string) =>
      `${projectPath(this.project.id, 'heatmaps')}${writeScope(this.scope.value, `?page=${encodeURIComponent(page)}`)}`;
    return html`<section class="card timeline" aria-label="Timeline">
      <div class="card-head"><h2>Timeline</h2>
        <div class="choices">
          <label><input type="checkbox" .checked=${this.isShort} @change=${() => {
            this.isShort = !this.isShort;
          }} /> Actions only</label>
          ${
            events.some(({ type }) => type === 'move')
              ? html`<label><input type="checkbox" .checked=${this.withMoves} @change=${() => {
                  this.withMoves = !this.withMoves;
                }} /> Pointer movement</label>`
              : nothing
          }
        </div></div>
      <heat-journey .events=${events} .at=${this.atMs} @moment-changed=${this.handleChosen} .timeZone=${this.timeZone} .heatmapOf=${heatmapOf} .isShort=${this.isShort} .withMoves=${this.withMoves}></heat-journey>
      ${
        cursor === null
          ? nothing
          : html`<div class="foot"><button class="button" ?disabled=${this.isLoadingMore} @click=${() => this.handleMore(answer)}>Load more events</button>
            <p class="muted" role="status">${this.problem}</p></div>`
      }
    </section>`;
  }

  private whyUnknown(): string {
    const { followsFromMs } = this.project;
    const kept =
      followsFromMs > 0
        ? `, or it began before ${formatMoment(followsFromMs, this.timeZone, Date.now())}, while this project kept to sums`
        : '';
    return `It may have been removed${kept}. Or the address is not complete.`;
  }

  private renderBody() {
    const { value, error, isSlow, isStale } = this.journey;
    if (error instanceof ApiError && error.kind === 'not_found') {
      return html`<heat-state class="card" status="empty" heading="This session is not known here" detail=${this.whyUnknown()}>
        <a class="button" href=${projectPath(this.project.id, 'sessions')}>Show all sessions</a></heat-state>`;
    }
    if (error)
      return html`<heat-state class="card" status="error" .error=${error} heading="The session could not be loaded" @retried=${() => this.journey.retry()}></heat-state>`;
    if (!value || isSlow) return html`<heat-state class="card" status="loading" .lines=${18}></heat-state>`;
    return html`<div class=${isStale ? 'stale' : ''}>
      <section class="card facts" aria-label="Facts"><heat-session-facts .journey=${value} .sessionsHref=${this.sessionsOf(value)} ?hasPerson=${this.project.role === 'owner'} @person-asked=${this.handlePerson}></heat-session-facts></section>
      <div class="both">
        ${this.renderTimeline(value)}
        <section class="card replay" aria-label="Replay"><h2>Replay</h2>
          <heat-replay .project=${this.project} .sid=${this.sid} .at=${this.soughtMs} @moment-changed=${this.handlePlayed}></heat-replay></section>
      </div>
      ${this.renderSimilar()}
      ${this.renderPerson(value)}
    </div>`;
  }

  override render() {
    if (keepsToSums(this.project))
      return renderSumsOnly(this.project, 'Session', 'No session is shown or played back');
    return html`<div @click=${this.handleLink}>${this.renderHead(this.journey.value)} ${this.renderBody()}</div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'heat-session-page': SessionPage;
  }
}
