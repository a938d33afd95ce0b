// Scrolling, sections in view and rests of the made-up visits, by the plainest code possible.

import { GRID_COLUMNS } from '../../contract/element.ts';
import { compareEvents } from '../../contract/event-order.ts';
import { DEVICE_CODES, type Device } from '../../contract/event-types.ts';
import { DAY_MS } from '../../contract/slots.ts';
import { hash52 } from '../../lib/hash.ts';
import { EVENT_FLAGS, type EventRow } from '../port-apply.ts';
import type { KindRows, RestRow, RestSpot, ViewRow } from '../port-kinds.ts';

const DOC_H = 4000;

/** Gives scroll and move events what they tell. Its own source of chance, so that all else stays as it is. */
export function fillKinds(events: readonly EventRow[], random: () => number, elements: number): void {
  for (const event of events) {
    const scrollY = Math.floor(random() ** 2 * (DOC_H - 1000));
    const seen = Math.floor(random() * elements);
    if (event.type === 'scroll') {
      const sections = [[hash52(`element ${seen}`), Math.floor(random() * 9000), seen * 500, 480]];
      event.fields = {
        scrollY,
        ...(random() < 0.8 && { docHeight: DOC_H }),
        ...(random() < 0.6 && { sections }),
      };
    }
    if (event.type === 'move') {
      const spots = Array.from({ length: Math.floor(random() * 3) }, (): RestSpot => {
        const cell = Math.floor(random() * 300) * GRID_COLUMNS + Math.floor(random() * GRID_COLUMNS);
        return [random() < 0.1 ? -1 : cell, 300 + Math.floor(random() * 4000)];
      });
      event.fields = { spots };
    }
  }
}

export type DeviceOf = (event: EventRow) => Device | null;

/** All views of the events, in no order. */
export function viewsOf(events: readonly EventRow[], deviceOf: DeviceOf): ViewRow[] {
  const views = events.filter((event) => event.type === 'pageview' && event.page !== null);
  return views.map((view): ViewRow => {
    const isOfPage = (other: EventRow) => other.session === view.session && other.page === view.page;
    const later = views.filter((other) => isOfPage(other) && isBefore(view, other));
    const scrolls = events.filter(
      (event) =>
        event.type === 'scroll' &&
        isOfPage(event) &&
        event.tsMs >= view.tsMs &&
        later.every((other) => other.tsMs > event.tsMs),
    );
    const sections = new Map<number, number>();
    for (const { fields } of scrolls)
      for (const [element, ms] of (fields.sections ?? []) as [number, number][])
        if (ms > 0) sections.set(element, (sections.get(element) ?? 0) + ms);
    const bottoms = scrolls.map(({ fields, viewH }) => (fields.scrollY as number) + (viewH ?? 0));
    return {
      projectNo: view.projectNo,
      session: view.session,
      page: view.page as number,
      tsMs: view.tsMs,
      eventId: view.eventId,
      part: view.part,
      device: deviceOf(view),
      isBot: (view.flags & EVENT_FLAGS.bot) !== 0,
      viewH: view.viewH,
      docH: scrolls.some(({ fields }) => fields.docHeight !== undefined) ? DOC_H : null,
      depthPx: Math.max(view.viewH ?? 0, ...bottoms),
      untilMs: Math.max(-1, ...scrolls.map(({ tsMs }) => tsMs)),
      sections: [...sections].sort(([a], [b]) => a - b),
    };
  });
}

export function restsOf(events: readonly EventRow[], deviceOf: DeviceOf): RestRow[] {
  return events.flatMap((event): RestRow[] => {
    const spots = (event.fields.spots ?? []) as RestSpot[];
    const { projectNo, page, tsMs, session, eventId, part, viewW, viewH } = event;
    if (event.type !== 'move' || page === null || spots.length === 0) return [];
    const isBot = (event.flags & EVENT_FLAGS.bot) !== 0;
    const facts = { projectNo, page, tsMs, session, eventId, part, viewW, viewH, isBot };
    return [{ ...facts, device: deviceOf(event), spots }];
  });
}

/** Where a view stands in the bins of scrolling: [measure, bin, total]. */
export function measuresOf({ depthPx, docH, viewH }: ViewRow): [number, number, number][] {
  const px: [number, number, number] = [1, Math.floor(depthPx / 20), depthPx];
  const percent = docH === null ? [] : [[2, Math.min(100, Math.floor((depthPx * 100) / docH)), 0]];
  const height = viewH === null ? [] : [[3, Math.ceil(viewH / 100), 0]];
  return [px, ...percent, ...height] as [number, number, number][];
}

export function timeBinOf(ms: number): number {
  return Math.floor(4 * Math.log2(ms / 100 + 1));
}

export function kindRows(events: readonly EventRow[], deviceOf: DeviceOf): KindRows {
  const views = viewsOf(events, deviceOf);
  const rests = restsOf(events, deviceOf);
  const place = ({ projectNo, page, device, tsMs }: ViewRow | RestRow) => ({
    ...{ projectNo, page, device: device === null ? 0 : DEVICE_CODES[device] },
    day: Math.floor(tsMs / DAY_MS),
  });
  const seen = views.filter(({ isBot }) => !isBot);
  return {
    views,
    rests,
    scrollBins: seen.flatMap((view) =>
      measuresOf(view).map(([measure, bin, total]) => ({ ...place(view), measure, bin, count: 1, total })),
    ),
    sectionBins: seen.flatMap((view) =>
      view.sections.map(([element, ms]) => ({ ...place(view), element, bin: timeBinOf(ms), count: 1, ms })),
    ),
    restBins: rests
      .filter(({ isBot }) => !isBot)
      .flatMap((rest) => rest.spots.map(([bin, ms]) => ({ ...place(rest), bin, count: 1, ms }))),
  };
}

function isBefore(a: EventRow, b: EventRow): boolean {
  return compareEvents(a, b) < 0;
}
