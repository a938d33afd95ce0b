// How often an API key was used: a bar a day, and the sum in words.

import { css, html, LitElement, nothing, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { KeyUsage } from '../../src/contract/api.ts';
import { DAY_MS } from '../../src/contract/slots.ts';
import { abbreviate, count, formatNumber } from '../format/number.ts';
import { baseStyles } from '../styles/shared.ts';

const DAYS = 30;
/** Of one bar with its gap, and of the drawing. */
const STEP = 4;
const HEIGHT = 20;

@customElement('heat-key-usage')
export class HeatKeyUsage extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host { display: flex; flex-wrap: wrap; align-items: flex-end; gap: var(--space-1) var(--space-2); color: var(--muted); font-size: var(--size-xs); }
      svg { display: block; width: 120px; height: 20px; }
      .day { fill: var(--ember); }
      .refused { fill: var(--bad); }
      .none { fill: var(--line); }
    `,
  ];

  /** Of one key, days without a request left out. */
  @property({ attribute: false }) usage: readonly KeyUsage[] = [];

  private renderBars(byDay: ReadonlyMap<string, KeyUsage>, most: number) {
    const todayMs = Math.floor(Date.now() / DAY_MS) * DAY_MS;
    return Array.from({ length: DAYS }, (_, at) => {
      const day = new Date(todayMs - (DAYS - 1 - at) * DAY_MS).toISOString().slice(0, 10);
      const { requests = 0, refused = 0 } = byDay.get(day) ?? {};
      const high = requests === 0 ? 1 : Math.max(2, (requests / most) * HEIGHT);
      const bad = (refused / Math.max(1, requests)) * high;
      const kind = requests === 0 ? 'none' : 'day';
      return svg`<g><title>${day}: ${formatNumber(requests)}</title>
        <rect class=${kind} x=${at * STEP} y=${HEIGHT - high} width=${STEP - 1} height=${high}></rect>
        ${bad > 0 ? svg`<rect class="refused" x=${at * STEP} y=${HEIGHT - bad} width=${STEP - 1} height=${bad}></rect>` : nothing}</g>`;
    });
  }

  protected override render() {
    const sum = (of: 'requests' | 'refused') => this.usage.reduce((all, row) => all + row[of], 0);
    const [requests, refused] = [sum('requests'), sum('refused')];
    if (requests === 0) return nothing;
    const most = Math.max(...this.usage.map((row) => row.requests));
    const words = `${count(requests, 'request')} in ${DAYS} days${refused > 0 ? `, ${formatNumber(refused)} refused` : ''}`;
    return html`<svg viewBox="0 0 ${DAYS * STEP} ${HEIGHT}" role="img" aria-label=${words}>${this.renderBars(new Map(this.usage.map((row) => [row.day, row])), most)}</svg>
      <span aria-hidden="true" title=${words}>${abbreviate(requests)} in ${DAYS} days${refused > 0 ? `, ${abbreviate(refused)} refused` : ''}</span>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'heat-key-usage': HeatKeyUsage;
  }
}
