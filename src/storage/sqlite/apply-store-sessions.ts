// Session rows as the applier reads and replaces them: whole, by key; and since when each visitor is known, which is
// the least start of their sessions, in whatever order these come.

import type { Database, SQLQueryBindings } from 'bun:sqlite';
import { DEVICE_CODES } from '../../contract/event-types.ts';
import type { Props } from '../../contract/wire.ts';
import type { AppliedSession, SessionKey } from '../port-apply.ts';
import { deviceOf } from './report-session-row.ts';

// In the order of the table, which is the order of the parameters.
const COLUMNS: readonly (keyof AppliedSession)[] = [
  'projectNo',
  'session',
  'part',
  'clientId',
  'visitor',
  'userId',
  'traits',
  'startedAtMs',
  'endedAtMs',
  'events',
  'pageviews',
  'clicks',
  'moves',
  'scrolls',
  'inputs',
  'customs',
  'errors',
  'rage',
  'dead',
  'maxScrollPct',
  'entryPage',
  'entryAtMs',
  'entryId',
  'exitPage',
  'exitAtMs',
  'exitId',
  'referrer',
  'source',
  'medium',
  'utmSource',
  'utmMedium',
  'utmCampaign',
  'utmTerm',
  'utmContent',
  'device',
  'browser',
  'browserVersion',
  'os',
  'userAgent',
  'platform',
  'language',
  'country',
  'screenW',
  'screenH',
  'appName',
  'appVersion',
  'appEnv',
  'sdk',
  'rate',
  'moveRate',
  'isBot',
  'errorClicks',
  'quickBacks',
  'userAtMs',
  'traitsUserId',
  'traitsAtMs',
  'toldAtMs',
];

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
        see.run(row.projectNo, row.visitor, row.startedAtMs);
      }
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
