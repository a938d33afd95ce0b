// What stands on the screen at a moment of a session. Pure, and without memory: a moment looks the same whether it was
// played or jumped to.

import { lastAtMost } from './piecewise.ts';
import type { Scene, SceneClick, Timeline, Track } from './timeline.ts';

/** How long a click is seen, ms of the session. */
export const CLICK_SHOWN_MS = 1_200;
/** How much of the pointer's way is seen behind it, ms, and how far its points are apart. */
const TRAIL_MS = 1_600;
const TRAIL_STEP_MS = 40;

export type Point = { x: number; y: number };
export type Moment = {
  scene: Scene;
  /** Upper edge of the window on the page, px. */
  scrollY: number;
  /** On the page; null where no mouse has been seen yet. */
  pointer: Point | null;
  /** Clicks of the last CLICK_SHOWN_MS, oldest first. */
  clicks: { click: SceneClick; ageMs: number }[];
};

export function stateAt(timeline: Timeline, atMs: number): Moment {
  const scene = sceneAt(timeline, atMs);
  const scrollY = scrollAt(scene, atMs);
  const clicks = scene.clicks
    .map((click) => ({ click, ageMs: atMs - click.atMs }))
    .filter(({ ageMs }) => ageMs >= 0 && ageMs <= CLICK_SHOWN_MS);
  return { scene, scrollY, pointer: timeline.hasPointer ? pointerAt(scene, atMs) : null, clicks };
}

/** The scene that is on at a moment; the first one before everything. */
export function sceneAt({ scenes }: Timeline, atMs: number): Scene {
  const starts = scenes.map(({ fromMs }) => fromMs);
  return scenes[Math.max(0, lastAtMost(starts, atMs))] as Scene;
}

/**
 * The pointer's way through its window to where it is, as places on the page that is under it now; oldest first, ends
 * with `pointer`. Scrolling is no way of the pointer.
 */
export function trailAt(scene: Scene, atMs: number): Point[] {
  const points: Point[] = [];
  const scrollY = scrollAt(scene, atMs);
  const sinceMs = Math.max(scene.fromMs, atMs - TRAIL_MS);
  for (let ageMs = atMs - sinceMs; ageMs >= 0; ageMs = ageMs > 0 ? Math.max(0, ageMs - TRAIL_STEP_MS) : -1) {
    const inWindow = valueAt(scene.pointer, atMs - ageMs);
    if (inWindow) points.push({ x: inWindow.x, y: inWindow.y + scrollY });
  }
  return points;
}

export function scrollAt(scene: Scene, atMs: number): number {
  return valueAt(scene.scroll, atMs)?.y ?? scene.startY;
}

function pointerAt(scene: Scene, atMs: number): Point | null {
  const inWindow = valueAt(scene.pointer, atMs);
  return inWindow && { x: inWindow.x, y: inWindow.y + scrollAt(scene, atMs) };
}

/** Null before the first sample. */
function valueAt({ atMs, x, y, glideMs }: Track, nowMs: number): Point | null {
  const at = lastAtMost(atMs, nowMs);
  if (at < 0) return null;
  const here = { x: x[at] as number, y: y[at] as number };
  const nextMs = atMs[at + 1];
  if (nextMs === undefined) return here;
  const beganMs = Math.max(atMs[at] as number, nextMs - (glideMs[at + 1] as number));
  if (nowMs <= beganMs) return here;
  const share = (nowMs - beganMs) / (nextMs - beganMs);
  return {
    x: here.x + share * ((x[at + 1] as number) - here.x),
    y: here.y + share * ((y[at + 1] as number) - here.y),
  };
}
