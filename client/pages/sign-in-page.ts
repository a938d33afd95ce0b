// Sign-in by password, with the code of a second factor where the account has one, and by the one-time link that the
// terminal prints, which is consumed as soon as it is opened.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { UserView } from '../../src/contract/api.ts';
import { homePath, nextPath } from '../app/guard.ts';
import { navigate } from '../app/router.ts';
import { signIn, signInByLink } from '../data/accounts.ts';
import { ApiError, messageOf } from '../data/api.ts';
import { mark } from '../elements/mark.ts';
import { lastProjectId } from '../state/last-project.ts';
import { enter, projectsStore } from '../state/session.ts';
import { gateStyles } from '../styles/gate.ts';
import { baseStyles, buttonStyles, formStyles } from '../styles/shared.ts';

@customElement('heat-sign-in-page')
export class HeatSignInPage extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    formStyles,
    gateStyles,
    css`
      .code { font-family: var(--mono); letter-spacing: 0.12em; }
      form .back { margin-top: var(--space-2); }
    `,
  ];

  @state() private failure = '';
  @state() private isBusy = false;
  @state() private isLink = false;
  /** A right password that waits for its code; gone with the page. */
  @state() private waiting: { email: string; password: string } | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('hashchange', this.handleLink);
    this.handleLink();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('hashchange', this.handleLink);
  }

  protected override firstUpdated(): void {
    this.shadowRoot?.querySelector('input')?.focus();
  }

  /** A link opened here, or pasted over the address of this page. */
  private readonly handleLink = (): void => {
    const token = location.hash.slice(1);
    if (token === '') return;
    // A one-time token has no business in the history.
    history.replaceState(null, '', location.pathname + location.search);
    this.isLink = true;
    void this.attempt(() => signInByLink(token))
      .catch(() => {})
      .finally(() => {
        this.isLink = false;
      });
  };

  /** Rejects with what it has said. */
  private async attempt(call: () => Promise<UserView>): Promise<void> {
    if (this.isBusy) return;
    this.failure = '';
    this.isBusy = true;
    const next = nextPath(location.search);
    try {
      await enter(await call());
      navigate(next ?? homePath(projectsStore.get() ?? [], lastProjectId()), { replace: true });
    } catch (error) {
      this.failure = messageOf(error);
      throw error;
    } finally {
      this.isBusy = false;
    }
  }

  private readonly handleSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const email = String(form.get('email')).trim();
    const password = String(form.get('password'));
    if (email === '' || password === '') this.failure = 'Enter your e-mail address and your password.';
    else this.tryPassword({ email, password });
  };

  private readonly handleCode = (event: SubmitEvent): void => {
    event.preventDefault();
    const code = String(new FormData(event.target as HTMLFormElement).get('code')).trim();
    if (code === '') this.failure = 'Enter the code that your authenticator app shows.';
    else if (this.waiting) this.tryPassword({ ...this.waiting, code });
  };

  private readonly handleBack = async (): Promise<void> => {
    this.failure = '';
    this.waiting = null;
    await this.focusFirst();
  };

  private tryPassword(input: { email: string; password: string; code?: string }): void {
    this.attempt(() => signIn(input)).catch(async (error: unknown) => {
      const code = error instanceof ApiError ? error.code : '';
      if (code === 'second_factor_needed') {
        this.failure = '';
        this.waiting = { email: input.email, password: input.password };
        await this.focusFirst();
      } else if (code === 'bad_credentials') {
        this.waiting = null;
      }
    });
  }

  private async focusFirst(): Promise<void> {
    await this.updateComplete;
    this.shadowRoot?.querySelector('input')?.focus();
  }

  private renderCode(email: string) {
    return html`<div class="gate">${mark}
      <h1>Enter your code</h1>
      <p class="lead">The password of ${email} is right. Your authenticator app shows six digits for heat.</p>
      <form @submit=${this.handleCode} novalidate>
        <div class="field"><label for="code">Code</label>
          <input class="code" id="code" name="code" autocomplete="one-time-code" autocapitalize="off" spellcheck="false" maxlength="40" aria-describedby="other" required />
          <p class="hint" id="other">A recovery code does too. Each works once.</p></div>
        ${this.failure ? html`<p class="notice" role="alert">${this.failure}</p>` : nothing}
        <button class="button primary" aria-busy=${this.isBusy}>Sign in</button>
        <button type="button" class="button quiet back" @click=${this.handleBack}>Back</button>
      </form>
      <p class="after">Lost both? On the machine that runs heat, <code>heat user reset-second-factor &lt;email&gt;</code> switches the second factor off.</p>
    </div>`;
  }

  protected override render() {
    if (this.isLink) {
      return html`<div class="gate" role="status">${mark}<h1>Signing in…</h1><p class="lead">The link is being checked.</p></div>`;
    }
    if (this.waiting) return this.renderCode(this.waiting.email);
    return html`<div class="gate">${mark}
      <h1>Sign in to heat</h1>
      <p class="lead">See where people click, move and give up.</p>
      <form @submit=${this.handleSubmit} novalidate>
        <div class="field"><label for="email">E-mail</label>
          <input id="email" name="email" type="email" autocomplete="username" required /></div>
        <div class="field"><label for="password">Password</label>
          <input id="password" name="password" type="password" autocomplete="current-password" required /></div>
        ${this.failure ? html`<p class="notice" role="alert">${this.failure}</p>` : nothing}
        <button class="button primary" aria-busy=${this.isBusy}>Sign in</button>
      </form>
      <p class="after">Forgot the password? An owner can hand you a link for a new one. On the machine that runs heat, <code>heat user password &lt;email&gt;</code> sets one.</p>
    </div>`;
  }
}
