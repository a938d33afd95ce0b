// Makes a link to what is looked at: for how long, moving or fixed, with a password or without. Shows the link once.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ProjectView } from '../../src/contract/api.ts';
import { LIMITS } from '../../src/contract/limits.ts';
import {
  type CreatedShare,
  type SharedTarget,
  type SharedViewName,
  VIEWS_OF_PEOPLE,
} from '../../src/contract/shares.ts';
import { projectPath } from '../app/routes.ts';
import { createShare } from '../data/shares.ts';
import { PERIOD_LABELS, rangeLabel } from '../format/scope.ts';
import { formatDate } from '../format/time.ts';
import { sharedScope } from '../shared/shared-scope.ts';
import { Modal } from '../state/modal.ts';
import { type Scope, ScopeController, scopeQuery } from '../state/scope.ts';
import { Task } from '../state/task.ts';
import { baseStyles, buttonStyles, dialogStyles, formStyles } from '../styles/shared.ts';
import './heat-code.ts';
import { said } from './said.ts';

const VIEW_WORDS: Readonly<Record<SharedViewName, string>> = {
  overview: 'Overview',
  heatmap: 'Heatmap',
  funnel: 'Funnel',
  sessions: 'Sessions',
  session: 'One session',
};
const DAYS: readonly [days: number, label: string][] = [
  [1, 'One day'],
  [7, 'A week'],
  [30, '30 days'],
  [90, '90 days'],
  [365, 'A year'],
];

/** ask() opens it. */
@customElement('heat-share-dialog')
export class HeatShareDialog extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    formStyles,
    dialogStyles,
    css`
      dialog { --dialog-w: 480px; }
      .choices { display: grid; gap: var(--space-2); }
      .choices label { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 0 var(--space-2); font-weight: 400; }
      .choices input { margin: 3px 0 0; }
      .choices small { grid-column: 2; color: var(--muted); font-size: var(--size-xs); }
      .pair { display: grid; grid-template-columns: 1fr 1fr; gap: var(--space-3); margin-top: var(--space-4); }
      .pair .field + .field { margin: 0; }
      .people { margin-top: var(--space-4); padding: var(--space-3); border-radius: var(--radius); background: var(--warn-soft); text-wrap: pretty; }
      .made { display: grid; gap: var(--space-3); }
      .said { font-size: var(--size-xs); font-weight: var(--weight-medium); }
      .said.bad { color: var(--bad-text); }
      @media (max-width: 480px) { .pair { grid-template-columns: minmax(0, 1fr); } }
    `,
  ];

  private readonly scope = new ScopeController(this);
  private readonly task = new Task(this);
  private readonly modal = new Modal(this, () => this.renderRoot.querySelector('dialog'));

  @property({ attribute: false }) project!: ProjectView;
  @property({ attribute: false }) target!: SharedTarget;
  @state() private made: CreatedShare | null = null;

  ask(): void {
    this.made = null;
    this.task.clear();
    this.renderRoot.querySelector('form')?.reset();
    this.modal.open();
  }

  /** Heatmaps narrow by their own device, sessions and maps compare nothing. */
  private get asked(): Scope {
    const { value } = this.scope;
    return this.target.view === 'overview' || this.target.view === 'funnel'
      ? value
      : { ...value, compare: false };
  }

  private readonly handleSubmit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const fields = new FormData(event.target as HTMLFormElement);
    const password = String(fields.get('password') ?? '');
    await this.task.run(async () => {
      this.made = await createShare(this.project.id, {
        target: this.target,
        scope: sharedScope(scopeQuery(this.asked)),
        ...(fields.get('days-kind') === 'fixed' ? { isFixed: true } : {}),
        name: String(fields.get('name')).trim(),
        days: Number(fields.get('days')),
        ...(password === '' ? {} : { password }),
      });
    }, '');
  };

  private readonly handleClose = (): void => this.modal.close();

  private get proposedName(): string {
    const { view } = this.target;
    if (view === 'session') return VIEW_WORDS.session;
    const { timeZone } = this.project;
    return `${VIEW_WORDS[view]}, ${rangeLabel(this.scope.value, timeZone, Date.now()).toLowerCase()}`.slice(
      0,
      LIMITS.displayNameChars,
    );
  }

  private renderDays() {
    const { period } = this.scope.value;
    if (period === null || this.target.view === 'session') return nothing;
    return html`<fieldset class="field"><legend>Days</legend><div class="choices">
      <label><input type="radio" name="days-kind" value="moving" checked><span>${PERIOD_LABELS[period]}, whenever it is opened</span><small>Moves on with time.</small></label>
      <label><input type="radio" name="days-kind" value="fixed"><span>The days that are shown now</span><small>Stays as it is, for a report.</small></label>
    </div></fieldset>`;
  }

  private renderForm() {
    return html`<form @submit=${this.handleSubmit}>
      <h2 id="heading">Share this view</h2>
      <p class="about">Whoever has the link sees this view with its filters, and nothing else of the project. Nobody can change anything.</p>
      <div class="field"><label for="name">Name</label><input id="name" name="name" required maxlength=${LIMITS.displayNameChars} value=${this.proposedName} autocomplete="off"></div>
      ${this.renderDays()}
      <div class="pair">
        <div class="field"><label for="days">Ends after</label><select id="days" name="days">${DAYS.map(([days, label]) => html`<option value=${days} ?selected=${days === 7}>${label}</option>`)}</select></div>
        <div class="field"><label for="password">Password, if wanted</label><input id="password" name="password" type="password" autocomplete="new-password" minlength=${LIMITS.passwordMinChars} maxlength=${LIMITS.passwordMaxBytes}></div>
      </div>
      ${VIEWS_OF_PEOPLE.includes(this.target.view) ? html`<p class="people">This shows what single people did, with their names where your site tells them. Share it with a password.</p>` : nothing}
      <div class="actions">${said(this.task)}<button type="button" class="button" @click=${this.handleClose}>Cancel</button>
        <button class="button primary" aria-busy=${this.task.isBusy}>Make the link</button></div>
    </form>`;
  }

  private renderMade({ share, url }: CreatedShare) {
    const until = formatDate(share.expiresAtMs, this.project.timeZone, Date.now());
    return html`<div class="made"><h2 id="heading">The link is ready</h2>
      <p role="status">Copy it now: it cannot be shown again. It ends on ${until}${share.hasPassword ? ', and asks for the password: send that another way' : ''}.</p>
      <heat-code what="link" text=${url}></heat-code>
      <div class="actions"><a class="button" href="${projectPath(this.project.id, 'settings')}#shares" @click=${this.handleClose}>All share links</a>
        <button type="button" class="button primary" @click=${this.handleClose}>Done</button></div></div>`;
  }

  protected override render() {
    return html`<dialog aria-labelledby="heading">${this.made ? this.renderMade(this.made) : this.renderForm()}</dialog>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'heat-share-dialog': HeatShareDialog;
  }
}
