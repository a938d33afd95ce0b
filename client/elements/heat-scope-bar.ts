// The bar above every report: date range, comparison, filters as removable chips, and when the last event came.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ProjectView } from '../../src/contract/api.ts';
import { filterLabel } from '../format/filter.ts';
import { sumsOf } from '../format/sums.ts';
import { elementNames } from '../state/element-names.ts';
import { savedNames } from '../state/saved-names.ts';
import { ScopeController } from '../state/scope.ts';
import { shareTarget } from '../state/share-target.ts';
import { Watch } from '../state/store.ts';
import { baseStyles, buttonStyles } from '../styles/shared.ts';
import './heat-address-faults.ts';
import './heat-filter-editor.ts';
import './heat-last-event.ts';
import './heat-range-picker.ts';
import './heat-segment-menu.ts';
import './heat-share.ts';
import { icon } from './icons.ts';

@customElement('heat-scope-bar')
export class HeatScopeBar extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      :host { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-2); margin-bottom: var(--space-5); }
      ul { display: contents; }
      .filter {
        display: inline-flex; align-items: center; max-width: min(320px, 100%); min-height: var(--control);
        padding-left: var(--space-3); border: 1px solid var(--line); border-radius: var(--radius); background: var(--ember-soft);
      }
      .filter .button { min-height: calc(var(--control) - 2px); width: calc(var(--control) - 4px); }
      heat-last-event { margin-left: auto; }
      @media (max-width: 640px) {
        /* Beside range and comparison, so that it needs no line of its own. */
        heat-address-faults { order: -4; }
        heat-range-picker { order: -3; }
        .compare { order: -2; }
        heat-last-event { order: -1; }
        /* Filters, segments and sharing begin a line. */
        :host::before { content: ''; flex-basis: 100%; margin-bottom: calc(-1 * var(--space-2)); }
        ul:not(:has(li)) + heat-filter-editor { margin-left: calc(-1 * var(--space-3)); }
      }
      .check { color: var(--ember-text); }
      .sums { flex-basis: 100%; color: var(--muted); font-size: var(--size-xs); text-wrap: pretty; }
    `,
  ];

  private readonly scope = new ScopeController(this);
  private readonly names = elementNames(this, {
    projectId: () => this.project?.id ?? '',
    scope: this.scope,
  });

  private readonly saved = savedNames(this, {
    projectId: () => this.project?.id ?? '',
    scope: this.scope,
  });
  private readonly shared = new Watch(this, shareTarget);

  @property({ attribute: false }) project: ProjectView | null = null;
  /** Whether the report below compares at all. */
  @property({ type: Boolean }) comparable = false;

  private readonly handleCompare = (): void => this.scope.update({ compare: !this.scope.value.compare });

  protected override render() {
    const { compare, filters } = this.scope.value;
    const sums = this.project && sumsOf(this.project, this.scope.value, Date.now());
    return html`
      <heat-address-faults></heat-address-faults>
      <heat-range-picker timeZone=${this.project?.timeZone ?? 'UTC'}></heat-range-picker>
      ${
        this.comparable
          ? html`<button class="button compare" aria-pressed=${compare} @click=${this.handleCompare}
              title="Compare with the same length of time before">${compare ? html`<span class="check">${icon('check')}</span>` : icon('plus')}Compare</button>`
          : nothing
      }
      <ul aria-label="Filters">
        ${filters.map((filter, index) => {
          const label = filterLabel(filter, this.names.labelOf(filter) ?? this.saved.labelOf(filter));
          return html`<li class="filter" title=${label}><span class="truncate">${label}</span>
            <button class="button quiet icon" aria-label="Remove filter: ${label}" @click=${() => this.scope.removeFilter(index)}>${icon('close')}</button></li>`;
        })}
      </ul>
      <heat-filter-editor .projectId=${this.project?.id ?? ''}></heat-filter-editor>
      <heat-segment-menu .project=${this.project}></heat-segment-menu>
      <heat-share .project=${this.project} .target=${this.shared.value}></heat-share>
      <heat-last-event short .lastEventAtMs=${this.project?.lastEventAtMs ?? null} timeZone=${this.project?.timeZone ?? 'UTC'}></heat-last-event>
      ${sums ? html`<p class="sums">${sums.note}</p>` : nothing}
    `;
  }
}
