// After a project was created: the snippet to paste, and the wait for the first event.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ProjectView } from '../../src/contract/api.ts';
import { projectPath } from '../app/routes.ts';
import '../elements/heat-code.ts';
import '../elements/heat-first-event.ts';
import '../elements/heat-refusals.ts';
import '../elements/heat-snippet.ts';
import { firstKeyStore } from '../state/first-key.ts';
import { Watch } from '../state/store.ts';
import { baseStyles, buttonStyles, pageStyles } from '../styles/shared.ts';

@customElement('heat-install-page')
export class HeatInstallPage extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    pageStyles,
    css`
      .column { display: grid; gap: var(--space-8); max-width: 720px; }
      section { display: grid; gap: var(--space-2); }
      section > p { color: var(--muted); text-wrap: pretty; }
    `,
  ];

  private readonly firstKey = new Watch(this, firstKeyStore);

  @property({ attribute: false }) project!: ProjectView;

  private renderFirstKey() {
    const first = this.firstKey.value;
    if (first?.projectId !== this.project.id) return nothing;
    return html`<section>
      <h2>Your first API key</h2>
      <p>For scripts and the terminal. It is shown this once: keep it somewhere safe, or make another in the settings when you need one.</p>
      <heat-code what="API key" text=${first.apiKey}></heat-code>
    </section>`;
  }

  protected override render() {
    const { project } = this;
    return html`
      <header class="page-head">
        <div><h1>Measure ${project.name}</h1><p class="answer">One line in your pages, and you are done.</p></div>
        <div class="actions"><a class="button" href=${projectPath(project.id, 'settings')}>Settings</a></div>
      </header>
      <div class="column">
        <section>
          <h2>Paste this into your pages</h2>
          <p>Before <code>&lt;/head&gt;</code>, on every page you want to see. It weighs 5 KB, and 4 more that come after it, sets no cookie and never sends what people type.</p>
          <heat-snippet .project=${project}></heat-snippet>
        </section>
        <heat-first-event .project=${project}></heat-first-event>
        <heat-refusals waiting .project=${project}></heat-refusals>
        ${this.renderFirstKey()}
      </div>`;
  }
}
