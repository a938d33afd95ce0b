// What the frames of all maps share beside the device itself: how wide it may be, and how a box is ringed.

import { css } from 'lit';
import type { Device } from '../../src/contract/event-types.ts';
import type { FrameLayout } from '../../src/contract/frame-layout.ts';

/** Phones are shown a little larger than life at most. */
const LARGEST_SCALE = 1.15;

export const frameStyles = css`
  :host { display: flex; flex-direction: column; min-height: 0; min-width: 0; }
  heat-device { flex: 1; }
  .ring {
    position: absolute; left: var(--x); top: var(--y); width: var(--w); height: var(--h); border-radius: 3px;
    outline: 2px solid var(--ink); outline-offset: 1px; pointer-events: none;
  }
  heat-legend, heat-difference-legend { padding: var(--space-2) var(--space-4); border-top: 1px solid var(--line); }
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
