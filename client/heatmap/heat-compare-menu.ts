// "Compare": which second scope the map is compared with. Tells what was chosen, changes nothing itself.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { PERIODS } from '../../src/contract/api.ts';
import { DEVICES } from '../../src/contract/event-types.ts';
import { icon } from '../elements/icons.ts';
import { filterLabel } from '../format/filter.ts';
import { DEVICE_LABELS, PERIOD_LABELS } from '../format/scope.ts';
import { Disclosure } from '../state/disclosure.ts';
import { parseScope, type Scope } from '../state/scope.ts';
import type { SecondScope } from '../state/second-scope.ts';
import { baseStyles, buttonStyles, formStyles, panelStyles } from '../styles/shared.ts';

/** Fires `second-changed` {second: SecondScope | null}. */
@customElement('heat-compare-menu')
export class HeatCompareMenu extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    formStyles,
    panelStyles,
    css`
      :host { display: block; }
      .panel { width: 300px; }
      .option { align-items: start; padding-block: 7px; }
      .option small { display: block; color: var(--muted); font-size: var(--size-xs); }
      .other { display: grid; grid-template-columns: 1fr 1fr; gap: var(--space-2); padding: var(--space-2); }
      .other > :is(p, ul, .button) { grid-column: 1 / -1; }
      .field + .field { margin: 0; }
      .filters { display: flex; flex-wrap: wrap; gap: var(--space-1); }
      .filters li { display: inline-flex; align-items: center; max-width: 100%; padding-left: var(--space-2); border: 1px solid var(--line); border-radius: var(--radius); font-size: var(--size-xs); }
      .filters .button { min-height: 24px; width: 26px; }
      .check { color: var(--ember-text); }
      @media (max-width: 640px) { .panel { width: auto; } }
    `,
  ];

  private readonly menu = new Disclosure(this, () => this.shadowRoot?.querySelector<HTMLElement>('.button'));

  /** The scope that is looked at. */
  @property({ attribute: false }) scope: Scope = parseScope('');
  @property({ attribute: false }) second: SecondScope | null = null;

  private tell(second: SecondScope | null): void {
    this.dispatchEvent(new CustomEvent('second-changed', { detail: { second } }));
  }

  private choose(second: SecondScope | null): void {
    this.menu.close();
    this.tell(second);
  }

  /** The second scope as it is told, else the one that is looked at. */
  private get other(): Scope {
    return this.second?.mode === 'other' ? this.second.scope : this.scope;
  }

  private change(patch: Partial<Scope>): void {
    this.tell({ mode: 'other', scope: { ...this.other, ...patch } });
  }

  private readonly handlePeriod = (event: Event): void => {
    const period = PERIODS.find((one) => one === (event.target as HTMLSelectElement).value);
    if (period) this.change({ period, fromMs: null, toMs: null });
    else this.change({ period: this.scope.period, fromMs: this.scope.fromMs, toMs: this.scope.toMs });
  };

  private readonly handleDevice = (event: Event): void => {
    const chosen = (event.target as HTMLSelectElement).value;
    this.change({ device: DEVICES.find((device) => device === chosen) ?? null });
  };

  private renderOption(title: string, about: string, chosen: boolean, second: SecondScope | null) {
    return html`<button type="button" class="option" aria-current=${chosen ? 'true' : nothing} ?data-autofocus=${chosen || (this.second === null && second?.mode === 'previous')}
      @click=${() => this.choose(second)}><span>${title}<small>${about}</small></span>${chosen ? html`<span class="tick">${icon('check')}</span>` : nothing}</button>`;
  }

  private renderFilters({ filters }: Scope) {
    return html`<ul class="filters" aria-label="Filters of the second scope">
      ${filters.map((filter, index) => {
        const label = filterLabel(filter);
        return html`<li title=${label}><span class="truncate">${label}</span><button type="button" class="button quiet icon" aria-label="Remove from the second scope: ${label}"
          @click=${() => this.change({ filters: filters.filter((_, at) => at !== index) })}>${icon('close', 12)}</button></li>`;
      })}
    </ul>`;
  }

  private renderOther() {
    const { other } = this;
    const isSame = JSON.stringify(other.filters) === JSON.stringify(this.scope.filters);
    return html`<div class="other" role="group" aria-label="Another scope">
      <div class="field"><label for="range">Another range</label>
        <select id="range" @change=${this.handlePeriod}>
          <option value="" ?selected=${other.period === null}>${other.period === null ? 'Chosen days' : 'As it is now'}</option>
          ${Object.entries(PERIOD_LABELS).map(([period, label]) => html`<option value=${period} ?selected=${period === other.period}>${label}</option>`)}
        </select></div>
      <div class="field"><label for="device">Another device</label>
        <select id="device" @change=${this.handleDevice}>
          <option value="" ?selected=${other.device === null}>All devices</option>
          ${DEVICES.map((device) => html`<option value=${device} ?selected=${device === other.device}>${DEVICE_LABELS[device]}</option>`)}
        </select></div>
      ${other.filters.length > 0 ? this.renderFilters(other) : html`<p class="hint">Without filters: everybody.</p>`}
      ${isSame ? nothing : html`<button type="button" class="button" @click=${() => this.change({ filters: this.scope.filters })}>Take over the filters of now</button>`}
    </div>`;
  }

  private renderPanel() {
    const { second } = this;
    return html`<div class="panel" id="panel">
      ${this.renderOption('The period before', 'The same length of time, filters and device', second?.mode === 'previous', { mode: 'previous' })}
      ${this.renderOption('This view, held fast', 'Then change range, device or filters: they are compared with it', false, { mode: 'other', scope: this.scope })}
      <hr />
      ${this.renderOther()}
      ${second === null ? nothing : html`<hr /><button type="button" class="option" @click=${() => this.choose(null)}>Stop comparing</button>`}
    </div>`;
  }

  override render() {
    const { second, menu } = this;
    return html`<div class="anchor">
      <button type="button" class="button" aria-expanded=${menu.isOpen} aria-controls="panel" @click=${menu.toggle}>
        ${second ? html`<span class="check">${icon('check')}</span>` : nothing}Compare ${icon('chevron', 14)}</button>
      ${menu.isOpen ? this.renderPanel() : nothing}
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'heat-compare-menu': HeatCompareMenu;
  }
}
