// Session rows as the applier reads and replaces them: whole, by key; and since when each visitor is known, in whatever
// order this is told.

import type { Database, SQLQueryBindings } from 'bun:sqlite';
import { DEVICE_CODES } from '../../contract/event-types.ts';
import type { Props } from '../../contract/wire.ts';
import type { AppliedSession, SessionKey } from '../port-apply.ts';
import type { SeenVisitor } from '../port-sessions.ts';
import { deviceOf } from './report-session-row.ts';

// The first three are the key. A column that is missing here does not compile.
const COLUMNS = Object.keys({
  projectNo: 1,
  session: 1,
  part: 1,
  clientId: 1,
  visitor: 1,
  userId: 1,
  traits: 1,
  startedAtMs: 1,
  endedAtMs: 1,
  events: 1,
  pageviews: 1,
  clicks: 1,
  moves: 1,
  scrolls: 1,
  inputs: 1,
  customs: 1,
  errors: 1,
  rage: 1,
  dead: 1,
  maxScrollPct: 1,
  entryPage: 1,
  entryAtMs: 1,
  entryId: 1,
  exitPage: 1,
  exitAtMs: 1,
  exitId: 1,
  referrer: 1,
  source: 1,
  medium: 1,
  utmSource: 1,
  utmMedium: 1,
  utmCampaign: 1,
  utmTerm: 1,
  utmContent: 1,
  device: 1,
  browser: 1,
  browserVersion: 1,
  os: 1,
  userAgent: 1,
  platform: 1,
  language: 1,
  country: 1,
  screenW: 1,
  screenH: 1,
  appName: 1,
  appVersion: 1,
  appEnv: 1,
  sdk: 1,
  rate: 1,
  moveRate: 1,
  isBot: 1,
  errorClicks: 1,
  quickBacks: 1,
  userAtMs: 1,
  traitsUserId: 1,
  traitsAtMs: 1,
  toldAtMs: 1,
} satisfies Record<keyof AppliedSession, 1>) as (keyof AppliedSession)[];

type StoredSession = Omit<AppliedSession, 'traits' | 'device' | 'isBot'> & {
  traits: string | null;
  device: number | null;
  isBot: number;
};

export function prepareSessions(db: Database) {
  const columns = COLUMNS.map(columnOf);
  const select = db.query<StoredSession, [number, number]>(
    `select ${COLUMNS.map((name) => `${columnOf(name)} as ${name}`).join(', ')}
     from sessions where project_no = ? and session = ? order by part`,
  );
  // Most sessions that are asked for are new, and so many columns cost their time even where there is no row.
  const selectOne = db.query<{ found: number }, [number, number]>(
    'select 1 as found from sessions where project_no = ? and session = ? limit 1',
  );
  const upsert = db.query<unknown, SQLQueryBindings[]>(
    `insert into sessions (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})
     on conflict (project_no, session, part) do update set
       ${columns
         .slice(3)
         .map((column) => `${column} = excluded.${column}`)
         .join(', ')}`,
  );

  const see = db.query<unknown, [number, string, number]>(
    `insert into visitors (project_no, visitor, first_at_ms) values (?, ?, ?)
     on conflict (project_no, visitor) do update set first_at_ms = excluded.first_at_ms
       where excluded.first_at_ms < first_at_ms`,
  );

  return {
    /** To be called in a transaction, which spares each statement a lock of its own. */
    find({ projectNo, session }: SessionKey): AppliedSession[] {
      return selectOne.get(projectNo, session) ? select.all(projectNo, session).map(fromStored) : [];
    },
    replace(rows: readonly AppliedSession[]): void {
      for (const row of rows) {
        upsert.run(...COLUMNS.map((name) => toStored(row, name)));
      }
    },
    see(visitors: readonly SeenVisitor[]): void {
      for (const { projectNo, visitor, atMs } of visitors) see.run(projectNo, visitor, atMs);
    },
  };
}

function columnOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function toStored(row: AppliedSession, name: keyof AppliedSession): string | number | null {
  if (name === 'traits') return row.traits === null ? null : JSON.stringify(row.traits);
  if (name === 'device') return row.device === null ? null : DEVICE_CODES[row.device];
  if (name === 'isBot') return row.isBot ? 1 : 0;
  return row[name];
}

function fromStored({ traits, device, isBot, ...row }: StoredSession): AppliedSession {
  return {
    ...row,
    traits: traits === null ? null : (JSON.parse(traits) as Props),
    device: deviceOf(device),
    isBot: isBot === 1,
  };
}
