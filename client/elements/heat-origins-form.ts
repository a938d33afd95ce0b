// Whose pages may send events to a project.

import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ProjectView } from '../../src/contract/api.ts';
import { updateProject } from '../data/projects.ts';
import { count } from '../format/number.ts';
import { putProject } from '../state/session.ts';
import { Task } from '../state/task.ts';
import { Unsaved } from '../state/unsaved.ts';
import { sectionStyles } from '../styles/section.ts';
import { baseStyles, buttonStyles, cardStyles, formStyles } from '../styles/shared.ts';
import { parseOrigins } from './origins.ts';
import { said } from './said.ts';

@customElement('heat-origins-form')
export class HeatOriginsForm extends LitElement {
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
    new Unsaved(this, () => ({ origins: this.project.origins.join('\n') }));
  }

  private readonly handleSave = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const field = (event.target as HTMLFormElement).querySelector('textarea');
    if (!field) return;
    const origins = parseOrigins(field.value);
    const isSaved = await this.task.run(
      async () => putProject(await updateProject(this.project.id, { origins })),
      origins.length === 0 ? 'Saved: any page may send' : `Saved: ${count(origins.length, 'origin')}`,
    );
    if (isSaved) field.value = this.project.origins.join('\n');
  };

  protected override render() {
    const { origins } = this.project;
    return html`<form class="card section" @submit=${this.handleSave} novalidate>
      <h2>Allowed origins</h2><p class="why">Only pages of these origins may send. The write key is public, so this is what keeps strangers' events out.</p>
      <div class="field"><label for="origins">One origin a line</label>
        <textarea id="origins" name="origins" rows=${Math.max(3, origins.length + 1)} spellcheck="false"
          placeholder="https://example.com" aria-describedby="about" .defaultValue=${origins.join('\n')}></textarea>
        <p class="hint" id="about"><code>https://*.example.com</code> allows all subdomains. Empty allows any page.</p></div>
      <div class="controls"><button class="button" aria-busy=${this.task.isBusy}>Save origins</button>${said(this.task)}</div>
    </form>`;
  }
}
