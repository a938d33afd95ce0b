// "Add filter": opens the form, whose filter is added to the scope as a chip.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { LIMITS } from '../../src/contract/limits.ts';
import { Disclosure } from '../state/disclosure.ts';
import { ScopeController, type ScopeFilter } from '../state/scope.ts';
import { baseStyles, buttonStyles, panelStyles } from '../styles/shared.ts';
import { icon } from './icons.ts';

@customElement('heat-filter-editor')
export class HeatFilterEditor extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    panelStyles,
    css`
      .panel { width: 300px; padding: var(--space-3); }
      @media (max-width: 640px) { .panel { width: auto; } }
    `,
  ];

  private readonly scope = new ScopeController(this);
  private readonly menu = new Disclosure(this, () => this.shadowRoot?.querySelector<HTMLElement>('.button'));

  @property() projectId = '';

  private readonly handleToggle = (): void => {
    // The form and its proposals are not needed before.
    void import('./heat-filter-panel.ts');
    this.menu.toggle();
  };

  private readonly handleMade = (event: CustomEvent<ScopeFilter>): void => {
    this.menu.close();
    this.scope.addFilter(event.detail);
  };

  protected override render() {
    const isFull = this.scope.value.filters.length >= LIMITS.scopeFilters;
    return html`<div class="anchor">
      <button class="button quiet" aria-expanded=${this.menu.isOpen} aria-controls="panel" ?disabled=${isFull} @click=${this.handleToggle}>
        ${icon('filter')}Add filter</button>
      ${
        this.menu.isOpen
          ? html`<div class="panel" id="panel" role="dialog" aria-label="Add filter">
              <heat-filter-panel .projectId=${this.projectId} @filter-made=${this.handleMade}></heat-filter-panel></div>`
          : nothing
      }
    </div>`;
  }
}
