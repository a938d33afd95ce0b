// The snippet, whether it works yet, its public write key, and the way to replace the key while pages still carry the old one.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { OldWriteKey, ProjectView } from '../../src/contract/api.ts';
import { endOldWriteKey, findProject, rotateWriteKey } from '../data/projects.ts';
import { formatInstant } from '../format/time.ts';
import { putProject } from '../state/session.ts';
import { Task } from '../state/task.ts';
import { sectionStyles } from '../styles/section.ts';
import { baseStyles, buttonStyles, cardStyles, formStyles } from '../styles/shared.ts';
import './heat-code.ts';
import type { HeatConfirm } from './heat-confirm.ts';
import './heat-confirm.ts';
import './heat-first-event.ts';
import './heat-last-event.ts';
import './heat-snippet.ts';
import { KEY_OVERLAP_HOURS, renderKeyOverlap } from './key-overlaps.ts';
import { said } from './said.ts';

@customElement('heat-write-key')
export class HeatWriteKey extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    cardStyles,
    formStyles,
    sectionStyles,
    css`
      :host { display: block; }
      .works { margin-top: var(--space-3); }
      h3 { margin: var(--space-5) 0 var(--space-2); }
      ul { margin-top: var(--space-3); }
      li { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0 var(--space-3); align-items: center; padding: var(--space-2) 0; border-top: 1px solid var(--line); }
      li code { overflow-wrap: anywhere; }
      li span { grid-column: 1; color: var(--muted); font-size: var(--size-xs); }
      li .button { grid-column: 2; grid-row: 1 / span 2; }
      .controls .field { display: flex; align-items: center; gap: var(--space-2); }
      .controls label { white-space: nowrap; }
      @media (max-width: 640px) { .controls .field { flex-wrap: wrap; width: 100%; } }
    `,
  ];

  private readonly rotation = new Task(this);

  @property({ attribute: false }) project!: ProjectView;
  @state() private hours = KEY_OVERLAP_HOURS;
  /** Nothing had come when this was opened: its coming is told. */
  private isFirst = false;

  override connectedCallback(): void {
    super.connectedCallback();
    this.isFirst = this.project.lastEventAtMs === null;
  }

  private readonly handleAsk = (): void => this.shadowRoot?.querySelector<HeatConfirm>('heat-confirm')?.ask();

  private readonly handleOverlap = (hours: number): void => {
    this.hours = hours;
  };

  private readonly handleRotate = (): void => {
    void this.rotation.run(
      async () => putProject(await rotateWriteKey(this.project.id, this.hours)),
      'Replaced: paste the new snippet into your pages',
    );
  };

  private handleEnd({ writeKey }: OldWriteKey): void {
    void this.rotation.run(async () => {
      await endOldWriteKey(this.project.id, writeKey);
      putProject(await findProject(this.project.id));
    }, 'Ended: pages with the old key are refused');
  }

  private renderOld() {
    const { oldWriteKeys, timeZone } = this.project;
    if (oldWriteKeys.length === 0) return nothing;
    return html`<ul aria-label="Replaced write keys that still work">${oldWriteKeys.map(
      (old) => html`<li><code>${old.writeKey}</code>
        <span>replaced, works until ${formatInstant(old.expiresAtMs, timeZone, Date.now())}</span>
        <button class="button danger quiet" @click=${() => this.handleEnd(old)} aria-label="End ${old.writeKey} now">End now</button></li>`,
    )}</ul>`;
  }

  protected override render() {
    return html`<section class="card section">
      <h2>Snippet</h2><p class="why">Paste it before <code>&lt;/head&gt;</code> on every page you want to see.</p>
      <heat-snippet .project=${this.project}></heat-snippet>
      <div class="works">${
        this.isFirst
          ? html`<heat-first-event .project=${this.project}></heat-first-event>`
          : html`<heat-last-event .lastEventAtMs=${this.project.lastEventAtMs} timeZone=${this.project.timeZone}></heat-last-event>`
      }</div>
      <h3>Write key</h3>
      <heat-code what="write key" text=${this.project.writeKey}></heat-code>
      <p class="why hint">Public by nature: it stands in your pages and can only write. Replace it when somebody misuses it.</p>
      ${this.renderOld()}
      <div class="controls">
        ${renderKeyOverlap(this.hours, this.handleOverlap)}
        <button class="button" @click=${this.handleAsk} aria-busy=${this.rotation.isBusy}>Replace write key</button>${said(this.rotation)}</div>
      <heat-confirm heading="Replace the write key?" action="Replace key" @confirmed=${this.handleRotate}>${
        this.hours === 0
          ? 'Pages with the old key are refused from now on, until the new snippet stands in them.'
          : 'Paste the new snippet into your pages meanwhile: those with the old key are refused afterwards.'
      } What was measured stays.</heat-confirm>
    </section>`;
  }
}
