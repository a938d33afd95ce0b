// Reading a reach curve, and the page that it is drawn over. Pure. In the contract because the dashboard and pictures made
// on the terminal must tell the same depths.

import type { HeatmapAnswer } from './api.ts';
import { type FrameLayout, layoutFrame } from './frame-layout.ts';
import type { ScrollAnswer } from './scroll-answer.ts';

export type ReachCurve = Pick<ScrollAnswer, 'reach' | 'stepPx'>;

/** Shares whose depths a map of scrolling tells. */
export const TOLD_SHARES = [0.75, 0.5, 0.25] as const;

/** Share of pageviews that got to a depth: that of the step at or above it. */
export function reachAt({ reach, stepPx }: ReachCurve, depthPx: number): number {
  return reach[Math.floor(Math.max(0, depthPx) / stepPx)]?.[1] ?? 0;
}

/** The deepest step that at least this share of pageviews got to, px. */
export function depthOfShare({ reach }: ReachCurve, share: number): number {
  return reach.findLast(([, own]) => own >= share)?.[0] ?? 0;
}

/** The page under a map of scrolling. Without boxes it is as long as nearly all pageviews got. */
export function layoutScroll(answer: ScrollAnswer, width: number): FrameLayout {
  // Of several devices on one layout the others' depths would make it too long.
  const deepest = answer.wireframe.docH > 0 ? 0 : depthOfShare(answer, 0.01);
  const points: HeatmapAnswer['points'] = [[0, deepest, 1]];
  const meta = { viewportW: null, layout: answer.layout };
  return layoutFrame({ ...answer, points, cell: { width: 1, heightPx: answer.stepPx }, meta }, width);
}
