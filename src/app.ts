// The composition root: config → stores → rooms → server. Starts and stops them in order, and does nothing else.

import { join } from 'node:path';
import { type Accounts, createAccounts } from './accounts/accounts.ts';
import { loadSecret } from './accounts/secret.ts';
import { normalizePage } from './apply/normalize-page.ts';
import type { Config } from './config/config.ts';
import { createHttpServer } from './http/server.ts';
import { createIngest, type Ingest } from './ingest/ingest.ts';
import { openSaltKeeper } from './ingest/salt.ts';
import { type Journal, startJournal } from './journal/journal.ts';
import { assetsRoot } from './lib/assets-root.ts';
import type { Clock } from './lib/clock.ts';
import { dataPaths } from './lib/data-directory.ts';
import type { Log } from './lib/log.ts';
import { version } from './lib/version.ts';
import { createProjects, type Projects } from './projects/projects.ts';
import { createSnapshots } from './replay/snapshots.ts';
import {
  lockDataDirectory,
  migrate,
  openCatalog,
  openJournalStore,
  openReportStore,
  openSnapshotStore,
} from './storage/open.ts';
import type { Catalog } from './storage/port-catalog.ts';
import { type ApplierThread, spawnQueryWorker, startApplierThread } from './workers.ts';

export type Heat = {
  /** Where it answers; with `publicUrl` configured, that. */
  url: string;
  accounts: Accounts;
  projects: Projects;
  catalog: Catalog;
  ingest: Ingest;
  /** Resolves when everything answered so far is in the reports. */
  applied: () => Promise<void>;
  /** Drains: refuses new work, finishes what is under way, closes the files. */
  stop: () => Promise<void>;
  /** Rejects when a part failed that heat cannot go on without. */
  failed: Promise<never>;
};

/** Starts everything. Throws HeatError `conflict` when another server holds the data, `unavailable` when it cannot be used. */
export async function startHeat(options: { config: Config; clock: Clock; log: Log }): Promise<Heat> {
  const { config, clock, log } = options;
  const closers: (() => Promise<unknown> | unknown)[] = [];
  const opened = <T extends { close: () => Promise<void> }>(store: T): T => {
    closers.unshift(() => store.close());
    return store;
  };
  const closeAll = async () => {
    for (const close of closers.splice(0))
      await Promise.resolve(close()).catch((error) => log.error('Closing failed', { reason: String(error) }));
  };
  try {
    const lock = lockDataDirectory(config.dataDir);
    closers.unshift(() => lock.release());
    await migrate(config.dataDir, { clock });
    const catalog = opened(await openCatalog(config.dataDir));
    const journalStore = opened(await openJournalStore(config.dataDir, { durability: config.durability }));
    const reports = opened(await openReportStore(config.dataDir, { spawnWorker: spawnQueryWorker }));
    const snapshotStore = opened(await openSnapshotStore(config.dataDir));
    const journal = await startJournal({ store: journalStore, clock });
    const applier = await startApplierThread({
      dataDir: config.dataDir,
      durability: config.durability,
      log,
      onApplied: ({ seq }) => journal.markApplied(seq),
      onSetAside: () => {},
    });
    closers.unshift(() => applier.stop());
    closers.unshift(() => journal.stop());
    journal.markApplied(applier.appliedSeq);
    journal.onCommitted(() => applier.wake());

    const accounts = createAccounts({ catalog, clock });
    const createFirstKey = async (projectNo: number, actor: string) =>
      (await accounts.createKey({ projectNo, name: 'First key', scope: 'admin' }, actor)).secret;
    const projects = createProjects({ catalog, clock, createFirstKey });
    const ingest = createIngest({
      catalog,
      journal,
      clock,
      salt: openSaltKeeper({ path: dataPaths(config.dataDir).salt, clock }),
      checkApiKey: accounts.checkKey,
      limits: { perKeyPerSecond: config.ingestPerKey, perAddressPerSecond: config.ingestPerAddress },
    });
    const secret = await loadSecret(config.dataDir, config.secret);
    const snapshots = createSnapshots({
      store: snapshotStore,
      clock,
      secret,
      findProject: projects.findByNo,
      pageOf: (url) => normalizePage(url).page,
    });
    const server = createHttpServer(
      {
        accounts,
        projects,
        ingest,
        reports,
        snapshots,
        catalog,
        journal,
        clock,
        log,
        secret,
        publicDir: join(assetsRoot, 'public'),
      },
      config,
    );
    const { url } = await server.start();
    closers.unshift(() => server.stop());
    log.info('heat is running', { url, version, bun: Bun.version });
    return {
      url: config.publicUrl ?? url,
      accounts,
      projects,
      catalog,
      ingest,
      applied: () => untilApplied(journal),
      stop: closeAll,
      failed: failureOf(applier, log),
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

async function untilApplied(journal: Journal): Promise<void> {
  while (journal.stats().appliedSeq < journal.stats().lastSeq) await Bun.sleep(10);
}

/** The last resort: what nobody caught is written down, and without its applier heat stops for its supervisor. */
function failureOf(applier: ApplierThread, log: Log): Promise<never> {
  process.on('unhandledRejection', (reason) => log.error('Unhandled rejection', { reason: String(reason) }));
  return applier.failed;
}
