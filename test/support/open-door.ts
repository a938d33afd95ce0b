// The door with a real catalog and journal in a temporary folder, two projects, and a request to start from.

import { createIngest, type IngestDeps, type IngestRequest } from '../../src/ingest/ingest.ts';
import { openSaltKeeper } from '../../src/ingest/salt.ts';
import { startJournal } from '../../src/journal/journal.ts';
import type { JournalBatch } from '../../src/journal/record.ts';
import { createFullSessions } from '../../src/lib/full-sessions.ts';
import { openJournalStore } from '../../src/storage/open/journal-store.ts';
import { migrate, openCatalog } from '../../src/storage/open.ts';
import { tempDir } from './temp-dir.ts';
import { testClock } from './test-clock.ts';

export const OPEN_KEY = 'open-key';
export const LISTED_KEY = 'listed-key';

/** `open` takes any origin, `listed` only https://shop.example and subdomains of example.org. */
export async function openDoor(options: Partial<Pick<IngestDeps, 'limits' | 'useApiKey' | 'rules'>> = {}) {
  const dir = tempDir();
  const clock = testClock();
  await migrate(dir.path);
  const catalog = await openCatalog(dir.path);
  const store = await openJournalStore(dir.path);
  const journal = await startJournal({ store, clock });
  const base = { timeZone: 'UTC', createdAtMs: clock.nowMs() };
  const open = await catalog.createProject({
    ...base,
    id: 'open',
    name: 'Open',
    origins: [],
    writeKey: OPEN_KEY,
  });
  const origins = ['https://shop.example', 'https://*.example.org'];
  const listed = await catalog.createProject({
    ...base,
    id: 'listed',
    name: 'Listed',
    origins,
    writeKey: LISTED_KEY,
  });
  const salt = openSaltKeeper({ path: dir.join('salt.json'), clock });
  const full = createFullSessions(clock);
  const ingest = createIngest({
    catalog,
    journal,
    clock,
    salt,
    full,
    limits: options.limits,
    ...(options.rules ? { rules: options.rules } : {}),
    useApiKey: options.useApiKey ?? (async () => null),
  });
  return {
    dir,
    clock,
    catalog,
    journal,
    ingest,
    full,
    projects: { open, listed },
    /** As over the network: each request in a turn of the event loop that comes after what was done before. */
    async send(change: Partial<IngestRequest> & { json?: unknown }) {
      await new Promise(setImmediate);
      return ingest.handle(requestOf(change));
    },
    /** What the journal holds, oldest first. */
    async stored(): Promise<{ projectNo: number; eventCount: number; batch: JournalBatch }[]> {
      const rows = await store.read(0, { rows: 1000, bytes: 1e9 });
      return rows.map(({ projectNo, eventCount, body }) => ({
        projectNo,
        eventCount,
        batch: JSON.parse(body),
      }));
    },
    async [Symbol.asyncDispose]() {
      await journal.stop();
      await store.close();
      await catalog.close();
      dir[Symbol.dispose]();
    },
  };
}

/** A request of a browser that sends to the open project; `json` becomes the body. */
export function requestOf(change: Partial<IngestRequest> & { json?: unknown } = {}): IngestRequest {
  const { json, ...rest } = change;
  return {
    requestId: 'request-1',
    body: new TextEncoder().encode(JSON.stringify(json ?? {})),
    contentEncoding: null,
    headerKey: OPEN_KEY,
    queryKey: null,
    bearer: null,
    origin: 'https://shop.example',
    userAgent: 'Browser/1',
    acceptLanguage: 'de-DE,de;q=0.9',
    address: '192.0.2.7',
    country: null,
    optOut: false,
    ...rest,
  };
}
