// Who may look at the project: members with their roles, open invitations, and the form that makes one.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ProjectView } from '../../src/contract/api.ts';
import {
  type InvitationCreated,
  type InvitationView,
  type MembersAnswer,
  type MemberView,
  ROLES,
  type Role,
} from '../../src/contract/members.ts';
import { changeRole, fetchMembers, invite, removeMember, withdrawInvitation } from '../data/members.ts';
import { formatDate } from '../format/time.ts';
import { Resource } from '../state/resource.ts';
import { Task } from '../state/task.ts';
import { sectionStyles } from '../styles/section.ts';
import { baseStyles, buttonStyles, cardStyles, formStyles } from '../styles/shared.ts';
import './heat-code.ts';
import './heat-state.ts';
import { said } from './said.ts';

const MAY: Record<Role, string> = {
  viewer: 'Viewer: looks',
  editor: 'Editor: also keeps funnels, segments and snapshots',
  owner: 'Owner: also settings, keys and members',
};

@customElement('heat-members')
export class HeatMembers extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    cardStyles,
    formStyles,
    sectionStyles,
    css`
      :host { display: block; }
      form { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr) auto; gap: var(--space-2); align-items: end; }
      form .field + .field { margin: 0; }
      .link { display: grid; gap: var(--space-2); margin-bottom: var(--space-4); padding: var(--space-4); border-radius: var(--radius); background: var(--warn-soft); }
      ul { margin-top: var(--space-4); }
      li { display: grid; grid-template-columns: minmax(0, 1fr) auto auto; gap: 0 var(--space-2); align-items: center; padding: var(--space-3) 0; border-top: 1px solid var(--line); }
      li .name { font-weight: var(--weight-medium); }
      li .about { display: block; color: var(--muted); font-size: var(--size-xs); font-weight: 400; }
      li select { width: auto; }
      heat-state { --state-height: 96px; --state-padding: var(--space-3) 0; }
      @media (max-width: 640px) { form { grid-template-columns: minmax(0, 1fr); } li { grid-template-columns: minmax(0, 1fr) auto; } li .button { grid-column: 2; } }
    `,
  ];

  private readonly members = new Resource<MembersAnswer>(this, {
    key: () => this.project.id,
    load: (signal) => fetchMembers(this.project.id, { signal }),
  });
  private readonly task = new Task(this);

  @property({ attribute: false }) project!: ProjectView;
  @state() private made: InvitationCreated | null = null;

  private readonly handleInvite = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const fields = new FormData(form);
    const request = { email: String(fields.get('email')).trim(), role: String(fields.get('role')) as Role };
    const isDone = await this.task.run(async () => {
      this.made = await invite(this.project.id, request);
    }, `Invited ${request.email}`);
    if (!isDone) return;
    form.reset();
    this.members.refresh();
  };

  private async act(work: () => Promise<void>, done: string): Promise<void> {
    if (await this.task.run(work, done)) this.members.refresh();
  }

  private renderMember(member: MemberView) {
    const { id } = this.project;
    return html`<li>
      <span class="name truncate">${member.name || member.email}<span class="about truncate">${member.email} · since ${formatDate(member.createdAtMs, this.project.timeZone, Date.now())}</span></span>
      <select aria-label="Role of ${member.email}" @change=${(event: Event) => {
        const role = (event.target as HTMLSelectElement).value as Role;
        void this.act(() => changeRole(id, member.userId, role), `${member.email} is ${role} now`);
      }}>${ROLES.map((role) => html`<option value=${role} ?selected=${role === member.role}>${role}</option>`)}</select>
      <button class="button danger quiet" aria-label="Remove ${member.email}" @click=${() => this.act(() => removeMember(id, member.userId), `Removed ${member.email}`)}>Remove</button>
    </li>`;
  }

  private renderInvitation(invitation: InvitationView) {
    return html`<li>
      <span class="name truncate">${invitation.email}<span class="about">Invited as ${invitation.role}, until ${formatDate(invitation.expiresAtMs, this.project.timeZone, Date.now())}</span></span>
      <span class="chip">open</span>
      <button class="button danger quiet" aria-label="Withdraw the invitation of ${invitation.email}" @click=${() => this.act(() => withdrawInvitation(this.project.id, invitation.id), `Withdrew the invitation of ${invitation.email}`)}>Withdraw</button>
    </li>`;
  }

  private renderList() {
    const { value, error } = this.members;
    if (error !== null)
      return html`<heat-state status="error" .error=${error} @retried=${() => this.members.retry()}></heat-state>`;
    if (value === null) return html`<heat-state lines="2"></heat-state>`;
    if (value.items.length + value.invitations.length === 0)
      return html`<p class="why">Nobody but the owners of this heat may look at the project.</p>`;
    return html`<ul aria-label="Members">${value.items.map((member) => this.renderMember(member))}${value.invitations.map((one) => this.renderInvitation(one))}</ul>`;
  }

  protected override render() {
    return html`<section class="card section">
      <h2>Members</h2><p class="why">Who may look at this project. heat sends no mail: hand the link of an invitation over yourself. It works once, for a week, and only for its address.</p>
      ${
        this.made
          ? html`<div class="link" role="status"><strong>Send this link to ${this.made.invitation.email} now. It cannot be shown again.</strong>
            <heat-code what="link" text=${this.made.url}></heat-code></div>`
          : nothing
      }
      <form @submit=${this.handleInvite}>
        <div class="field"><label for="email">E-mail</label><input id="email" name="email" type="email" autocomplete="off" required></div>
        <div class="field"><label for="role">Role</label><select id="role" name="role">${ROLES.toReversed().map((role) => html`<option value=${role}>${MAY[role]}</option>`)}</select></div>
        <button class="button primary" aria-busy=${this.task.isBusy}>Invite</button>
      </form>
      <p>${said(this.task)}</p>
      ${this.renderList()}
    </section>`;
  }
}
