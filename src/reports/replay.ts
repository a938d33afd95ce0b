// What a session is played back from: the events of its journey that move something on the screen, in pieces.

import type { PageBox } from '../contract/element.ts';
import { LIMITS } from '../contract/limits.ts';
import type {
  ReplayAnswer,
  ReplayClick,
  ReplayElement,
  ReplayEvent,
  ReplayPage,
  ReplayScroll,
} from '../contract/replay.ts';
import { readSessionId } from '../contract/session-id.ts';
import type { EventDetail, QueryOptions, ReportStore } from '../storage/port.ts';
import { elementLabel } from './element-label.ts';
import { type JourneyArgs, unknownSession } from './journey.ts';
import { opaqueId } from './parameters.ts';
import { replayMark } from './replay-mark.ts';
import { sessionView } from './session-view.ts';

/**
 * The next piece: about LIMITS.replayEvents events or LIMITS.replayChars of paths. Throws `not_found` for a session that
 * the project does not have.
 */
export async function replay(
  store: ReportStore,
  { projectNo, sessionId, nowMs, cursor }: JourneyArgs,
  options: QueryOptions = {},
): Promise<ReplayAnswer> {
  const id = readSessionId(sessionId);
  if (!id) throw unknownSession();
  const key = { projectNo, ...id };
  const detail = await store.session(key, options);
  const events: EventDetail[] = [];
  let chars = 0;
  let next = cursor ?? null;
  do {
    const turn = await store.journey({ ...key, limit: LIMITS.replayTurnEvents, cursor: next }, options);
    events.push(...turn.events);
    for (const { fields } of turn.events) chars += String(fields.path ?? '').length;
    next = turn.nextCursor;
  } while (next !== null && events.length < LIMITS.replayEvents && chars < LIMITS.replayChars);
  const lists = new Lists(detail.row.startedAtMs);
  const named = events.flatMap(sectionsOf).map(([element]) => element);
  if (named.length > 0)
    for (const info of await store.elements({ projectNo, elements: [...new Set(named)] }, options))
      lists.elementAt(info.element, info.descriptor);
  return {
    session: sessionView(detail, nowMs),
    events: events.flatMap((event) => lists.read(event) ?? []),
    pages: lists.pages,
    elements: lists.elements,
    nextCursor: next,
  };
}

/** Reads events and keeps the pages and elements that they refer to, each once. */
class Lists {
  readonly pages: ReplayPage[] = [];
  readonly elements: ReplayElement[] = [];
  private readonly pagePlaces = new Map<number, number>();
  private readonly elementPlaces = new Map<number, number>();
  private readonly startedAtMs: number;

  constructor(startedAtMs: number) {
    this.startedAtMs = startedAtMs;
  }

  elementAt(element: number | null, descriptor: EventDetail['descriptor']): number {
    if (element === null) return -1;
    const known = this.elementPlaces.get(element);
    if (known !== undefined) return known;
    if (descriptor === null) return -1;
    this.elementPlaces.set(element, this.elements.length);
    return (
      this.elements.push({ element: opaqueId(element), label: elementLabel(descriptor), descriptor }) - 1
    );
  }

  /** Null for what moves nothing on the screen. */
  read(event: EventDetail): ReplayEvent | null {
    const { type, fields, viewW, viewH } = event;
    const base = {
      atMs: event.tsMs - this.startedAtMs,
      page: this.pageAt(event),
      view: viewW !== null && viewH !== null ? ([viewW, viewH] satisfies [number, number]) : null,
    };
    if (type === 'pageview') return { ...base, type: 'page' };
    if (type === 'move')
      return typeof fields.path === 'string' ? { ...base, type: 'move', path: fields.path } : null;
    if (type === 'scroll') return this.scroll(event, base);
    if (type === 'click') return this.click(event, base);
    const mark = replayMark(event);
    return mark && { ...base, type: 'mark', eventId: event.eventId, ...mark };
  }

  private pageAt({ page, host, path, title }: EventDetail): number {
    if (page === null) return -1;
    const known = this.pagePlaces.get(page);
    if (known !== undefined) return known;
    this.pagePlaces.set(page, this.pages.length);
    const row = { page: opaqueId(page), host: host ?? '', path: path ?? '', title: title ?? '' };
    return this.pages.push(row) - 1;
  }

  private scroll(event: EventDetail, base: Base): ReplayScroll {
    const { scrollY, docHeight, path } = event.fields;
    return {
      ...base,
      type: 'scroll',
      y: typeof scrollY === 'number' ? scrollY : 0,
      docH: typeof docHeight === 'number' ? docHeight : null,
      path: typeof path === 'string' ? path : null,
      sections: sectionsOf(event).flatMap(([element, , top, height]): ReplayScroll['sections'] => {
        const at = this.elementAt(element, null);
        return at < 0 ? [] : [[at, top, height]];
      }),
    };
  }

  private click(event: EventDetail, base: Base): ReplayClick | null {
    const { x, y, r, box, doc, rage, dead, error } = event.fields;
    if (typeof x !== 'number' || typeof y !== 'number') return null;
    return {
      ...base,
      type: 'click',
      eventId: event.eventId,
      x,
      y,
      element: this.elementAt(event.element, event.descriptor),
      offset: numbers<[number, number]>(r, 2),
      box: numbers<PageBox>(box, 4),
      doc: numbers<[number, number]>(doc, 2),
      kinds: [
        'click',
        ...(rage === true ? ['rage' as const] : []),
        ...(dead === true ? ['dead' as const] : []),
        ...(error === true ? ['error' as const] : []),
      ],
    };
  }
}

type Base = Pick<ReplayScroll, 'atMs' | 'page' | 'view'>;
type StoredSection = [element: number, visibleMs: number, top: number, height: number];

function sectionsOf({ type, fields }: EventDetail): StoredSection[] {
  if (type !== 'scroll' || !Array.isArray(fields.sections)) return [];
  return fields.sections.flatMap((section) => {
    const read = numbers<StoredSection>(section, 4);
    return read ? [read] : [];
  });
}

function numbers<T extends number[]>(value: unknown, length: number): T | null {
  const isList = Array.isArray(value) && value.length === length;
  return isList && value.every((one) => typeof one === 'number') ? (value as T) : null;
}
