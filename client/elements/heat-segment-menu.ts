// Segments of the scope bar: a button that names the one in use, and behind it the panel. The panel is loaded when it is
// first opened; the names only when an address uses one.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ProjectView, SegmentView } from '../../src/contract/api.ts';
import { listSegments } from '../data/segments.ts';
import { Disclosure } from '../state/disclosure.ts';
import { Resource } from '../state/resource.ts';
import { ScopeController } from '../state/scope.ts';
import { baseStyles, buttonStyles, panelStyles } from '../styles/shared.ts';
import { icon } from './icons.ts';

@customElement('heat-segment-menu')
export class HeatSegmentMenu extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    panelStyles,
    css`
      .panel { width: 300px; }
      .used { display: inline-flex; max-width: min(280px, 100%); border: 1px solid var(--line); border-radius: var(--radius); background: var(--ember-soft); }
      .used .button { min-height: calc(var(--control) - 2px); border: 0; background: none; }
      .used .button.icon { width: calc(var(--control) - 4px); }
      @media (max-width: 640px) { .panel { width: auto; } }
    `,
  ];

  private readonly scope = new ScopeController(this);
  private readonly menu = new Disclosure(this, () => this.shadowRoot?.querySelector<HTMLElement>('.button'));
  private readonly segments = new Resource<SegmentView[]>(this, {
    key: () =>
      this.project && (this.menu.isOpen || this.scope.value.segment !== null)
        ? `${this.project.id} ${this.version}`
        : null,
    load: (signal) => listSegments(this.project?.id ?? '', signal),
  });

  @property({ attribute: false }) project: ProjectView | null = null;
  @state() private version = 0;

  private readonly handleToggle = (): void => {
    void import('./heat-segment-panel.ts');
    this.menu.toggle();
  };

  private readonly handleChanged = (): void => {
    this.version += 1;
  };

  private readonly handleUsed = (): void => this.menu.close();

  private renderButton(used: SegmentView | undefined) {
    const { segment } = this.scope.value;
    const toggle = html`<button class="button quiet" aria-expanded=${this.menu.isOpen} aria-controls="panel" @click=${this.handleToggle}>
      ${icon('sessions')}<span class="truncate">${segment === null ? 'Segments' : (used?.name ?? (this.segments.isLoading ? 'Segment' : 'Unknown segment'))}</span></button>`;
    if (segment === null) return toggle;
    return html`<span class="used">${toggle}<button class="button quiet icon" aria-label="Leave the segment" @click=${() => this.scope.update({ segment: null })}>${icon('close')}</button></span>`;
  }

  protected override render() {
    const used = this.segments.value?.find(({ id }) => id === this.scope.value.segment);
    return html`<div class="anchor">
      ${this.renderButton(used)}
      ${
        this.menu.isOpen
          ? html`<div class="panel" id="panel" role="dialog" aria-label="Segments">
              <heat-segment-panel .project=${this.project} .segments=${this.segments.value} .error=${this.segments.error}
                @segments-changed=${this.handleChanged} @segment-used=${this.handleUsed}></heat-segment-panel></div>`
          : nothing
      }
    </div>`;
  }
}
