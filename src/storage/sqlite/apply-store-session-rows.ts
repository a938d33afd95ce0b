// All rows of one client session, wherever they lie: read together and deleted together. Whoever stores events or what is
// derived from them in another form changes this file too.

import type { Database } from 'bun:sqlite';
import { EVENT_TYPE_CODES, EVENT_TYPES } from '../../contract/event-types.ts';
import { decodeVlq } from '../../contract/vlq.ts';
import type { ClickRow, EventRow, SessionKey } from '../port-apply.ts';
import type { SessionRows, TakenOut } from '../port-forgetting.ts';
import { type RestRow, type RestSpot, UNSEEN_VIEW, type ViewRow } from '../port-kinds.ts';
import type { PlacedClick, PlacedPart, preparePackedClicks } from './apply-store-clicks.ts';
import type { PackedEventsStore } from './apply-store-events.ts';
import type { SessionStore } from './apply-store-sessions.ts';
import { deviceOf } from './report-session-row.ts';

type StoredEvent = Omit<EventRow, 'type' | 'fields'> & { type: number; fields: string };
type StoredClick = Omit<ClickRow, 'device'> & { device: number };
type StoredView = Omit<ViewRow, 'device' | 'isBot' | 'sections'> & {
  device: number;
  isBot: number;
  sections: string;
};
type StoredRest = Omit<RestRow, 'device' | 'isBot' | 'spots'> & {
  device: number;
  isBot: number;
  spots: string;
};
type PlacedEvent = EventRow & { page: number };
type Place = [projectNo: number, page: number, tsMs: number, session: number, eventId: string];

export function prepareSessionRows(
  db: Database,
  deps: {
    sessions: Pick<SessionStore, 'find' | 'remove'>;
    packedClicks: Pick<ReturnType<typeof preparePackedClicks>, 'clicksOfParts' | 'dropParts'>;
    packedEvents: Pick<PackedEventsStore, 'ofSession'>;
  },
) {
  const { sessions, packedClicks: packed, packedEvents } = deps;
  const read = prepareReads(db);
  const remove = prepareDeletes(db);
  type Found = { rows: ClickRow[]; missing: (PlacedPart & { placed: PlacedEvent[] })[] };
  /** Rows of clicks, and the events of those that have none, by part. */
  const clicksOf = ({ projectNo, session }: SessionKey, events: readonly EventRow[]): Found => {
    const rows: ClickRow[] = [];
    const missing: PlacedEvent[] = [];
    for (const event of events) {
      const { page, type } = event;
      if (type !== 'click' || page === null) continue;
      const row = read.click.get(projectNo, page, event.tsMs, session, event.eventId);
      if (row) rows.push(toClick(row));
      else missing.push({ ...event, page });
    }
    const byPart = Map.groupBy(missing, ({ part }) => part);
    return { rows, missing: [...byPart].map(([part, placed]) => ({ session, part, placed })) };
  };
  /** What is packed has no event ids, so each takes the place of a click of its page and time. */
  const addPacked = (projectNo: number, found: readonly Found[]): void => {
    const parts = found.flatMap(({ rows, missing }) => missing.map((part) => ({ ...part, rows })));
    if (parts.length === 0) return;
    for (const [index, clicks] of packed.clicksOfParts(projectNo, parts).entries()) {
      const { placed, rows } = parts[index]!;
      // Some sessions have many thousands.
      const nameless = Map.groupBy(placed, placeOf);
      for (const click of clicks) {
        const event = nameless.get(placeOf(click))?.shift();
        if (event) rows.push(toClick({ ...click, projectNo, eventId: event.eventId }));
      }
    }
  };
  const readOne = (key: SessionKey): SessionRows & { found: Found } => {
    const { projectNo, session } = key;
    const stored = packedEvents.ofSession(key).map((event) => ({ ...event, projectNo }));
    const events = [...read.events.all(projectNo, session), ...stored].map(toEvent);
    const places = (type: EventRow['type']) =>
      events.flatMap((event): Place[] =>
        event.type === type && event.page !== null
          ? [[projectNo, event.page, event.tsMs, session, event.eventId]]
          : [],
      );
    const found = clicksOf(key, events);
    return {
      ...{ parts: sessions.find(key), events, clicks: found.rows, found },
      views: read.views.all(projectNo, session).map(toView),
      rests: places('move').flatMap((place) => read.rest.all(...place).map(toRest)),
    };
  };
  /** Of one project, in the order of the keys. */
  const readAll = (keys: readonly SessionKey[]): SessionRows[] => {
    const all = keys.map(readOne);
    addPacked(
      keys[0]?.projectNo ?? 0,
      all.map(({ found }) => found),
    );
    return all.map(({ found: _, ...rows }) => rows);
  };
  /** Answers the clicks that have no row. */
  const removeOne = ({
    key: { projectNo, session },
    events,
    goneParts,
    goneViews,
  }: TakenOut): PlacedPart[] => {
    const elsewhere: (PlacedClick & { part: number })[] = [];
    for (const { eventId, tsMs, page, type, part } of events) {
      remove.event.run(projectNo, session, eventId);
      if (type === 'custom') remove.custom.run(projectNo, tsMs, session, eventId);
      if (page === null) continue;
      if (type === 'click' && remove.click.run(projectNo, page, tsMs, session, eventId).changes === 0)
        elsewhere.push({ part, page, tsMs });
      if (type === 'move') remove.rest.run(projectNo, page, tsMs, session, eventId);
    }
    for (const { page, tsMs, eventId } of goneViews) remove.view.run(projectNo, session, page, tsMs, eventId);
    sessions.remove([...goneParts].map((part) => ({ projectNo, session, part })));
    const byPart = Map.groupBy(elsewhere, ({ part }) => part);
    return [...byPart].map(([part, placed]) => ({ session, part, placed }));
  };

  return {
    read: (key: SessionKey): SessionRows => readAll([key])[0]!,
    readAll,
    /** To be called in a transaction. All of one project. */
    remove(outs: readonly TakenOut[]): void {
      const elsewhere = outs.flatMap(removeOne);
      if (outs[0] && elsewhere.length > 0) packed.dropParts(outs[0].key.projectNo, elsewhere);
    },
  };
}

function placeOf({ page, tsMs }: PlacedClick): string {
  return `${page} ${tsMs}`;
}

function prepareReads(db: Database) {
  return {
    events: db.query<StoredEvent, number[]>(
      `select project_no as projectNo, session, event_id as eventId, part, type, ts_ms as tsMs,
         received_at_ms as receivedAtMs, skew_ms as skewMs, flags, page, view_w as viewW, view_h as viewH, dpr, element,
         key_id as keyId, fields
       from events where project_no = ? and session = ?`,
    ),
    click: db.query<StoredClick, Place>(
      `select project_no as projectNo, page, ts_ms as tsMs, session, event_id as eventId, part, device, element, bin,
         cell, view_w as viewW, view_h as viewH, doc_w as docW, doc_h as docH, kinds
       from clicks where project_no = ? and page = ? and ts_ms = ? and session = ? and event_id = ?`,
    ),
    rest: db.query<StoredRest, Place>(
      `select project_no as projectNo, page, ts_ms as tsMs, session, event_id as eventId, part, device,
         is_bot as isBot, view_w as viewW, view_h as viewH, spots
       from rests where project_no = ? and page = ? and ts_ms = ? and session = ? and event_id = ?`,
    ),
    views: db.query<StoredView, number[]>(
      `select project_no as projectNo, session, page, ts_ms as tsMs, event_id as eventId, part, device,
         is_bot as isBot, view_h as viewH, doc_h as docH, depth_px as depthPx, until_ms as untilMs, sections
       from views where project_no = ? and session = ?`,
    ),
  };
}

function prepareDeletes(db: Database) {
  const OF_PLACE = 'where project_no = ? and page = ? and ts_ms = ? and session = ? and event_id = ?';
  return {
    event: db.query('delete from events where project_no = ? and session = ? and event_id = ?'),
    custom: db.query(
      'delete from customs where project_no = ? and ts_ms = ? and session = ? and event_id = ?',
    ),
    click: db.query(`delete from clicks ${OF_PLACE}`),
    rest: db.query(`delete from rests ${OF_PLACE}`),
    view: db.query(
      'delete from views where project_no = ? and session = ? and page = ? and ts_ms = ? and event_id = ?',
    ),
  };
}

function toEvent({ type, fields, ...row }: StoredEvent): EventRow {
  return {
    ...row,
    type: EVENT_TYPES.find((name) => EVENT_TYPE_CODES[name] === type)!,
    fields: JSON.parse(fields),
  };
}

function toClick({ device, ...row }: StoredClick): ClickRow {
  return { ...row, device: deviceOf(device) };
}

function toView({ device, isBot, sections, ...row }: StoredView): ViewRow {
  const isUnseen = row.eventId === UNSEEN_VIEW.eventId;
  return {
    ...row,
    device: isUnseen ? null : deviceOf(device),
    isBot: isBot === 1,
    sections: JSON.parse(sections) as ViewRow['sections'],
  };
}

function toRest({ device, isBot, spots, ...row }: StoredRest): RestRow {
  const numbers = decodeVlq(spots, spots.length) ?? [];
  const pairs: RestSpot[] = [];
  for (let at = 0; at + 1 < numbers.length; at += 2) pairs.push([numbers[at]!, numbers[at + 1]!]);
  return { ...row, device: deviceOf(device), isBot: isBot === 1, spots: pairs };
}
