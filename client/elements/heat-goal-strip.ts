// The project's goals in a row, for the overview: rate and conversions of each. Shows nothing where there are none.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { GoalResult } from '../../src/contract/goals.ts';
import { plural } from '../../src/contract/plural.ts';
import { fetchGoalResults } from '../data/goals.ts';
import { abbreviate, count, formatNumber, formatShare } from '../format/number.ts';
import { Resource } from '../state/resource.ts';
import { type Scope, writeScope } from '../state/scope.ts';
import { baseStyles, cardStyles } from '../styles/shared.ts';
import './heat-change.ts';

@customElement('heat-goal-strip')
export class HeatGoalStrip extends LitElement {
  static override styles = [
    baseStyles,
    cardStyles,
    css`
      :host { display: block; }
      section { margin-top: var(--space-3); padding: var(--space-3) var(--space-4) var(--space-4); }
      .head { display: flex; align-items: baseline; justify-content: space-between; gap: var(--space-3); margin-bottom: var(--space-2); }
      ul { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(190px, 100%), 1fr)); gap: var(--space-3); }
      li { display: grid; min-width: 0; }
      .value { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 var(--space-2); font-size: var(--size-md); font-weight: var(--weight-bold); }
      .stale { opacity: 0.6; }
    `,
  ];

  private readonly results = new Resource<GoalResult[]>(this, {
    key: () => this.scope && `${this.projectId} ${writeScope({ ...this.scope, device: null })}`,
    load: (signal) => fetchGoalResults(this.projectId, this.scope as Scope, signal),
  });

  @property() projectId = '';
  @property({ attribute: false }) scope: Scope | null = null;
  /** Where goals are made. */
  @property() href = '';

  protected override render() {
    const { value, isStale } = this.results;
    // Beside all the rest of an overview a failure of this is not worth a word: the page of goals says it.
    if (!value || value.length === 0) return nothing;
    return html`<section class="card" aria-label="Goals"><div class="head"><h2>Goals</h2><a class="small" href=${this.href}>All about them</a></div>
      <ul class=${isStale ? 'stale' : ''}>${value.map(
        ({
          goal,
          counts,
          previous,
        }) => html`<li title="${formatNumber(counts.conversions)} of ${count(counts.sessions, 'session')}">
          <span class="muted small truncate">${goal.name}</span>
          <span class="value"><span class="num">${formatShare(counts.rate)}</span><heat-change .now=${counts.rate} .earlier=${previous?.rate ?? null} ?isRate=${true}></heat-change></span>
          <span class="small num">${abbreviate(counts.conversions)} ${plural(counts.conversions, 'conversion')}</span></li>`,
      )}</ul></section>`;
  }
}
