// The rows of custom events against the events they come from: whatever arrives, in whatever order and however often,
// and also when older data is migrated, they are what the plainest reading of the stored events gives.

import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { applyRoom, type Room } from '../../test/support/apply-room.ts';
import { anyEntry } from '../../test/support/journal-batches.ts';
import { EVENT_FLAGS } from '../storage/port-apply.ts';
import { openReader, openWriter } from '../storage/sqlite/connection.ts';
import { migrationSteps } from '../storage/sqlite/migrate-steps.ts';

const entries = fc.array(anyEntry, { minLength: 1, maxLength: 12 });
const TIMEOUT_MS = 60_000;

describe('applier', () => {
  test(
    'keeps one row for each custom event, in any slicing and when slices are applied again',
    async () => {
      await fc.assert(
        fc.asyncProperty(entries, fc.integer({ min: 1, max: 4 }), async (sent, size) => {
          await using room = await applyRoom();
          for (let from = 0; from < sent.length; from += size) {
            await room.journal.append(sent.slice(from, from + size));
            await room.applier({ isNew: from % 2 === 0 }).applyAvailable();
          }
          const expected = expectedRows(room);
          expect(rows(room)).toEqual(expected);
          room.rewind(0);
          await room.applier().applyAvailable();
          expect(rows(room)).toEqual(expected);
        }),
        { numRuns: 50 },
      );
    },
    TIMEOUT_MS,
  );

  test(
    'finds the rows that the migration makes of older events already right',
    async () => {
      await fc.assert(
        fc.asyncProperty(entries, async (sent) => {
          await using room = await applyRoom();
          await room.journal.append(sent);
          await room.applier().applyAvailable();
          const applied = rows(room);
          const step = migrationSteps('events').find(({ name }) => name === 'events/0003_customs');
          const db = openWriter(room.eventsPath);
          db.run('drop table customs');
          db.run(step!.sql);
          db.close();
          expect(rows(room)).toEqual(applied);
        }),
        { numRuns: 30 },
      );
    },
    TIMEOUT_MS,
  );
});

function rows(room: Room): unknown[] {
  // A fresh connection: the migration test replaces the table under the room's own one.
  const db = openReader(room.eventsPath);
  const found = db.query('select * from customs order by project_no, session, event_id').all();
  db.close();
  return found;
}

function expectedRows(room: Room): unknown[] {
  return room
    .events()
    .filter(({ type }) => type === 'custom')
    .map(({ fields, ...event }) => ({
      project_no: event.projectNo,
      ts_ms: event.tsMs,
      session: event.session,
      event_id: event.eventId,
      part: event.part,
      page: event.page,
      name: fields.name,
      category: fields.category ?? 'general',
      value: fields.value ?? null,
      source: fields.source ?? null,
      user_id: fields.userId ?? null,
      is_bot: (event.flags & EVENT_FLAGS.bot) === 0 ? 0 : 1,
      props: fields.props === undefined ? null : JSON.stringify(fields.props),
    }));
}
