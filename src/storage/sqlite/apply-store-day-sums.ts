// Makes UTC days of which sessions went what they are without them: rows that were derived from events that are gone go, and
// every sum of a page and day, or of a quarter-hour, is written anew as those that stay add up to. Which is right however
// far it came before, so a walk that was cut short begins at the first page again.

import type { Database } from 'bun:sqlite';
import { CLICK_KIND_CODES, DEVICE_CODES } from '../../contract/event-types.ts';
import { SCROLL_MEASURES } from '../../contract/kinds.ts';
import { LIMITS } from '../../contract/limits.ts';
import { DAY_MS, SLOT_MS } from '../../contract/slots.ts';
import type { AppliedSlice, EventRow } from '../port-apply.ts';
import type { PageSlotIncrement } from '../port-counts.ts';
import type { DaySums, SessionRows } from '../port-forgetting.ts';
import type { preparePackedClicks } from './apply-store-clicks.ts';
import type { prepareCounts } from './apply-store-counts.ts';
import type { prepareKinds } from './apply-store-kinds.ts';
import type { StoredClick } from './packed-clicks.ts';

export type DaySumsDeps = {
  counts: ReturnType<typeof prepareCounts>;
  kinds: Pick<ReturnType<typeof prepareKinds>, 'write'>;
  packedClicks: Pick<ReturnType<typeof preparePackedClicks>, 'blocksBefore' | 'keep'>;
};
type Facts = { staying: Staying; index: SumIndex };

/** What stays of rows, by what names each of them. */
type Staying = {
  projectNo: number;
  beforeMs: number;
  sessions: Set<number>;
  events: Set<string>;
  /** How many of each name: packed ones cannot be told from each other. */
  clicks: Map<string, number>;
  /** Pages and days that clicks stay on. */
  places: Set<string>;
  /** Something came late since it was asked. */
  isStale: boolean;
};

export function prepareDaySums(db: Database, deps: DaySumsDeps) {
  const units = prepareUnits(db, deps);
  let staying: Staying | null = null;
  let walk: Generator<number, void> | null = null;
  let told: { sums: DaySums; index: SumIndex } | null = null;

  return {
    /** What stays is told from now on, and is as it is now. */
    begin(projectNo: number, beforeMs: number): void {
      const isOther = staying?.projectNo !== projectNo || staying.beforeMs !== beforeMs;
      if (isOther) walk = null;
      const named = { events: new Set<string>(), clicks: new Map(), places: new Set<string>() };
      staying = { projectNo, beforeMs, isStale: false, sessions: new Set(), ...named };
    },
    /** A session that stays. */
    keep(rows: SessionRows): SessionRows {
      const isOld = ({ tsMs }: { tsMs: number }) => tsMs < (staying?.beforeMs ?? 0);
      for (const { session } of rows.parts) staying?.sessions.add(session);
      for (const event of rows.events.filter(isOld)) staying?.events.add(eventName(event));
      for (const click of rows.clicks.filter(isOld)) {
        const name = clickName(click);
        staying?.clicks.set(name, (staying.clicks.get(name) ?? 0) + 1);
        staying?.places.add(placeName(click.page, Math.floor(click.tsMs / DAY_MS)));
      }
      return rows;
    },
    /**
     * To be told of every slice: what it changes of these days must be asked for again. Not what comes of the same session
     * later: a server's are a month long, and there is always something of one of them.
     */
    see({ events, sessions: parts, merged = [], moved = [], gone = [] }: AppliedSlice): void {
      if (staying === null || staying.isStale) return;
      const { projectNo, beforeMs, sessions } = staying;
      const isOwn = (row: { projectNo: number }) => row.projectNo === projectNo;
      staying.isStale =
        events.some((event) => isOwn(event) && event.tsMs < beforeMs) ||
        parts.some((part) => isOwn(part) && part.startedAtMs < beforeMs) ||
        [...merged, ...moved, ...gone].some((row) => isOwn(row) && sessions.has(row.session));
    },
    /** Some LIMITS.oldRows rows; to be called in a transaction. */
    step(projectNo: number, sums: DaySums): 'more' | 'stale' | 'done' {
      if (staying === null || staying.projectNo !== projectNo || staying.isStale) return 'stale';
      if (told?.sums !== sums) told = { sums, index: indexSums(sums) };
      const facts = () => ({ staying: staying as Staying, index: told?.index as SumIndex });
      walk ??= units(projectNo, staying.beforeMs, facts);
      let rows = 0;
      while (rows < LIMITS.oldRows) {
        const unit = walk.next();
        if (unit.done) return 'done';
        rows += unit.value;
      }
      return 'more';
    },
    /** The walk is at its end, or a transaction of it was undone, and a walk cannot be set back. */
    reset(): void {
      [staying, walk, told] = [null, null, null];
    },
  };
}

/** The pieces of the walk, each of which may stand alone; they tell how many rows it wrote, about. */
function prepareUnits(db: Database, { counts, kinds, packedClicks }: DaySumsDeps) {
  const nextPage = db.query<{ page: number }, [number, number]>(
    'select page from pages where project_no = +? and page > +? order by page limit 1',
  );
  const stayingClicks = prepareStayingClicks(db);
  const rows = [prepareRows(db, 'clicks', 'click'), prepareRows(db, 'rests', 'move')];
  const days = prepareDays(db);
  const slots = prepareSlots(db);

  return function* (projectNo: number, beforeMs: number, facts: () => Facts): Generator<number, void> {
    const beforeDay = beforeMs / DAY_MS;
    const isGone = (name: string) => !facts().staying.events.has(name);
    for (let page = nextPage.get(projectNo, -1)?.page; page !== undefined; ) {
      yield VISITED;
      for (const table of rows) yield* table(projectNo, page, { beforeMs, isGone });
      const stays = stayingClicks(projectNo, page, facts);
      for (const { day, block } of packedClicks.blocksBefore(projectNo, page, beforeDay)) {
        const isKept = facts().staying.places.has(placeName(page, day));
        packedClicks.keep({ projectNo, page, day, block }, isKept ? stays : null);
        yield BLOCK;
      }
      const told = [...days.of(projectNo, page, beforeDay), ...(facts().index.days.get(page) ?? [])];
      for (const day of new Set(told)) {
        const dropped = days.drop(projectNo, page, day);
        const { elementBins, gridBins, viewBins, ...rest } =
          facts().index.places.get(placeName(page, day)) ?? emptySums();
        counts.elementBins(elementBins);
        counts.gridBins(gridBins);
        counts.viewBins(viewBins);
        kinds.write({ views: [], rests: [], ...rest });
        yield dropped + elementBins.length + gridBins.length + rest.restBins.length;
      }
      page = nextPage.get(projectNo, page)?.page;
    }
    const told = new Set([...slots.of(projectNo, beforeMs / SLOT_MS), ...facts().index.slots.keys()]);
    for (const slot of told) {
      const dropped = slots.drop(projectNo, slot);
      const increments = facts().index.slots.get(slot) ?? [];
      counts.pageSlots(increments);
      yield dropped + increments.length;
    }
  };
}

/**
 * Tells of one packed click of a page after the other whether it stays. Who sends it again between the removal of its session
 * and now has it as a row as well, of the same name: no more stay than there are without rows.
 */
function prepareStayingClicks(db: Database) {
  const rowsOf = db.query<{ part: number }, [number, number, number, number]>(
    'select part from clicks where project_no = ? and page = ? and ts_ms = ? and session = ?',
  );
  return (projectNo: number, page: number, facts: () => Facts): ((click: StoredClick) => boolean) => {
    const kept = new Map<string, number>();
    return ({ tsMs, session, part }) => {
      const name = clickName({ page, tsMs, session, part });
      const staying = facts().staying.clicks.get(name);
      if (staying === undefined) return false;
      const rows = rowsOf.all(projectNo, page, tsMs, session).filter((row) => row.part === part).length;
      const packed = kept.get(name) ?? 0;
      if (packed + rows >= staying) return false;
      kept.set(name, packed + 1);
      return true;
    };
  };
}

/** What a look at a page and at a block counts as, in rows. */
const VISITED = 20;
const BLOCK = 100;

type OldRow = { tsMs: number; session: number; eventId: string };

/** Rows of a page that were made of an event that is gone. Those of custom events went with their session. */
function prepareRows(db: Database, table: 'clicks' | 'rests', type: 'click' | 'move') {
  const next = db.query<OldRow, [number, number, number, number, string, number]>(
    `select ts_ms as tsMs, session, event_id as eventId from ${table}
     where project_no = +? and page = ? and (ts_ms, session, event_id) > (?, ?, ?) and ts_ms < +?
     order by ts_ms, session, event_id limit ${LIMITS.oldRows / 4}`,
  );
  const drop = db.query<unknown, [number, number, number, number, string]>(
    `delete from ${table} where project_no = ? and page = ? and ts_ms = ? and session = ? and event_id = ?`,
  );
  return function* (
    projectNo: number,
    page: number,
    given: { beforeMs: number; isGone: (name: string) => boolean },
  ): Generator<number, void> {
    let after: OldRow = { tsMs: Number.MIN_SAFE_INTEGER, session: 0, eventId: '' };
    for (;;) {
      const found = next.all(projectNo, page, after.tsMs, after.session, after.eventId, given.beforeMs);
      for (const row of found)
        if (given.isGone(eventName({ ...row, page, type })))
          drop.run(projectNo, page, row.tsMs, row.session, row.eventId);
      const last = found.at(-1);
      if (last === undefined) return;
      after = last;
      yield found.length;
    }
  };
}

const DEVICES = `device in (${[0, ...Object.values(DEVICE_CODES)].join()})`;
const KINDS = `kind in (${Object.values(CLICK_KIND_CODES).join()}) and ${DEVICES}`;
const MEASURES = `measure in (${Object.values(SCROLL_MEASURES).join()}) and ${DEVICES}`;
/** Sums by page and day, and what stands between the two in their keys. */
const DAY_TABLES = {
  packed_bins: KINDS,
  element_bins: KINDS,
  grid_bins: KINDS,
  view_bins: KINDS,
  scroll_bins: MEASURES,
  section_bins: DEVICES,
  rest_bins: DEVICES,
} as const;

function prepareDays(db: Database) {
  const selects = Object.entries(DAY_TABLES).map(
    ([table, between]) =>
      `select day from ${table} where project_no = ?1 and page = ?2 and ${between} and day < ?3`,
  );
  const select = db.query<{ day: number }, [number, number, number]>(selects.join(' union '));
  const drops = Object.entries(DAY_TABLES).map(([table, between]) =>
    db.query<unknown, [number, number, number]>(
      `delete from ${table} where project_no = ? and page = ? and ${between} and day = ?`,
    ),
  );
  return {
    of: (projectNo: number, page: number, beforeDay: number): number[] =>
      select.all(projectNo, page, beforeDay).map(({ day }) => day),
    drop: (projectNo: number, page: number, day: number): number =>
      drops.reduce((rows, drop) => rows + drop.run(projectNo, page, day).changes, 0),
  };
}

function prepareSlots(db: Database) {
  const OF_SLOT = 'where project_no = ? and slot = ?';
  const select = db.query<{ slot: number }, [number, number]>(
    `select slot from project_slots where project_no = ?1 and slot < ?2
     union select slot from page_slots where project_no = ?1 and slot < ?2`,
  );
  const dropPages = db.query<unknown, [number, number]>(`delete from page_slots ${OF_SLOT}`);
  const dropProject = db.query<unknown, [number, number]>(`delete from project_slots ${OF_SLOT}`);
  return {
    of: (projectNo: number, beforeSlot: number): number[] =>
      select.all(projectNo, beforeSlot).map(({ slot }) => slot),
    drop: (projectNo: number, slot: number): number =>
      dropPages.run(projectNo, slot).changes + dropProject.run(projectNo, slot).changes,
  };
}

type PlaceSums = Omit<DaySums, 'pageSlots'>;
/** Sums by page and day, the days of each page, and slots. */
type SumIndex = {
  places: Map<string, Mutable<PlaceSums>>;
  days: Map<number, Set<number>>;
  slots: Map<number, PageSlotIncrement[]>;
};
type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer Row)[] ? Row[] : never };

function emptySums(): Mutable<PlaceSums> {
  return { elementBins: [], gridBins: [], viewBins: [], restBins: [], scrollBins: [], sectionBins: [] };
}

function indexSums({ pageSlots, ...sums }: DaySums): SumIndex {
  const index: SumIndex = { places: new Map(), days: new Map(), slots: new Map() };
  for (const slot of pageSlots) index.slots.set(slot.slot, [...(index.slots.get(slot.slot) ?? []), slot]);
  const at = (page: number, day: number): Mutable<PlaceSums> => {
    const name = placeName(page, day);
    const place = index.places.get(name) ?? emptySums();
    index.places.set(name, place);
    index.days.set(page, (index.days.get(page) ?? new Set()).add(day));
    return place;
  };
  for (const bin of sums.elementBins) at(bin.page, bin.day).elementBins.push(bin);
  for (const bin of sums.gridBins) at(bin.page, bin.day).gridBins.push(bin);
  for (const bin of sums.viewBins) at(bin.page, bin.day).viewBins.push(bin);
  for (const bin of sums.restBins) at(bin.page, bin.day).restBins.push(bin);
  for (const bin of sums.scrollBins) at(bin.page, bin.day).scrollBins.push(bin);
  for (const bin of sums.sectionBins) at(bin.page, bin.day).sectionBins.push(bin);
  return index;
}

function placeName(page: number, day: number): string {
  return `${page} ${day}`;
}

/** All that a row tells of its event: an id that comes again is not always the same event. */
function eventName(event: Pick<EventRow, 'type' | 'page' | 'tsMs' | 'session' | 'eventId'>): string {
  const { type, page, tsMs, session, eventId } = event;
  return `${type} ${page} ${tsMs} ${session} ${eventId}`;
}

function clickName({
  page,
  tsMs,
  session,
  part,
}: Record<'page' | 'tsMs' | 'session' | 'part', number>): string {
  return `${page} ${tsMs} ${session} ${part}`;
}
