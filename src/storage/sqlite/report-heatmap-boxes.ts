// The boxes that the tracker saw last on a page, for the wireframe under a heatmap.

import type { Database } from 'bun:sqlite';
import type { ElementDescriptor, PageBox } from '../../contract/element.ts';
import { LIMITS } from '../../contract/limits.ts';
import type { HeatmapQuery, HeatmapRows } from '../port.ts';
import { fourDevices } from './report-heatmap-bins.ts';
import { deviceOf } from './report-session-row.ts';

/** What stands directly in the body may be a mere button: a section is what takes most of the width, or is high. */
const BOXES = `
select
  device, element, x, y, w, h, doc_w as docW, doc_h as docH,
  is_section and (5 * w >= 3 * doc_w or h >= 300) as isSection, seen_at_ms as seenAtMs
from boxes
where project_no = ?
  and page = ?
  and device in (?, ?, ?, ?)
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

export type BoxesOf = { mainDevice: number | null; descriptorOf: (element: number) => ElementDescriptor };

/**
 * Newest first, at most LIMITS.heatmapElements. When any device will do, all boxes are of the main device, or of the
 * one seen last when that has none: boxes of two layouts in one picture would lie on each other.
 */
export function readBoxes(
  db: Database,
  query: Pick<HeatmapQuery, 'projectNo' | 'device'> & { page: number },
  { mainDevice, descriptorOf }: BoxesOf,
): HeatmapRows['boxes'] {
  const { projectNo, page } = query;
  const rows = db.query<Flat, number[]>(BOXES).all(projectNo, page, ...fourDevices(query.device));
  const chosen = rows.some((row) => row.device === mainDevice) ? mainDevice : rows[0]?.device;
  return rows
    .filter((row) => row.device === chosen)
    .slice(0, LIMITS.heatmapElements)
    .map(({ device, element, x, y, w, h, docW, docH, isSection, seenAtMs }) => ({
      projectNo,
      page,
      device: deviceOf(device) ?? 'desktop',
      element,
      box: [x, y, w, h] satisfies PageBox,
      docW,
      docH,
      isSection: isSection === 1,
      seenAtMs,
      descriptor: descriptorOf(element),
    }));
}
