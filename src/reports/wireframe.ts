// The boxes under a map, as answers show them.

import type { HeatmapAnswer, PageRow, WireframeBox } from '../contract/api.ts';
import { HeatError } from '../lib/errors.ts';
import type { HeatmapRows } from '../storage/port.ts';
import { elementLabel } from './element-label.ts';
import { opaqueId, readOpaqueId } from './parameters.ts';

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

/** The page of a map with its counts. */
export function pageRow(page: string, rows: Pick<HeatmapRows, 'page' | 'counts'>): PageRow {
  const { host, path, title, seenAtMs } = rows.page;
  return { page, host, path, title: title ?? '', ...rows.counts, lastAtMs: seenAtMs };
}

/** The number behind a page's id. Throws `not_found` for a text that cannot be one. */
export function readPageId(text: string): number {
  const page = readOpaqueId(text);
  if (page !== null) return page;
  throw new HeatError({
    kind: 'not_found',
    code: 'page_not_found',
    message: 'Cannot find this page in this project',
  });
}
