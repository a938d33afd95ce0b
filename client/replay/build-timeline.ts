// Makes a timeline of the answers that a replay comes in. Pure: however the answers were cut, the timeline is the same.

import type { ReplayAnswer } from '../../src/contract/replay.ts';
import { findIdle } from './idle.ts';
import { listMarks } from './list-marks.ts';
import { lastAtMost } from './piecewise.ts';
import { type Placed, readSamples, type Sample } from './read-samples.ts';
import { scrollAt } from './state-at.ts';
import type { Scene, Timeline, Track } from './timeline.ts';

/** How long the pointer takes from one sample to the next, and a scroll whose way was not recorded, ms. */
const POINTER_GLIDE_MS = 120;
const SCROLL_GLIDE_MS = 200;
const JUMP_GLIDE_MS = 500;
/** A window when none is known. */
const DEFAULT_VIEW = [1280, 800] as const;
const NOWHERE = { fromMs: 0, view: DEFAULT_VIEW, isResized: false };

/**
 * `answers` are all pieces in their order. The session is as long as it is everywhere, from its first event to its last:
 * where that is a path (somebody is still there, or a phone was put away), what it tells of the time after is left out.
 */
export function buildTimeline(answers: readonly ReplayAnswer[]): Timeline {
  const placed = answers.flatMap(placeEvents);
  // Somebody who is still there does more while the pieces are asked for.
  const toldMs = answers.map(({ session }) => session.durationMs);
  const durationMs = Math.max(1, ...toldMs, placed.at(-1)?.event.atMs ?? 0);
  const samples = readSamples(placed)
    .filter(({ atMs }) => atMs <= durationMs)
    .sort((a, b) => a.atMs - b.atMs);
  const scenes = cutScenes(placed, durationMs);
  fillScenes(scenes, placed, samples);
  const marks = listMarks(placed);
  const busy = [...samples.map(({ atMs }) => atMs), ...marks.map(({ atMs }) => atMs)].sort((a, b) => a - b);
  const hasPointer = placed.some(({ event }) => event.type === 'move');
  return { durationMs, scenes, marks, idle: findIdle(busy, durationMs), hasPointer };
}

function placeEvents({ events, pages, elements }: ReplayAnswer): Placed[] {
  const elementAt = (index: number) => elements[index] ?? null;
  return events.map((event) => ({ event, page: pages[event.page] ?? null, elementAt }) as Placed);
}

/** A new scene begins with each pageview, and where somebody moves or clicks on another page or in another window. */
function cutScenes(placed: readonly Placed[], durationMs: number): Scene[] {
  const scenes: Scene[] = [];
  for (const { event, page } of placed) {
    const { type, atMs, view } = event;
    if (type !== 'page' && type !== 'move' && type !== 'click') continue;
    const last = scenes.at(-1);
    const window = view ?? last?.view ?? DEFAULT_VIEW;
    const isSame = last?.page?.page === page?.page && last?.view.join() === window.join();
    if (last && isSame && type !== 'page') continue;
    // Two views in one moment: the later is the one that stayed.
    if (last && last.fromMs === atMs) scenes.pop();
    else if (last) last.toMs = atMs;
    const fromMs = scenes.length === 0 ? 0 : atMs;
    const isResized = type !== 'page' && last?.page?.page === page?.page;
    scenes.push(emptyScene({ fromMs, toMs: durationMs, page, view: window, isResized }));
  }
  if (scenes.length === 0)
    scenes.push(emptyScene({ ...NOWHERE, toMs: durationMs, page: placed[0]?.page ?? null }));
  return scenes;
}

function emptyScene(frame: Pick<Scene, 'fromMs' | 'toMs' | 'page' | 'view' | 'isResized'>): Scene {
  const none = trackOf([], () => 0);
  return { ...frame, docH: null, pointer: none, scroll: none, startY: 0, clicks: [], seen: [] };
}

function fillScenes(scenes: readonly Scene[], placed: readonly Placed[], samples: readonly Sample[]): void {
  const starts = scenes.map(({ fromMs }) => fromMs);
  const indexAt = (atMs: number) => Math.max(0, lastAtMost(starts, atMs));
  const pointers: Sample[][] = scenes.map(() => []);
  const scrolls: Sample[][] = scenes.map(() => []);
  for (const sample of samples) {
    const at = indexAt(sample.atMs);
    if (scenes[at]?.page?.page !== sample.page?.page) continue;
    if (sample.kind === 'pointer') pointers[at]?.push(sample);
    if (sample.kind === 'scroll') scrolls[at]?.push(sample);
  }
  for (const { event, page, elementAt } of placed) {
    const scene = scenes[indexAt(event.atMs)];
    if (!scene || scene.page?.page !== page?.page) continue;
    if (event.type === 'click') {
      const { type: _, page: __, view: ___, element, ...click } = event;
      scene.clicks.push({ ...click, element: elementAt(element) });
      scene.docH = event.doc?.[1] ?? scene.docH;
    } else if (event.type === 'scroll') {
      scene.docH = event.docH ?? scene.docH;
      for (const [index, top, height] of event.sections) {
        const element = elementAt(index);
        if (element) scene.seen.push({ element, top, height });
      }
    }
  }
  for (const [at, scene] of scenes.entries())
    fillTracks(scene, scenes[at - 1], { pointers: pointers[at] ?? [], scrolls: scrolls[at] ?? [] });
}

function fillTracks(
  scene: Scene,
  before: Scene | undefined,
  { pointers, scrolls }: { pointers: readonly Sample[]; scrolls: readonly Sample[] },
): void {
  const [first] = scrolls;
  // A page that tells where its window is without having been scrolled was opened there.
  if (first?.isStart) scene.startY = first.y;
  else if (scene.isResized && before) scene.startY = scrollAt(before, scene.fromMs);
  scene.scroll = trackOf(scrolls, ({ isOnWay }) => (isOnWay ? SCROLL_GLIDE_MS : JUMP_GLIDE_MS));
  scene.pointer = trackOf(pointers, () => POINTER_GLIDE_MS);
  // From the page to the window, now that it is known how it was scrolled.
  for (const [n, { atMs }] of pointers.entries())
    scene.pointer.y[n] = (scene.pointer.y[n] as number) - scrollAt(scene, atMs);
}

function trackOf(samples: readonly Sample[], glideOf: (sample: Sample) => number): Track {
  const track = {
    atMs: new Float64Array(samples.length),
    x: new Float64Array(samples.length),
    y: new Float64Array(samples.length),
    glideMs: new Float64Array(samples.length),
  };
  for (const [n, sample] of samples.entries()) {
    track.atMs[n] = sample.atMs;
    track.x[n] = sample.x;
    track.y[n] = sample.y;
    track.glideMs[n] = glideOf(sample);
  }
  return track;
}
