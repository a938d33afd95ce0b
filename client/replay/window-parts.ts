// What both stages share: the visitor's window with its bar, how much room there is for it, and how what he did looks.

import { css, html, nothing } from 'lit';
import type { Device } from '../../src/contract/event-types.ts';
import { formatNumber } from '../format/number.ts';

/** How tall a window is drawn at most: px, and share of the viewer's own. */
const MOST_HEIGHT = 620;
const MOST_SHARE = 0.6;

export type Room = { w: number; h: number };

/** px for a window inside the stage; `before` when nothing has changed. */
export function stageRoom(stage: HTMLElement, before: Room): Room {
  const style = getComputedStyle(stage);
  const w = Math.floor(stage.clientWidth - Number.parseFloat(style.paddingLeft) * 2);
  const h = Math.floor(Math.min(MOST_HEIGHT, innerHeight * MOST_SHARE));
  return w === before.w && h === before.h ? before : { w, h };
}

/** The window's upper edge: where it is, and how large. */
export function renderBar(device: Device, address: string, [w, h]: readonly [w: number, h: number]) {
  return html`<div class="bar">
    ${device === 'desktop' ? html`<i></i><i></i><i></i>` : nothing}
    <span class="address truncate">${address || 'No page'}</span>
    <span class="wide num">${formatNumber(w)} × ${formatNumber(h)}</span>
  </div>`;
}

export const stageStyles = css`
  :host { display: block; min-width: 0; }
  .stage { overflow: hidden; padding: var(--space-3); border-radius: var(--radius); background: var(--sunken); }
  .device { width: var(--frame-w); margin: 0 auto; border: 1px solid var(--line); border-radius: 10px; background: var(--surface); overflow: clip; }
  .device.mobile, .device.tablet { border-width: 6px; border-radius: 22px; }
  .bar { display: flex; align-items: center; gap: 6px; height: 30px; padding: 0 10px; border-bottom: 1px solid var(--line); background: var(--raised); }
  .bar i { width: 8px; height: 8px; border-radius: 50%; background: var(--line); }
  .address { flex: 1; margin-left: 6px; }
  .wide { flex: none; }
  .address, .wide { color: var(--muted); font-size: var(--size-xs); }
  .window { position: relative; height: var(--window-h); overflow: hidden; background: var(--surface); }
`;

/** What the visitor did, on top of his window. */
export const traceStyles = css`
  .trail { position: absolute; inset: 0; width: 100%; height: 100%; pointer-events: none; overflow: hidden; }
  .trail polyline {
    fill: none; stroke: var(--ember); stroke-width: 2.5; stroke-linecap: round; stroke-linejoin: round; opacity: 0.55;
  }
  .pointer {
    position: absolute; left: 0; top: 0; transform: translate(var(--x), var(--y)); pointer-events: none;
    filter: drop-shadow(0 1px 2px oklch(0% 0 0 / 45%));
  }
  .pointer path { fill: oklch(22% 0.015 60); stroke: oklch(100% 0 0); stroke-width: 1.5; stroke-linejoin: round; }
  .click {
    position: absolute; left: var(--x); top: var(--y); width: 36px; height: 36px; margin: -18px 0 0 -18px; border-radius: 50%;
    border: 3px solid var(--ember); background: color-mix(in oklab, var(--ember) 28%, transparent); pointer-events: none;
    opacity: calc(1 - var(--age) * 0.85); transform: scale(calc(0.45 + var(--age) * 0.75));
  }
  .click.rage, .click.error { border-color: var(--bad); background: color-mix(in oklab, var(--bad) 30%, transparent); }
  .click.dead { border-color: var(--warn); background: color-mix(in oklab, var(--warn) 30%, transparent); }
  .click b {
    position: absolute; left: 50%; top: 100%; translate: -50% 2px; padding: 0 5px; border-radius: 3px; background: var(--raised);
    color: var(--ink); font-size: 11px; font-weight: var(--weight-bold);
  }
  @media (prefers-reduced-motion: reduce) { .click { transform: none; } }
`;
