// Rows that are written once: events, their clicks, and batches that were set aside.

import type { Database } from 'bun:sqlite';
import { DEVICE_CODES, EVENT_TYPE_CODES, EVENT_TYPES, type EventType } from '../../contract/event-types.ts';
import {
  type ClickRow,
  EVENT_FLAGS,
  type EventRow,
  type SessionKey,
  type SetAsideBatch,
} from '../port-apply.ts';
import { EVENT_COLUMNS, type StoredEvent } from './packed-events.ts';

const TYPE_BY_CODE = new Map<number, EventType>(EVENT_TYPES.map((type) => [EVENT_TYPE_CODES[type], type]));

export function prepareFacts(db: Database) {
  // Only a repeated key is passed over; a broken check must fail, hence no `or ignore`.
  const insertEvent = db.query(
    `insert into events (project_no, session, event_id, part, type, ts_ms, received_at_ms, skew_ms, flags, page,
       view_w, view_h, dpr, element, key_id, fields)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     on conflict (project_no, session, event_id) do nothing`,
  );
  const insertClick = db.query(
    `insert into clicks (project_no, page, ts_ms, session, event_id, part, device, element, bin, cell, view_w, view_h,
       doc_w, doc_h, kinds)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     on conflict (project_no, page, ts_ms, session, event_id) do nothing`,
  );
  const upsertLast = db.query<unknown, [number, number]>(
    `insert into last_events (project_no, received_at_ms) values (?, ?)
     on conflict (project_no) do update set received_at_ms = max(received_at_ms, excluded.received_at_ms)`,
  );
  const insertSetAside = db.query(
    `insert into set_aside (journal_id, seq, project_no, received_at_ms, event_count, reason, body)
     values (?, ?, ?, ?, ?, ?, ?)
     on conflict (journal_id, seq) do nothing`,
  );

  const selectEvents = db.query<StoredEvent, [number, number, string]>(
    `select ${EVENT_COLUMNS}
     from events
     where project_no = ? and session = ? and part in (select value from json_each(?))`,
  );

  return {
    eventsOf: ({ projectNo, session }: SessionKey, parts: readonly number[]): EventRow[] =>
      selectEvents.all(projectNo, session, JSON.stringify(parts)).map((row) => toEventRow(row, projectNo)),

    events(rows: readonly EventRow[]): void {
      const newest = new Map<number, number>();
      for (const row of rows) {
        insertEvent.run(
          row.projectNo,
          row.session,
          row.eventId,
          row.part,
          EVENT_TYPE_CODES[row.type],
          row.tsMs,
          row.receivedAtMs,
          row.skewMs,
          row.flags,
          row.page,
          row.viewW,
          row.viewH,
          row.dpr,
          row.element,
          row.keyId,
          JSON.stringify(row.fields),
        );
        const heardAtMs = (row.flags & EVENT_FLAGS.imported) === 0 ? row.receivedAtMs : 0;
        newest.set(row.projectNo, Math.max(heardAtMs, newest.get(row.projectNo) ?? 0));
      }
      for (const [projectNo, heardAtMs] of newest) upsertLast.run(projectNo, heardAtMs);
    },

    clicks(rows: readonly ClickRow[]): void {
      for (const row of rows) {
        insertClick.run(
          row.projectNo,
          row.page,
          row.tsMs,
          row.session,
          row.eventId,
          row.part,
          row.device === null ? 0 : DEVICE_CODES[row.device],
          row.element,
          row.bin,
          row.cell,
          row.viewW,
          row.viewH,
          row.docW,
          row.docH,
          row.kinds,
        );
      }
    },

    setAside(journalId: string, batches: readonly SetAsideBatch[]): void {
      for (const batch of batches) {
        const { seq, projectNo, receivedAtMs, eventCount, reason, body } = batch;
        insertSetAside.run(journalId, seq, projectNo, receivedAtMs, eventCount, reason, body);
      }
    },
  };
}

/** The packed events of some parts of a session, as rows are told. */
export function packedRows(
  events: readonly StoredEvent[],
  { projectNo }: SessionKey,
  parts: readonly number[],
): EventRow[] {
  return events.filter(({ part }) => parts.includes(part)).map((event) => toEventRow(event, projectNo));
}

function toEventRow({ type, fields, ...row }: StoredEvent, projectNo: number): EventRow {
  return {
    ...row,
    projectNo,
    type: TYPE_BY_CODE.get(type) as EventType,
    fields: JSON.parse(fields) as EventRow['fields'],
  };
}
