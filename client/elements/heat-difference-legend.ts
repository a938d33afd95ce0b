// What the colours of a difference map mean: from less over nothing to more, in points of the share of all clicks.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { formatPoints } from '../format/number.ts';
import { differenceGradient } from '../heatmap/palettes.ts';
import { styled } from '../heatmap/styled.ts';
import { ThemeWatch } from '../state/theme-watch.ts';
import { baseStyles } from '../styles/shared.ts';
import { isDark } from '../styles/theme.ts';

@customElement('heat-difference-legend')
export class HeatDifferenceLegend extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: var(--space-2) var(--space-4); font-size: var(--size-xs); }
      .scale { display: flex; align-items: center; gap: var(--space-2); }
      .bar { position: relative; width: 180px; height: 10px; border-radius: 4px; background: var(--gradient); box-shadow: inset 0 0 0 1px var(--line); }
      .bar::after { content: ''; position: absolute; left: 50%; top: -2px; bottom: -2px; border-left: 1px solid var(--muted); }
      .rings { display: flex; gap: var(--space-3); color: var(--muted); }
      .rings i { display: inline-block; width: 12px; height: 10px; margin-right: 5px; border-radius: 2px; outline: 2px solid var(--ember-text); }
      .rings i.less { outline: 2px dashed var(--info-text); }
    `,
  ];

  /** Difference of shares within one spot that gets the full colour. */
  @property({ type: Number }) max = 0;
  /** What is counted, singular. */
  @property() noun = 'click';
  /** Where they are compared: in a spot of the map, or at a depth of the page. */
  @property() unit: 'spot' | 'depth' = 'spot';

  constructor() {
    super();
    new ThemeWatch(this);
  }

  override render() {
    const points = formatPoints(this.max);
    return html`
      <div class="scale" title="Difference of the share of all ${this.noun}s ${this.unit === 'spot' ? 'within one spot' : 'that got so far'}, in percentage points">
        <span class="num">less −${points}</span>
        <span class="bar" aria-hidden="true" ${styled({ '--gradient': differenceGradient(isDark()) })}></span>
        <span class="num">+${points} more</span>
        <span class="muted">points of all ${this.noun}s, ${this.unit === 'spot' ? 'per spot' : 'by depth'}</span>
      </div>
      <p class="rings"><span><i></i>significantly more</span><span><i class="less"></i>significantly less</span>${this.unit === 'spot' ? html`<span>faint: may be chance</span>` : nothing}</p>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'heat-difference-legend': HeatDifferenceLegend;
  }
}
