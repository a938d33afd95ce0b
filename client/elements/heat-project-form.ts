// Name, time zone and origins of a project.

import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ProjectView } from '../../src/contract/api.ts';
import { LIMITS } from '../../src/contract/limits.ts';
import { updateProject } from '../data/projects.ts';
import { count } from '../format/number.ts';
import { knownZones } from '../format/zone.ts';
import { projectsStore, putProject } from '../state/session.ts';
import { Task } from '../state/task.ts';
import { Unsaved } from '../state/unsaved.ts';
import { sectionStyles } from '../styles/section.ts';
import { baseStyles, buttonStyles, cardStyles, formStyles } from '../styles/shared.ts';
import { parseOrigins } from './origins.ts';
import { said } from './said.ts';

@customElement('heat-project-form')
export class HeatProjectForm extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    cardStyles,
    formStyles,
    sectionStyles,
    css`:host { display: grid; gap: var(--space-4); }`,
  ];

  private readonly general = new Task(this);
  private readonly origins = new Task(this);

  @property({ attribute: false }) project!: ProjectView;

  constructor() {
    super();
    new Unsaved(this, () => this.isDirty());
  }

  private isDirty(): boolean {
    const { id, name, timeZone, origins } = this.project;
    // What was deleted has nothing left to save.
    if (!projectsStore.get()?.some((project) => project.id === id)) return false;
    const typedIn = (id: string) =>
      this.shadowRoot?.querySelector<HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>(`#${id}`)
        ?.value;
    const typed = [typedIn('name'), typedIn('zone'), typedIn('origins')];
    const saved = [name, timeZone, origins.join('\n')];
    return typed.some((value, at) => value !== undefined && value.trim() !== saved[at]);
  }

  private readonly handleGeneral = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const name = String(form.get('name')).trim();
    if (name === '') {
      this.general.refuse('A project needs a name.');
      return;
    }
    const patch = { name, timeZone: String(form.get('timeZone')) };
    void this.general.run(async () => putProject(await updateProject(this.project.id, patch)), 'Saved');
  };

  private readonly handleOrigins = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const field = (event.target as HTMLFormElement).querySelector('textarea');
    if (!field) return;
    const origins = parseOrigins(field.value);
    const isSaved = await this.origins.run(
      async () => putProject(await updateProject(this.project.id, { origins })),
      origins.length === 0 ? 'Saved: any page may send' : `Saved: ${count(origins.length, 'origin')}`,
    );
    if (isSaved) field.value = this.project.origins.join('\n');
  };

  private renderGeneral() {
    const { name, timeZone } = this.project;
    const zones = knownZones();
    return html`<form class="card section" @submit=${this.handleGeneral} novalidate>
      <h2>Project</h2><p class="why">The name is for you. The time zone decides where a day begins in reports; data is stored without one, so it can change at any time.</p>
      <div class="field narrow"><label for="name">Name</label>
        <input id="name" name="name" required maxlength=${LIMITS.displayNameChars} .value=${name} autocomplete="off" /></div>
      <div class="field narrow"><label for="zone">Time zone</label>
        <select id="zone" name="timeZone">
          ${(zones.includes(timeZone) ? zones : [timeZone, ...zones]).map((zone) => html`<option ?selected=${zone === timeZone}>${zone}</option>`)}
        </select></div>
      <div class="controls"><button class="button" aria-busy=${this.general.isBusy}>Save</button>${said(this.general)}</div>
    </form>`;
  }

  protected override render() {
    return html`${this.renderGeneral()}
      <form class="card section" @submit=${this.handleOrigins} novalidate>
        <h2>Allowed origins</h2><p class="why">Only pages of these origins may send. The write key is public, so this is what keeps strangers' events out.</p>
        <div class="field"><label for="origins">One origin a line</label>
          <textarea id="origins" name="origins" rows=${Math.max(3, this.project.origins.length + 1)} spellcheck="false"
            placeholder="https://example.com" aria-describedby="about" .defaultValue=${this.project.origins.join('\n')}></textarea>
          <p class="hint" id="about"><code>https://*.example.com</code> allows all subdomains. Empty allows any page.</p></div>
        <div class="controls"><button class="button" aria-busy=${this.origins.isBusy}>Save origins</button>${said(this.origins)}</div>
      </form>`;
  }
}
