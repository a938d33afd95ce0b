import { Database } from 'bun:sqlite';
import { expect, test } from 'bun:test';
import { applyRoom } from '../../../test/support/apply-room.ts';
import { isTableScan, recordStatements } from '../../../test/support/query-plans.ts';

/** What may be read from end to end, by how the statement begins, and why. */
const MEANT: readonly (readonly [begins: string, why: string])[] = [
  ['select journal_id as id, seq from applied', 'a row'],
  ['select max(', 'the last of a key'],
  ['select from_ms as fromMs, to_ms as toMs from packed_sessions', 'the spans of its blocks'],
  ['select to_ms as ms from packed_sessions', 'the last of a key'],
  ["select project_no as projectNo, removed from forgettings where id like '%' || ?", 'orders under way'],
  ["select project_no as projectNo, id from forgettings where id <> 'age'", 'orders under way, at a start'],
  ['select project_no as projectNo, kind, mark, until_ms as untilMs from forgotten', 'all are asked for'],
  ['delete from forgetting_names', 'as many as it says'],
  ['select journal_id as journalId, seq, body from set_aside', 'batches that could not be read'],
  // Of a person who is forgotten: somebody has asked for it, and no index knows his sessions.
  ['update visitors set first_at_ms = found.first_at_ms', 'a person'],
  [
    'select project_no as projectNo, started_at_ms as startedAtMs, ended_at_ms as endedAtMs\n     from sessions where project_no = ?1 and visitor in',
    'a person',
  ],
  ['update session_rows\n     set named', 'a person'],
];

test('statements of the writer search by a key or index and read nothing from end to end but what is meant', async () => {
  const { query } = Database.prototype;
  const statements = recordStatements(Database.prototype);
  await using room = await applyRoom();
  Database.prototype.query = query;
  using db = new Database(room.eventsPath, { readonly: true });
  const own = ['json_each', '(subquery-2)'];
  const found: string[] = [];
  for (const sql of statements) {
    if (/\b(journal|batches|sqlite_sequence)\b/.test(sql) || /^\s*pragma/.test(sql)) continue;
    const plan = db.prepare(`explain query plan ${sql}`).all() as { detail: string }[];
    if (plan.some(({ detail }) => isTableScan(detail, own))) found.push(sql);
  }
  expect(found.filter((sql) => !MEANT.some(([begins]) => sql.trim().startsWith(begins)))).toEqual([]);
  expect(MEANT.filter(([begins]) => !found.some((sql) => sql.trim().startsWith(begins)))).toEqual([]);
  expect(statements.size).toBeGreaterThan(100);
});
