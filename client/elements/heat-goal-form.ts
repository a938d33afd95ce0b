// What a goal is asked for: a name, the filters that a session must pass, and the event whose values count.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { GoalView } from '../../src/contract/goals.ts';
import { LIMITS } from '../../src/contract/limits.ts';
import type { GoalInput } from '../data/goals.ts';
import { baseStyles, buttonStyles, cardStyles, formStyles } from '../styles/shared.ts';
import './heat-filter-list.ts';

const EVENT_IS = 'event:is:';

/** Fires `goal-saved` with a GoalInput, and `goal-dropped`. */
@customElement('heat-goal-form')
export class HeatGoalForm extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    cardStyles,
    formStyles,
    css`
      :host { display: block; }
      form { display: grid; gap: var(--space-4); padding: var(--space-4); }
      .field + .field { margin: 0; }
      .narrow { max-width: 420px; }
      .actions { display: flex; gap: var(--space-2); }
    `,
  ];

  @property() projectId = '';
  /** The goal that is changed; null for a new one. */
  @property({ attribute: false }) goal: GoalView | null = null;
  /** What a new goal starts with. */
  @property({ attribute: false }) proposed: readonly string[] = [];
  @property() problem = '';
  @property({ type: Boolean }) isBusy = false;
  @state() private filters: readonly string[] = [];
  @state() private missing = '';

  override connectedCallback(): void {
    super.connectedCallback();
    this.filters = this.goal?.filters ?? this.proposed;
  }

  protected override firstUpdated(): void {
    this.renderRoot.querySelector<HTMLElement>('#name')?.focus();
  }

  private readonly handleFilters = (event: CustomEvent<string[]>): void => {
    this.filters = event.detail;
    this.missing = '';
  };

  private readonly handleSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const name = String(form.get('name') ?? '').trim();
    const value = String(form.get('value') ?? '').trim();
    this.missing =
      name === ''
        ? 'Give the goal a name.'
        : this.filters.length === 0
          ? 'Say what a session must have done: add a filter.'
          : '';
    if (this.missing) return;
    const detail: GoalInput = { name, filters: [...this.filters], valueEvent: value === '' ? null : value };
    this.dispatchEvent(new CustomEvent('goal-saved', { detail }));
  };

  protected override render() {
    const problem = this.missing || this.problem;
    const proposed = this.filters.find((text) => text.startsWith(EVENT_IS))?.slice(EVENT_IS.length) ?? '';
    return html`<form class="card" @submit=${this.handleSubmit} novalidate aria-label=${this.goal ? 'Change the goal' : 'New goal'}>
      <h2>${this.goal ? `Change “${this.goal.name}”` : 'New goal'}</h2>
      <div class="field narrow"><label for="name">Name</label>
        <input id="name" name="name" .value=${this.goal?.name ?? ''} maxlength=${LIMITS.displayNameChars} autocomplete="off" placeholder="Purchase" /></div>
      <div class="field"><label>A session converts when all of these hold</label>
        <heat-filter-list .projectId=${this.projectId} .filters=${this.filters} @filters-changed=${this.handleFilters}></heat-filter-list></div>
      <div class="field narrow"><label for="value">Add up the values of this event</label>
        <input id="value" name="value" .value=${this.goal ? (this.goal.valueEvent ?? '') : proposed} maxlength=${LIMITS.nameChars} autocomplete="off" spellcheck="false" placeholder="None" aria-describedby="about-value" />
        <p class="hint" id="about-value">A custom event that carries a value, such as the price of an order. Leave it empty to count conversions only.</p></div>
      ${problem ? html`<p class="problem" role="alert">${problem}</p>` : nothing}
      <div class="actions"><button class="button primary" aria-busy=${this.isBusy} ?disabled=${this.isBusy}>${this.goal ? 'Save goal' : 'Create goal'}</button>
        <button type="button" class="button" @click=${() => this.dispatchEvent(new CustomEvent('goal-dropped'))}>Cancel</button></div>
    </form>`;
  }
}
