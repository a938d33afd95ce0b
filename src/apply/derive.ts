// Last step: everything that is counted or remembered from new events beside the events themselves.

import type { AppliedSlice } from '../storage/port-apply.ts';
import type { CustomRow } from '../storage/port-customs.ts';
import { clickRow, deriveClicks } from './derive-clicks.ts';
import { customRow } from './derive-customs.ts';
import { deriveInfos } from './derive-infos.ts';
import { deriveSlots } from './derive-slots.ts';
import { deriveVisitors } from './derive-visitors.ts';
import type { SessionizedEvent } from './sessionize.ts';

export type Derived = Pick<
  AppliedSlice,
  | 'clicks'
  | 'pages'
  | 'elements'
  | 'boxes'
  | 'pageSlots'
  | 'elementBins'
  | 'gridBins'
  | 'viewBins'
  | 'visitors'
> & { customs: CustomRow[] };

/** Derives from new, sessionized events; none of them may have been derived from before. */
export function derive(events: Iterable<SessionizedEvent>): Derived {
  const slots = deriveSlots();
  const clicks = deriveClicks();
  const infos = deriveInfos();
  const visitors = deriveVisitors();
  const customs: CustomRow[] = [];
  for (const event of events) {
    slots.add(event);
    infos.add(event);
    visitors.add(event);
    const click = clickRow(event);
    if (click) clicks.add(click);
    const custom = customRow(event);
    if (custom) customs.push(custom);
  }
  return {
    clicks: clicks.rows,
    pages: infos.pages(),
    elements: infos.elements(),
    boxes: infos.boxes(),
    pageSlots: slots.all(),
    elementBins: clicks.elementBins(),
    gridBins: clicks.gridBins(),
    viewBins: clicks.viewBins(),
    customs,
    visitors: visitors.all(),
  };
}
