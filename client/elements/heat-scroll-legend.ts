// What the colours of a map of scrolling or attention mean.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ScrollAnswer } from '../../src/contract/scroll-answer.ts';
import { formatStay } from '../format/duration.ts';
import { count, formatNumber } from '../format/number.ts';
import type { PaletteName } from '../heatmap/palettes.ts';
import { legendGradient } from '../heatmap/reach-scale.ts';
import { styled } from '../heatmap/styled.ts';
import { baseStyles } from '../styles/shared.ts';
import { isDark } from '../styles/theme.ts';

@customElement('heat-scroll-legend')
export class HeatScrollLegend extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host(:not([hidden])) { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: var(--space-2) var(--space-4); }
      .scale { display: flex; align-items: center; gap: var(--space-2); font-size: var(--size-xs); }
      .scale .num { white-space: nowrap; }
      .bar { width: 132px; height: 8px; border-radius: 4px; background: var(--gradient); }
      .told { color: var(--muted); font-size: var(--size-xs); }
    `,
  ];

  @property({ attribute: false }) answer: ScrollAnswer | null = null;
  @property({ attribute: false }) kind: 'scroll' | 'attention' = 'scroll';
  @property() palette: PaletteName = 'ember';

  override render() {
    const { answer } = this;
    if (!answer) return html``;
    const isScroll = this.kind === 'scroll';
    const longest =
      Math.max(0, ...answer.sections.map(({ totalMs }) => totalMs)) / Math.max(1, answer.pageviews);
    const told = answer.depth
      ? `Median ${formatNumber(answer.depth.medianPx)} px, mean ${formatNumber(answer.depth.meanPx)} px`
      : '';
    const whose = answer.device === null ? ' · all devices' : '';
    const rest = answer.unmeasured
      ? html`<span title="Neither the height of their screens nor a depth is known, as of imported pageviews: they count in no share."> · ${formatNumber(answer.unmeasured)} not measured</span>`
      : nothing;
    return html`
      <div class="scale">
        <span class="num">${isScroll ? '0 %' : '0 s'}</span>
        <span class="bar" aria-hidden="true" ${styled({ '--gradient': legendGradient(this.palette, isDark()) })}></span>
        <span class="num">${isScroll ? '100 %' : formatStay(longest)}</span>
        <span class="muted">${isScroll ? 'of pageviews got here' : 'in view, mean of all pageviews'}</span>
      </div>
      <p class="told num">${isScroll ? told : count(answer.pageviews, 'pageview')}${rest}${whose}</p>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'heat-scroll-legend': HeatScrollLegend;
  }
}
