// Makes a project: a name, where it may send from, and the zone its days are counted in.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { LIMITS } from '../../src/contract/limits.ts';
import { navigate, projectPath } from '../app/router.ts';
import { messageOf } from '../data/api.ts';
import { createProject } from '../data/projects.ts';
import { parseOrigins } from '../elements/origins.ts';
import { knownZones } from '../format/zone.ts';
import { firstKeyStore } from '../state/first-key.ts';
import { projectsStore, putProject } from '../state/session.ts';
import { baseStyles, buttonStyles, formStyles, pageStyles } from '../styles/shared.ts';

@customElement('heat-new-project-page')
export class HeatNewProjectPage extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    formStyles,
    pageStyles,
    css`
      form { max-width: 480px; }
      .actions { display: flex; gap: var(--space-2); margin-top: var(--space-6); }
      .notice { margin-top: var(--space-4); color: var(--bad-text); font-weight: var(--weight-medium); }
    `,
  ];

  @state() private failure = '';
  @state() private isBusy = false;

  protected override firstUpdated(): void {
    this.shadowRoot?.querySelector('input')?.focus();
  }

  private readonly handleSubmit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const name = String(form.get('name')).trim();
    this.failure = name === '' ? 'Give the project a name.' : '';
    if (this.failure || this.isBusy) return;
    this.isBusy = true;
    try {
      const origins = parseOrigins(String(form.get('origins')));
      const created = await createProject({ name, origins, timeZone: String(form.get('timeZone')) });
      putProject(created.project);
      firstKeyStore.set({ projectId: created.project.id, apiKey: created.apiKey });
      navigate(projectPath(created.project.id, 'install'), { replace: true });
    } catch (error) {
      this.failure = messageOf(error);
    } finally {
      this.isBusy = false;
    }
  };

  protected override render() {
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const isFirst = (projectsStore.get() ?? []).length === 0;
    return html`
      <header class="page-head"><div><h1>${isFirst ? 'Your first project' : 'New project'}</h1>
        <p class="answer">A project is one thing you measure: a shop, a blog, an app.</p></div></header>
      <form @submit=${this.handleSubmit} novalidate>
        <div class="field"><label for="name">Name</label>
          <input id="name" name="name" required maxlength=${LIMITS.displayNameChars} autocomplete="off"
            aria-invalid=${this.failure !== '' && this.failure.startsWith('Give')} /></div>
        <div class="field"><label for="origins">Where it may send from</label>
          <textarea id="origins" name="origins" rows="3" spellcheck="false" aria-describedby="about-origins" placeholder="https://example.com"></textarea>
          <p class="hint" id="about-origins">One origin a line. <code>https://*.example.com</code> allows all subdomains. Empty allows any page to send: fine to try things out.</p></div>
        <div class="field"><label for="zone">Time zone</label>
          <select id="zone" name="timeZone" aria-describedby="about-zone">
            ${knownZones().map((zone) => html`<option ?selected=${zone === own}>${zone}</option>`)}
          </select>
          <p class="hint" id="about-zone">Where a day begins in reports. It can be changed later, for all data at once.</p></div>
        ${this.failure ? html`<p class="notice" role="alert">${this.failure}</p>` : nothing}
        <div class="actions">
          <button class="button primary" aria-busy=${this.isBusy}>Create project</button>
          ${isFirst ? nothing : html`<a class="button" href="/projects">Cancel</a>`}
        </div>
      </form>`;
  }
}
