// The boxes under a map, as answers show them.

import type { HeatmapAnswer, WireframeBox } from '../contract/api.ts';
import type { HeatmapRows } from '../storage/port.ts';
import { elementLabel } from './element-label.ts';
import { opaqueId } from './parameters.ts';

/** The document as it was when the newest box was seen. */
export function wireframe(boxes: HeatmapRows['boxes']): HeatmapAnswer['wireframe'] {
  const [newest] = boxes;
  return {
    docW: newest?.docW ?? 0,
    docH: newest?.docH ?? 0,
    boxes: boxes.map(
      ({ element, descriptor, box, docW, docH, isSection, seenAtMs }): WireframeBox => ({
        element: opaqueId(element),
        label: elementLabel(descriptor),
        tag: descriptor.tag,
        box,
        docW,
        docH,
        isSection,
        seenAtMs,
      }),
    ),
  };
}
