// "Add filter": a dimension, an operator and a value, added to the scope as a chip.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import {
  DIMENSION_NAMES,
  type Dimension,
  type DimensionGroup,
  dimensionSpec,
  type FilterOp,
  filterOpsOf,
} from '../../src/contract/dimensions.ts';
import { LIMITS } from '../../src/contract/limits.ts';
import { OP_WORDS, valueLabel } from '../format/filter.ts';
import { Disclosure } from '../state/disclosure.ts';
import { ScopeController } from '../state/scope.ts';
import { baseStyles, buttonStyles, formStyles, panelStyles } from '../styles/shared.ts';
import { icon } from './icons.ts';

const GROUPS: readonly [group: DimensionGroup, label: string][] = [
  ['behaviour', 'What they did'],
  ['numbers', 'How much'],
  ['visitor', 'Who they are'],
  ['source', 'Where they came from'],
  ['technology', 'Device and software'],
];
const HINTS: ReadonlyMap<string, string> = new Map([
  ['country', 'Two letters, such as DE or US.'],
  ['language', 'A language tag, such as en or de-AT.'],
  ['page', 'A path, such as /pricing.'],
  ['element', 'The id of an element, as heatmaps name it.'],
  ['entry', 'A path, such as /pricing.'],
  ['exit', 'A path, such as /checkout.'],
  ['screen', 'Width by height, such as 1920x1080.'],
]);

@customElement('heat-filter-editor')
export class HeatFilterEditor extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    formStyles,
    panelStyles,
    css`
      .panel { width: 280px; padding: var(--space-3); }
      form { display: grid; gap: var(--space-3); }
      .field + .field { margin: 0; }
      @media (max-width: 640px) { .panel { width: auto; } }
    `,
  ];

  private readonly scope = new ScopeController(this);
  private readonly menu = new Disclosure(this, () => this.shadowRoot?.querySelector<HTMLElement>('.button'));

  @state() private dimension: Dimension = 'source';
  @state() private op: FilterOp = 'is';
  @state() private problem = '';

  private readonly handleDimension = (event: Event): void => {
    const chosen = (event.target as HTMLSelectElement).value;
    this.dimension = DIMENSION_NAMES.find((name) => name === chosen) ?? this.dimension;
    this.op =
      filterOpsOf(this.dimension).find((op) => op === this.op) ??
      (filterOpsOf(this.dimension)[0] as FilterOp);
    this.problem = '';
  };

  private readonly handleOp = (event: Event): void => {
    const chosen = (event.target as HTMLSelectElement).value;
    this.op = filterOpsOf(this.dimension).find((op) => op === chosen) ?? this.op;
  };

  private readonly handleSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    const value = String(new FormData(event.target as HTMLFormElement).get('value') ?? '').trim();
    if (value === '' && this.op !== 'is' && this.op !== 'is_not') {
      this.problem = `Say what the ${dimensionSpec(this.dimension).label.toLowerCase()} ${OP_WORDS[this.op]}.`;
      return;
    }
    this.problem = '';
    this.menu.close();
    this.scope.addFilter({
      dimension: this.dimension,
      op: this.op,
      value: this.dimension === 'country' ? value.toUpperCase() : value,
    });
  };

  private renderValue() {
    const { kind, values, unit } = dimensionSpec(this.dimension);
    if (values && this.op !== 'contains' && this.op !== 'glob') {
      return html`<select id="value" name="value">${values.map((value) => html`<option value=${value}>${valueLabel(this.dimension, value)}</option>`)}</select>`;
    }
    if (kind === 'number') {
      return html`<input id="value" name="value" type="number" min="0" step="any" inputmode="decimal" aria-describedby="about-value" aria-invalid=${this.problem !== ''} />
        <p id="about-value" class=${this.problem ? 'problem' : 'hint'} role=${this.problem ? 'alert' : nothing}>${this.problem || `A number of ${unit}.`}</p>`;
    }
    const hint =
      this.op === 'glob'
        ? 'An asterisk stands for anything: /blog/*'
        : (HINTS.get(this.dimension) ?? 'Empty means: not known.');
    return html`<input id="value" name="value" maxlength=${LIMITS.textChars} autocomplete="off" spellcheck="false"
        aria-describedby="about-value" aria-invalid=${this.problem !== ''} />
      <p id="about-value" class=${this.problem ? 'problem' : 'hint'} role=${this.problem ? 'alert' : nothing}>${this.problem || hint}</p>`;
  }

  private renderPanel() {
    return html`<div class="panel" id="panel"><form @submit=${this.handleSubmit} novalidate>
      <div class="field"><label for="dimension">Only sessions whose</label>
        <select id="dimension" data-autofocus @change=${this.handleDimension}>
          ${GROUPS.map(
            ([group, label]) => html`<optgroup label=${label}>
              ${DIMENSION_NAMES.filter((name) => dimensionSpec(name).group === group).map((name) => html`<option value=${name} ?selected=${name === this.dimension}>${dimensionSpec(name).label}</option>`)}
            </optgroup>`,
          )}
        </select></div>
      <div class="field"><label class="visually-hidden" for="op">Operator</label>
        <select id="op" @change=${this.handleOp}>
          ${filterOpsOf(this.dimension).map((op) => html`<option value=${op} ?selected=${op === this.op}>${OP_WORDS[op]}</option>`)}
        </select></div>
      <div class="field"><label class="visually-hidden" for="value">Value</label>${this.renderValue()}</div>
      <button class="button primary">Add filter</button>
    </form></div>`;
  }

  protected override render() {
    const isFull = this.scope.value.filters.length >= LIMITS.scopeFilters;
    return html`<div class="anchor">
      <button class="button quiet" aria-expanded=${this.menu.isOpen} aria-controls="panel" ?disabled=${isFull} @click=${this.menu.toggle}>
        ${icon('filter')}Add filter</button>
      ${this.menu.isOpen ? this.renderPanel() : nothing}
    </div>`;
  }
}
