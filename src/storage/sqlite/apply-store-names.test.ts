import { expect, test } from 'bun:test';
import { applyRoom } from '../../../test/support/apply-room.ts';
import { journalBatch, journalEntry } from '../../../test/support/journal-batches.ts';
import { prepareProgress } from './apply-store-forgetting-progress.ts';
import { prepareNames } from './apply-store-names.ts';
import { openWriter } from './connection.ts';

test('tidy() looks for some visitors at once, and drops all who have no session left, whoever comes meanwhile', async () => {
  await using room = await applyRoom();
  const visit = (n: number) => {
    const id = String(n);
    return journalEntry(journalBatch({ session: { id, startedAtMs: null }, visitor: `c:${n % 8}` }));
  };
  await room.journal.append(Array.from({ length: 8 }, (_, n) => visit(n)));
  await room.applier().applyAvailable();
  using db = openWriter(room.eventsPath);
  const visitors = room.sessions().map(({ visitor }) => visitor);
  const [first, last] = [visitors.toSorted()[0]!, visitors.toSorted().at(-1)!];
  db.run('delete from session_rows where visitor not in (?, ?)', [first, last]);
  prepareProgress(db).addNames(1, { visitors });
  const names = prepareNames(db, () => undefined, 3);
  for (let steps = 0; names.tidy(1, false) !== null; steps += 1) expect(steps).toBeLessThan(100);
  const known = db.query<{ visitor: string }, []>('select visitor from visitors order by visitor').all();
  expect(known.map(({ visitor }) => visitor)).toEqual([first, last]);
  expect(db.query('select * from forgetting_names').all()).toEqual([]);
});
