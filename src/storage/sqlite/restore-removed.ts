// A project that was removed while a backup was made can be gone from its catalog and still stand in its events.
// Noted as removed, it is deleted by the next server like every other one.

import { immediate, openReader, openWriter } from './connection.ts';

/**
 * Notes in the catalog each project of the journal and the events that it once had and no longer has. A number that it
 * never gave out is left alone, and so is a catalog too old for such notes.
 */
export function noteRemovedProjects(paths: { catalog: string; journal: string; events: string }): void {
  const measured = new Set([
    ...numbersOf(paths.journal, 'select distinct project_no as no from batches'),
    ...numbersOf(paths.events, 'select project_no as no from last_events'),
  ]);
  for (const no of numbersOf(paths.catalog, 'select no from projects')) measured.delete(no);
  const [lastGiven = 0] = numbersOf(
    paths.catalog,
    "select seq as no from sqlite_sequence where name = 'projects'",
  );
  const removed = [...measured].filter((no) => no <= lastGiven);
  if (removed.length === 0) return;
  const db = openWriter(paths.catalog);
  try {
    if (!db.query("select 1 from sqlite_schema where name = 'removed_projects'").get()) return;
    const note = db.query<unknown, [number]>(
      'insert into removed_projects (project_no) values (?) on conflict (project_no) do nothing',
    );
    immediate(db, () => {
      for (const no of removed) note.run(no);
    });
  } finally {
    db.close();
  }
}

function numbersOf(path: string, sql: string): number[] {
  const db = openReader(path);
  try {
    return db
      .query<{ no: number }, []>(sql)
      .all()
      .map(({ no }) => no);
  } finally {
    db.close();
  }
}
