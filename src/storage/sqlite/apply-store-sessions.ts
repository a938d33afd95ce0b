// Session rows as the applier reads and replaces them: whole, by key; and since when each visitor is known, in whatever
// order this is told.

import type { Database, SQLQueryBindings } from 'bun:sqlite';
import { DEVICE_CODES } from '../../contract/event-types.ts';
import type { Props } from '../../contract/wire.ts';
import type { AppliedSession, SessionKey } from '../port-apply.ts';
import type { SeenVisitor } from '../port-sessions.ts';
import { prepareSessionWords } from './apply-store-session-words.ts';
import { deviceOf } from './report-session-row.ts';
import { columnOf, SESSION_WORDS, WORD_NUMBER, WORD_TABLES, type WordColumn } from './session-words.ts';

// A column that is missing here does not compile.
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

type SameColumn = Exclude<keyof StoredSession, 'traits' | 'device' | 'isBot'>;

const KEY_COLUMNS = 3;
/** Columns of session_rows that say what a column of the session says, and how. */
type StoredValue = string | number | null;
const STORED = {
  projectNo: (row) => row.projectNo,
  session: (row) => row.session,
  part: (row) => row.part,
  clientId: (row) => row.clientId,
  visitor: (row) => row.visitor,
  userId: (row) => row.userId,
  named: namedOf,
  startedAtMs: (row) => row.startedAtMs,
  durationMs: (row) => row.endedAtMs - row.startedAtMs,
  toldAfterMs: (row) => since(row, row.toldAtMs),
  events: (row) => row.events,
  pageviews: (row) => row.pageviews,
  clicks: (row) => row.clicks,
  moves: (row) => row.moves,
  scrolls: (row) => row.scrolls,
  inputs: (row) => row.inputs,
  customs: (row) => row.customs,
  errors: (row) => row.errors,
  rage: (row) => row.rage,
  dead: (row) => row.dead,
  errorClicks: (row) => row.errorClicks,
  quickBacks: (row) => row.quickBacks,
  maxScrollPct: (row) => row.maxScrollPct,
  entryPage: (row) => row.entryPage,
  entryAfterMs: (row) => since(row, row.entryAtMs),
  entryId: (row) => row.entryId,
  exitPage: (row) => (isExitEntry(row) ? null : (row.exitPage ?? NO_EXIT)),
  exitAfterMs: (row) => (isExitEntry(row) ? null : since(row, row.exitAtMs)),
  exitId: (row) => (isExitEntry(row) ? null : row.exitId),
  isBot: (row) => (row.isBot ? 1 : 0),
} satisfies Record<string, (row: AppliedSession) => StoredValue>;
const NO_EXIT = 0;
const READ = Object.values(STORED);

export type SessionStore = ReturnType<typeof prepareSessions>;

export function prepareSessions(db: Database) {
  const words = prepareSessionWords(db);
  // The view and no order: SQLite compiles a statement that it has to plan anew for each binding, which takes longer
  // than all else.
  const select = db.query<StoredSession, [number, number]>(
    `select ${COLUMNS.map((name) => `${columnOf(name)} as ${name}`).join(', ')}
     from sessions where project_no = ? and session = ?`,
  );
  // Most sessions that are asked for are new, and so many columns cost their time even where there is no row.
  const selectOne = db.query<{ found: number }, [number, number]>(
    'select 1 as found from session_rows where project_no = ? and session = ? limit 1',
  );
  const columns = [...Object.keys(STORED).map(columnOf), ...WORD_TABLES.map((table) => WORD_NUMBER[table])];
  const upsert = db.query<unknown, SQLQueryBindings[]>(
    `insert into session_rows (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})
     on conflict (project_no, session, part) do update set
       ${columns
         .slice(KEY_COLUMNS)
         .map((column) => `${column} = excluded.${column}`)
         .join(', ')}`,
  );
  const remove = db.query<unknown, [number, number, number]>(
    'delete from session_rows where project_no = ? and session = ? and part = ?',
  );

  const see = db.query<unknown, [number, string, number]>(
    `insert into visitors (project_no, visitor, first_at_ms) values (?, ?, ?)
     on conflict (project_no, visitor) do update set first_at_ms = excluded.first_at_ms
       where excluded.first_at_ms < first_at_ms`,
  );

  return {
    /** To be called in a transaction, which spares each statement a lock of its own; as all that follow. */
    isStored: ({ projectNo, session }: SessionKey): boolean => selectOne.get(projectNo, session) !== null,
    find({ projectNo, session }: SessionKey): AppliedSession[] {
      return select
        .all(projectNo, session)
        .map(fromStored)
        .sort((a, b) => a.part - b.part);
    },
    replace(rows: readonly AppliedSession[]): void {
      const change = words.change();
      for (const row of rows) {
        const before = words.namedBy(row);
        const numbers = WORD_TABLES.map((table) =>
          change.take(
            table,
            row.projectNo,
            SESSION_WORDS[table].map((name) => wordOf(row, name)),
          ),
        );
        if (before) change.give(row.projectNo, before);
        upsert.run(...READ.map((read) => read(row)), ...numbers);
      }
      change.write();
    },
    remove(parts: readonly (SessionKey & { part: number })[]): void {
      const change = words.change();
      for (const { projectNo, session, part } of parts) {
        const before = words.namedBy({ projectNo, session, part });
        if (!before) continue;
        remove.run(projectNo, session, part);
        change.give(projectNo, before);
      }
      change.write();
    },
    see(visitors: readonly SeenVisitor[]): void {
      for (const { projectNo, visitor, atMs } of visitors) see.run(projectNo, visitor, atMs);
    },
  };
}

function since({ startedAtMs }: AppliedSession, atMs: number | null): number | null {
  return atMs === null ? null : atMs - startedAtMs;
}

function isExitEntry({ entryPage, entryAtMs, entryId, exitPage, exitAtMs, exitId }: AppliedSession): boolean {
  return exitPage === entryPage && exitAtMs === entryAtMs && exitId === entryId;
}

function namedOf({ userAtMs, traitsUserId, traitsAtMs, traits }: AppliedSession): string | null {
  const named = [userAtMs, traitsUserId, traitsAtMs, traits];
  return named.every((value) => value === null) ? null : JSON.stringify(named);
}

function wordOf(row: AppliedSession, name: WordColumn): StoredValue {
  if (name === 'device') return row.device === null ? null : DEVICE_CODES[row.device];
  return row[name];
}

/** The row itself, changed: a copy of so many columns costs as much as reading them. */
function fromStored(row: StoredSession): AppliedSession {
  return Object.assign(row as Pick<StoredSession, SameColumn>, {
    traits: row.traits === null ? null : (JSON.parse(row.traits) as Props),
    device: deviceOf(row.device),
    isBot: row.isBot === 1,
  });
}
