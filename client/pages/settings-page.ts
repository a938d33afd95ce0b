// A project's settings: one column, what a newcomer needs first, dangerous things at the end.

import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import type { ProjectView } from '../../src/contract/api.ts';
import { navigate } from '../app/router.ts';
import { removeProject } from '../data/projects.ts';
import '../elements/heat-api-keys.ts';
import type { HeatConfirm } from '../elements/heat-confirm.ts';
import '../elements/heat-confirm.ts';
import '../elements/heat-contents.ts';
import '../elements/heat-members.ts';
import '../elements/heat-origins-form.ts';
import '../elements/heat-page-rules.ts';
import '../elements/heat-personal-data.ts';
import '../elements/heat-privacy-form.ts';
import '../elements/heat-project-form.ts';
import '../elements/heat-refusals.ts';
import '../elements/heat-replay-form.ts';
import '../elements/heat-retention-form.ts';
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

  /** Parts with an id can be led to: `settings#members`. Groups are for the list beside the column. */
  private renderOwner() {
    const { project } = this;
    return html`
      <heat-write-key id="snippet" data-group="To begin" .project=${project}></heat-write-key>
      <heat-origins-form id="origins" .project=${project}></heat-origins-form>
      <heat-snapshot-list id="snapshots" .project=${project}></heat-snapshot-list>
      <heat-project-form id="project" .project=${project}></heat-project-form>
      <heat-refusals id="refused" .project=${project}></heat-refusals>
      <heat-privacy-form id="privacy" data-group="Privacy" .project=${project}></heat-privacy-form>
      <heat-retention-form id="retention" .project=${project}></heat-retention-form>
      <heat-replay-form id="recordings" .project=${project}></heat-replay-form>
      <heat-personal-data id="personal-data" .project=${project}></heat-personal-data>
      <heat-api-keys id="keys" data-group="Access" .project=${project}></heat-api-keys>
      <heat-members id="members" .project=${project}></heat-members>
      <heat-share-list id="shares" .project=${project}></heat-share-list>
      <heat-visitor-tokens id="tokens" .project=${project}></heat-visitor-tokens>
      <heat-page-rules id="pages" data-group="Addresses" .project=${project}></heat-page-rules>
      <heat-templates id="templates" .project=${project}></heat-templates>
      <section class="card section danger" id="delete" data-group="Danger">
        <h2>Delete this project</h2>
        <p class="why">Takes the project, its keys and everything it has measured off this machine. There is no way back except a backup.</p>
        <div class="controls"><button class="button danger" @click=${this.handleAsk} aria-busy=${this.removal.isBusy}>Delete project</button>${said(this.removal)}</div>
      </section>
      <heat-confirm heading="Delete ${project.name}?" action="Delete project" phrase=${project.name} @confirmed=${this.handleRemove}>This is the project <code>${project.id}</code>. All its sessions, heatmaps and keys go with it. Pages that still carry the snippet are refused from then on.</heat-confirm>`;
  }

  private renderEditor() {
    const { project } = this;
    return html`<heat-snapshot-list id="snapshots" .project=${project}></heat-snapshot-list>
      <heat-share-list id="shares" .project=${project}></heat-share-list>
      <heat-page-rules id="pages" .project=${project}></heat-page-rules>
      <heat-templates id="templates" .project=${project}></heat-templates>`;
  }

  private renderViewer() {
    return html`<section class="card section"><h2>You may look</h2><p class="why">Settings of this project are for its editors and owners.</p></section>`;
  }

  private renderSections() {
    const { role } = this.project;
    if (role === 'owner') return this.renderOwner();
    return role === 'editor' ? this.renderEditor() : this.renderViewer();
  }

  protected override render() {
    const { id, name } = this.project;
    // What was typed for one project is not another's.
    return html`
      <header class="page-head"><div><h1>Settings</h1><p class="answer">${name} · <code>${id}</code></p></div></header>
      ${keyed(id, html`<div class="with-contents"><heat-contents></heat-contents><div class="column">${this.renderSections()}</div></div>`)}`;
  }
}
