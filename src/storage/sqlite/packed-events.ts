// Some thousand events of session parts that are over as two blobs: heads, which tell what happened when and where, and
// bodies, which tell all the rest. Gives back every row to the letter.

import { compareEvents } from '../../contract/event-order.ts';
import { EVENT_TYPE_CODES } from '../../contract/event-types.ts';
import {
  type ColumnReader,
  columnReader,
  columnWriter,
  dictionaryOf,
  listOf,
  unzigzag,
  zigzag,
} from './packed-columns.ts';
import { packFields, unpackFields } from './packed-fields.ts';

/** The columns of `events` as a StoredEvent names them. */
export const EVENT_COLUMNS = `session, event_id as eventId, part, type, ts_ms as tsMs, received_at_ms as receivedAtMs,
  skew_ms as skewMs, flags, page, view_w as viewW, view_h as viewH, dpr, element, key_id as keyId, fields`;

/** A row of `events` without its project; codes and JSON as they are stored. */
export type StoredEvent = {
  session: number;
  eventId: string;
  part: number;
  type: number;
  tsMs: number;
  receivedAtMs: number;
  skewMs: number;
  flags: number;
  page: number | null;
  viewW: number | null;
  viewH: number | null;
  dpr: number | null;
  element: number | null;
  keyId: string;
  fields: string;
};
export type PackedEvents = { heads: Uint8Array; bodies: Uint8Array };
export type Part = { session: number; part: number };
/** Tells the parts of one project apart. */
export const partName = ({ session, part }: Part): string => `${session} ${part}`;
/** What a head tells; `marks` holds RAGE and DEAD for clicks. */
export type EventHead = Pick<StoredEvent, 'session' | 'part' | 'type' | 'tsMs' | 'page' | 'element'> & {
  marks: number;
};
const STEPPED_SINCE = 3;
export const RAGE = 1;
export const DEAD = 2;

const FRAME = ['skewMs', 'flags', 'viewW', 'viewH', 'dpr', 'keyId'] as const;
type Frame = Pick<StoredEvent, (typeof FRAME)[number]>;

/**
 * The events of whole parts, none of them empty. Parts that stand beside each other should be alike, such as those that
 * entered on one page: the more often an element comes, the less its clicks take.
 */
export function packEvents(given: readonly (readonly StoredEvent[])[]): PackedEvents {
  const parts = given.map((own) => own.toSorted(compareEvents));
  const events = parts.flat();
  const pages = dictionaryOf(events.flatMap(({ page }) => (page === null ? [] : [page])));
  const elements = dictionaryOf(events.flatMap(({ element }) => (element === null ? [] : [element])));
  const ids = events.map(({ eventId }) => splitId(eventId));
  const stems = listOf(ids.map(({ stem }) => stem));
  const stepsOf = <T>(
    first: (event: StoredEvent) => number,
    step: (event: StoredEvent, last: StoredEvent) => T,
  ) => parts.flatMap((own) => own.map((event, at) => (at === 0 ? first(event) : step(event, own[at - 1]!))));

  const heads = columnWriter();
  heads.numbers([events.length, pages.entries.length, elements.entries.length, parts.length]);
  heads.numbers(pages.entries);
  heads.numbers(elements.entries);
  heads.numbers(parts.map((own, at) => zigzag(own[0]!.session - (parts[at - 1]?.[0]?.session ?? 0))));
  heads.numbers(parts.map((own) => own[0]!.part));
  heads.numbers(parts.map((own) => own.length));
  heads.numbers(parts.map((own) => zigzag(own[0]!.tsMs)));
  heads.numbers(
    stepsOf(
      () => 0,
      ({ tsMs }, last) => tsMs - last.tsMs,
    ) as number[],
  );
  heads.numbers(events.map(({ type }) => type));
  heads.numbers(events.map(({ page }) => (page === null ? 0 : pages.indexOf(page) + 1)));
  heads.numbers(events.map(({ element }) => (element === null ? 0 : elements.indexOf(element) + 1)));
  heads.numbers(events.map(marksOf));
  heads.texts(stems.entries);
  heads.numbers(stepsTo(ids.map(({ stem }) => stems.indexOf(stem))));
  heads.numbers(
    ids.map(({ number }, at) => (number === null ? 0 : zigzag(number - (ids[at - 1]?.number ?? 0)) + 1)),
  );

  const frames = dictionaryOf(events.map(frameText));
  const bodies = columnWriter();
  bodies.texts(frames.entries);
  const frameOf = events.map((event) => frames.indexOf(frameText(event)));
  bodies.numbers(stepsTo(frameOf));
  const lags = events.map(({ receivedAtMs, tsMs }) => receivedAtMs - tsMs);
  bodies.numbers(lags.map((lag, at) => zigzag(lag - (lags[at - 1] ?? 0))));
  const elementOf = events.map(({ element }) => (element === null ? 0 : elements.indexOf(element) + 1));
  packFields(
    bodies,
    events.map(({ fields }) => fields),
    elementOf.map((element, at) => element * frames.entries.length + (frameOf[at] as number)),
  );
  return { heads: heads.bytes(), bodies: bodies.bytes() };
}

/** Calls `visit` for each event's head, part by part in order of time, always with the same object. */
export function visitHeads(bytes: Uint8Array, visit: (head: Readonly<EventHead>, at: number) => void): void {
  const { pages, elements, parts, ...columns } = readHeads(bytes);
  const head: EventHead = { session: 0, part: 0, type: 0, tsMs: 0, page: null, element: null, marks: 0 };
  let at = 0;
  for (const { session, part, count, tsMs } of parts) {
    Object.assign(head, { session, part, tsMs });
    for (const end = at + count; at < end; at += 1) {
      head.tsMs += columns.steps[at] as number;
      head.type = columns.types[at] as number;
      head.page = fromDictionary(pages, columns.pageOf[at] as number);
      head.element = fromDictionary(elements, columns.elementOf[at] as number);
      head.marks = columns.marks[at] as number;
      visit(head, at);
    }
  }
}

/** The rows of one part, of those events that are wanted by their heads, or of all; as they were packed. */
export function unpackEvents(
  { heads, bodies }: PackedEvents,
  only: Part | ((head: Readonly<EventHead>) => boolean) | null = null,
): StoredEvent[] {
  const isWanted = only === null || typeof only === 'function' ? only : isPart(only);
  const found: { at: number; head: EventHead }[] = [];
  const columns = readHeads(heads);
  visitHeads(heads, (head, at) => {
    if (isWanted === null || isWanted(head)) found.push({ at, head: { ...head } });
  });
  if (found.length === 0) return [];
  const ids = columns.ids();
  const wanted = new Set(found.map(({ at }) => at));
  const { frames, frameOf, lags, fields } = readBodies(bodies, columns.elementOf, (at) => wanted.has(at));
  return found.map(({ at, head: { session, part, type, tsMs, page, element } }) => ({
    ...{ session, eventId: ids[at] as string, part, type, tsMs, receivedAtMs: tsMs + (lags[at] as number) },
    ...{ page, element, ...(frames[frameOf[at] as number] as Frame), fields: fields[at] as string },
  }));
}

/** `fields` of those that are wanted; '' for others. */
function readBodies(bodies: Uint8Array, elementOf: Float64Array, isWanted: (at: number) => boolean) {
  const read = columnReader(bodies);
  const frames = read.texts().map((text) => readFrame(text));
  const count = elementOf.length;
  const frameOf = stepped(read, count);
  const lags = read.numbers(count);
  for (let at = 0; at < count; at += 1) lags[at] = unzigzag(lags[at] as number) + (lags[at - 1] ?? 0);
  const groups = elementOf.map((element, at) => element * frames.length + (frameOf[at] as number));
  return { frames, frameOf, lags, fields: unpackFields(read, groups, isWanted) };
}

/** Events of each part, by its partName(), in their order. */
export function rowsByPart(events: readonly StoredEvent[]): Map<string, StoredEvent[]> {
  const parts = new Map<string, StoredEvent[]>();
  for (const event of events) {
    const own = parts.get(partName(event));
    if (own) own.push(event);
    else parts.set(partName(event), [event]);
  }
  return parts;
}

const isPart =
  ({ session, part }: Part) =>
  (one: Part): boolean =>
    one.session === session && one.part === part;

/** Calls `visit` with the ids of the events of each part. */
export function visitIds(heads: Uint8Array, visit: (part: Part, eventIds: readonly string[]) => void): void {
  const columns = readHeads(heads);
  const ids = columns.ids();
  let at = 0;
  for (const own of columns.parts) {
    visit(own, ids.slice(at, at + own.count));
    at += own.count;
  }
}

export function packedCount(heads: Uint8Array): number {
  return columnReader(heads).numbers(4)[0] as number;
}

/** Pages and elements of all its events; sections, which scroll events tell of, are not among them. */
export function packedPlaces(heads: Uint8Array): { pages: number[]; elements: number[] } {
  const { pages, elements } = readHeads(heads);
  return { pages: [...pages], elements: [...elements] };
}

/** Sections that its scroll events tell of. */
export function packedSections({ heads, bodies }: PackedEvents): Set<number> {
  const found = new Set<number>();
  const { types, elementOf } = readHeads(heads);
  for (const text of readBodies(bodies, elementOf, (at) => types[at] === EVENT_TYPE_CODES.scroll).fields) {
    const { sections } = (text === '' ? {} : JSON.parse(text)) as { sections?: unknown };
    if (Array.isArray(sections)) for (const [section] of sections as [number][]) found.add(section);
  }
  return found;
}

export function packedParts(heads: Uint8Array): Part[] {
  return readHeads(heads).parts.map(({ session, part }) => ({ session, part }));
}

function readHeads(bytes: Uint8Array) {
  const read = columnReader(bytes);
  const [count = 0, pageCount = 0, elementCount = 0, partCount = 0] = read.numbers(4);
  const pages = read.numbers(pageCount);
  const elements = read.numbers(elementCount);
  const [sessions, numbers, counts, starts] = [0, 1, 2, 3].map(() => read.numbers(partCount)) as Four;
  let session = 0;
  const parts = [...sessions].map((step, at) => {
    session += unzigzag(step);
    return {
      ...{ session, part: numbers[at] as number, count: counts[at] as number },
      tsMs: unzigzag(starts[at] as number),
    };
  });
  const steps = read.numbers(count);
  const [types, pageOf, elementOf, marks] = [0, 1, 2, 3].map(() => read.numbers(count)) as Four;
  const ids = (): string[] => {
    const stems = read.texts();
    const stemOf = stepped(read, count);
    const suffixes = read.numbers(count);
    let number = 0;
    let hasNumber = false;
    return [...stemOf].map((stem, at) => {
      const suffix = suffixes[at] as number;
      if (suffix === 0) {
        hasNumber = false;
        return stems[stem] as string;
      }
      number = unzigzag(suffix - 1) + (hasNumber ? number : 0);
      hasNumber = true;
      return `${stems[stem]}${number.toString(36)}`;
    });
  };
  return { pages, elements, parts, steps, types, pageOf, elementOf, marks, ids };
}

type Four = [Float64Array, Float64Array, Float64Array, Float64Array];

/** Places in a list, of which neighbours mostly have the same: as steps from one to the next. */
function stepsTo(places: readonly number[]): number[] {
  return places.map((place, at) => zigzag(place - (places[at - 1] ?? 0)));
}

/** What stepsTo() made; before version 3 they were told as they are. */
function stepped(read: ColumnReader, count: number): Float64Array {
  const places = read.numbers(count);
  if (read.version < STEPPED_SINCE) return places;
  let last = 0;
  for (let at = 0; at < count; at += 1) {
    last += unzigzag(places[at] as number);
    places[at] = last;
  }
  return places;
}

function fromDictionary(entries: Float64Array, index: number): number | null {
  return index === 0 ? null : (entries[index - 1] as number);
}

/** The tracker's ids end with a number in base 36, which counts up. */
function splitId(id: string): { stem: string; number: number | null } {
  const [, stem, digits] = /^(.*[^0-9a-z])(0|[1-9a-z][0-9a-z]{0,7})$/s.exec(id) ?? [];
  if (stem === undefined || digits === undefined) return { stem: id, number: null };
  return { stem, number: Number.parseInt(digits, 36) };
}

function marksOf({ fields }: StoredEvent): number {
  if (!fields.includes('"rage"') && !fields.includes('"dead"')) return 0;
  const { rage, dead } = JSON.parse(fields) as { rage?: unknown; dead?: unknown };
  return (isSet(rage) ? RAGE : 0) | (isSet(dead) ? DEAD : 0);
}

/** As `fields ->> '$.rage' = 1` judges it. */
function isSet(value: unknown): boolean {
  return value === true || value === 1;
}

function frameText(event: StoredEvent): string {
  return JSON.stringify(FRAME.map((name) => event[name]));
}

function readFrame(text: string): Frame {
  const values = JSON.parse(text) as unknown[];
  return Object.fromEntries(FRAME.map((name, at) => [name, values[at]])) as Frame;
}
