// One metric: its value, its change, its shape. Pressed, it shows itself in the large chart.

import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import '../charts/heat-sparkline.ts';
import { abbreviate, formatNumber } from '../format/number.ts';
import { baseStyles } from '../styles/shared.ts';
import './heat-change.ts';

/** The host's click is the choice; `isSelected` says which card the chart shows. */
@customElement('heat-metric-card')
export class HeatMetricCard extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host { display: block; min-width: 0; }
      button {
        position: relative; display: grid; gap: 2px; width: 100%; height: 100%; padding: var(--space-3) var(--space-4); overflow: hidden;
        border: 1px solid var(--line); border-radius: var(--radius-card); background: var(--surface);
        color: inherit; font: inherit; text-align: left; cursor: pointer;
        transition: border-color var(--ease), background var(--ease);
      }
      button:hover { border-color: var(--line-strong); }
      button[aria-pressed='true'] { border-color: var(--ember); box-shadow: inset 0 0 0 1px var(--ember); }
      .label { color: var(--muted); font-weight: var(--weight-medium); }
      button[aria-pressed='true'] .label { color: var(--ink); }
      .line { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: 0 var(--space-2); }
      .value { font-size: var(--size-xl); font-weight: var(--weight-bold); letter-spacing: -0.015em; line-height: 1.3; font-variant-numeric: tabular-nums; }
      heat-sparkline { margin-top: var(--space-1); }
      button[aria-pressed='true'] heat-sparkline { --spark: var(--series-1); }
      @media (max-width: 640px) { button { padding: var(--space-3); } heat-sparkline { height: 20px; } }
    `,
  ];

  @property() label = '';
  @property({ attribute: false }) value = 0;
  @property({ attribute: false }) earlier: number | null = null;
  @property({ attribute: false }) values: readonly number[] = [];
  /** The newest of `values` still grows. */
  @property({ type: Boolean }) isOpen = false;
  @property({ type: Boolean }) isSelected = false;

  protected override render() {
    return html`<button aria-pressed=${this.isSelected}>
      <span class="label">${this.label}</span>
      <span class="line"><span class="value" title=${formatNumber(this.value)}>${abbreviate(this.value)}</span>
        <heat-change .now=${this.value} .earlier=${this.earlier}></heat-change></span>
      <heat-sparkline .values=${this.values} ?isOpen=${this.isOpen}></heat-sparkline>
    </button>`;
  }
}
