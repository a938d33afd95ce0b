// Counts of events by quarter-hour, page and device: what overviews and page lists read.

import { DEVICE_CODES } from '../contract/event-types.ts';
import type { PageSlotIncrement } from '../storage/port.ts';
import type { SessionizedEvent } from './sessionize.ts';
import { createTally } from './tally.ts';

export const SLOT_MS = 900_000;

/** Collects the events of one slice; bots are left out. */
export function deriveSlots(): { add(event: SessionizedEvent): void; all(): PageSlotIncrement[] } {
  const slots = createTally<PageSlotIncrement>();
  return {
    add({ row, session }) {
      if (session.isBot) return;
      const { projectNo } = row;
      const slot = Math.floor(row.tsMs / SLOT_MS);
      const page = row.page ?? 0;
      const device = session.device === null ? 0 : DEVICE_CODES[session.device];
      const counts = slots.at(`${projectNo}/${slot}/${page}/${device}`, () =>
        emptySlot({ projectNo, slot, page, device }),
      );
      counts.events += 1;
      if (row.type === 'pageview') counts.pageviews += 1;
      else if (row.type === 'custom') counts.customs += 1;
      else if (row.type === 'error') counts.errors += 1;
      else if (row.type === 'click') {
        counts.clicks += 1;
        if (row.fields.rage === true) counts.rage += 1;
        if (row.fields.dead === true) counts.dead += 1;
      }
    },
    all: slots.all,
  };
}

function emptySlot(
  key: Pick<PageSlotIncrement, 'projectNo' | 'slot' | 'page' | 'device'>,
): PageSlotIncrement {
  return { ...key, pageviews: 0, clicks: 0, rage: 0, dead: 0, errors: 0, customs: 0, events: 0 };
}
