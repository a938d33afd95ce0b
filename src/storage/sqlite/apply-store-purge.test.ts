import { expect, test } from 'bun:test';
import { applyRoom } from '../../../test/support/apply-room.ts';
import { journalBatch, journalEntry, journalEvent, START_MS } from '../../../test/support/journal-batches.ts';
import { readFilters } from '../../reports/filters.ts';
import type { ForgottenMark, PurgeOrder } from '../port-forgetting.ts';
import { prepareProgress } from './apply-store-forgetting-progress.ts';
import { preparePurge } from './apply-store-purge.ts';
import { openWriter } from './connection.ts';

const MINUTE_MS = 60_000;
// Five begin in one millisecond; every other one is made up.
const MINUTES = [0, 1, 2, 2, 2, 2, 2, 3, 7, 8, 9];
const order: PurgeOrder = {
  ...{ projectNo: 1, id: 'p', kind: 'purge', untilMs: START_MS + 100 * MINUTE_MS },
  ...{ fromMs: START_MS + MINUTE_MS, toMs: START_MS + 9 * MINUTE_MS },
  ...{ filters: readFilters(['app:is:made-up']), includeBots: false },
};

test('mark() notes what passes the filters in the range, some at a time, however many begin at once and wherever it was killed', async () => {
  await using room = await applyRoom();
  const visit = (minute: number, n: number) => {
    const events = [journalEvent({ id: `e${n}`, ts: START_MS + minute * MINUTE_MS })];
    const app = n % 2 === 0 ? { name: 'made-up', version: null, env: null } : null;
    const batch = journalBatch({ session: { id: `${n}`, startedAtMs: null }, app, events });
    return journalEntry(batch, { receivedAtMs: START_MS + 20 * MINUTE_MS });
  };
  await room.journal.append(MINUTES.map(visit));
  await room.applier().applyAvailable();
  using db = openWriter(room.eventsPath);
  const steps: number[] = [];
  const marks: ForgottenMark[] = [];
  for (let goesOn = true; goesOn; ) {
    // Begun anew for each step, as after a kill.
    const purge = preparePurge(db, { progress: prepareProgress(db), addMark: (mark) => marks.push(mark) }, 2);
    const step = purge.mark(order);
    steps.push(step.found);
    goesOn = step.goesOn;
  }
  const wanted = MINUTES.map((minute, n) => ({ minute, n })).filter(
    ({ minute, n }) => n % 2 === 0 && minute >= 1 && minute < 9,
  );
  const clientIds = new Map(room.sessions().map(({ session, clientId }) => [session, clientId]));
  const noted = db
    .query<{ session: number }, []>('select session from forgetting_parts order by from_ms')
    .all()
    .map(({ session }) => clientIds.get(session));
  expect(noted.toSorted()).toEqual(wanted.map(({ n }) => `${n}`).toSorted());
  expect(marks.map(({ mark }) => clientIds.get(Number(mark))).toSorted()).toEqual(noted.toSorted());
  // Two are looked at in a step, but for those that begin together, and none that is beyond the third.
  expect(steps).toEqual([0, 3, 1, 0]);
  // Nothing more once it is done, also of what would be found by now.
  db.run('delete from forgetting_parts');
  const again = preparePurge(db, { progress: prepareProgress(db), addMark: () => undefined }, 2);
  expect(again.mark(order)).toEqual({ marks: [], found: 0, goesOn: false });
});
