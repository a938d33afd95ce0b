// The project in view, and the menu of the others.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ProjectView } from '../../src/contract/api.ts';
import { projectPath, type RouteName } from '../app/routes.ts';
import { count } from '../format/number.ts';
import { Disclosure } from '../state/disclosure.ts';
import { baseStyles, panelStyles } from '../styles/shared.ts';
import { icon } from './icons.ts';

/** Projects shown in the menu; the rest stands on the projects page. */
const SHOWN = 12;

@customElement('heat-project-switcher')
export class HeatProjectSwitcher extends LitElement {
  static override styles = [
    baseStyles,
    panelStyles,
    css`
      :host { display: block; }
      .current {
        display: flex; align-items: center; gap: var(--space-2); width: 100%; min-height: 40px; padding: 0 var(--space-2);
        border: 1px solid transparent; border-radius: var(--radius); background: none; color: var(--ink);
        font: var(--weight-bold) var(--size-base) / 1.2 var(--font); text-align: left; cursor: pointer;
      }
      .current:hover, .current[aria-expanded='true'] { background: var(--hover); }
      .current > svg:last-child { margin-left: auto; color: var(--muted); }
      .current > svg { flex: none; }
      .dot { width: 20px; height: 20px; }
      /* Two lines, as names tell projects apart by their ends. */
      .name { display: -webkit-box; min-width: 0; overflow: hidden; overflow-wrap: anywhere; -webkit-box-orient: vertical; -webkit-line-clamp: 2; }
      .panel { width: 240px; }
      .option { font-weight: 400; }
      @media (max-width: 1099px) {
        .current { flex-direction: column; justify-content: center; gap: var(--space-1); min-height: 52px; padding: 0 2px; font-size: 0.6875rem; }
        .current > svg:last-child { display: none; }
        .dot { width: 16px; height: 16px; }
        .name { display: block; max-width: 100%; white-space: nowrap; text-overflow: ellipsis; }
      }
      @media (max-width: 640px) { .panel { width: auto; } }
    `,
  ];

  private readonly menu = new Disclosure(this, () => this.shadowRoot?.querySelector<HTMLElement>('.current'));

  @property({ attribute: false }) project: ProjectView | null = null;
  @property({ attribute: false }) projects: ProjectView[] = [];
  @property({ attribute: false }) page: RouteName = 'overview';

  private pathOf(project: ProjectView): string {
    const page =
      this.page === 'heatmaps' || this.page === 'sessions' || this.page === 'settings'
        ? this.page
        : 'overview';
    return projectPath(project.id, page);
  }

  private readonly handleChoice = (): void => this.menu.close({ returnsFocus: false });

  private renderMenu() {
    return html`<div class="panel" id="projects" @click=${this.handleChoice}>
      ${this.projects.slice(0, SHOWN).map((project) => {
        const isCurrent = project.id === this.project?.id;
        return html`<a class="option" href=${this.pathOf(project)} aria-current=${isCurrent ? 'true' : nothing} ?data-autofocus=${isCurrent}>
          <span class="truncate">${project.name}</span>${isCurrent ? html`<span class="tick">${icon('check')}</span>` : nothing}</a>`;
      })}
      ${this.projects.length > 0 ? html`<hr />` : nothing}
      <a class="option" href="/projects">${this.projects.length > SHOWN ? `All ${count(this.projects.length, 'project')}` : 'All projects'}</a>
      <a class="option" href="/projects/new">${icon('plus')} New project</a>
    </div>`;
  }

  protected override render() {
    return html`<div class="anchor">
      <button class="current" aria-expanded=${this.menu.isOpen} aria-controls="projects" @click=${this.menu.toggle}
        title=${this.project?.name ?? 'Projects'}>
        <svg class="dot" viewBox="0 0 20 20" aria-hidden="true"><circle cx="10" cy="10" r="9" fill="var(--ember-soft)" /><circle
          cx="10" cy="10" r="5.5" fill="var(--ember)" /><circle cx="10" cy="10" r="2.2" fill="var(--surface)" /></svg>
        <span class="visually-hidden">Project:</span><span class="name">${this.project?.name ?? 'Projects'}</span>${icon('chevron')}
      </button>
      ${this.menu.isOpen ? this.renderMenu() : nothing}
    </div>`;
  }
}
