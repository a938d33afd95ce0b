// A line without axes: the shape of a series beside its number. Decorative; the number says the value.

import { css, html, LitElement, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { baseStyles } from '../styles/shared.ts';
import { areaPath, linePath, xAt, yAt } from './scale.ts';

const FRAME = { left: 0, top: 2, width: 100, height: 26 };

@customElement('heat-sparkline')
export class HeatSparkline extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host { display: block; height: 28px; }
      svg { width: 100%; height: 100%; overflow: visible; }
      path { vector-effect: non-scaling-stroke; }
      .line { fill: none; stroke: var(--spark, var(--line-strong)); stroke-width: 1.5; stroke-linejoin: round; }
      .open { stroke-dasharray: 2 3; }
      .area { fill: var(--spark, var(--line-strong)); opacity: 0.1; }
    `,
  ];

  @property({ attribute: false }) values: readonly number[] = [];
  /** The newest value still grows: the line to it is dotted. */
  @property({ type: Boolean }) isOpen = false;

  protected override render() {
    const max = Math.max(...this.values, 0);
    const points = this.values.map(
      (value, index) => [xAt(index, this.values.length, FRAME), yAt(value, max, FRAME)] as const,
    );
    const settled = this.isOpen ? points.slice(0, -1) : points;
    return html`<svg viewBox="0 0 100 30" preserveAspectRatio="none" aria-hidden="true">${
      points.length > 1
        ? svg`<path class="area" d=${areaPath(points, 28)} /><path class="line" d=${linePath(settled)} />${
            this.isOpen ? svg`<path class="line open" d=${linePath(points.slice(-2))} />` : ''
          }`
        : ''
    }</svg>`;
  }
}
