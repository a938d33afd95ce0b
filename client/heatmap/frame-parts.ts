// What the frames of all maps share: the stage, the device with its bar, and how wide it may be.

import { css, html, nothing } from 'lit';
import type { PageRow } from '../../src/contract/api.ts';
import type { Device } from '../../src/contract/event-types.ts';
import { formatNumber } from '../format/number.ts';
import type { FrameLayout } from './frame-layout.ts';

/** Phones are shown a little larger than life at most. */
const LARGEST_SCALE = 1.15;

export const frameStyles = css`
  :host { display: flex; flex-direction: column; min-height: 0; min-width: 0; }
  .stage { flex: 1; min-height: 0; overflow: auto; padding: var(--space-4); background: var(--sunken); overscroll-behavior: contain; }
  .device {
    width: var(--frame-w); margin: 0 auto; border: 1px solid var(--line); border-radius: 10px; background: var(--surface); overflow: clip;
  }
  .device.mobile, .device.tablet { border-width: 6px; border-color: var(--line); border-radius: 22px; }
  .bar { display: flex; align-items: center; gap: 6px; height: 30px; padding: 0 10px; border-bottom: 1px solid var(--line); background: var(--raised); }
  .bar i { width: 8px; height: 8px; border-radius: 50%; background: var(--line); }
  .address { flex: 1; margin-left: 6px; }
  .wide { flex: none; }
  .address, .wide { color: var(--muted); font-size: var(--size-xs); }
  .page { position: relative; height: var(--page-h); contain: strict; }
  .ring {
    position: absolute; left: var(--x); top: var(--y); width: var(--w); height: var(--h); border-radius: 3px;
    outline: 2px solid var(--ink); outline-offset: 1px; pointer-events: none;
  }
  heat-legend { padding: var(--space-2) var(--space-4); border-top: 1px solid var(--line); }
  @container (max-width: 760px) { .stage { overflow: visible; padding: var(--space-3); } }
`;

/** Width that a stage leaves for a frame, px. */
export function roomOf(stage: HTMLElement): number {
  const style = getComputedStyle(stage);
  return Math.floor(stage.clientWidth - Number.parseFloat(style.paddingLeft) * 2);
}

/** Width of the page inside a frame that has `roomPx`. */
export function frameWidth({ pageW, device }: Pick<FrameLayout, 'pageW' | 'device'>, roomPx: number): number {
  return Math.max(160, Math.min(roomPx - borderOf(device), Math.round(pageW * LARGEST_SCALE)));
}

/** Both sides of a device's edge, px. */
export function borderOf(device: Device): number {
  return device === 'desktop' ? 2 : 12;
}

/** The device's upper edge: address and width, and what a map adds. */
export function renderBar(
  layout: FrameLayout,
  page: Pick<PageRow, 'host' | 'path'>,
  more: unknown = nothing,
) {
  return html`<div class="bar">
    ${layout.device === 'desktop' ? html`<i></i><i></i><i></i>` : nothing}
    <span class="address truncate">${page.host}${page.path}</span>
    <span class="wide num">${formatNumber(layout.pageW)} px wide</span>
    ${more}
  </div>`;
}
