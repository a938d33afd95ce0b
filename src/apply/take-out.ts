// What goes of a client session and what that changes in every count, so that reports are what they would be had it never
// come. Pure: the rows are read before and written after.

import type { EventRow, SessionKey } from '../storage/port-apply.ts';
import type { MarkedSession, SessionRows, TakenOut } from '../storage/port-forgetting.ts';
import { UNSEEN_VIEW, type ViewRow } from '../storage/port-kinds.ts';
import { deriveClicks } from './derive-clicks.ts';
import { deriveRests } from './derive-rests.ts';
import { deriveSlots } from './derive-slots.ts';
import { recountViews } from './derive-views.ts';
import { recomputeSession } from './session-counters.ts';
import { createViewBins } from './view-bins.ts';

/** `userId` says whose custom events go of the parts in `marked.namedIn`. */
export function takeOut(rows: SessionRows, marked: MarkedSession, userId: string | null): TakenOut {
  const { projectNo, session } = marked;
  const key: SessionKey = { projectNo, session };
  const whole = new Set(marked.parts);
  const named = new Set(marked.namedIn);
  const goes = (event: EventRow): boolean =>
    whole.has(event.part) ||
    (named.has(event.part) && event.type === 'custom' && event.fields.userId === userId);
  const events = rows.events.filter(goes);
  const kept = rows.events.filter((event) => !goes(event));
  const gone = new Set(events.map(({ eventId }) => eventId));
  return {
    key,
    events,
    partsBefore: rows.parts,
    ...countedOut(rows, events, gone),
    ...partsLeft(rows, kept, (part) => whole.has(part) || events.some((event) => event.part === part)),
    ...viewsLeft(rows, { key, events, kept, gone }),
    pages: [...new Set(events.flatMap(({ page }) => page ?? []))],
    elements: elementsOf(events),
    visitors: [...new Set(rows.parts.map(({ visitor }) => visitor))],
  };
}

function countedOut({ parts, clicks, rests }: SessionRows, events: readonly EventRow[], gone: Set<string>) {
  const slots = deriveSlots();
  for (const row of events) {
    const session = parts.find(({ part }) => part === row.part);
    if (session) slots.add({ row, session });
  }
  const clicked = deriveClicks();
  for (const click of clicks) if (gone.has(click.eventId)) clicked.add(click);
  const rested = deriveRests();
  for (const rest of rests) if (gone.has(rest.eventId)) rested.addRow(rest);
  return {
    pageSlots: slots.all(),
    elementBins: clicked.elementBins(),
    gridBins: clicked.gridBins(),
    viewBins: clicked.viewBins(),
    restBins: rested.bins(),
  };
}

/** Parts that go whole are gone also when nothing of theirs is stored: else they would be found again without an end. */
function partsLeft({ parts }: SessionRows, kept: readonly EventRow[], isTouched: (part: number) => boolean) {
  const goneParts: number[] = [];
  const changedParts: SessionRows['parts'] = [];
  for (const row of parts) {
    if (!isTouched(row.part)) continue;
    const counters = recomputeSession(kept.filter(({ part }) => part === row.part));
    if (counters === null) goneParts.push(row.part);
    else changedParts.push({ ...row, ...counters });
  }
  return { goneParts, changedParts };
}

type Left = { key: SessionKey; events: readonly EventRow[]; kept: readonly EventRow[]; gone: Set<string> };

/** Scroll events count for the pageview before them, whatever its part: what stays is counted anew. */
function viewsLeft(rows: SessionRows, { key, events, kept, gone }: Left) {
  const bins = createViewBins();
  const goneViews: ViewRow[] = [];
  const changedViews: ViewRow[] = [];
  const touched = new Set(
    events.flatMap(({ page, type }) =>
      page !== null && (type === 'pageview' || type === 'scroll') ? page : [],
    ),
  );
  for (const page of touched) {
    const before = rows.views.filter((view) => view.page === page);
    const staying = before.filter(({ eventId }) => eventId !== UNSEEN_VIEW.eventId && !gone.has(eventId));
    const scrolls = kept.filter((event) => event.type === 'scroll' && event.page === page);
    const after = recountViews({ ...key, page }, staying, scrolls);
    const stays = new Set(after.map(({ tsMs, eventId }) => `${tsMs} ${eventId}`));
    goneViews.push(...before.filter(({ tsMs, eventId }) => !stays.has(`${tsMs} ${eventId}`)));
    changedViews.push(...after);
    for (const view of before) bins.add(view, -1);
    for (const view of after) bins.add(view, 1);
  }
  return { goneViews, changedViews, scrollBins: bins.scrollBins(), sectionBins: bins.sectionBins() };
}

/** Elements that were clicked or typed into, and sections that were seen. */
function elementsOf(events: readonly EventRow[]): number[] {
  const found = new Set<number>();
  for (const { element, fields } of events) {
    if (element !== null) found.add(element);
    if (!Array.isArray(fields.sections)) continue;
    for (const section of fields.sections)
      if (Array.isArray(section) && typeof section[0] === 'number') found.add(section[0]);
  }
  return [...found];
}
