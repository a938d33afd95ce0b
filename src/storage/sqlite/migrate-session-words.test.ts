import { expect, test } from 'bun:test';
import { tempDir } from '../../../test/support/temp-dir.ts';
import { systemClock } from '../../lib/clock.ts';
import { openSqliteApplyStore } from './apply-store.ts';
import { openReader, openWriter } from './connection.ts';
import { migrateFile } from './migrate.ts';
import { migrationSteps } from './migrate-steps.ts';

const NAMES = `project_no, session, part, client_id, visitor, user_id, traits, started_at_ms, ended_at_ms, events, pageviews,
  clicks, moves, scrolls, inputs, customs, errors, rage, dead, max_scroll_pct, entry_page, entry_at_ms, entry_id, exit_page,
  exit_at_ms, exit_id, referrer, source, medium, utm_source, utm_medium, utm_campaign, utm_term, utm_content, device,
  browser, browser_version, os, user_agent, platform, language, country, screen_w, screen_h, app_name, app_version,
  app_env, sdk, rate, move_rate, is_bot, error_clicks, quick_backs, user_at_ms, traits_user_id, traits_at_ms, told_at_ms`;
const ALL = `select ${NAMES} from sessions order by 1, 2, 3`;
type Row = { [column: string]: string | number | null };

const CHROME = {
  ...{ browser: 'Chrome', browser_version: '150', os: 'Windows', user_agent: 'Mozilla/5.0 "x" \\ ü\u2028' },
  ...{ platform: 'Win32', app_name: 'shop', app_version: '1.0', app_env: 'prod', sdk: 'heat/1' },
};
const FROM_SEARCH = {
  referrer: 'https://g.example/?q=1',
  source: 'g.example',
  medium: 'organic',
  utm_term: '',
};
const AT_DESK = { device: 1, screen_w: 1440, screen_h: 900, language: 'de-DE', country: 'DE' };
const ENTRY = { entry_page: 2 ** 51, entry_at_ms: 1_000, entry_id: 'a.1' };
const STAYED = { exit_page: 2 ** 51, exit_at_ms: 1_000, exit_id: 'a.1' };
const TOLD: Row[] = [
  { session: 1, ...CHROME, ...FROM_SEARCH, ...AT_DESK, ...ENTRY, ...STAYED, told_at_ms: 1_000 },
  { session: 2, ...CHROME, ...AT_DESK, ...ENTRY, ...STAYED, exit_at_ms: 1_900, exit_id: 'a.9' },
  { session: 3, ...CHROME, ...ENTRY, ...STAYED, exit_page: 7, exit_id: null, rate: 1 / 3, told_at_ms: 1_001 },
  { session: 3, part: 1, ...CHROME, rate: 0.333333333333333, ...ENTRY },
  {
    session: 4,
    user_id: 'ana',
    user_at_ms: 1_500,
    traits: '{"a":[1.50,"\\n"]}',
    traits_user_id: 'ana',
    traits_at_ms: 1_500,
  },
  { session: 5, user_id: 'eve', user_at_ms: 1_200, max_scroll_pct: 12.5, is_bot: 1 },
  { session: 6, utm_source: 'mail', country: 'AT' },
  { project_no: 2, session: 1, ...CHROME, ...FROM_SEARCH, ...AT_DESK, ...ENTRY, ...STAYED },
];
const ROWS = TOLD.map(
  (row): Row => ({
    ...{ project_no: 1, part: 0, client_id: 'c', visitor: 'v', started_at_ms: 1_000, ended_at_ms: 2_000 },
    ...{
      events: 3,
      pageviews: 2,
      clicks: 1,
      moves: 40,
      scrolls: 5,
      inputs: 6,
      customs: 7,
      errors: 8,
      rage: 9,
      dead: 10,
    },
    ...{ rate: 1, move_rate: 0.5, is_bot: 0, error_clicks: 11, quick_backs: 12 },
    ...row,
  }),
);

test('sessions read the same after their words are told by number, and name what is left of them', async () => {
  using dir = tempDir();
  const path = dir.join('events.db');
  const steps = migrationSteps('events');
  const options = { backups: dir.join('backups'), clock: systemClock };
  migrateFile({ file: 'events', path, steps: steps.filter(({ version }) => version < 18) }, options);
  const db = openWriter(path);
  for (const row of ROWS) {
    const columns = Object.keys(row);
    db.query(
      `insert into sessions (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`,
    ).run(...Object.values(row));
  }
  const before = db.query(ALL).values();
  db.close();
  expect(before).toHaveLength(ROWS.length);

  migrateFile({ file: 'events', path, steps }, options);
  const read = (sql: string) => {
    const reader = openReader(path);
    const rows = reader.query(sql).values();
    reader.close();
    return rows;
  };
  expect(read(ALL)).toEqual(before);
  expect(read('select project_no, agent, uses, rate from agents order by 1, 2 desc')).toEqual([
    [1, -1, 3, 1],
    [1, -2, 2, 1],
    [1, -3, 1, 0.333333333333333],
    [1, -4, 1, 1 / 3],
    [2, -1, 1, 1],
  ]);
  expect(read('select project_no, referral, uses from referrals order by 1, 2 desc')).toEqual([
    [1, -1, 1],
    [1, -2, 1],
    [2, -1, 1],
  ]);
  expect(read('select project_no, seat, uses from seats order by 1, 2 desc')).toEqual([
    [1, -1, 2],
    [1, -2, 1],
    [2, -1, 1],
  ]);

  // What is written from now on counts on.
  const store = await openSqliteApplyStore(path, { durability: 'normal' });
  const [changed] = await store.sessions([{ projectNo: 1, session: 1 }]);
  const nothing = { events: [], clicks: [], pages: [], elements: [], boxes: [], pageSlots: [] };
  await store.commit({
    ...{ journalId: 'j', toSeq: 1, ...nothing, elementBins: [], gridBins: [] },
    sessions: [{ ...changed!, country: 'CH', events: 4 }],
  });
  await store.close();
  expect(read('select seat < 0, uses, country from seats where project_no = 1 order by seat')).toEqual([
    [1, 1, 'AT'],
    [1, 1, 'DE'],
    [0, 1, 'CH'],
  ]);
  expect(read('select country, events, browser from sessions where project_no = 1 and session = 1')).toEqual([
    ['CH', 4, 'Chrome'],
  ]);
});
