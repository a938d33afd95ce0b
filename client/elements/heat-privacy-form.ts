// What a project's owner decides about the privacy of his visitors; each choice says what it means for them.

import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ProjectView } from '../../src/contract/api.ts';
import { LIMITS } from '../../src/contract/limits.ts';
import type { ProjectSettings } from '../../src/contract/project-settings.ts';
import { updateProject } from '../data/projects.ts';
import { putProject } from '../state/session.ts';
import { Task } from '../state/task.ts';
import { sectionStyles } from '../styles/section.ts';
import { baseStyles, buttonStyles, cardStyles, formStyles } from '../styles/shared.ts';
import type { HeatConfirm } from './heat-confirm.ts';
import './heat-confirm.ts';
import { said } from './said.ts';

@customElement('heat-privacy-form')
export class HeatPrivacyForm extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    cardStyles,
    formStyles,
    sectionStyles,
    css`
      .choice { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: var(--space-1) var(--space-2); }
      .choice ~ .choice { margin-top: var(--space-4); }
      .choice input { margin: 3px 0 0; }
      .choice div { display: flex; flex-wrap: wrap; gap: 0 var(--space-3); }
      .choice label { font-weight: 400; }
      .choice .hint { grid-column: 2; text-wrap: pretty; }
    `,
  ];

  private readonly snapshots = new Task(this);
  private readonly sums = new Task(this);

  @property({ attribute: false }) project!: ProjectView;

  private async save(task: Task, settings: Partial<ProjectSettings>, done: string): Promise<boolean> {
    return task.run(async () => putProject(await updateProject(this.project.id, { settings })), done);
  }

  private readonly handleSnapshots = async (event: Event): Promise<void> => {
    const box = event.target as HTMLInputElement;
    const visitorSnapshots = box.checked;
    const isSaved = await this.save(
      this.snapshots,
      { visitorSnapshots },
      `Saved: ${visitorSnapshots ? 'on' : 'off'}`,
    );
    if (!isSaved) box.checked = this.project.settings.visitorSnapshots;
  };

  /** Either way it decides about what was measured so far, so it asks. */
  private readonly handleSums = (event: Event): void => {
    (event.target as HTMLInputElement).checked = this.project.settings.aggregateOnly;
    this.shadowRoot?.querySelector<HeatConfirm>('heat-confirm')?.ask();
  };

  private readonly handleSumsConfirmed = (): void => {
    const aggregateOnly = !this.project.settings.aggregateOnly;
    const done = aggregateOnly ? 'Saved: sums only' : 'Saved: new sessions can be followed';
    void this.save(this.sums, { aggregateOnly }, done);
  };

  private renderSums() {
    const { aggregateOnly } = this.project.settings;
    return html`<div class="choice">
        <input type="checkbox" id="sums" .checked=${aggregateOnly} ?disabled=${this.sums.isBusy} aria-describedby="about-sums" @change=${this.handleSums} />
        <div><label for="sums">Sums only</label>${said(this.sums)}</div>
        <p class="hint" id="about-sums">Nothing that follows one person leaves heat: no sessions, replays, journeys, live view or lists of events, here, in exports and for keys.
          What fewer than ${LIMITS.leastVisitors} visitors did is hidden in every report and heatmap. Your users are not stored by name.</p>
      </div>
      ${
        aggregateOnly
          ? html`<heat-confirm heading="Follow people again?" action="Follow new sessions" @confirmed=${this.handleSumsConfirmed}>Sessions that begin from now on can be looked at one by one. What was measured until now stays sums for good.</heat-confirm>`
          : html`<heat-confirm heading="Keep to sums?" action="Keep to sums" @confirmed=${this.handleSumsConfirmed}>Sessions, replays, journeys and the live view of this project are no longer shown to anybody, those of the past included. Switching it off later shows only sessions that begin afterwards: what was measured until then stays sums for good.</heat-confirm>`
      }`;
  }

  protected override render() {
    const { visitorSnapshots } = this.project.settings;
    return html`<section class="card section">
      <h2>Visitors' privacy</h2>
      <p class="why">Who asks not to be tracked, or has not agreed where you ask first, is never recorded. The rest is up to you.</p>
      ${this.renderSums()}
      <div class="choice">
        <input type="checkbox" id="snapshots" .checked=${visitorSnapshots} ?disabled=${this.snapshots.isBusy} aria-describedby="about" @change=${this.handleSnapshots} />
        <div><label for="snapshots">Take masked snapshots of sampled visitors</label>${said(this.snapshots)}</div>
        <p class="hint" id="about">For pages you took no snapshot of, such as those behind your visitors' own sign-in: now and then
          one visitor's browser sends the shapes of the page under the map, at most ${LIMITS.maskedPerPageAndDay} a day for each page and device class.
          Before anything leaves it, all words become bars, pictures become grey boxes, fields are emptied and
          <code>data-private</code> is left out. A snapshot of your own takes their place.</p>
      </div>
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'heat-privacy-form': HeatPrivacyForm;
  }
}
