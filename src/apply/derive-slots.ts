// Counts of events by quarter-hour, page and device: what overviews and page lists read.

import { DEVICE_CODES } from '../contract/event-types.ts';
import { SLOT_MS } from '../contract/slots.ts';
import { EVENT_FLAGS } from '../storage/port-apply.ts';
import type { PageSlotIncrement } from '../storage/port-counts.ts';
import type { SessionizedEvent } from './sessionize.ts';
import { createTally } from './tally.ts';

/** Collects the events of one slice; bots are left out. */
export function deriveSlots(): {
  add(event: Pick<SessionizedEvent, 'row' | 'session'>): void;
  all(): PageSlotIncrement[];
} {
  const slots = createTally<string, PageSlotIncrement>();
  let last: PageSlotIncrement | null = null;

  // Events come session by session, so most count where the one before did: no key has to be written for them.
  const countsOf = (projectNo: number, slot: number, page: number, device: number): PageSlotIncrement => {
    if (
      last === null ||
      last.page !== page ||
      last.slot !== slot ||
      last.device !== device ||
      last.projectNo !== projectNo
    ) {
      last = slots.at(`${projectNo}/${slot}/${page}/${device}`, () =>
        emptySlot({ projectNo, slot, page, device }),
      );
    }
    return last;
  };

  return {
    add({ row, session }) {
      if (session.isBot) return;
      // What a server tells has no device: its session may come to know one only later.
      const isTold = (row.flags & EVENT_FLAGS.server) !== 0;
      const device = session.device === null || isTold ? 0 : DEVICE_CODES[session.device];
      const counts = countsOf(row.projectNo, Math.floor(row.tsMs / SLOT_MS), row.page ?? 0, device);
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
