// A journal, an events file and an applier between them in a temporary folder, and eyes on what is stored.

import { type Applied, type Applier, type ApplierDeps, createApplier } from '../../src/apply/applier.ts';
import { DEVICE_CODES, EVENT_TYPES } from '../../src/contract/event-types.ts';
import type { Json } from '../../src/contract/wire.ts';
import { migrate } from '../../src/storage/open.ts';
import {
  type AppliedSession,
  type ApplyStore,
  EVENT_FLAGS,
  type EventRow,
  type SessionKey,
} from '../../src/storage/port-apply.ts';
import type { ForgettingStore } from '../../src/storage/port-forgetting.ts';
import type { JournalStore } from '../../src/storage/port-journal.ts';
import { openSqliteApplyStore } from '../../src/storage/sqlite/apply-store.ts';
import { prepareUnpack } from '../../src/storage/sqlite/apply-store-unpack.ts';
import { immediate, openReader, openWriter } from '../../src/storage/sqlite/connection.ts';
import { openSqliteJournalStore } from '../../src/storage/sqlite/journal-store.ts';
import { WORD_NUMBER, WORD_TABLES } from '../../src/storage/sqlite/session-words.ts';
import { tempDir } from './temp-dir.ts';
import { testClock } from './test-clock.ts';

export const COUNTED_TABLES = [
  'events',
  'sessions',
  'agents',
  'referrals',
  'seats',
  'clicks',
  'pages',
  'elements',
  'boxes',
  'page_slots',
  'project_slots',
  'element_bins',
  'grid_bins',
  'views',
  'scroll_bins',
  'section_bins',
  'rests',
  'rest_bins',
  'customs',
  'last_events',
  'visitors',
  'set_aside',
] as const;
export type StoredEvent = EventRow & { deviceCode: number };
export type Room = {
  journal: JournalStore;
  readonly store: ApplyStore & ForgettingStore;
  eventsPath: string;
  applied: Applied[];
  /** The applier at work; `isNew` or other `deps` replace it by one without memory. */
  applier(options?: { isNew?: boolean } & Partial<ApplierDeps>): Applier;
  /** Opens the store anew, with nothing in memory, as another process would. */
  restart(): Promise<void>;
  /** Makes the store forget the journal's position but for the first `seq` entries, as an overlapping slice would. */
  rewind(seq: number): void;
  /** Packs all clicks and events, as if their days were over long ago. */
  pack(): Promise<void>;
  /** The same, with sessions and the sums of places. */
  packAll(): Promise<void>;
  /** Makes what is packed rows again. */
  unpack(): void;
  rows(table: (typeof COUNTED_TABLES)[number]): (string | number | null)[][];
  events(): StoredEvent[];
  /** Events of sessions that are no bots. */
  visibleEvents(): StoredEvent[];
  sessions(): AppliedSession[];
  /** Words of sessions that are counted otherwise than sessions name them. */
  miscountedWords(): unknown[];
  /** Part of every row that was derived from one event, by `<project> <event id>`. */
  derivedParts(): { table: string; eventId: string; part: number }[];
  [Symbol.asyncDispose](): Promise<void>;
};

/** Migrated, empty files, made once for each test run. */
let template: Promise<[name: string, bytes: Uint8Array][]> | null = null;

async function makeTemplate(): Promise<[string, Uint8Array][]> {
  using dir = tempDir();
  await migrate(dir.path);
  const names = ['journal.db', 'events.db'];
  const files: [string, Uint8Array][] = [];
  for (const name of names) files.push([name, await Bun.file(dir.join(name)).bytes()]);
  return files;
}

export async function applyRoom(): Promise<Room> {
  const dir = tempDir();
  template ??= makeTemplate();
  for (const [name, bytes] of await template) await Bun.write(dir.join(name), bytes);
  const eventsPath = dir.join('events.db');
  const journal = await openSqliteJournalStore(dir.join('journal.db'), { durability: 'normal' });
  const open = () => openSqliteApplyStore(eventsPath, { durability: 'normal' });
  let store = await open();
  const applied: Applied[] = [];
  const clock = testClock();
  const create = (deps: Partial<ApplierDeps>) =>
    createApplier({ journal, store, clock, onApplied: (slice) => applied.push(slice), ...deps });
  let applier = create({});
  const reader = openReader(eventsPath);
  const all = <T>(sql: string): T[] => reader.query<T, []>(sql).all();
  const pack = async (): Promise<void> => {
    while (await store.packClicks(Number.MAX_SAFE_INTEGER, 100));
    while (await store.packEvents(Number.MAX_SAFE_INTEGER, 100));
  };

  return {
    journal,
    get store() {
      return store;
    },
    eventsPath,
    applied,
    applier({ isNew, ...deps } = {}) {
      if (isNew || Object.keys(deps).length > 0) applier = create(deps);
      return applier;
    },
    async restart() {
      await store.close();
      store = await open();
      applier = create({});
    },
    rewind(seq) {
      const db = openWriter(eventsPath);
      db.run('update applied set seq = min(seq, ?)', [seq]);
      db.close();
      applier = create({});
    },
    pack,
    async packAll() {
      while (await store.packSessions(1e6));
      while (await store.packBins(1e6, 50));
      await pack();
    },
    unpack() {
      const db = openWriter(eventsPath);
      const unpack = prepareUnpack(db);
      const keys = db.query<SessionKey, []>('select distinct project_no as projectNo, session from sessions');
      immediate(db, () => keys.all().forEach(unpack.session));
      db.close();
    },
    rows: (table) => reader.query(`select * from ${table}`).values() as never,
    events: () => all<FlatEvent>(SELECT_EVENTS).map(toEvent),
    visibleEvents: () =>
      all<FlatEvent>(SELECT_EVENTS)
        .map(toEvent)
        .filter((event) => (event.flags & EVENT_FLAGS.bot) === 0),
    sessions: () =>
      all<FlatSession>(SELECT_SESSIONS).map(({ traits, device, isBot, ...row }) => ({
        ...row,
        traits: traits === null ? null : JSON.parse(traits),
        device:
          (['desktop', 'tablet', 'mobile'] as const).find((name) => DEVICE_CODES[name] === device) ?? null,
        isBot: isBot === 1,
      })),
    miscountedWords: () =>
      WORD_TABLES.flatMap((table) => {
        const number = WORD_NUMBER[table];
        return all(
          `select '${table}' as "table", w.*, count(r.session) as sessions
           from ${table} w
           full join session_rows r on r.project_no = w.project_no and r.${number} = w.${number}
           where w.project_no is not null or r.${number} is not null
           group by w.project_no, w.${number}, r.${number}
           having w.uses is not count(r.session)`,
        );
      }),
    derivedParts: () =>
      ['clicks', 'customs', 'views', 'rests'].flatMap((table) =>
        all<{ table: string; eventId: string; part: number }>(
          `select '${table}' as "table", project_no || ' ' || event_id as eventId, part from ${table} where event_id <> ''`,
        ),
      ),
    async [Symbol.asyncDispose]() {
      reader.close();
      await store.close();
      await journal.close();
      dir[Symbol.dispose]();
    },
  };
}

type FlatEvent = Omit<StoredEvent, 'type' | 'fields'> & { type: number; fields: string };
type FlatSession = Omit<AppliedSession, 'traits' | 'device' | 'isBot'> & {
  traits: string | null;
  device: number | null;
  isBot: number;
};

function toEvent({ type, fields, ...row }: FlatEvent): StoredEvent {
  const name = EVENT_TYPES[type - 1];
  if (name === undefined) throw new Error(`no event type has code ${type}`);
  return { ...row, type: name, fields: JSON.parse(fields) as { [key: string]: Json } };
}

const SELECT_EVENTS = `
  select e.project_no as projectNo, e.session, e.event_id as eventId, e.part, e.type, e.ts_ms as tsMs,
    e.received_at_ms as receivedAtMs, e.skew_ms as skewMs, e.flags, e.page, e.view_w as viewW, e.view_h as viewH,
    e.dpr, e.element, e.key_id as keyId, e.fields, coalesce(s.device, 0) as deviceCode
  from events e
  join sessions s using (project_no, session, part)
  order by e.project_no, e.session, e.event_id`;

const SELECT_SESSIONS = `
  select project_no as projectNo, session, part, client_id as clientId, visitor, user_id as userId, traits,
    started_at_ms as startedAtMs, ended_at_ms as endedAtMs, events, pageviews, clicks, moves, scrolls, inputs, customs,
    errors, rage, dead, max_scroll_pct as maxScrollPct, entry_page as entryPage, entry_at_ms as entryAtMs,
    entry_id as entryId, exit_page as exitPage, exit_at_ms as exitAtMs, exit_id as exitId, referrer, source, medium,
    utm_source as utmSource, utm_medium as utmMedium, utm_campaign as utmCampaign, utm_term as utmTerm,
    utm_content as utmContent, device, browser, browser_version as browserVersion, os, user_agent as userAgent,
    platform, language, country, screen_w as screenW, screen_h as screenH, app_name as appName,
    app_version as appVersion, app_env as appEnv, sdk, rate, move_rate as moveRate, is_bot as isBot,
    error_clicks as errorClicks, quick_backs as quickBacks, user_at_ms as userAtMs, traits_user_id as traitsUserId,
    traits_at_ms as traitsAtMs, told_at_ms as toldAtMs
  from sessions order by project_no, session, part`;
