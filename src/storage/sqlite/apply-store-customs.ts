// Rows of custom events, written once each.

import type { Database } from 'bun:sqlite';
import type { CustomRow } from '../port-customs.ts';

export function prepareCustoms(db: Database): { add(rows: readonly CustomRow[]): void } {
  const insert = db.query(
    `insert into customs (project_no, ts_ms, session, event_id, part, page, name, category, value, source, user_id,
       is_bot, props)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     on conflict (project_no, ts_ms, session, event_id) do nothing`,
  );
  return {
    add(rows) {
      for (const row of rows) {
        const { projectNo, tsMs, session, eventId, part, page, name, category, value, source, userId } = row;
        const facts = [part, page, name, category, value, source, userId, row.isBot ? 1 : 0];
        const props = row.props === null ? null : JSON.stringify(row.props);
        insert.run(projectNo, tsMs, session, eventId, ...facts, props);
      }
    },
  };
}
