// The boxes that a page is drawn with where there is no snapshot of it: those of this session as they stood, and others
// that were seen in a window as wide. Pure.

import type { HeatmapAnswer } from '../../src/contract/api.ts';
import type { Device } from '../../src/contract/event-types.ts';
import type { FrameLayout, PlacedBox } from '../../src/contract/frame-layout.ts';
import type { Scene } from './timeline.ts';

/** Widths that differ by less than this share show the same layout. */
const SAME_WIDTH = 0.02;

/** In frame px; nothing is moved, so that every place of the visitor's page is where he saw it. */
export function wireframeOf(
  scene: Scene,
  known: HeatmapAnswer['wireframe'] | null,
  { scale, device }: { scale: number; device: Device },
): FrameLayout {
  const [pageW, viewH] = scene.view;
  const boxes = new Map<string, PlacedBox>();
  const add = (box: Omit<PlacedBox, 'x' | 'y' | 'w' | 'h'>, [x, y, w, h]: readonly number[]) => {
    const place = { x: x as number, y: y as number, w: w as number, h: h as number };
    for (const name of ['x', 'y', 'w', 'h'] as const) place[name] *= scale;
    if (place.w >= 1 && place.h >= 1) boxes.set(box.element, { ...box, ...place });
  };
  let lowest = Math.max(viewH, scene.docH ?? 0);
  for (const { element, label, tag, isSection, box, docW } of known?.boxes ?? []) {
    if (Math.abs(docW - pageW) > pageW * SAME_WIDTH) continue;
    if (scene.docH === null) lowest = Math.max(lowest, box[1] + box[3]);
    add({ element, label, tag, isSection }, box);
  }
  for (const { element, top, height } of scene.seen) {
    const { label, descriptor } = element;
    const before = boxes.get(element.element);
    const box = before ? [before.x / scale, top, before.w / scale, height] : [0, top, pageW, height];
    add({ element: element.element, label, tag: descriptor.tag, isSection: true }, box);
  }
  for (const { element, box } of scene.clicks) {
    if (!element || !box) continue;
    add(
      { element: element.element, label: element.label, tag: element.descriptor.tag, isSection: false },
      box,
    );
  }
  const pageH = Math.max(lowest, 1);
  return {
    width: Math.round(pageW * scale),
    height: Math.round(pageH * scale),
    scale,
    pageW,
    pageH,
    device,
    boxes: [...boxes.values()].sort((a, b) => b.w * b.h - a.w * a.h || a.y - b.y),
  };
}
