// What somebody sees who was sent a share link: one view, its name and its days, and nothing that leads elsewhere. Before
// it, the question for a password; in its place, that the link has ended.

import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { OpenedShare } from '../../src/contract/shares.ts';
import { ApiError, messageOf } from '../data/api.ts';
import { openShare } from '../data/shares.ts';
import { mark } from '../elements/mark.ts';
import '../elements/heat-state.ts';
import { formatDate, zoneName } from '../format/time.ts';
import { sharedScopeLabel } from '../shared/scope-label.ts';
import { gateStyles } from '../styles/gate.ts';
import { baseStyles, buttonStyles, formStyles } from '../styles/shared.ts';

/** Which module draws which view, loaded when one is opened. */
const VIEWS: Readonly<
  Record<
    OpenedShare['target']['view'],
    { load: () => Promise<unknown>; draw: (share: OpenedShare) => TemplateResult }
  >
> = {
  overview: {
    load: () => import('../shared/heat-shared-overview.ts'),
    draw: (share) => html`<heat-shared-overview .share=${share}></heat-shared-overview>`,
  },
  heatmap: {
    load: () => import('../shared/heat-shared-map.ts'),
    draw: (share) => html`<heat-shared-map .share=${share}></heat-shared-map>`,
  },
  funnel: {
    load: () => import('../shared/heat-shared-funnel.ts'),
    draw: (share) => html`<heat-shared-funnel .share=${share}></heat-shared-funnel>`,
  },
  sessions: {
    load: () => import('../shared/heat-shared-sessions.ts'),
    draw: (share) => html`<heat-shared-sessions .share=${share}></heat-shared-sessions>`,
  },
  session: {
    load: () => import('../shared/heat-shared-session.ts'),
    draw: (share) => html`<heat-shared-session .share=${share}></heat-shared-session>`,
  },
};

type Situation = 'opening' | 'password' | 'ended' | 'failed' | 'open';

@customElement('heat-shared-page')
export class SharedPage extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    formStyles,
    gateStyles,
    css`
      :host { display: block; min-height: 0; padding: 0; }
      .alone, .view { width: 100%; }
      .alone { display: grid; place-items: center; min-height: 100dvh; padding: var(--space-6) var(--space-4); }
      .view { max-width: calc(1440px + 2 * var(--space-6)); margin: 0 auto; padding: var(--space-5) var(--space-6) var(--space-10); }
      header { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-2) var(--space-4); margin-bottom: var(--space-5); }
      header .mark { width: 28px; height: 28px; margin: 0; }
      header > div { flex: 1 1 240px; min-width: 0; }
      header h1 { overflow-wrap: anywhere; margin: 0; }
      header p, footer { color: var(--muted); }
      footer { margin-top: var(--space-6); font-size: var(--size-xs); text-wrap: pretty; }
      @media (max-width: 640px) { .view { padding: var(--space-4); } }
    `,
  ];

  @state() private situation: Situation = 'opening';
  @state() private share: OpenedShare | null = null;
  @state() private failure: unknown = null;
  @state() private isBusy = false;
  private readonly token = location.hash.slice(1);

  override connectedCallback(): void {
    super.connectedCallback();
    void this.open(null);
  }

  private async open(password: string | null): Promise<void> {
    this.isBusy = true;
    this.failure = null;
    try {
      const share = await openShare(this.token, password);
      await VIEWS[share.target.view].load();
      this.share = share;
      this.show('open');
    } catch (error) {
      const code = error instanceof ApiError ? error.code : '';
      const isAsked = code === 'password_needed' || (password !== null && code !== 'no_such_share');
      this.failure = code === 'password_needed' ? null : error;
      this.show(isAsked ? 'password' : code === 'no_such_share' ? 'ended' : 'failed');
    } finally {
      this.isBusy = false;
    }
  }

  private show(situation: Situation): void {
    this.situation = situation;
    document.title = situation === 'open' && this.share ? `${this.share.name} · heat` : 'Shared · heat';
  }

  private readonly handlePassword = (event: SubmitEvent): void => {
    event.preventDefault();
    const given = new FormData(event.target as HTMLFormElement).get('password');
    if (!this.isBusy) void this.open(String(given ?? ''));
  };

  /** What was opened ends after some hours, or with its link. */
  private readonly handleEnded = (): void => {
    this.share = null;
    this.show('opening');
    void this.open(null);
  };

  private renderPassword() {
    return html`<div class="alone"><div class="gate">${mark}<h1>This link has a password</h1>
      <p class="lead">Whoever sent it to you knows it.</p>
      <form @submit=${this.handlePassword} novalidate>
        <div class="field"><label for="password">Password</label>
          <input id="password" name="password" type="password" autocomplete="off" required aria-invalid=${this.failure !== null} aria-describedby="problem"></div>
        <p class="problem" id="problem" role="alert">${this.failure === null ? nothing : messageOf(this.failure)}</p>
        <button class="button primary" aria-busy=${this.isBusy}>Show</button>
      </form></div></div>`;
  }

  private renderEnded() {
    return html`<div class="alone"><div class="gate">${mark}<h1>This link shows nothing</h1>
      <p class="lead" role="alert">It has ended, or a part of it is missing. Ask whoever sent it for a new one.</p></div></div>`;
  }

  private renderOpen(share: OpenedShare) {
    const { name, projectName, timeZone, expiresAtMs, target } = share;
    const zone = share.scope.tz ?? timeZone;
    const days = target.view === 'session' ? null : sharedScopeLabel(share, Date.now());
    return html`<div class="view"><header>${mark}<div><h1>${name}</h1>
        <p>${[projectName, days, `${zoneName(zone)} time`].filter((part) => part !== null).join(' · ')}</p></div></header>
      <div @access-ended=${this.handleEnded}>${VIEWS[target.view].draw(share)}</div>
      <footer>Shared from heat, read-only, until ${formatDate(expiresAtMs, zone, Date.now())}.</footer></div>`;
  }

  protected override render() {
    switch (this.situation) {
      case 'opening':
        return html`<heat-state lines="3" aria-busy="true"></heat-state>`;
      case 'password':
        return this.renderPassword();
      case 'ended':
        return this.renderEnded();
      case 'failed':
        return html`<heat-state status="error" .error=${this.failure} heading="The link could not be opened" @retried=${() => this.open(null)}></heat-state>`;
      case 'open':
        return this.share ? this.renderOpen(this.share) : nothing;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'heat-shared-page': SharedPage;
  }
}
