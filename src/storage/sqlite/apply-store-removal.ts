// Takes a removed project out of the events file, a few rows at a time, and gives the space back to the disk.
// Relies on the connection's secure_delete for the deleted rows to be overwritten; what splitting and joining pages left
// between the rows of others goes when a small file is written anew in the end.

import type { Database } from 'bun:sqlite';
import { LIMITS } from '../../contract/limits.ts';
import { immediate, readPragma } from './connection.ts';

/** Every table of events.db with a project_no column; a test compares the list with the file. */
export const PROJECT_TABLES = [
  'events',
  'packed_events',
  'clicks',
  'session_rows',
  'agents',
  'referrals',
  'seats',
  'page_slots',
  'project_slots',
  'element_bins',
  'grid_bins',
  'view_bins',
  'packed_bins',
  'packed_clicks',
  'packed_elements',
  'views',
  'scroll_bins',
  'section_bins',
  'rests',
  'rest_bins',
  'customs',
  'boxes',
  'elements',
  'pages',
  'set_aside',
  'last_events',
  'visitors',
  'visitor_numbers',
  'packed_sessions',
  'forgettings',
  'forgetting_parts',
  'forgetting_names',
  'forgotten',
] as const;

export function prepareRemoval(db: Database) {
  const keysOf = (table: string): string => {
    const columns = db
      .query<{ name: string }, [string]>('select name from pragma_table_info(?) where pk > 0 order by pk')
      .all(table);
    return columns.map(({ name }) => name).join(', ');
  };
  let statements: ReturnType<typeof deleteFrom>[] | null = null;
  const deleteFrom = (table: string) => {
    const keys = keysOf(table);
    return db.query<unknown, [number, number]>(
      `delete from ${table} where (${keys}) in (select ${keys} from ${table} where project_no = ? limit ?)`,
    );
  };

  return {
    /** Rows that went, at most `rows`. */
    remove(projectNo: number, rows: number): number {
      statements ??= PROJECT_TABLES.map(deleteFrom);
      const all = statements;
      return immediate(db, () => {
        let left = rows;
        for (const statement of all) {
          if (left > 0) left -= statement.run(projectNo, left).changes;
        }
        return rows - left;
      });
    },
    /** Free pages that are left. With the last of them a file of up to LIMITS.removalRewriteBytes is written anew. */
    release(pages: number): number {
      db.run(`pragma incremental_vacuum(${pages})`);
      const left = Number(readPragma(db, 'freelist_count') ?? 0);
      const bytes = Number(readPragma(db, 'page_count') ?? 0) * Number(readPragma(db, 'page_size') ?? 0);
      if (left === 0 && bytes <= LIMITS.removalRewriteBytes) db.run('vacuum');
      return left;
    },
  };
}
