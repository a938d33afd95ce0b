// A change against the span before: an arrow, a share, and a hue that says whether it is good news.

import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { changeOf, pointsOf } from '../format/number.ts';
import { baseStyles } from '../styles/shared.ts';
import { icon } from './icons.ts';

@customElement('heat-change')
export class HeatChange extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host { display: inline-flex; align-items: center; min-height: 18px; font-size: var(--size-xs); color: var(--muted); white-space: nowrap; }
      span { display: inline-flex; align-items: center; gap: 2px; font-variant-numeric: tabular-nums; font-weight: var(--weight-medium); }
      .good { color: var(--good-text); }
      .bad { color: var(--bad-text); }
    `,
  ];

  @property({ attribute: false }) now: number | null = null;
  /** The earlier value; null when nothing is compared, and nothing is shown then. */
  @property({ attribute: false }) earlier: number | null = null;
  /** Whether more of it is good news. */
  @property() moreIs: 'good' | 'bad' | 'neither' = 'good';
  /** Rates change by percentage points: `4.1 points`, not 12 % of 34 %. */
  @property({ type: Boolean }) isRate = false;

  protected override render() {
    if (this.earlier === null || this.now === null) return html``;
    const change = this.isRate ? pointsOf(this.now, this.earlier) : changeOf(this.now, this.earlier);
    if (change === null) return this.now > 0 ? html`<span>new</span>` : html``;
    if (change.direction === 'same') return html`<span>no change</span>`;
    const isGood = (change.direction === 'up') === (this.moreIs === 'good');
    const tone = this.moreIs === 'neither' ? '' : isGood ? 'good' : 'bad';
    return html`<span class=${tone}>${icon(change.direction, 12)}<span class="visually-hidden">${change.direction}</span>${change.text}</span>`;
  }
}
