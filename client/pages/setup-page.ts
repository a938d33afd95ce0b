// First run: whoever holds the link from the terminal becomes the owner.

import { html, LitElement, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { SetupState } from '../../src/contract/api.ts';
import { homePath } from '../app/guard.ts';
import { navigate } from '../app/router.ts';
import { checkSetupLink, findSetupState, signUp } from '../data/accounts.ts';
import { ApiError, messageOf } from '../data/api.ts';
import { mark } from '../elements/mark.ts';
import { lastProjectId } from '../state/last-project.ts';
import { Resource } from '../state/resource.ts';
import { enter, projectsStore } from '../state/session.ts';
import { gateStyles } from '../styles/gate.ts';
import { baseStyles, buttonStyles, formStyles } from '../styles/shared.ts';
import { PASSWORD_RULE, passwordProblem } from './password-rule.ts';

@customElement('heat-setup-page')
export class HeatSetupPage extends LitElement {
  static override styles = [baseStyles, buttonStyles, formStyles, gateStyles];

  /** Null until the server has said whether an owner is missing, and whether the link is good. */
  private readonly setup = new Resource<SetupState>(this, {
    key: () => this.token,
    load: (signal) => this.check(signal),
  });

  @state() private failure = '';
  /** The form was sent with a password that may not be. */
  @state() private isRefused = false;
  @state() private password: string | null = null;
  @state() private isBusy = false;
  private hasFocused = false;

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('hashchange', this.handleHash);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('hashchange', this.handleHash);
  }

  protected override updated(): void {
    if (this.hasFocused) return;
    const input = this.shadowRoot?.querySelector('input');
    input?.focus();
    this.hasFocused = input !== null;
  }

  private async check(signal: AbortSignal): Promise<SetupState> {
    const state = await findSetupState({ signal });
    if (state.needsOwner && this.token !== '') await checkSetupLink(this.token, { signal });
    return state;
  }

  private readonly handleHash = (): void => this.requestUpdate();

  private readonly handlePassword = (event: Event): void => {
    this.password = (event.target as HTMLInputElement).value;
  };

  private readonly handleSubmit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const email = String(form.get('email')).trim();
    const password = String(form.get('password'));
    this.password = password;
    this.isRefused = passwordProblem(password) !== null;
    if (!email.includes('@')) this.failure = 'Enter the e-mail address you will sign in with.';
    else this.failure = '';
    // What is wrong with the password stands beneath its field already.
    if (this.failure || passwordProblem(password) !== null || this.isBusy) return;
    this.isBusy = true;
    try {
      const user = await signUp({
        token: this.token,
        email,
        password,
        name: String(form.get('name')).trim(),
      });
      await enter(user);
      navigate(homePath(projectsStore.get() ?? [], lastProjectId()), { replace: true });
    } catch (error) {
      this.failure = messageOf(error);
    } finally {
      this.isBusy = false;
    }
  };

  private get token(): string {
    return location.hash.slice(1);
  }

  private renderDone() {
    return html`<div class="gate">${mark}
      <h1>This heat is set up</h1>
      <p class="lead">It has an owner already. Set-up links work once.</p>
      <p><a class="button primary" href="/sign-in">Sign in</a></p>
    </div>`;
  }

  private renderMissing() {
    return html`<div class="gate">${mark}
      <h1>This heat waits for its owner</h1>
      <p class="lead">Open the set-up link that heat printed in the terminal when it started. It works once, for 30 minutes.</p>
      <p class="muted">Is it gone? Start heat again, and it prints a new one.</p>
    </div>`;
  }

  private renderProblem(error: unknown) {
    const isBad = error instanceof ApiError && error.status < 500 && error.status > 0;
    return html`<div class="gate">${mark}
      <h1>${isBad ? 'This set-up link does not work' : 'The link could not be checked'}</h1>
      <p class="lead" role="alert">${isBad ? 'It was used already, it is older than 30 minutes, or a part of it is missing.' : messageOf(error)}</p>
      ${isBad ? html`<p class="muted">Start heat again in the terminal: it prints a new link.</p>` : html`<p><button class="button" @click=${() => this.setup.retry()}>Try again</button></p>`}
    </div>`;
  }

  private renderPasswordHint() {
    const problem = this.password || this.isRefused ? passwordProblem(this.password ?? '') : null;
    if (this.password && !problem) return html`<p class="hint" id="rule">Long enough.</p>`;
    const isRefused = this.isRefused && problem !== null;
    return html`<p class=${isRefused ? 'problem' : 'hint'} id="rule" role=${isRefused ? 'alert' : nothing}>${problem ?? PASSWORD_RULE}</p>`;
  }

  protected override render() {
    const { value, error } = this.setup;
    if (error !== null) return this.renderProblem(error);
    if (value === null) return nothing;
    if (!value.needsOwner && !this.isBusy) return this.renderDone();
    if (this.token === '') return this.renderMissing();
    return html`<div class="gate">${mark}
      <h1>Welcome to heat</h1>
      <p class="lead">Create the owner's account. It stays on this machine, like everything that heat will measure.</p>
      <form @submit=${this.handleSubmit} novalidate>
        <div class="field"><label for="name">Your name</label>
          <input id="name" name="name" autocomplete="name" maxlength="80" /></div>
        <div class="field"><label for="email">E-mail</label>
          <input id="email" name="email" type="email" autocomplete="username" required /></div>
        <div class="field"><label for="password">Password</label>
          <input id="password" name="password" type="password" autocomplete="new-password" required
            aria-describedby="rule" aria-invalid=${this.isRefused} @input=${this.handlePassword} />
          ${this.renderPasswordHint()}</div>
        ${this.failure ? html`<p class="notice" role="alert">${this.failure}</p>` : nothing}
        <button class="button primary" aria-busy=${this.isBusy}>Create account</button>
      </form>
    </div>`;
  }
}
