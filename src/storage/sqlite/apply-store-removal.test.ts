import { expect, test } from 'bun:test';
import { applyRoom, COUNTED_TABLES } from '../../../test/support/apply-room.ts';
import { journalBatch, journalEntry, journalEvent } from '../../../test/support/journal-batches.ts';
import { PROJECT_TABLES } from './apply-store-removal.ts';
import { openReader } from './connection.ts';

test('PROJECT_TABLES names every table that has a project_no', async () => {
  await using room = await applyRoom();
  const db = openReader(room.eventsPath);
  const tables = db
    .query<{ name: string }, []>(
      `select t.name from pragma_table_list t, pragma_table_info(t.name) c
       where t.schema = 'main' and t.type = 'table' and c.name = 'project_no' order by t.name`,
    )
    .all();
  db.close();
  expect(tables.map(({ name }) => name)).toEqual([...PROJECT_TABLES].sort());
});

test('removeProject() leaves no trace in the bytes of the file, and the file becomes small', async () => {
  await using room = await applyRoom();
  const batch = (projectNo: number, no: number) => {
    const name = projectNo === 1 ? 'gone-trace' : 'kept-trace';
    const events = Array.from({ length: 100 }, (_, event) =>
      journalEvent({ id: `${name}-${no}-${event}`, type: 'custom', f: { name } }),
    );
    const session = { id: `${name}-s${no % 20}`, startedAtMs: null };
    return journalEntry(journalBatch({ events, session, visitor: `c:${name}` }), { projectNo });
  };
  for (let no = 0; no < 60; no += 1) {
    await room.journal.append([batch(1, no), batch(2, no)]);
    if (no % 5 === 0) await room.applier().applyAvailable();
  }
  await room.applier().applyAvailable();
  const kept = new Map(COUNTED_TABLES.map((table) => [table, room.rows(table).filter(isOf(table, 2))]));
  await room.store.checkpoint();
  const before = Bun.file(room.eventsPath).size;
  while ((await room.store.removeProject(1, 300)) === 300);
  while ((await room.store.releaseSpace(16)) > 0);
  await room.store.checkpoint();
  for (const table of COUNTED_TABLES) expect(room.rows(table)).toEqual(kept.get(table) ?? []);
  const bytes = await Bun.file(room.eventsPath).bytes();
  expect(Buffer.from(bytes).includes('kept-trace')).toBe(true);
  expect(Buffer.from(bytes).includes('gone-trace')).toBe(false);
  expect(bytes.length).toBeLessThan(before * 0.7);
});

/** set_aside begins with the journal's id, every other table with the project. */
function isOf(table: string, projectNo: number) {
  const column = table === 'set_aside' ? 2 : 0;
  return (row: readonly (string | number | null)[]) => row[column] === projectNo;
}
