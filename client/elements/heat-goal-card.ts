// One goal: its rate, its conversions and their trend, what it was worth, and what can be done with it.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { GoalResult } from '../../src/contract/goals.ts';
import '../charts/heat-sparkline.ts';
import { filterLabel } from '../format/filter.ts';
import { formatMetric } from '../format/metric.ts';
import { abbreviate, count, formatNumber, formatShare } from '../format/number.ts';
import { parseFilter } from '../state/scope.ts';
import { baseStyles, buttonStyles, cardStyles } from '../styles/shared.ts';
import './heat-change.ts';

/** Fires `goal-filtered`, `goal-edited` and `goal-removed`, each with the goal. */
@customElement('heat-goal-card')
export class HeatGoalCard extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    cardStyles,
    css`
      :host { display: block; min-width: 0; }
      article { display: flex; flex-direction: column; gap: var(--space-2); height: 100%; padding: var(--space-4); }
      h2 { overflow-wrap: anywhere; }
      .rate { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 var(--space-2); }
      .rate strong { font-size: var(--size-xl); letter-spacing: -0.015em; font-variant-numeric: tabular-nums; }
      heat-sparkline { --spark: var(--series-1); height: 40px; }
      dl { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: var(--space-2); }
      dt { color: var(--muted); font-size: var(--size-xs); }
      dd { display: flex; flex-wrap: wrap; align-items: center; gap: 0 6px; min-height: 22px; font-weight: var(--weight-bold); }
      .filters { color: var(--muted); font-size: var(--size-xs); overflow-wrap: anywhere; }
      .actions { display: flex; flex-wrap: wrap; gap: var(--space-1); margin: auto -10px -6px; }
    `,
  ];

  @property({ attribute: false }) result!: GoalResult;
  /** Whether it may be changed. */
  @property({ type: Boolean }) isEditable = false;
  /** Whether the report is narrowed to it already. */
  @property({ type: Boolean }) isUsed = false;

  private tell(name: 'goal-filtered' | 'goal-edited' | 'goal-removed'): void {
    this.dispatchEvent(new CustomEvent(name, { detail: this.result.goal }));
  }

  private words(): string {
    return this.result.goal.filters
      .map((text) => {
        const filter = parseFilter(text);
        return filter ? filterLabel(filter) : text;
      })
      .join(' · ');
  }

  protected override render() {
    const { goal, counts, previous, trend, scope } = this.result;
    const worth = counts.value;
    const isOpen = scope.toMs > Date.now();
    return html`<article class="card" aria-label="Goal ${goal.name}">
      <h2>${goal.name}</h2><p class="filters">${this.words()}</p>
      <p class="rate"><strong title="${formatNumber(counts.conversions)} of ${count(counts.sessions, 'session')}">${formatShare(counts.rate)}</strong>
        <span class="muted">of sessions</span><heat-change .now=${counts.rate} .earlier=${previous?.rate ?? null} ?isRate=${true}></heat-change></p>
      <heat-sparkline .values=${trend.map(({ conversions }) => conversions)} ?isOpen=${isOpen}></heat-sparkline>
      <dl><div><dt>Conversions</dt><dd><span class="num" title=${formatNumber(counts.conversions)}>${abbreviate(counts.conversions)}</span>
          <heat-change .now=${counts.conversions} .earlier=${previous?.conversions ?? null}></heat-change></dd></div>
        <div><dt>Visitors</dt><dd class="num" title=${formatNumber(counts.visitors)}>${abbreviate(counts.visitors)}</dd></div>
        ${
          worth === null
            ? nothing
            : html`<div title="Sum of the values of “${goal.valueEvent}”"><dt>Value</dt><dd><span class="num">${formatMetric('valueSum', worth)}</span>
              <heat-change .now=${worth} .earlier=${previous?.value ?? null}></heat-change></dd></div>`
        }</dl>
      <div class="actions">
        <button class="button quiet" aria-pressed=${this.isUsed} @click=${() => this.tell('goal-filtered')}>${this.isUsed ? 'Stop filtering' : 'Filter by it'}</button>
        ${
          this.isEditable
            ? html`<button class="button quiet" @click=${() => this.tell('goal-edited')}>Edit</button>
              <button class="button quiet danger" @click=${() => this.tell('goal-removed')}>Remove</button>`
            : nothing
        }</div>
    </article>`;
  }
}
