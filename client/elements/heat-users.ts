// Every account of this heat, for its owners, and the link that lets one choose a new password. Roles are heat-members'.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { PasswordLinkCreated, UserView } from '../../src/contract/api.ts';
import { createPasswordLink, listUsers } from '../data/accounts.ts';
import { formatDate } from '../format/time.ts';
import { Resource } from '../state/resource.ts';
import { Task } from '../state/task.ts';
import { sectionStyles } from '../styles/section.ts';
import { baseStyles, buttonStyles, cardStyles, formStyles } from '../styles/shared.ts';
import './heat-code.ts';
import './heat-state.ts';
import { said } from './said.ts';

@customElement('heat-users')
export class HeatUsers extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    cardStyles,
    formStyles,
    sectionStyles,
    css`
      :host { display: block; }
      li { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: var(--space-3) var(--space-2); align-items: center; padding: var(--space-3) 0; border-top: 1px solid var(--line); }
      li .name { font-weight: var(--weight-medium); }
      li .about { display: block; color: var(--muted); font-size: var(--size-xs); font-weight: 400; }
      li form, .link { grid-column: 1 / -1; }
      .link { display: grid; gap: var(--space-2); padding: var(--space-4); border-radius: var(--radius); background: var(--warn-soft); }
      heat-state { --state-height: 96px; --state-padding: var(--space-3) 0; }
    `,
  ];

  private readonly users = new Resource<UserView[]>(this, {
    key: () => 'users',
    load: (signal) => listUsers({ signal }),
  });
  private readonly task = new Task(this);

  /** Id of who looks: his own password he changes with the current one. */
  @property() own = '';
  /** Whose form is open. */
  @state() private asked: string | null = null;
  @state() private made: (PasswordLinkCreated & { userId: string }) | null = null;

  private handleAsk(userId: string): void {
    this.asked = this.asked === userId ? null : userId;
    this.made = null;
    this.task.clear();
    if (this.asked === null) return;
    void this.updateComplete.then(() =>
      this.shadowRoot?.querySelector<HTMLInputElement>('#password')?.focus(),
    );
  }

  private async handleMake(event: SubmitEvent, userId: string): Promise<void> {
    event.preventDefault();
    const password = String(new FormData(event.target as HTMLFormElement).get('password'));
    if (password === '') return this.task.refuse('Enter your own password.');
    const isDone = await this.task.run(async () => {
      this.made = { ...(await createPasswordLink(userId, password)), userId };
    }, '');
    if (isDone) this.asked = null;
  }

  private renderForm({ id, email }: UserView) {
    return html`<form @submit=${(event: SubmitEvent) => this.handleMake(event, id)} novalidate>
      <div class="field narrow"><label for="password">Your own password</label>
        <input id="password" name="password" type="password" autocomplete="current-password" aria-describedby="why">
        <p class="hint" id="why">So that a borrowed browser cannot take the account of ${email}.</p></div>
      <div class="controls"><button class="button primary" aria-busy=${this.task.isBusy}>Make the link</button>
        <button type="button" class="button quiet" @click=${() => this.handleAsk(id)}>Cancel</button>${said(this.task)}</div>
    </form>`;
  }

  private renderUser(user: UserView, zone: string) {
    const { id, email, name } = user;
    const isOwn = id === this.own;
    return html`<li>
      <span class="name truncate">${name || email}${isOwn ? ' (you)' : ''}<span class="about truncate">${email} · ${user.owner ? 'owner of this heat' : 'member of projects'} · since ${formatDate(user.createdAtMs, zone, Date.now())}</span></span>
      ${isOwn ? nothing : html`<button class="button quiet" aria-label="New password for ${email}" aria-expanded=${this.asked === id} @click=${() => this.handleAsk(id)}>New password</button>`}
      ${this.asked === id ? this.renderForm(user) : nothing}
      ${
        this.made?.userId === id
          ? html`<div class="link" role="status"><strong>Send this link to ${email} now. It cannot be shown again.</strong>
            <heat-code what="link" text=${this.made.url}></heat-code></div>`
          : nothing
      }
    </li>`;
  }

  private renderList() {
    const { value, error } = this.users;
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (error !== null)
      return html`<heat-state status="error" .error=${error} @retried=${() => this.users.retry()}></heat-state>`;
    if (value === null) return html`<heat-state lines="2"></heat-state>`;
    return html`<ul aria-label="Users">${value.map((user) => this.renderUser(user, zone))}</ul>`;
  }

  protected override render() {
    return html`<section class="card section">
      <h2>Users</h2><p class="why">Everybody with an account here. Who has forgotten a password gets a link from you to choose a new one: it works once, for an hour, and ends all sign-ins of that account when it is used. A second factor stays.</p>
      ${this.renderList()}
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'heat-users': HeatUsers;
  }
}
