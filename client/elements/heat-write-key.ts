// The snippet with its public write key, and the way to replace the key.

import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ProjectView } from '../../src/contract/api.ts';
import { rotateWriteKey } from '../data/projects.ts';
import { putProject } from '../state/session.ts';
import { Task } from '../state/task.ts';
import { sectionStyles } from '../styles/section.ts';
import { baseStyles, buttonStyles, cardStyles } from '../styles/shared.ts';
import './heat-code.ts';
import type { HeatConfirm } from './heat-confirm.ts';
import './heat-confirm.ts';
import './heat-snippet.ts';
import { said } from './said.ts';

@customElement('heat-write-key')
export class HeatWriteKey extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    cardStyles,
    sectionStyles,
    css`:host { display: block; } h3 { margin: var(--space-5) 0 var(--space-2); }`,
  ];

  private readonly rotation = new Task(this);

  @property({ attribute: false }) project!: ProjectView;

  private readonly handleAsk = (): void => this.shadowRoot?.querySelector<HeatConfirm>('heat-confirm')?.ask();

  private readonly handleRotate = (): void => {
    void this.rotation.run(
      async () => putProject(await rotateWriteKey(this.project.id)),
      'Replaced: paste the new snippet into your pages',
    );
  };

  protected override render() {
    return html`<section class="card section">
      <h2>Snippet</h2><p class="why">Paste it before <code>&lt;/head&gt;</code> on every page you want to see.</p>
      <heat-snippet .project=${this.project}></heat-snippet>
      <h3>Write key</h3>
      <heat-code what="write key" text=${this.project.writeKey}></heat-code>
      <p class="why hint">Public by nature: it stands in your pages and can only write. Replace it when somebody misuses it.</p>
      <div class="controls"><button class="button" @click=${this.handleAsk} aria-busy=${this.rotation.isBusy}>Replace write key</button>${said(this.rotation)}</div>
      <heat-confirm heading="Replace the write key?" action="Replace key" @confirmed=${this.handleRotate}>Pages with the old key are refused from now on, until the new snippet stands in them. What was measured stays.</heat-confirm>
    </section>`;
  }
}
