// The shell: finds out who is here, sends people to the page they may see, frames it with rail and scope bar.

import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { ProjectView } from '../../src/contract/api.ts';
import { SIGNED_OUT_EVENT } from '../data/api.ts';
import '../elements/heat-rail.ts';
import '../elements/heat-scope-bar.ts';
import '../elements/heat-state.ts';
import { findSetupState } from '../data/accounts.ts';
import { keepsToSums } from '../elements/sums-only.ts';
import { lastProjectId, rememberProject } from '../state/last-project.ts';
import { Poll } from '../state/poll.ts';
import { pulseMs } from '../state/pulse.ts';
import { enter, forgetUser, projectsStore, refreshProject, userStore } from '../state/session.ts';
import { offerShare } from '../state/share-target.ts';
import { Watch } from '../state/store.ts';
import { baseStyles, buttonStyles } from '../styles/shared.ts';
import { redirectFor } from './guard.ts';
import { PageLoader } from './page-loader.ts';
import { PAGES, plainPage, projectPage } from './pages.ts';
import { navigate, type Route, RouteController } from './router.ts';

/** What index.html holds in this element: the mark and "Loading heat…". */
const SHELL = html`<slot></slot>`;
const BONES = html`<heat-state class="late" lines="12"></heat-state>`;
const COMPARABLE: readonly Route['name'][] = ['overview', 'funnels', 'goals', 'events'];
/** Pages that take all the room there is. */
const WIDE: readonly Route['name'][] = ['heatmaps', 'session', 'sessions'];
/** Pages of charts and columns, which are read as well on a wide screen; long lines are not. */
const ROOMY: readonly Route['name'][] = ['overview', 'events', 'journeys'];
const WITH_SCOPE: readonly Route['name'][] = [
  'overview',
  'heatmaps',
  'sessions',
  'events',
  'funnels',
  'goals',
  'journeys',
  'retention',
  'friction',
];

/** Pages of the above about single people. */
const OF_PEOPLE: readonly Route['name'][] = ['sessions', 'journeys'];
/** Pages that know what of them can be shared. */
const SHARING: readonly Route['name'][] = ['heatmaps', 'funnels'];
/** Pages without the frame: their reader is not signed in. */
const BARE: readonly Route['name'][] = ['setup', 'sign-in', 'invitation', 'password', 'shared'];

@customElement('heat-app')
export class HeatApp extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      .frame { display: grid; grid-template-columns: auto minmax(0, 1fr); min-height: 100dvh; }
      main { padding: var(--space-6); padding-top: var(--space-5); max-width: calc(1440px + 2 * var(--space-6)); min-width: 0; }
      main.roomy { max-width: calc(1920px + 2 * var(--space-6)); }
      main.wide { max-width: none; }
      main:focus { outline: none; }
      .bare { min-height: 100dvh; }
      .bare heat-state { --state-height: 80dvh; }
      .late { animation: late 1ms 300ms both; }
      @keyframes late { from { visibility: hidden; } }
      .skip {
        position: fixed; z-index: 100; top: var(--space-2); left: var(--space-2); translate: 0 -64px;
      }
      .skip:focus { translate: 0 0; }
      @media (max-width: 640px) {
        .frame { grid-template-columns: minmax(0, 1fr); }
        main { padding: var(--space-4); padding-bottom: calc(80px + env(safe-area-inset-bottom)); }
      }
    `,
  ];

  private readonly router = new RouteController(this);
  private readonly pages = new PageLoader(this);
  private readonly user = new Watch(this, userStore);
  private readonly projects = new Watch(this, projectsStore);

  private focusedPage: Route['name'] | null = null;

  @state() private failure: unknown = null;

  constructor() {
    super();
    new Poll(
      this,
      ({ wokenAtMs }) =>
        pulseMs({ nowMs: Date.now(), wokenAtMs, lastEventAtMs: this.project?.lastEventAtMs ?? null }),
      (signal) => this.pulse(signal),
    );
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener(SIGNED_OUT_EVENT, this.handleSignedOut);
    void this.begin();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener(SIGNED_OUT_EVENT, this.handleSignedOut);
  }

  protected override willUpdate(): void {
    const route = this.router.route;
    const target = redirectFor({
      route,
      user: this.user.value,
      projects: this.projects.value,
      lastProjectId: lastProjectId(),
      address: location,
    });
    if (target !== null) queueMicrotask(() => navigate(target, { replace: true }));
    const { name } = route;
    const project = this.project;
    document.title = project
      ? `${PAGES[name].title} · ${project.name} · heat`
      : `${PAGES[name].title} · heat`;
    if (project) rememberProject(project.id);
    // Maps, funnels and sessions say themselves what of them can be shared.
    if (!SHARING.includes(name))
      offerShare(name === 'overview' || name === 'sessions' ? { view: name } : null);
    this.pages.load(name);
  }

  private get project(): ProjectView | null {
    const route = this.router.route;
    const asked =
      'projectId' in route ? route.projectId : route.name === 'not-found' ? route.within : undefined;
    return this.projects.value?.find(({ id }) => id === asked) ?? null;
  }

  /** After a change of page the focus goes to its beginning, unless the page has taken it: screen readers follow. */
  protected override updated(): void {
    const { name } = this.router.route;
    if (!this.pages.has(name) || name === this.focusedPage) return;
    const isFirst = this.focusedPage === null;
    this.focusedPage = name;
    const main = this.shadowRoot?.querySelector<HTMLElement>('main');
    if (!isFirst && main && !main.contains(this.shadowRoot?.activeElement ?? null))
      main.focus({ preventScroll: true });
  }

  /** The account belongs to no project: the rail keeps showing the one we came from. */
  private get railProject(): ProjectView | null {
    if (this.router.route.name !== 'account') return this.project;
    return this.projects.value?.find(({ id }) => id === lastProjectId()) ?? null;
  }

  private async begin(): Promise<void> {
    this.failure = null;
    // Whoever opens a share link is nobody here, and needs no account.
    if (this.router.route.name === 'shared') return;
    try {
      const { user, needsOwner } = await findSetupState();
      if (user) return await enter(user);
      if (needsOwner && this.router.route.name !== 'setup') navigate('/setup', { replace: true });
      userStore.set(null);
    } catch (error) {
      this.failure = error;
    }
  }

  private async pulse(signal: AbortSignal): Promise<void> {
    const project = this.project;
    if (project && this.router.route.name !== 'install') await refreshProject(project.id, signal);
  }

  private readonly handleSignedOut = (): void => forgetUser();

  /** Where nothing is asked, nothing has to be chosen. */
  private hasScope(project: ProjectView): boolean {
    const { name } = this.router.route;
    return WITH_SCOPE.includes(name) && !(OF_PEOPLE.includes(name) && keepsToSums(project));
  }

  private renderPage(waiting: TemplateResult): TemplateResult {
    const route = this.router.route;
    const problem = this.pages.problemOf(route.name);
    if (problem !== null) {
      return html`<heat-state alone status="error" .error=${problem} heading="This page could not be loaded"
        @retried=${() => this.pages.retry()}></heat-state>`;
    }
    if (!this.pages.has(route.name)) return waiting;
    if (!('projectId' in route)) return plainPage(route);
    if (this.project) return projectPage(route, this.project);
    return html`<heat-state alone status="empty" heading="There is no project “${route.projectId}”"
      detail="It may have been deleted, or you may not be allowed to see it."><a class="button" href="/projects">See all projects</a></heat-state>`;
  }

  protected override render() {
    const route = this.router.route;
    if (this.failure !== null)
      return html`<main class="bare"><heat-state alone status="error" .error=${this.failure} heading="heat is not reachable"
        @retried=${() => this.begin()}></heat-state></main>`;
    if (BARE.includes(route.name))
      return html`<main class="bare" tabindex="-1">${this.renderPage(SHELL)}</main>`;
    if (!this.user.value || this.projects.value === null || route.name === 'home')
      return html`<main class="bare" aria-busy="true">${SHELL}</main>`;
    const project = this.project;
    return html`
      <a class="button skip" href="#main" @click=${this.handleSkip}>Skip to content</a>
      <div class="frame">
        <heat-rail .route=${route} .project=${this.railProject} .projects=${this.projects.value} .user=${this.user.value}></heat-rail>
        <main id="main" tabindex="-1" class=${WIDE.includes(route.name) ? 'wide' : ROOMY.includes(route.name) ? 'roomy' : ''}>
          ${project && this.hasScope(project) ? html`<heat-scope-bar .project=${project} ?comparable=${COMPARABLE.includes(route.name)}></heat-scope-bar>` : nothing}
          ${this.renderPage(BONES)}
        </main>
      </div>
    `;
  }

  private handleSkip(event: Event): void {
    event.preventDefault();
    this.shadowRoot?.querySelector<HTMLElement>('main')?.focus();
  }
}
