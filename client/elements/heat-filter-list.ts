// Filters that something is made of, as chips to take away, and the form that adds one. Holds them, stores nothing.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { LIMITS } from '../../src/contract/limits.ts';
import { filterLabel } from '../format/filter.ts';
import { parseFilter, type ScopeFilter, writeFilter } from '../state/scope.ts';
import { baseStyles, buttonStyles, cardStyles } from '../styles/shared.ts';
import './heat-filter-panel.ts';
import { icon } from './icons.ts';

/** Fires `filters-changed` with the filters as texts. */
@customElement('heat-filter-list')
export class HeatFilterList extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    cardStyles,
    css`
      :host { display: grid; gap: var(--space-2); justify-items: start; }
      ul { display: flex; flex-wrap: wrap; gap: var(--space-2); max-width: 100%; }
      li { display: inline-flex; align-items: center; max-width: 100%; min-height: var(--control); padding-left: var(--space-3); border: 1px solid var(--line); border-radius: var(--radius); background: var(--ember-soft); }
      li .button { min-height: calc(var(--control) - 2px); width: calc(var(--control) - 4px); }
      .panel { width: min(340px, 100%); padding: var(--space-3); background: var(--bg); }
    `,
  ];

  @property() projectId = '';
  /** `dimension:op:value` each. */
  @property({ attribute: false }) filters: readonly string[] = [];
  /** Whether the form is open from the start. */
  @state() private isAdding = false;

  private change(filters: readonly string[]): void {
    this.isAdding = false;
    this.dispatchEvent(new CustomEvent('filters-changed', { detail: [...new Set(filters)] }));
  }

  private readonly handleMade = (event: CustomEvent<ScopeFilter>): void =>
    this.change([...this.filters, writeFilter(event.detail)]);

  protected override render() {
    const words = (text: string): string => {
      const filter = parseFilter(text);
      return filter ? filterLabel(filter) : text;
    };
    return html`${
      this.filters.length === 0
        ? nothing
        : html`<ul aria-label="Filters">${this.filters.map(
            (text, at) => html`<li title=${words(text)}><span class="truncate">${words(text)}</span>
              <button type="button" class="button quiet icon" aria-label="Remove filter: ${words(text)}" @click=${() => this.change(this.filters.toSpliced(at, 1))}>${icon('close')}</button></li>`,
          )}</ul>`
    }
    <button type="button" class="button" aria-expanded=${this.isAdding} aria-controls="panel" ?disabled=${this.filters.length >= LIMITS.scopeFilters}
      @click=${() => {
        this.isAdding = !this.isAdding;
      }}>${icon('filter')}Add a filter</button>
    ${this.isAdding ? html`<div class="panel card" id="panel"><heat-filter-panel .projectId=${this.projectId} @filter-made=${this.handleMade}></heat-filter-panel></div>` : nothing}`;
  }
}
