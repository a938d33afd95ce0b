// Batches that were set aside, as far as they are a person's: they never became rows, so their text is looked through.

import type { Database } from 'bun:sqlite';
import type { Subject } from '../../contract/personal-data.ts';

type Row = { journalId: string; seq: number; body: string };

/** Answers a function that deletes the person's and gives how many there were; of a server's, others' events stay. */
export function prepareSetAsideOf(db: Database): (projectNo: number, subject: Subject) => number {
  const select = db.query<Row, [number, string]>(
    `select journal_id as journalId, seq, body from set_aside where project_no = ? and instr(body, ?) > 0`,
  );
  const drop = db.query<unknown, [string, number]>('delete from set_aside where journal_id = ? and seq = ?');
  const change = db.query<unknown, [string, string, number]>(
    'update set_aside set body = ? where journal_id = ? and seq = ?',
  );
  return (projectNo, subject) => {
    const rows = select.all(projectNo, JSON.stringify(subject.id).slice(1, -1));
    for (const { journalId, seq, body } of rows) {
      const left = without(body, subject);
      if (left === null) drop.run(journalId, seq);
      else change.run(left, journalId, seq);
    }
    return rows.length;
  };
}

/** What stays of a body in which the id occurs; null when nothing does. */
function without(body: string, { id }: Subject): string | null {
  try {
    const parsed = JSON.parse(body) as { v?: unknown; batches?: unknown };
    if (parsed.v !== 2 || !Array.isArray(parsed.batches)) return null;
    const mark = JSON.stringify(id);
    const batches = parsed.batches.filter((batch) => !JSON.stringify(batch).includes(mark));
    return batches.length === 0 ? null : JSON.stringify({ ...parsed, batches });
  } catch {
    return null;
  }
}
