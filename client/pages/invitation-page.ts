// An invitation into a project: makes an account for its address, or joins with the one that is there.

import { html, LitElement, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { InvitationFor } from '../../src/contract/members.ts';
import { navigate } from '../app/router.ts';
import { signIn, signUp } from '../data/accounts.ts';
import { ApiError, messageOf } from '../data/api.ts';
import { acceptInvitation, checkInvitation } from '../data/members.ts';
import { mark } from '../elements/mark.ts';
import { Resource } from '../state/resource.ts';
import { enter } from '../state/session.ts';
import { gateStyles } from '../styles/gate.ts';
import { baseStyles, buttonStyles, formStyles } from '../styles/shared.ts';
import { PASSWORD_RULE, passwordProblem } from './password-rule.ts';

const MAY = {
  viewer: 'look at',
  editor: 'look at and keep things in',
  owner: 'look at and administer',
} as const;

@customElement('heat-invitation-page')
export class InvitationPage extends LitElement {
  static override styles = [baseStyles, buttonStyles, formStyles, gateStyles];

  private readonly invitation = new Resource<InvitationFor>(this, {
    key: () => this.token,
    load: (signal) => checkInvitation(this.token, { signal }),
  });

  @state() private failure = '';
  @state() private isBusy = false;

  private get token(): string {
    return location.hash.slice(1);
  }

  private readonly handleSubmit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const told = this.invitation.value;
    if (!told || this.isBusy) return;
    const form = new FormData(event.target as HTMLFormElement);
    const password = String(form.get('password'));
    const name = String(form.get('name') ?? '').trim();
    const problem = told.hasAccount ? null : passwordProblem(password);
    this.failure = problem ?? '';
    if (problem) return;
    this.isBusy = true;
    try {
      const { email } = told;
      const user = told.hasAccount
        ? await signIn({ email, password })
        : await signUp({ token: this.token, email, password, ...(name && { name }) });
      if (told.hasAccount) await acceptInvitation(this.token);
      await enter(user);
      navigate('/', { replace: true });
    } catch (error) {
      this.failure = messageOf(error);
    } finally {
      this.isBusy = false;
    }
  };

  private renderProblem(error: unknown) {
    const isBad = error instanceof ApiError && error.status === 401;
    return html`<div class="gate">${mark}
      <h1>${isBad ? 'This invitation does not work' : 'The invitation could not be checked'}</h1>
      <p class="lead" role="alert">${isBad ? 'It was used already, was withdrawn, is older than a week, or a part of the link is missing.' : messageOf(error)}</p>
      ${isBad ? html`<p class="muted">Ask whoever sent it for a new one, or <a href="/sign-in">sign in</a>.</p>` : html`<p><button class="button" @click=${() => this.invitation.retry()}>Try again</button></p>`}
    </div>`;
  }

  protected override render() {
    const { value, error } = this.invitation;
    if (error !== null) return this.renderProblem(error);
    if (value === null) return nothing;
    return html`<div class="gate">${mark}
      <h1>${value.projectName}</h1>
      <p class="lead">You are invited to ${MAY[value.role]} this project. ${value.hasAccount ? 'Sign in to accept.' : 'Choose a password to accept.'}</p>
      <form @submit=${this.handleSubmit} novalidate>
        <div class="field"><label for="email">E-mail</label><input id="email" name="email" type="email" autocomplete="username" readonly .value=${value.email}></div>
        ${value.hasAccount ? nothing : html`<div class="field"><label for="name">Your name</label><input id="name" name="name" autocomplete="name" maxlength="80"></div>`}
        <div class="field"><label for="password">Password</label>
          <input id="password" name="password" type="password" autocomplete=${value.hasAccount ? 'current-password' : 'new-password'} required>
          ${value.hasAccount ? nothing : html`<p class="hint">${PASSWORD_RULE}</p>`}</div>
        ${this.failure ? html`<p class="problem" role="alert">${this.failure}</p>` : nothing}
        <button class="button primary" aria-busy=${this.isBusy}>${value.hasAccount ? 'Sign in and accept' : 'Create account'}</button>
      </form></div>`;
  }
}
