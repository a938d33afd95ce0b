// Rows and rollups of moves, scrolling and attention. Views are replaced whole; their bins go up and down, and what
// comes to nothing is removed.

import type { Database } from 'bun:sqlite';
import { DEVICE_CODES, type Device, EVENT_TYPE_CODES } from '../../contract/event-types.ts';
import { encodeVlq } from '../../lib/vlq.ts';
import type { EventRow } from '../port-apply.ts';
import type {
  KindRows,
  RestBinIncrement,
  RestRow,
  ScrollBinIncrement,
  ScrollFact,
  SectionBinIncrement,
  ViewGroup,
  ViewRow,
} from '../port-kinds.ts';
import type { StoredEvent } from './packed-events.ts';
import { deviceOf } from './report-session-row.ts';

type StoredView = Omit<ViewRow, 'device' | 'isBot' | 'sections'> & {
  device: number;
  isBot: number;
  sections: string;
};

export function prepareKinds(db: Database) {
  const views = prepareViews(db);
  const bins = prepareBins(db);
  const insertRest = db.query(
    `insert into rests (project_no, page, ts_ms, session, event_id, part, device, is_bot, view_w, view_h, spots)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     on conflict (project_no, page, ts_ms, session, event_id) do nothing`,
  );
  const writeRest = (row: RestRow) => {
    insertRest.run(
      row.projectNo,
      row.page,
      row.tsMs,
      row.session,
      row.eventId,
      row.part,
      codeOf(row.device),
      row.isBot ? 1 : 0,
      row.viewW,
      row.viewH,
      encodeVlq(row.spots.flat()),
    );
  };
  return {
    views: views.find,
    scrolls: views.scrolls,
    write(rows: KindRows): void {
      rows.views.forEach(views.replace);
      bins.scrolls(rows.scrollBins);
      bins.sections(rows.sectionBins);
      rows.rests.forEach(writeRest);
      bins.rests(rows.restBins);
    },
  };
}

/** The scroll events of a group among packed ones. */
export function packedScrolls(events: readonly StoredEvent[], { page }: ViewGroup): ScrollFact[] {
  return events
    .filter((event) => event.type === EVENT_TYPE_CODES.scroll && event.page === page)
    .map(({ tsMs, viewH, fields }) => ({ tsMs, viewH, fields: JSON.parse(fields) as EventRow['fields'] }));
}

function prepareViews(db: Database) {
  // A plain parameter beside `order by` or max() makes SQLite compile the statement anew for each value: see 0041.
  const select = db.query<StoredView, number[]>(
    `select project_no as projectNo, session, page, ts_ms as tsMs, event_id as eventId, part, device, is_bot as isBot,
       view_h as viewH, doc_h as docH, depth_px as depthPx, until_ms as untilMs, sections
     from views
     where project_no = +?1 and session = +?2 and page = +?3 and ts_ms >= coalesce(
       (select max(ts_ms) from views where project_no = +?1 and session = +?2 and page = +?3 and ts_ms <= +?4), -1)
     order by ts_ms, length(event_id), event_id`,
  );
  const selectScrolls = db.query<{ tsMs: number; viewH: number | null; fields: string }, number[]>(
    `select ts_ms as tsMs, view_h as viewH, fields
     from events where project_no = ? and session = ? and type = ${EVENT_TYPE_CODES.scroll} and page = ?`,
  );
  const upsert = db.query(
    `insert into views (project_no, session, page, ts_ms, event_id, part, device, is_bot, view_h, doc_h, depth_px,
       until_ms, sections)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     on conflict (project_no, session, page, ts_ms, event_id) do update set
       doc_h = excluded.doc_h, depth_px = excluded.depth_px, until_ms = excluded.until_ms,
       sections = excluded.sections`,
  );
  return {
    find: ({ projectNo, session, page, fromMs }: ViewGroup & { fromMs: number }): ViewRow[] =>
      select.all(projectNo, session, page, fromMs).map(({ device, isBot, sections, ...row }) => ({
        ...row,
        device: deviceOf(device),
        isBot: isBot === 1,
        sections: JSON.parse(sections) as ViewRow['sections'],
      })),
    scrolls: ({ projectNo, session, page }: ViewGroup): ScrollFact[] =>
      selectScrolls
        .all(projectNo, session, page)
        .map(({ fields, ...row }) => ({ ...row, fields: JSON.parse(fields) as EventRow['fields'] })),
    replace(row: ViewRow): void {
      upsert.run(
        row.projectNo,
        row.session,
        row.page,
        row.tsMs,
        row.eventId,
        row.part,
        codeOf(row.device),
        row.isBot ? 1 : 0,
        row.viewH,
        row.docH,
        row.depthPx,
        row.untilMs,
        row.sections.length === 0 ? '[]' : JSON.stringify(row.sections),
      );
    },
  };
}

function prepareBins(db: Database) {
  const addScroll = db.query<{ count: number }, number[]>(
    `insert into scroll_bins (project_no, page, measure, device, day, bin, count, total)
     values (?, ?, ?, ?, ?, ?, ?, ?)
     on conflict (project_no, page, measure, device, day, bin) do update set
       count = count + excluded.count, total = total + excluded.total`,
  );
  const changeScroll = db.query(
    `update scroll_bins set count = count + ?7, total = total + ?8
     where project_no = ?1 and page = ?2 and measure = ?3 and device = ?4 and day = ?5 and bin = ?6`,
  );
  const removeScroll = db.query(
    `delete from scroll_bins
     where project_no = ? and page = ? and measure = ? and device = ? and day = ? and bin = ? and count = 0`,
  );
  const addSection = db.query(
    `insert into section_bins (project_no, page, device, day, element, bin, count, ms)
     values (?, ?, ?, ?, ?, ?, ?, ?)
     on conflict (project_no, page, device, day, element, bin) do update set
       count = count + excluded.count, ms = ms + excluded.ms`,
  );
  const changeSection = db.query(
    `update section_bins set count = count + ?7, ms = ms + ?8
     where project_no = ?1 and page = ?2 and device = ?3 and day = ?4 and element = ?5 and bin = ?6`,
  );
  const removeSection = db.query(
    `delete from section_bins
     where project_no = ? and page = ? and device = ? and day = ? and element = ? and bin = ? and count = 0`,
  );
  const addRest = db.query(
    `insert into rest_bins (project_no, page, device, day, bin, count, ms)
     values (?, ?, ?, ?, ?, ?, ?)
     on conflict (project_no, page, device, day, bin) do update set
       count = count + excluded.count, ms = ms + excluded.ms`,
  );
  return {
    scrolls(increments: readonly ScrollBinIncrement[]): void {
      for (const { projectNo, page, measure, device, day, bin, count, total } of increments) {
        // What goes down is there already; an insert would break the check on the count.
        const change = count < 0 ? changeScroll : addScroll;
        change.run(projectNo, page, measure, device, day, bin, count, total);
        if (count < 0) removeScroll.run(projectNo, page, measure, device, day, bin);
      }
    },
    sections(increments: readonly SectionBinIncrement[]): void {
      for (const { projectNo, page, device, day, element, bin, count, ms } of increments) {
        const change = count < 0 ? changeSection : addSection;
        change.run(projectNo, page, device, day, element, bin, count, ms);
        if (count < 0) removeSection.run(projectNo, page, device, day, element, bin);
      }
    },
    rests(increments: readonly RestBinIncrement[]): void {
      for (const { projectNo, page, device, day, bin, count, ms } of increments) {
        addRest.run(projectNo, page, device, day, bin, count, ms);
      }
    },
  };
}

/** 0 stands for an unknown device. */
function codeOf(device: Device | null): number {
  return device === null ? 0 : DEVICE_CODES[device];
}
