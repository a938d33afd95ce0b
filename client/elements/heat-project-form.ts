// Name and time zone of a project.

import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ProjectView } from '../../src/contract/api.ts';
import { LIMITS } from '../../src/contract/limits.ts';
import { updateProject } from '../data/projects.ts';
import { knownZones } from '../format/zone.ts';
import { putProject } from '../state/session.ts';
import { Task } from '../state/task.ts';
import { Unsaved } from '../state/unsaved.ts';
import { sectionStyles } from '../styles/section.ts';
import { baseStyles, buttonStyles, cardStyles, formStyles } from '../styles/shared.ts';
import { said } from './said.ts';

@customElement('heat-project-form')
export class HeatProjectForm extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    cardStyles,
    formStyles,
    sectionStyles,
    css`:host { display: block; }`,
  ];

  private readonly task = new Task(this);

  @property({ attribute: false }) project!: ProjectView;

  constructor() {
    super();
    new Unsaved(this, () => ({ name: this.project.name, zone: this.project.timeZone }));
  }

  private readonly handleSave = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const name = String(form.get('name')).trim();
    if (name === '') {
      this.task.refuse('A project needs a name.');
      return;
    }
    const patch = { name, timeZone: String(form.get('timeZone')) };
    void this.task.run(async () => putProject(await updateProject(this.project.id, patch)), 'Saved');
  };

  protected override render() {
    const { name, timeZone } = this.project;
    const zones = knownZones();
    return html`<form class="card section" @submit=${this.handleSave} novalidate>
      <h2>Name and time zone</h2><p class="why">The name is for you. The time zone decides where a day begins in reports; data is stored without one, so it can change at any time.</p>
      <div class="field narrow"><label for="name">Name</label>
        <input id="name" name="name" required maxlength=${LIMITS.displayNameChars} .value=${name} autocomplete="off" /></div>
      <div class="field narrow"><label for="zone">Time zone</label>
        <select id="zone" name="timeZone">
          ${(zones.includes(timeZone) ? zones : [timeZone, ...zones]).map((zone) => html`<option ?selected=${zone === timeZone}>${zone}</option>`)}
        </select></div>
      <div class="controls"><button class="button" aria-busy=${this.task.isBusy}>Save</button>${said(this.task)}</div>
    </form>`;
  }
}
