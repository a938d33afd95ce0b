// A new password by a one-time link that an owner handed over. It signs nobody in: a second factor is still asked for.

import { html, LitElement, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { PasswordLinkFor } from '../../src/contract/api.ts';
import { checkPasswordLink, setPasswordByLink } from '../data/accounts.ts';
import { ApiError, messageOf } from '../data/api.ts';
import { mark } from '../elements/mark.ts';
import { Resource } from '../state/resource.ts';
import { forgetUser, userStore } from '../state/session.ts';
import { gateStyles } from '../styles/gate.ts';
import { baseStyles, buttonStyles, formStyles } from '../styles/shared.ts';
import { PASSWORD_RULE, passwordProblem } from './password-rule.ts';

@customElement('heat-password-page')
export class HeatPasswordPage extends LitElement {
  static override styles = [baseStyles, buttonStyles, formStyles, gateStyles];

  private readonly link = new Resource<PasswordLinkFor>(this, {
    key: () => this.token,
    load: (signal) => checkPasswordLink(this.token, { signal }),
  });

  @state() private failure = '';
  @state() private isBusy = false;
  @state() private isDone = false;

  private get token(): string {
    return location.hash.slice(1);
  }

  private readonly handleSubmit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const told = this.link.value;
    if (!told || this.isBusy) return;
    const password = String(new FormData(event.target as HTMLFormElement).get('password'));
    const problem = passwordProblem(password);
    this.failure = problem ?? '';
    if (problem) return;
    this.isBusy = true;
    try {
      await setPasswordByLink({ token: this.token, password });
      this.isDone = true;
      // Whoever was signed in here with that account no longer is.
      if (userStore.get()?.email === told.email) forgetUser();
    } catch (error) {
      this.failure = messageOf(error);
    } finally {
      this.isBusy = false;
    }
  };

  private renderProblem(error: unknown) {
    const isBad = error instanceof ApiError && error.status > 0 && error.status < 500;
    return html`<div class="gate">${mark}
      <h1>${isBad ? 'This link does not work' : 'The link could not be checked'}</h1>
      <p class="lead" role="alert">${isBad ? 'It was used already, a newer one took its place, it is older than an hour, or a part of it is missing.' : messageOf(error)}</p>
      ${isBad ? html`<p class="muted">Ask whoever gave it to you for a new one, or <a href="/sign-in">sign in</a>.</p>` : html`<p><button class="button" @click=${() => this.link.retry()}>Try again</button></p>`}
    </div>`;
  }

  private renderDone() {
    return html`<div class="gate">${mark}
      <h1>Your password is set</h1>
      <p class="lead" role="status">All sign-ins of this account have ended, on every device. Sign in with the new password; a second factor is asked for as before.</p>
      <p><a class="button primary" href="/sign-in">Sign in</a></p>
    </div>`;
  }

  protected override render() {
    const { value, error } = this.link;
    if (this.isDone) return this.renderDone();
    if (error !== null) return this.renderProblem(error);
    if (value === null) return nothing;
    return html`<div class="gate">${mark}
      <h1>Choose a new password</h1>
      <p class="lead">It takes the place of the old one, and ends every sign-in of this account.</p>
      <form @submit=${this.handleSubmit} novalidate>
        <div class="field"><label for="email">E-mail</label><input id="email" name="email" type="email" autocomplete="username" readonly .value=${value.email}></div>
        <div class="field"><label for="password">New password</label>
          <input id="password" name="password" type="password" autocomplete="new-password" aria-describedby="rule" required>
          <p class="hint" id="rule">${PASSWORD_RULE}</p></div>
        ${this.failure ? html`<p class="problem" role="alert">${this.failure}</p>` : nothing}
        <button class="button primary" aria-busy=${this.isBusy}>Set password</button>
      </form></div>`;
  }
}
