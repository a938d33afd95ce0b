// What a visitor did, drawn over his window: the pointer with its way, and clicks that fade. Places are the caller's.

import { html, nothing, svg } from 'lit';
import { styled } from '../heatmap/styled.ts';
import { CLICK_SHOWN_MS, type Moment, type Point } from './state-at.ts';
import type { SceneClick } from './timeline.ts';

export type Traces = {
  clicks: Moment['clicks'];
  /** Where the pointer was, oldest first, on the page; ends where it is. Empty without a mouse. */
  trail: readonly Point[];
  /** px of the drawn window. */
  placeOf: (point: Point) => Point;
  placeOfClick: (click: SceneClick) => Point;
};

export function renderTraces({ clicks, trail, placeOf, placeOfClick }: Traces) {
  const way = trail.map(placeOf);
  const tip = way.at(-1);
  const points = way.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ');
  return html`<svg class="trail" aria-hidden="true">${svg`<polyline points=${points} />`}</svg>
    ${clicks.map(({ click, ageMs }) => {
      const { x, y } = placeOfClick(click);
      const kind = (['rage', 'dead', 'error'] as const).find((one) => click.kinds.includes(one)) ?? 'click';
      const age = String(ageMs / CLICK_SHOWN_MS);
      return html`<span class="click ${kind}" ${styled({ '--x': `${x}px`, '--y': `${y}px`, '--age': age })}>
        ${kind === 'click' ? nothing : html`<b>${kind}</b>`}</span>`;
    })}
    ${
      tip
        ? html`<svg class="pointer" viewBox="0 0 20 24" width="20" height="24" aria-hidden="true" ${styled({ '--x': `${tip.x}px`, '--y': `${tip.y}px` })}>
            ${svg`<path d="M1 1v18l4.6-4.2 3 7 3.2-1.4-3-6.8H16z" />`}</svg>`
        : nothing
    }`;
}
