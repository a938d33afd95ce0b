// How deep each pageview got and how long it had which sections in view. A view changes as its scroll events arrive, in
// whatever order; each time it is taken out of the bins it stood in and put into those where it stands now.

import { compareEvents } from '../contract/event-order.ts';
import { LIMITS } from '../contract/limits.ts';
import type { ApplyStore, EventRow } from '../storage/port-apply.ts';
import {
  type KindRows,
  type ScrollFact,
  UNSEEN_VIEW,
  type ViewGroup,
  type ViewRow,
} from '../storage/port-kinds.ts';
import { numberField, numbersField } from './fields.ts';
import type { SessionizedEvent } from './sessionize.ts';
import { createViewBins } from './view-bins.ts';

export type ViewLookups = Pick<ApplyStore, 'views' | 'scrolls'>;
type Work = { group: ViewGroup; views: ViewRow[]; scrolls: ScrollFact[]; fromMs: number };

/** From the new events of a slice and what is stored, the views that change and what that changes in the bins. */
export async function deriveViews(
  events: readonly SessionizedEvent[],
  lookups: ViewLookups,
): Promise<Pick<KindRows, 'views' | 'scrollBins' | 'sectionBins'>> {
  const work = [...gather(events).values()];
  const stored =
    work.length === 0 ? [] : await lookups.views(work.map(({ group, fromMs }) => ({ ...group, fromMs })));
  const bins = createViewBins();
  const views: ViewRow[] = [];
  for (const [index, one] of work.entries()) {
    const before = stored[index] ?? [];
    const isReordered = one.views.some((view) => cutsInto(before, view));
    const facts = isReordered ? await lookups.scrolls(one.group) : [];
    const after = before.map(isReordered ? untouched : copy);
    for (const view of changeViews(after, one, { isReordered, facts })) {
      views.push(view);
      const was = after.indexOf(view);
      if (was >= 0) bins.add(before[was]!, -1);
      bins.add(view, 1);
    }
  }
  return { views, scrollBins: bins.scrollBins(), sectionBins: bins.sectionBins() };
}

/** Counts a group's new events in; answers the views that changed. Earlier views than the given ones keep their part of `facts`. */
function changeViews(
  stored: readonly ViewRow[],
  { group, views: fresh, scrolls }: Work,
  { isReordered, facts }: { isReordered: boolean; facts: readonly ScrollFact[] },
): Set<ViewRow> {
  const views = [...stored, ...fresh].sort(compareEvents);
  const changed = new Set(isReordered ? views : fresh);
  const firstMs = stored[0]?.tsMs ?? -1;
  const known = facts.filter(({ tsMs }) => tsMs >= firstMs);
  for (const scroll of [...known, ...scrolls]) changed.add(countScroll(views, group, scroll));
  return changed;
}

/** The views of a group as they are with these scroll events and no others. */
export function recountViews(
  group: ViewGroup,
  views: readonly ViewRow[],
  scrolls: readonly ScrollFact[],
): ViewRow[] {
  const counted = views.map(untouched).sort(compareEvents);
  for (const scroll of scrolls) countScroll(counted, group, scroll);
  return counted;
}

/** New pageviews and scroll events by session and page. */
function gather(events: readonly SessionizedEvent[]): Map<string, Work> {
  const work = new Map<string, Work>();
  let last: Work | null = null;
  for (const event of events) {
    const { type } = event.row;
    if (event.row.page === null || (type !== 'pageview' && type !== 'scroll')) continue;
    // Events come session by session: most are of the same page as the one before, and need no key written for them.
    if (last === null || !isOfGroup(event.row, last.group)) last = workOf(work, event.row, event.row.page);
    last.fromMs = Math.min(last.fromMs, event.row.tsMs);
    if (type === 'scroll') last.scrolls.push(event.row);
    else last.views.push(newView(event, last.group));
  }
  return work;
}

function isOfGroup(row: EventRow, group: ViewGroup): boolean {
  return row.page === group.page && row.session === group.session && row.projectNo === group.projectNo;
}

function workOf(work: Map<string, Work>, { projectNo, session, tsMs }: EventRow, page: number): Work {
  const key = `${projectNo}/${session}/${page}`;
  const known = work.get(key);
  if (known !== undefined) return known;
  const made = { group: { projectNo, session, page }, views: [], scrolls: [], fromMs: tsMs };
  work.set(key, made);
  return made;
}

/** Whether scroll events counted for an earlier view (or for none) belong to this new one. */
function cutsInto(stored: readonly ViewRow[], view: ViewRow): boolean {
  const before = stored.findLast((other) => compareEvents(other, view) < 0);
  return before !== undefined && before.untilMs >= view.tsMs;
}

function newView({ row, session }: SessionizedEvent, { projectNo, page }: ViewGroup): ViewRow {
  return {
    projectNo,
    session: row.session,
    page,
    eventId: row.eventId,
    tsMs: row.tsMs,
    part: row.part,
    viewH: row.viewH,
    device: session.device,
    isBot: session.isBot,
    ...unscrolled(row.viewH),
  };
}

/** A view that was never scrolled: it reached its first screen. */
function untouched(view: ViewRow): ViewRow {
  return { ...view, ...unscrolled(view.viewH) };
}

function unscrolled(viewH: number | null): Pick<ViewRow, 'docH' | 'depthPx' | 'untilMs' | 'sections'> {
  return { docH: null, depthPx: viewH ?? 0, untilMs: -1, sections: [] };
}

function copy(view: ViewRow): ViewRow {
  return { ...view };
}

/** Counts a scroll event into the last view that is not later; before the first one it only leaves its time. */
function countScroll(views: ViewRow[], group: ViewGroup, scroll: ScrollFact): ViewRow {
  let at = views.length - 1;
  while (at >= 0 && views[at]!.tsMs > scroll.tsMs) at -= 1;
  let view = views[at];
  if (view === undefined) {
    const nobody = { part: 0, viewH: null, device: null, isBot: false, docH: null };
    view = { ...group, ...UNSEEN_VIEW, ...nobody, depthPx: 0, untilMs: -1, sections: [] };
    views.unshift(view);
  }
  view.untilMs = Math.max(view.untilMs, scroll.tsMs);
  if (view.eventId === UNSEEN_VIEW.eventId) return view;
  const docH = numberField(scroll.fields, 'docHeight');
  if (docH !== null && docH >= 1) view.docH = Math.max(view.docH ?? 0, Math.round(docH));
  view.depthPx = Math.max(view.depthPx, deepestPx(scroll));
  view.sections = addSections(view.sections, scroll);
  return view;
}

/** Deepest px of the page that a scroll event tells to have been in view, 0 when it tells none. */
function deepestPx({ viewH, fields }: ScrollFact): number {
  const top = numberField(fields, 'scrollY');
  const now = top === null || viewH === null ? 0 : top + viewH;
  const told = numberField(fields, 'deepest');
  const docH = numberField(fields, 'docHeight') ?? 0;
  const before = told ?? ((numberField(fields, 'maxDepthPct') ?? 0) / 100) * docH;
  return Math.min(LIMITS.coordinatePx, Math.round(Math.max(now, before)));
}

// Of too many sections those with the smallest ids stay: whichever order they come in, the same ones with all their time.
function addSections(known: ViewRow['sections'], { fields }: ScrollFact): ViewRow['sections'] {
  const { sections } = fields;
  if (!Array.isArray(sections)) return known;
  const sums = new Map(known);
  for (const section of sections) {
    const [element, ms] = numbersField({ section }, 'section', 2) ?? [0, 0];
    if (ms! > 0) sums.set(element!, (sums.get(element!) ?? 0) + Math.round(ms!));
  }
  return [...sums].sort(([a], [b]) => a - b).slice(0, LIMITS.viewSections);
}
