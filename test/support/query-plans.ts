// What SQLite means to do for a statement, for tests that nothing is read from end to end.

import type { Database } from 'bun:sqlite';

/**
 * Whether a line of a query plan reads a table from end to end, but for `ownResults`, which the statement made itself. Also
 * when only the project is looked up: its rows are all there is in most installations.
 */
export function isTableScan(detail: string, ownResults: readonly string[] = []): boolean {
  if (/^SEARCH .*\(project_no=\?\)$/.test(detail)) return true;
  const [, table] = /^SCAN (\S+)/.exec(detail) ?? [];
  return table !== undefined && table !== 'CONSTANT' && !ownResults.includes(table);
}

/** The SQL of every query from now on: of one connection, or of all when it is Database.prototype that is given. */
export function recordStatements(db: Database): Set<string> {
  const statements = new Set<string>();
  const { query } = db;
  db.query = function (this: Database, sql: string) {
    statements.add(sql);
    return query.call(this, sql);
  } as typeof db.query;
  return statements;
}
