// For how many days a project keeps what it has measured.

import { css, html, LitElement } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ProjectView } from '../../src/contract/api.ts';
import { LIMITS } from '../../src/contract/limits.ts';
import { agedBeforeMs } from '../../src/contract/project-settings.ts';
import { updateProject } from '../data/projects.ts';
import { count, formatNumber } from '../format/number.ts';
import { formatDate } from '../format/time.ts';
import { putProject } from '../state/session.ts';
import { Task } from '../state/task.ts';
import { Unsaved } from '../state/unsaved.ts';
import { sectionStyles } from '../styles/section.ts';
import { baseStyles, buttonStyles, cardStyles, formStyles } from '../styles/shared.ts';
import type { HeatConfirm } from './heat-confirm.ts';
import './heat-confirm.ts';
import { said } from './said.ts';

@customElement('heat-retention-form')
export class HeatRetentionForm extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    cardStyles,
    formStyles,
    sectionStyles,
    css`
      :host { display: block; }
      .kept { display: flex; flex-wrap: wrap; align-items: end; gap: var(--space-3); }
      .kept input { width: 120px; }
      .kept + .hint { margin-top: var(--space-2); text-wrap: pretty; }
    `,
  ];

  private readonly task = new Task(this);

  @property({ attribute: false }) project!: ProjectView;
  /** Asked for and not confirmed yet. */
  @state() private wantedDays = 0;

  constructor() {
    super();
    new Unsaved(this, () => ({ days: String(this.project.settings.eventDays) }));
  }

  private readonly handleSave = (event: SubmitEvent): void => {
    event.preventDefault();
    const typed = String(new FormData(event.target as HTMLFormElement).get('days')).trim();
    const eventDays = Number(typed);
    if (typed === '' || !Number.isInteger(eventDays) || eventDays < 0 || eventDays > LIMITS.eventDaysMax) {
      this.task.refuse(`Use a whole number of days, 0 to ${formatNumber(LIMITS.eventDaysMax)}.`);
      return;
    }
    this.wantedDays = eventDays;
    const { eventDays: before } = this.project.settings;
    const isLess = eventDays !== 0 && (before === 0 || eventDays < before);
    if (isLess) this.shadowRoot?.querySelector<HeatConfirm>('heat-confirm')?.ask();
    else void this.save();
  };

  private readonly save = (): Promise<boolean> => {
    const eventDays = this.wantedDays;
    return this.task.run(
      async () => putProject(await updateProject(this.project.id, { settings: { eventDays } })),
      eventDays === 0 ? 'Saved: kept' : `Saved: ${count(eventDays, 'day')}`,
    );
  };

  /** Days are of UTC, whatever the project's zone is. */
  private firstKept(): string {
    const nowMs = Date.now();
    return formatDate(agedBeforeMs(this.wantedDays, nowMs), 'UTC', nowMs);
  }

  protected override render() {
    return html`<form class="card section" @submit=${this.handleSave} novalidate>
      <h2>How long data is kept</h2>
      <p class="why">What is older is deleted with everything that was counted of it: reports of that time become empty.</p>
      <div class="kept"><div class="field"><label for="days">Days that sessions and events are kept</label>
        <input id="days" name="days" type="number" min="0" max=${LIMITS.eventDaysMax} step="1" .value=${String(this.project.settings.eventDays)} aria-describedby="about-days" /></div>
        <button class="button" aria-busy=${this.task.isBusy}>Save</button>${said(this.task)}</div>
      <p class="hint" id="about-days">0 keeps everything. Whole days of UTC go, so up to a day later.</p>
    </form>
    <heat-confirm heading="Keep only ${count(this.wantedDays, 'day')}?" action="Delete what is older" @confirmed=${this.save}>Sessions, events, recordings and counts from before ${this.firstKept()} are deleted, and from then on every day what has become too old. There is no way back except a backup.</heat-confirm>`;
  }
}
