// "What changed": the values that moved unlike the whole against the span before. A row filters by its value.

import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { OverviewAnswer } from '../../src/contract/api.ts';
import { DIMENSIONS } from '../../src/contract/dimensions.ts';
import { valueLabel } from '../format/filter.ts';
import { changeOf, formatNumber } from '../format/number.ts';
import { baseStyles, cardStyles } from '../styles/shared.ts';
import { type Mover, movers } from './movers.ts';
import './heat-change.ts';

/** Fires `value-chosen` with `{dimension, value}` (bubbles). */
@customElement('heat-movers')
export class HeatMovers extends LitElement {
  static override styles = [
    baseStyles,
    cardStyles,
    css`
      :host { display: block; min-width: 0; }
      .card { height: 100%; padding-bottom: var(--space-2); }
      .head { padding: var(--space-3) var(--space-4) var(--space-2); }
      li { padding: 0 var(--space-2); }
      button {
        display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0 var(--space-3); width: 100%; padding: 6px var(--space-2);
        border: 0; border-radius: var(--radius); background: none; color: inherit; font: inherit; text-align: left; cursor: pointer;
      }
      button:hover { background: var(--hover); }
      .about { color: var(--muted); font-size: var(--size-xs); }
      heat-change { justify-self: end; }
      .none { padding: 0 var(--space-4) var(--space-2); color: var(--muted); text-wrap: pretty; }
    `,
  ];

  @property({ attribute: false }) now!: OverviewAnswer;
  @property({ attribute: false }) earlier!: OverviewAnswer;

  private handleChoice({ breakdown, value }: Mover): void {
    const detail = { dimension: breakdown, value };
    this.dispatchEvent(new CustomEvent('value-chosen', { detail, bubbles: true, composed: true }));
  }

  private about(): string {
    const change = changeOf(this.now.totals.sessions, this.earlier.totals.sessions);
    const whole =
      change === null || change.direction === 'same'
        ? 'no change'
        : `${change.text} ${change.direction === 'up' ? 'more' : 'fewer'}`;
    return `What moved unlike all sessions (${whole}).`;
  }

  private renderRow(mover: Mover) {
    return html`<li><button @click=${() => this.handleChoice(mover)}>
      <span class="truncate">${valueLabel(mover.breakdown, mover.value)}</span>
      <heat-change .now=${mover.now} .earlier=${mover.before} moreIs="neither"></heat-change>
      <span class="about">${DIMENSIONS[mover.breakdown].label}</span>
      <span class="about num">${formatNumber(mover.before)} to ${formatNumber(mover.now)}</span>
    </button></li>`;
  }

  protected override render() {
    const rows = movers(this.now, this.earlier);
    return html`<section class="card" aria-label="What changed">
      <div class="head"><h2>What changed</h2><p class="about">${this.about()}</p></div>
      ${
        rows.length === 0
          ? html`<p class="none">Everything moved like the whole.</p>`
          : html`<ul>${rows.map((row) => this.renderRow(row))}</ul>`
      }
    </section>`;
  }
}
