// A project's settings: one column, dangerous things at the end.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ProjectView } from '../../src/contract/api.ts';
import { navigate } from '../app/router.ts';
import { removeProject } from '../data/projects.ts';
import '../elements/heat-api-keys.ts';
import type { HeatConfirm } from '../elements/heat-confirm.ts';
import '../elements/heat-confirm.ts';
import '../elements/heat-contents.ts';
import '../elements/heat-members.ts';
import '../elements/heat-page-rules.ts';
import '../elements/heat-personal-data.ts';
import '../elements/heat-privacy-form.ts';
import '../elements/heat-project-form.ts';
import '../elements/heat-replay-form.ts';
import '../elements/heat-templates.ts';
import '../elements/heat-share-list.ts';
import '../elements/heat-visitor-tokens.ts';
import '../elements/heat-snapshot-list.ts';
import '../elements/heat-write-key.ts';
import { said } from '../elements/said.ts';
import { dropProject } from '../state/session.ts';
import { Task } from '../state/task.ts';
import { sectionStyles } from '../styles/section.ts';
import { baseStyles, buttonStyles, cardStyles, pageStyles } from '../styles/shared.ts';

@customElement('heat-settings-page')
export class HeatSettingsPage extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    cardStyles,
    pageStyles,
    sectionStyles,
    css`.column { margin-bottom: var(--space-10); }`,
  ];

  private readonly removal = new Task(this);

  @property({ attribute: false }) project!: ProjectView;

  private readonly handleAsk = (): void => this.shadowRoot?.querySelector<HeatConfirm>('heat-confirm')?.ask();

  private readonly handleRemove = async (): Promise<void> => {
    const { id } = this.project;
    if (!(await this.removal.run(() => removeProject(id), 'Deleted'))) return;
    dropProject(id);
    navigate('/projects', { replace: true });
  };

  /** What only owners may change or see. */
  private renderOwners() {
    const { project } = this;
    return html`<heat-privacy-form .project=${project}></heat-privacy-form>
      <heat-personal-data .project=${project}></heat-personal-data>
      <heat-replay-form .project=${project}></heat-replay-form>
      <heat-write-key .project=${project}></heat-write-key>
      <heat-visitor-tokens .project=${project}></heat-visitor-tokens>
      <heat-api-keys .project=${project}></heat-api-keys>
      <section class="card section danger">
        <h2>Delete this project</h2>
        <p class="why">Takes the project, its keys and everything it has measured off this machine. There is no way back except a backup.</p>
        <div class="controls"><button class="button danger" @click=${this.handleAsk} aria-busy=${this.removal.isBusy}>Delete project</button>${said(this.removal)}</div>
      </section>
      <heat-confirm heading="Delete ${project.name}?" action="Delete project" phrase=${project.name} @confirmed=${this.handleRemove}>This is the project <code>${project.id}</code>. All its sessions, heatmaps and keys go with it. Pages that still carry the snippet are refused from then on.</heat-confirm>`;
  }

  private renderEditors() {
    const { project } = this;
    return html`<heat-page-rules .project=${project}></heat-page-rules>
      <heat-templates .project=${project}></heat-templates>
      <heat-snapshot-list .project=${project}></heat-snapshot-list>
      <heat-share-list id="shares" .project=${project}></heat-share-list>`;
  }

  protected override render() {
    const { project } = this;
    const isOwner = project.role === 'owner';
    return html`
      <header class="page-head"><div><h1>Settings</h1><p class="answer">${project.name} · <code>${project.id}</code></p></div></header>
      <div class="with-contents"><div class="column">
        ${isOwner ? html`<heat-project-form .project=${project}></heat-project-form><heat-members .project=${project}></heat-members>` : nothing}
        ${
          project.role === 'viewer'
            ? html`<section class="card section"><h2>You may look</h2><p class="why">Settings of this project are for its editors and owners.</p></section>`
            : this.renderEditors()
        }
        ${isOwner ? this.renderOwners() : nothing}
      </div><heat-contents></heat-contents></div>`;
  }
}
