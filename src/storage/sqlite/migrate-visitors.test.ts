import { expect, test } from 'bun:test';
import { tempDir } from '../../../test/support/temp-dir.ts';
import { systemClock } from '../../lib/clock.ts';
import { openReader, openWriter } from './connection.ts';
import { migrateFile } from './migrate.ts';
import { migrationSteps } from './migrate-steps.ts';

test('later migrations fill in what older events and sessions say', () => {
  using dir = tempDir();
  const path = dir.join('events.db');
  const steps = migrationSteps('events');
  const old = steps.filter(({ version }) => version < 4);
  expect(old).toHaveLength(3);
  const options = { backups: dir.join('backups'), clock: systemClock };
  migrateFile({ file: 'events', path, steps: old }, options);

  const db = openWriter(path);
  const zeros = '1, 0, 0, 0, 0, 0, 0, 0, 0, 0';
  const session = (key: string, visitor: string, user: string | null, span: [number, number]) =>
    db.run(
      `insert into sessions (project_no, session, part, client_id, visitor, user_id, started_at_ms, ended_at_ms,
         events, pageviews, clicks, moves, scrolls, inputs, customs, errors, rage, dead, rate, move_rate, is_bot)
       values (${key}, 's', ?, ?, ?, ?, ${zeros}, 1, 1, 0)`,
      [visitor, user, ...span],
    );
  session('1, 11, 0', 'v1', null, [500, 900]);
  session('1, 11, 1', 'v1', 'ana', [300, 400]);
  session('1, 12, 0', 'v2', null, [100, 200]);
  session('2, 11, 0', 'v1', null, [50, 60]);
  db.run(`update sessions set traits = '{"plan":"pro"}' where user_id = 'ana'`);
  db.run(`update sessions set sdk = 'heat-api/1' where session = 12`);
  const event = (key: string, id: string, part: number, type: number, fields: object) =>
    db.run(
      `insert into events (project_no, session, event_id, part, type, ts_ms, received_at_ms, skew_ms, flags, key_id, fields)
       values (${key}, ?, ?, ?, 600, 600, 0, 0, 'k', ?)`,
      [id, part, type, JSON.stringify(fields)],
    );
  event('1, 11', 'a', 0, 2, { error: true });
  event('1, 11', 'b', 0, 2, { error: true, rage: true });
  event('1, 11', 'c', 0, 2, { error: false });
  event('1, 11', 'd', 0, 11, { dwellMs: 5 });
  event('1, 11', 'e', 1, 11, { dwellMs: 5, quickBack: true });
  event('1, 12', 'a', 0, 8, { error: true, message: 'x' });
  event('2, 11', 'a', 0, 2, {});
  db.close();

  migrateFile({ file: 'events', path, steps }, options);
  const reader = openReader(path);
  const counted = reader
    .query(
      'select project_no, session, part, error_clicks, quick_backs, user_at_ms from sessions order by 1, 2, 3',
    )
    .values();
  expect(counted).toEqual([
    [1, 11, 0, 2, 0, null],
    [1, 11, 1, 0, 1, 400],
    [1, 12, 0, 0, 0, null],
    [2, 11, 0, 0, 0, null],
  ]);
  const told = 'select started_at_ms, told_at_ms, traits_user_id, traits_at_ms from sessions order by 1';
  expect(reader.query(told).values()).toEqual([
    [50, 50, null, null],
    [100, null, null, null],
    [300, 300, 'ana', 400],
    [500, 500, null, null],
  ]);
  expect(reader.query('select * from visitors order by 1, 2').values()).toEqual([
    [1, 'v1', 300, null],
    [1, 'v2', 100, null],
    [2, 'v1', 50, null],
  ]);
  reader.close();
});
