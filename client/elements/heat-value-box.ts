// A text field that proposes the values a dimension has in the scope, with how often; the keyboard walks them.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { dimensionSpec, type FilterDimension } from '../../src/contract/dimensions.ts';
import { LIMITS } from '../../src/contract/limits.ts';
import { fetchValues, type ProposedValue } from '../data/values.ts';
import { valueLabel } from '../format/filter.ts';
import { formatNumber } from '../format/number.ts';
import { Resource } from '../state/resource.ts';
import { ScopeController, writeScope } from '../state/scope.ts';
import { baseStyles, formStyles, panelStyles } from '../styles/shared.ts';

/** Typing rests this long before it is asked for, ms. */
const TYPING_MS = 150;

/** Fires `value-chosen` when a proposal is taken; `value` is what the field holds. */
@customElement('heat-value-box')
export class HeatValueBox extends LitElement {
  static override styles = [
    baseStyles,
    formStyles,
    panelStyles,
    css`
      :host { display: grid; gap: var(--space-1); min-width: 0; }
      ul { display: grid; max-height: 260px; overflow: auto; }
      .option { min-height: 30px; }
      .option[aria-selected='true'] { background: var(--hover); }
      .option .of { margin-left: auto; color: var(--muted); font-size: var(--size-xs); }
      .head { padding: 0 var(--space-2); color: var(--muted); font-size: var(--size-xs); text-align: right; }
      .none { padding: var(--space-1) var(--space-2); }
    `,
  ];

  private readonly scope = new ScopeController(this);
  private readonly proposals = new Resource<ProposedValue[]>(this, {
    key: () =>
      this.dimension
        ? `${this.dimension} ${this.asked} ${writeScope({ ...this.scope.value, device: null })}`
        : null,
    load: (signal) =>
      fetchValues(
        this.projectId,
        { scope: this.scope.value, dimension: this.dimension as FilterDimension, search: this.asked },
        signal,
      ),
  });

  @property() projectId = '';
  /** Null proposes nothing. */
  @property({ attribute: false }) dimension: FilterDimension | null = null;
  @property() value = '';
  @property() hint = '';
  @property() problem = '';
  @property() label = 'Value';
  @state() private asked = '';
  @state() private at = -1;
  private timer: ReturnType<typeof setTimeout> | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  private readonly handleInput = (event: Event): void => {
    this.value = (event.target as HTMLInputElement).value;
    this.at = -1;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.asked = this.value.trim().slice(0, LIMITS.textChars);
    }, TYPING_MS);
  };

  private readonly handleKey = (event: KeyboardEvent): void => {
    const shown = this.proposals.value ?? [];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && shown.length > 0) {
      event.preventDefault();
      this.at = Math.max(-1, Math.min(shown.length - 1, this.at + step));
    } else if (event.key === 'Enter') {
      const chosen = shown[this.at];
      event.preventDefault();
      if (chosen) this.take(chosen.value);
      this.dispatchEvent(new CustomEvent('value-chosen'));
    }
  };

  private take(value: string): void {
    this.value = value;
    this.at = -1;
  }

  private renderProposals() {
    const { value, isLoading } = this.proposals;
    if (this.dimension === null || value === null) return nothing;
    if (value.length === 0)
      return isLoading ? nothing : html`<p class="hint none">No such value in this range.</p>`;
    const counted = countedBy(this.dimension);
    return html`${counted ? html`<p class="head" aria-hidden="true">${counted}</p>` : nothing}
      <ul role="listbox" id="proposals" aria-label=${counted ? `Values in this range, with ${counted.toLowerCase()}` : 'Values in this range'}>
      ${value.map(
        (
          one,
          index,
        ) => html`<li role="presentation"><button type="button" class="option" role="option" tabindex="-1" id=${`proposal-${index}`}
          aria-selected=${index === this.at}
          @click=${() => {
            this.take(one.value);
            this.dispatchEvent(new CustomEvent('value-chosen'));
          }}><span class="truncate" title=${one.value}>${this.nameOf(one)}</span>${counted ? html`<span class="of num">${formatNumber(one.count)}</span>` : nothing}</button></li>`,
      )}
    </ul>`;
  }

  private nameOf({ value, label }: ProposedValue): string {
    return label === value && this.dimension !== null ? valueLabel(this.dimension, value) : label;
  }

  protected override render() {
    return html`<input .value=${this.value} aria-label=${this.label} maxlength=${LIMITS.textChars} autocomplete="off" spellcheck="false"
        role="combobox" aria-expanded=${(this.proposals.value?.length ?? 0) > 0} aria-controls="proposals"
        aria-activedescendant=${this.at >= 0 ? `proposal-${this.at}` : nothing}
        aria-describedby="about" aria-invalid=${this.problem !== ''} @input=${this.handleInput} @keydown=${this.handleKey} />
      <p id="about" class=${this.problem ? 'problem' : 'hint'} role=${this.problem ? 'alert' : nothing}>${this.problem || this.hint}</p>
      ${this.renderProposals()}`;
  }
}

/** What the numbers beside proposals count: facts each time they happened, all else sessions. Elements are not counted. */
function countedBy(dimension: FilterDimension): string | null {
  if (dimension === 'element') return null;
  if (dimension === 'page') return 'Pageviews';
  return dimensionSpec(dimension).kind === 'fact' ? 'Times' : 'Sessions';
}
