// What the colours of a heatmap mean, in numbers, and how much of the clicks the map shows.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { abbreviate, count, formatShare } from '../format/number.ts';
import { type PaletteName, paletteGradient } from '../heatmap/palettes.ts';
import { styled } from '../heatmap/styled.ts';
import { ThemeWatch } from '../state/theme-watch.ts';
import { baseStyles } from '../styles/shared.ts';
import { isDark } from '../styles/theme.ts';

@customElement('heat-legend')
export class HeatLegend extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host(:not([hidden])) { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: var(--space-2) var(--space-4); }
      .scale { display: flex; align-items: center; gap: var(--space-2); font-size: var(--size-xs); }
      .bar { width: 132px; height: 8px; border-radius: 4px; background: var(--gradient); }
      .told { color: var(--muted); font-size: var(--size-xs); }
    `,
  ];

  @property() palette: PaletteName = 'ember';
  /** As of heat-canvas. */
  @property({ attribute: false }) onDark: boolean | null = null;
  /** Clicks of a spot that get the hottest colour. */
  @property({ type: Number }) max = 1;
  /** What is counted, singular. */
  @property() noun = 'click';
  /** Clicks of the answer, and those that the map has a place for. */
  @property({ type: Number }) total = 0;
  @property({ type: Number }) placed = 0;

  constructor() {
    super();
    new ThemeWatch(this);
  }

  private renderScale() {
    if (this.max === 1) return html`<span class="muted">1 ${this.noun} per spot</span>`;
    return html`
      <span class="num">1</span>
      <span class="bar" aria-hidden="true" ${styled({ '--gradient': paletteGradient(this.palette, this.onDark ?? isDark()) })}></span>
      <span class="num">${abbreviate(this.max)}+</span>
      <span class="muted">${this.noun}s per spot</span>`;
  }

  override render() {
    const missing = this.total - this.placed;
    return html`
      <div class="scale" title="How many ${this.noun}s within one spot. The hottest colour stands for ${this.max} or more.">${this.renderScale()}</div>
      <p class="told">
        ${this.total === 0 ? nothing : html`${formatShare(this.placed / this.total)} on the map`}${missing > 0 ? html`, ${count(missing, this.noun)} not drawn` : nothing}
      </p>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'heat-legend': HeatLegend;
  }
}
