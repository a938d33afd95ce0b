// The form behind "Add filter": a dimension, an operator and a value. Loaded when it is first opened.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import {
  DIMENSION_NAMES,
  type Dimension,
  type DimensionGroup,
  dimensionSpec,
  type FilterDimension,
  type FilterOp,
  filterOpsOf,
  isFilterDimension,
} from '../../src/contract/dimensions.ts';
import { LIMITS } from '../../src/contract/limits.ts';
import { OP_WORDS, valueLabel } from '../format/filter.ts';
import { ScopeController, type ScopeFilter } from '../state/scope.ts';
import { baseStyles, buttonStyles, formStyles } from '../styles/shared.ts';
import './heat-value-box.ts';

const GROUPS: readonly [group: DimensionGroup, label: string][] = [
  ['behaviour', 'What they did'],
  ['numbers', 'How much'],
  ['visitor', 'Who they are'],
  ['source', 'Where they came from'],
  ['technology', 'Device and software'],
];
const HINTS: ReadonlyMap<string, string> = new Map([
  ['country', 'Two letters, such as DE or US.'],
  ['element', 'The id of an element, as heatmaps name it.'],
]);
/** Stands for a property, whose key is asked for. */
const PROP = 'prop.';

/** Fires `filter-made` with the ScopeFilter. */
@customElement('heat-filter-panel')
export class HeatFilterPanel extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    formStyles,
    css`
      form { display: grid; gap: var(--space-3); }
      .field + .field { margin: 0; }
    `,
  ];

  private readonly scope = new ScopeController(this);

  @property() projectId = '';
  @state() private chosen: Dimension | typeof PROP = 'page';
  @state() private key = '';
  @state() private op: FilterOp = 'is';
  @state() private problem = '';

  protected override firstUpdated(): void {
    this.renderRoot.querySelector<HTMLElement>('#dimension')?.focus();
  }

  private get dimension(): FilterDimension | null {
    const text = this.chosen === PROP ? `${PROP}${this.key.trim()}` : this.chosen;
    return isFilterDimension(text) ? text : null;
  }

  private get ops(): readonly FilterOp[] {
    return filterOpsOf(this.dimension ?? `${PROP}x`);
  }

  private readonly handleDimension = (event: Event): void => {
    const { value } = event.target as HTMLSelectElement;
    this.chosen = value === PROP ? PROP : (DIMENSION_NAMES.find((name) => name === value) ?? this.chosen);
    this.op = this.ops.find((op) => op === this.op) ?? (this.ops[0] as FilterOp);
    this.problem = '';
  };

  private readonly handleOp = (event: Event): void => {
    const { value } = event.target as HTMLSelectElement;
    this.op = this.ops.find((op) => op === value) ?? this.op;
    this.problem = '';
  };

  private readonly handleSubmit = (event: Event): void => {
    event.preventDefault();
    const { dimension, op } = this;
    if (dimension === null) {
      this.problem = 'Name the property first.';
      return;
    }
    const value = this.readValue();
    const { kind, label } = dimensionSpec(dimension);
    const isSize = op === 'min' || op === 'max';
    if (value === '' && ((op !== 'is' && op !== 'is_not') || kind === 'fact')) {
      this.problem = `Say what the ${label.toLowerCase()} ${OP_WORDS[op]}.`;
      return;
    }
    if (isSize && !/^-?\d{1,9}(\.\d{1,6})?$/.test(value)) {
      this.problem = 'Write a plain number, such as 30.';
      return;
    }
    const detail: ScopeFilter = {
      dimension,
      op,
      value: dimension === 'country' ? value.toUpperCase() : value,
    };
    this.dispatchEvent(new CustomEvent('filter-made', { detail }));
  };

  private readValue(): string {
    const field = this.renderRoot.querySelector<HTMLElement & { value: string }>('#value');
    return field?.value.trim() ?? '';
  }

  private renderValue() {
    const { dimension, op, problem } = this;
    const spec = dimension && dimensionSpec(dimension);
    const isSize = op === 'min' || op === 'max';
    if (spec?.values && (op === 'is' || op === 'is_not')) {
      return html`<select id="value" aria-label="Value">${spec.values.map((value) => html`<option value=${value}>${dimension ? valueLabel(dimension, value) : value}</option>`)}</select>`;
    }
    if (isSize) {
      return html`<input id="value" inputmode="decimal" autocomplete="off" aria-label="Number" aria-describedby="about-number" aria-invalid=${problem !== ''} />
        <p id="about-number" class=${problem ? 'problem' : 'hint'} role=${problem ? 'alert' : nothing}>${problem || `A number of ${spec?.unit ?? 'value'}, itself included.`}</p>`;
    }
    const empty = spec?.kind === 'text' ? 'Empty means: not known.' : '';
    const hint =
      op === 'glob' ? 'An asterisk stands for anything: /blog/*' : (HINTS.get(this.chosen) ?? empty);
    return html`<heat-value-box id="value" .projectId=${this.projectId} .dimension=${dimension === 'element' ? null : dimension}
      .hint=${hint} .problem=${problem} @value-chosen=${this.handleSubmit}></heat-value-box>`;
  }

  protected override render() {
    const isFull = this.scope.value.filters.length >= LIMITS.scopeFilters;
    return html`<form @submit=${this.handleSubmit} novalidate>
      <div class="field"><label for="dimension">Only sessions whose</label>
        <select id="dimension" @change=${this.handleDimension}>
          ${GROUPS.map(
            ([group, label]) => html`<optgroup label=${label}>
              ${DIMENSION_NAMES.filter((name) => dimensionSpec(name).group === group).map((name) => html`<option value=${name} ?selected=${name === this.chosen}>${dimensionSpec(name).label}</option>`)}
              ${group === 'behaviour' ? html`<option value=${PROP} ?selected=${this.chosen === PROP}>Event property…</option>` : nothing}
            </optgroup>`,
          )}
        </select></div>
      ${
        this.chosen === PROP
          ? html`<div class="field"><label for="key">Property</label>
              <input id="key" .value=${this.key} maxlength=${LIMITS.nameChars - PROP.length} autocomplete="off" spellcheck="false" placeholder="plan"
                @change=${(event: Event) => {
                  this.key = (event.target as HTMLInputElement).value.replaceAll(':', '');
                }} /></div>`
          : nothing
      }
      <div class="field"><label class="visually-hidden" for="op">Operator</label>
        <select id="op" @change=${this.handleOp}>
          ${this.ops.map((op) => html`<option value=${op} ?selected=${op === this.op}>${OP_WORDS[op]}</option>`)}
        </select></div>
      <div class="field">${this.renderValue()}</div>
      <button class="button primary" ?disabled=${isFull}>Add filter</button>
    </form>`;
  }
}
