// What an alert is asked for: a number, when to speak up, over what stretch, how often at most, and where to.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import {
  ALERT_COMPARISONS,
  ALERT_METRIC_NAMES,
  ALERT_METRICS,
  ALERT_WINDOW_NAMES,
  type AlertComparison,
  type AlertMetric,
  type AlertRule,
  isGoalMetric,
} from '../../src/contract/alerts.ts';
import type { GoalView } from '../../src/contract/goals.ts';
import { LIMITS } from '../../src/contract/limits.ts';
import { WINDOW_WORDS } from '../format/alert.ts';
import { baseStyles, buttonStyles, formStyles } from '../styles/shared.ts';
import './heat-filter-list.ts';

export type AlertInput = AlertRule & { name: string; url: string };
const COMPARISON_WORDS: Readonly<Record<AlertComparison, string>> = {
  above: 'is above',
  below: 'is below',
  rises: 'rises by more than',
  falls: 'falls by more than',
};
const COOLDOWNS: readonly [minutes: number, words: string][] = [
  [15, '15 minutes'],
  [60, 'hour'],
  [360, '6 hours'],
  [1440, 'day'],
  [10_080, 'week'],
];

/** Fires `alert-saved` with an AlertInput, and `alert-dropped`. */
@customElement('heat-alert-form')
export class HeatAlertForm extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    formStyles,
    css`
      :host { display: block; }
      form { display: grid; grid-template-columns: repeat(4, minmax(0, 1fr)); gap: var(--space-4) var(--space-3); align-items: start; }
      .field + .field { margin: 0; }
      .half { grid-column: span 2; }
      .whole { grid-column: 1 / -1; }
      .actions { display: flex; gap: var(--space-2); }
      @media (max-width: 720px) { form { grid-template-columns: repeat(2, minmax(0, 1fr)); } .half { grid-column: 1 / -1; } }
    `,
  ];

  @property() projectId = '';
  @property({ attribute: false }) goals: readonly GoalView[] = [];
  @property() problem = '';
  @property({ type: Boolean }) isBusy = false;
  @state() private metric: AlertMetric = 'sessions';
  @state() private comparison: AlertComparison = 'below';
  @state() private filters: readonly string[] = [];
  @state() private missing = '';

  protected override firstUpdated(): void {
    this.renderRoot.querySelector<HTMLElement>('select')?.focus();
  }

  /** Shares and durations are typed in percent and seconds. */
  private get unit(): { words: string; factor: number } {
    if (this.comparison === 'rises' || this.comparison === 'falls') return { words: '%', factor: 1 };
    const { unit } = ALERT_METRICS[this.metric];
    if (unit === 'share') return { words: '%', factor: 0.01 };
    return unit === 'ms' ? { words: 'seconds', factor: 1000 } : { words: '', factor: 1 };
  }

  private readonly handleSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const text = (name: string): string => String(form.get(name) ?? '').trim();
    const { metric, comparison, filters } = this;
    const goal = isGoalMetric(metric) ? text('goal') : null;
    const threshold = text('threshold') === '' ? Number.NaN : Number(text('threshold')) * this.unit.factor;
    this.missing =
      text('name') === ''
        ? 'Give the alert a name.'
        : !Number.isFinite(threshold)
          ? 'Write the threshold as a plain number.'
          : goal === ''
            ? 'Make a goal first.'
            : text('url') === ''
              ? 'Say where the message goes: the https address of a webhook.'
              : '';
    if (this.missing) return;
    const window = ALERT_WINDOW_NAMES.find((name) => name === text('window')) ?? '1h';
    const detail: AlertInput = {
      ...{ name: text('name'), url: text('url'), metric, goal, filters: [...filters], comparison },
      ...{ threshold: Number(threshold.toPrecision(12)), window, cooldownMinutes: Number(text('cooldown')) },
    };
    this.dispatchEvent(new CustomEvent('alert-saved', { detail }));
  };

  private renderWhen() {
    return html`<div class="field"><label for="metric">When</label>
        <select id="metric" @change=${(event: Event) => {
          const { value } = event.target as HTMLSelectElement;
          this.metric = ALERT_METRIC_NAMES.find((name) => name === value) ?? this.metric;
        }}>${ALERT_METRIC_NAMES.map((name) => html`<option value=${name} ?selected=${name === this.metric}>${ALERT_METRICS[name].label}</option>`)}</select></div>
      ${
        isGoalMetric(this.metric)
          ? html`<div class="field"><label for="goal">of the goal</label><select id="goal" name="goal">${this.goals.map(({ id, name }) => html`<option value=${id}>${name}</option>`)}</select></div>`
          : nothing
      }
      <div class="field"><label for="comparison">it</label>
        <select id="comparison" @change=${(event: Event) => {
          const { value } = event.target as HTMLSelectElement;
          this.comparison = ALERT_COMPARISONS.find((name) => name === value) ?? this.comparison;
        }}>${ALERT_COMPARISONS.map((name) => html`<option value=${name} ?selected=${name === this.comparison}>${COMPARISON_WORDS[name]}</option>`)}</select></div>
      <div class="field"><label for="threshold">Threshold${this.unit.words ? ` in ${this.unit.words}` : ''}</label>
        <input id="threshold" name="threshold" inputmode="decimal" autocomplete="off" placeholder="10" /></div>
      <div class="field"><label for="window">within</label>
        <select id="window" name="window">${ALERT_WINDOW_NAMES.map((name) => html`<option value=${name} ?selected=${name === '1h'}>${WINDOW_WORDS[name]}</option>`)}</select></div>`;
  }

  protected override render() {
    const problem = this.missing || this.problem;
    return html`<form @submit=${this.handleSubmit} novalidate aria-label="New alert">
      <div class="field half"><label for="name">Name</label>
        <input id="name" name="name" maxlength=${LIMITS.displayNameChars} autocomplete="off" placeholder="Sales stopped" /></div>
      <div class="field half"><label for="cooldown">Say so at most once in a</label>
        <select id="cooldown" name="cooldown">${COOLDOWNS.map(([minutes, words]) => html`<option value=${minutes} ?selected=${minutes === 60}>${words}</option>`)}</select></div>
      ${this.renderWhen()}
      <div class="field whole"><label>Only sessions that pass</label>
        <heat-filter-list .projectId=${this.projectId} .filters=${this.filters} @filters-changed=${(
          event: CustomEvent<string[]>,
        ) => {
          this.filters = event.detail;
        }}></heat-filter-list></div>
      <div class="field whole"><label for="url">Webhook</label>
        <input id="url" name="url" type="url" maxlength=${LIMITS.webhookUrlChars} autocomplete="off" spellcheck="false" placeholder="https://hooks.example/heat" aria-describedby="about-url" />
        <p class="hint" id="about-url">heat posts signed JSON there. Addresses in private networks are refused unless whoever runs heat allows their host.</p></div>
      ${problem ? html`<p class="problem whole" role="alert">${problem}</p>` : nothing}
      <div class="actions whole"><button class="button primary" aria-busy=${this.isBusy} ?disabled=${this.isBusy}>Create alert</button>
        <button type="button" class="button" @click=${() => this.dispatchEvent(new CustomEvent('alert-dropped'))}>Cancel</button></div>
    </form>`;
  }
}
