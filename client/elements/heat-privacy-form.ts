// What a project's owner decides about the privacy of his visitors; each choice says what it means for them.

import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ProjectView } from '../../src/contract/api.ts';
import { LIMITS } from '../../src/contract/limits.ts';
import { updateProject } from '../data/projects.ts';
import { putProject } from '../state/session.ts';
import { Task } from '../state/task.ts';
import { sectionStyles } from '../styles/section.ts';
import { baseStyles, buttonStyles, cardStyles, formStyles } from '../styles/shared.ts';
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
      .choice input { margin: 3px 0 0; }
      .choice div { display: flex; flex-wrap: wrap; gap: 0 var(--space-3); }
      .choice label { font-weight: 400; }
      .choice .hint { grid-column: 2; text-wrap: pretty; }
    `,
  ];

  private readonly task = new Task(this);

  @property({ attribute: false }) project!: ProjectView;

  private readonly handleChange = async (event: Event): Promise<void> => {
    const box = event.target as HTMLInputElement;
    const visitorSnapshots = box.checked;
    const isSaved = await this.task.run(
      async () => putProject(await updateProject(this.project.id, { settings: { visitorSnapshots } })),
      visitorSnapshots ? 'Saved: on' : 'Saved: off',
    );
    if (!isSaved) box.checked = this.project.settings.visitorSnapshots;
  };

  protected override render() {
    const { visitorSnapshots } = this.project.settings;
    return html`<section class="card section">
      <h2>Visitors' privacy</h2>
      <p class="why">Who asks not to be tracked, or has not agreed where you ask first, is never recorded. The rest is up to you.</p>
      <div class="choice">
        <input type="checkbox" id="snapshots" .checked=${visitorSnapshots} ?disabled=${this.task.isBusy} aria-describedby="about" @change=${this.handleChange} />
        <div><label for="snapshots">Take masked snapshots of sampled visitors</label>${said(this.task)}</div>
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
