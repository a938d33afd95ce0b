// All rooms behind the HTTP server on a temporary data directory, answering without a network, in one thread.
// The clock is moved by hand; applyAll() is what the applier's thread does in the product.

import { writeFileSync } from 'node:fs';
import { createAccounts } from '../../src/accounts/accounts.ts';
import { createPasswords } from '../../src/accounts/passwords.ts';
import { openSigning } from '../../src/accounts/secret.ts';
import { createAlertRooms } from '../../src/alert-rooms.ts';
import { createApplier } from '../../src/apply/applier.ts';
import { createImportOutcomes } from '../../src/apply/import-outcomes.ts';
import { normalizePage } from '../../src/apply/normalize-page.ts';
import { type Flags, readConfig } from '../../src/config/config.ts';
import type { KeyScope } from '../../src/contract/api.ts';
import type { Rooms } from '../../src/http/rooms.ts';
import { createHttpServer, type HttpServer } from '../../src/http/server.ts';
import { createIngest } from '../../src/ingest/ingest.ts';
import { openSaltKeeper } from '../../src/ingest/salt.ts';
import { startJournal } from '../../src/journal/journal.ts';
import { dataFileSizes, dataPaths } from '../../src/lib/data-directory.ts';
import { createFullSessions } from '../../src/lib/full-sessions.ts';
import { createLog } from '../../src/lib/log.ts';
import { createProjectCounts } from '../../src/lib/project-counts.ts';
import { createAnnotations } from '../../src/projects/annotations.ts';
import { createForgettings } from '../../src/projects/forgettings.ts';
import { createFunnels } from '../../src/projects/funnels.ts';
import { createGoals } from '../../src/projects/goals.ts';
import { createProjects } from '../../src/projects/projects.ts';
import { createPurges } from '../../src/projects/purges.ts';
import { createSegments } from '../../src/projects/segments.ts';
import { createMaskedSnapshots } from '../../src/replay/masked-snapshots.ts';
import { createOverlayLinks } from '../../src/replay/overlay-links.ts';
import { createRecordingWork } from '../../src/replay/recording-work.ts';
import { createRecordings } from '../../src/replay/recordings.ts';
import { createSnapshots } from '../../src/replay/snapshots.ts';
import { createOpenness, followsFrom } from '../../src/reports/aggregate-only.ts';
import { asAsked } from '../../src/reports/as-asked.ts';
import { readFilters } from '../../src/reports/filters.ts';
import { checkDefinition } from '../../src/reports/funnel-definition.ts';
import { createLive } from '../../src/reports/live.ts';
import { openApplyStore } from '../../src/storage/open/apply-store.ts';
import { openJournalStore } from '../../src/storage/open/journal-store.ts';
import { openReplayStore } from '../../src/storage/open/replay-store.ts';
import { migrate, openCatalog, openSnapshotStore } from '../../src/storage/open.ts';
import { openSqliteReportStore, type ReportStoreOptions } from '../../src/storage/sqlite/report-pool.ts';
import { tempDir } from './temp-dir.ts';
import { type TestClock, testClock } from './test-clock.ts';

export const OWNER = { email: 'owner@example.com', password: 'correct horse battery staple' };
export const TEST_SECRET = 'k3N8vQ2xT7bY5mR1wZ9cJ4fH6dL0pS3gA';

/** The clock stands still, so no token would grow back. */
const NO_LIMITS = { apiPerAddress: 0, apiPerAccount: 0, apiPerKey: 0 };

export type TestHeat = {
  dataDir: string;
  /** What the applier's thread would say of itself; a test may change it. */
  applying: { setAside: number; trouble: string | null };
  server: HttpServer;
  rooms: Rooms;
  clock: TestClock;
  /** Lines that were logged. */
  logged: string[];
  /** Sends one request; `json` becomes the body with its content type. */
  call: (method: string, path: string, options?: CallOptions) => Promise<Response>;
  /** Applies everything in the journal, as the applier's thread would. */
  applyAll: () => Promise<void>;
  /** One look at all alerts, as the job has it. */
  watchAlerts: () => Promise<void>;
  close: () => Promise<void>;
};
export type CallOptions = {
  json?: unknown;
  body?: string | Uint8Array<ArrayBuffer>;
  bearer?: string;
  headers?: Record<string, string>;
};

/** Opens everything; `close` removes it again. Reports run in-process unless `queries` says otherwise. */
export async function openTestHeat(
  options: { flags?: Flags; publicDir?: string; queries?: ReportStoreOptions } = {},
): Promise<TestHeat> {
  const dir = tempDir();
  const dataDir = dir.join('data');
  const clock = testClock();
  await migrate(dataDir, { clock });
  const catalog = await openCatalog(dataDir);
  const journalStore = await openJournalStore(dataDir, { durability: 'normal' });
  const applyStore = await openApplyStore(dataDir, { durability: 'normal' });
  const reports = await openSqliteReportStore(dataPaths(dataDir).events, options.queries);
  const snapshotStore = await openSnapshotStore(dataDir);
  const replayStore = await openReplayStore(dataDir);
  const journal = await startJournal({ store: journalStore, clock });
  const outcomes = createImportOutcomes();
  const full = createFullSessions(clock);
  const applier = createApplier({
    journal: journalStore,
    store: applyStore,
    clock,
    onApplied: ({ seq, imports = [], full: filled = [], duplicates: again }) => {
      for (const counted of again) duplicates.add(counted);
      journal.markApplied(seq);
      outcomes.add(imports);
      full.add(filled);
    },
    onLive: (slices) => live.take(slices),
  });
  const flags = { port: 0, host: '127.0.0.1', ...NO_LIMITS, ...options.flags };
  const config = readConfig({ flags, env: {} });
  const live = createLive({ reports, clock, watch: applier.watch });
  const accounts = createAccounts({
    catalog,
    clock,
    passwords: createPasswords({ memoryKib: 8, passes: 1 }),
  });
  const createFirstKey = async (projectNo: number, actor: string) =>
    (await accounts.createKey({ projectNo, name: 'First key', scope: 'admin' }, actor)).secret;
  const logged: string[] = [];
  const projects = createProjects({ catalog, clock, createFirstKey });
  const applying: TestHeat['applying'] = { setAside: 0, trouble: null };
  const duplicates = createProjectCounts(clock);
  writeFileSync(dataPaths(dataDir).secret, TEST_SECRET);
  const signing = await openSigning({ dataDir, clock, alone: catalog.alone });
  const links = { clock, ...signing, projects, normalizePage };
  const ingest = createIngest({
    catalog,
    journal,
    clock,
    salt: openSaltKeeper({ path: dataPaths(dataDir).salt, clock }),
    useApiKey: accounts.useKey,
    full,
  });
  const work = createRecordingWork({ store: replayStore, clockShift: () => 0 });
  const log = createLog('debug', (line) => logged.push(line), clock.nowMs);
  const asked = asAsked(reports, catalog);
  const openness = createOpenness(catalog);
  const rules = { allowedHosts: config.webhookHosts };
  const { alerts, watchAlerts } = createAlertRooms({ catalog, reports: asked, clock, rules, journal, log });
  const rooms: Rooms = {
    accounts,
    projects,
    funnels: createFunnels({ catalog, clock, checkDefinition }),
    goals: createGoals({ catalog, clock, checkFilters: (texts) => void readFilters(texts) }),
    alerts,
    annotations: createAnnotations({ catalog, clock }),
    forgettings: createForgettings({ catalog, clock }),
    purges: createPurges({ catalog, clock }),
    segments: createSegments({ catalog, clock, checkFilters: (texts) => void readFilters(texts) }),
    ingest,
    reports: asked,
    openness,
    live,
    snapshots: createSnapshots({ store: snapshotStore, ...links }),
    maskedSnapshots: createMaskedSnapshots({ store: snapshotStore, ...links }),
    overlayLinks: createOverlayLinks(links),
    recordings: createRecordings({
      ...{ work, clock, admit: ingest.admit, projects },
      followsFrom: (no) => followsFrom(openness, no),
    }),
    catalog,
    journal,
    applying: { stats: () => applying, duplicates, imported: outcomes.of },
    fileSizes: () => dataFileSizes(dataDir),
    clock,
    log,
    ...signing,
    publicDir: options.publicDir ?? dir.join('no-public'),
  };
  const server = createHttpServer(rooms, config);

  return {
    dataDir,
    server,
    applying,
    rooms,
    clock,
    logged,
    call: (method, path, call = {}) => server.handle(requestOf(method, path, call)),
    applyAll: async () => {
      await applier.applyAvailable();
    },
    watchAlerts,
    async close() {
      await server.stop();
      await journal.stop();
      for (const store of [replayStore, snapshotStore, reports, applyStore, journalStore, catalog])
        await store.close();
      dir[Symbol.dispose]();
    },
  };
}

function requestOf(method: string, path: string, { json, body, bearer, headers }: CallOptions): Request {
  const all = new Headers(headers);
  if (json !== undefined && !all.has('content-type')) all.set('content-type', 'application/json');
  if (bearer !== undefined) all.set('authorization', `Bearer ${bearer}`);
  const payload = json === undefined ? body : JSON.stringify(json);
  return new Request(`http://localhost${path}`, {
    method,
    headers: all,
    ...(payload === undefined ? {} : { body: payload }),
  });
}

export type SignedUp = { token: string; cookie: string };

/** Makes the owner through the API and gives his API token and his cookie, as `name=value`. */
export async function signUpOwner(heat: TestHeat): Promise<SignedUp> {
  const link = await heat.rooms.accounts.createSetupLink();
  const answer = await heat.call('POST', '/api/v1/auth/sign-up', { json: { token: link.token, ...OWNER } });
  if (answer.status !== 201) throw new Error(`sign-up answered ${answer.status}: ${heat.logged.at(-1)}`);
  const { token } = (await answer.json()) as { token: string };
  return { token, cookie: cookieOf(answer) };
}

/** `name=value` of the answer's cookie. */
export function cookieOf(answer: Response): string {
  return answer.headers.get('set-cookie')?.split(';')[0] ?? '';
}

/** A project with its first admin key, made as the terminal would. */
export async function addProject(
  heat: TestHeat,
  name: string,
): Promise<{ id: string; no: number; writeKey: string; apiKey: string }> {
  const { project, apiKey } = await heat.rooms.projects.create({ name }, 'terminal');
  return { id: project.id, no: project.no, writeKey: project.writeKey, apiKey };
}

/** Another key of a project: its id and secret. */
export async function addKey(
  heat: TestHeat,
  projectNo: number,
  scope: KeyScope,
): Promise<{ id: string; secret: string }> {
  const { key, secret } = await heat.rooms.accounts.createKey(
    { projectNo, name: `${scope} key`, scope },
    'terminal',
  );
  return { id: key.id, secret };
}
