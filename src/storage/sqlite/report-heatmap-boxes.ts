// The boxes that the tracker saw last on a page, for the wireframe under a heatmap.

import type { Database } from 'bun:sqlite';
import type { ElementDescriptor, PageBox } from '../../contract/element.ts';
import {
  LAYOUT_FROM_PX,
  LAYOUT_OF_DEVICE,
  type Layout,
  layoutOf,
  type MapLayout,
  narrowerOf,
} from '../../contract/layouts.ts';
import { LIMITS } from '../../contract/limits.ts';
import type { HeatmapRows } from '../port.ts';
import { deviceOf } from './report-session-row.ts';

/** What stands directly in the body may be a mere button: a section is what takes most of the width, or is high. */
const BOXES = `
select
  device, element, x, y, w, h, doc_w as docW, doc_h as docH,
  is_section and (5 * w >= 3 * doc_w or h >= 300) as isSection, seen_at_ms as seenAtMs
from boxes
where project_no = ?
  and page = ?
order by seen_at_ms desc, element
limit ${3 * LIMITS.heatmapElements}`;

type Flat = {
  device: number;
  element: number;
  x: number;
  y: number;
  w: number;
  h: number;
  docW: number;
  docH: number;
  isSection: number;
  seenAtMs: number;
};

export type BoxesOf = {
  layout: MapLayout | null;
  descriptorOf: (element: number) => ElementDescriptor;
};

/**
 * Newest first, at most LIMITS.heatmapElements, all of one layout, because boxes of two in one picture would lie on each
 * other: the asked one, or the one seen last when that has none.
 */
export function readBoxes(
  db: Database,
  { projectNo, page }: { projectNo: number; page: number },
  { layout, descriptorOf }: BoxesOf,
): HeatmapRows['boxes'] {
  const rows = db
    .query<Flat, number[]>(BOXES)
    .all(projectNo, page)
    .map((row) => ({ ...row, layout: layoutOfRow(row) }));
  const chosen = rows.some((row) => row.layout === layout?.name) ? layout?.name : rows[0]?.layout;
  return rows
    .filter((row) => row.layout === chosen)
    .slice(0, LIMITS.heatmapElements)
    .map(({ layout: name, element, x, y, w, h, docW, docH, isSection, seenAtMs }) => ({
      projectNo,
      page,
      layout: name,
      element,
      box: [x, y, w, h] satisfies PageBox,
      docW,
      docH,
      isSection: isSection === 1,
      seenAtMs,
      descriptor: descriptorOf(element),
    }));
}

/** A scroll bar takes that much of the window from the page at most, px. */
const SCROLL_BAR_PX = 20;

/** Rows of old were kept by machine: a page is never narrower than the windows of its layout. */
function layoutOfRow({ device, docW }: Flat): Layout {
  const kept = LAYOUT_OF_DEVICE[deviceOf(device) ?? 'desktop'];
  const isAsWide = docW >= LAYOUT_FROM_PX[kept] - SCROLL_BAR_PX;
  return isAsWide ? kept : narrowerOf(kept, layoutOf(docW));
}
