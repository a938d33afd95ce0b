// The composition root: config → stores → rooms → server. Starts and stops them in order, and does nothing else.

import { basename, join } from 'node:path';
import type { Accounts } from './accounts/accounts.ts';
import { openSigning } from './accounts/secret.ts';
import { createAlertRooms } from './alert-rooms.ts';
import { createCatalogRooms } from './catalog-rooms.ts';
import type { Config } from './config/config.ts';
import { createForgetting } from './forgetting.ts';
import { createHttpServer, refuseTakenPort } from './http/server.ts';
import { createIngest, type Ingest } from './ingest/ingest.ts';
import { openSaltKeeper } from './ingest/salt.ts';
import { housekeepingJobs } from './jobs/housekeeping.ts';
import { startSchedule } from './jobs/schedule.ts';
import { startJournal } from './journal/journal.ts';
import { untilApplied } from './journal/until-applied.ts';
import { assetsRoot } from './lib/assets-root.ts';
import type { Clock } from './lib/clock.ts';
import { createClosers } from './lib/closers.ts';
import { dataFileSizes, dataPaths, warnWhenOpen } from './lib/data-directory.ts';
import { watchUncaught } from './lib/last-resort.ts';
import type { Log } from './lib/log.ts';
import type { Funnels } from './projects/funnels.ts';
import type { Projects } from './projects/projects.ts';
import type { Snapshots } from './replay/snapshots.ts';
import { createReplayRooms, openReplayStores } from './replay-rooms.ts';
import { asAsked } from './reports/as-asked.ts';
import { createLive } from './reports/live.ts';
import { openJournalStore } from './storage/open/journal-store.ts';
import {
  type DirectoryLock,
  lockDataDirectory,
  migrate,
  openCatalog,
  openReportStore,
  renewReserve,
} from './storage/open.ts';
import type { Catalog } from './storage/port-catalog.ts';
import { type ApplierThread, spawnQueryWorker, startApplierThread } from './workers.ts';

export type Heat = { applying: Pick<ApplierThread, 'imported' | 'stats'> } & {
  /** Where it answers; with `publicUrl` configured, that. */
  url: string;
  accounts: Accounts;
  projects: Projects;
  funnels: Funnels;
  catalog: Catalog;
  ingest: Ingest;
  /** Snapshots that are dated by a clock of the caller's. */
  snapshotsAt: (clock: Clock) => Snapshots;
  /** Resolves when everything answered so far is in the reports; rejects with the signal's reason when that ends it. */
  applied: (signal?: AbortSignal) => Promise<void>;
  /** Drains: refuses new work, finishes what is under way, closes the files. */
  stop: () => Promise<void>;
  /** Rejects when a part failed that heat cannot go on without. */
  failed: Promise<never>;
};

export type HeatOptions = { config: Config; clock: Clock; log: Log; isPassing?: boolean };

/** Starts everything; with `isPassing`, which ends by itself, it tells no other process where it answers. Throws HeatError `conflict` when another server holds the data, `unavailable` when it cannot be used. */
export async function startHeat(options: HeatOptions): Promise<Heat> {
  const { config, clock, log, isPassing = false } = options;
  let lock: DirectoryLock | null = null;
  const closers = createClosers((error) => {
    lock?.distrust();
    log.error('Closing failed', { reason: String(error) });
  });
  const opened = <T extends { close: () => Promise<void> }>(store: T): T => {
    closers.add(() => store.close());
    return store;
  };
  try {
    refuseTakenPort(config);
    lock = lockDataDirectory(config.dataDir);
    closers.add(lock.release);
    warnWhenOpen(config.dataDir, log);
    const { unchecked } = await migrate(config.dataDir, { clock });
    for (const file of unchecked)
      log.warn(`Too large to be checked after an unclean stop: ${basename(file)}`);
    const catalog = opened(await openCatalog(config.dataDir));
    const journalStore = opened(await openJournalStore(config.dataDir, { durability: config.durability }));
    const reportStore = await openReportStore(config.dataDir, { spawnWorker: spawnQueryWorker });
    const reports = opened(asAsked(reportStore, catalog));
    const replayStores = opened(await openReplayStores(config.dataDir));
    const journal = await startJournal({ store: journalStore, clock });
    const applier = await startApplierThread({
      dataDir: config.dataDir,
      log,
      clock,
      onApplied: journal.markApplied,
      onTrouble: (code) => code === 'storage_damaged' && lock?.distrust(),
      onRemoved: (projectNo) => forgetting.onRemoved(projectNo),
      onDropped: () => forgetting.onDropped(),
      onForgotten: (order, result) => forgetting.onForgotten(order, result),
      onLive: (slices) => live.take(slices),
    });
    const live = createLive({ reports, clock, watch: applier.watch });
    const deps = { dataDir: config.dataDir, catalog, log, clock, applier, live, journal };
    const forgetting = createForgetting({ ...deps, stores: replayStores });
    closers.add(() => applier.stop());
    closers.add(() => journal.stop());
    await journalStore.skipTo(applier.appliedSeq);
    journal.markApplied(applier.appliedSeq);
    journal.onCommitted((seq) => applier.wake(seq));
    const rules = { allowedHosts: config.webhookHosts };
    const catalogRooms = createCatalogRooms(catalog, clock, rules);
    const { accounts } = catalogRooms;
    closers.add(accounts.noteKeyUsage);
    const salt = openSaltKeeper({ path: dataPaths(config.dataDir).salt, clock });
    const ingest = createIngest({
      ...{ catalog, journal, clock, salt, log, rules, full: applier.full },
      useApiKey: accounts.useKey,
      limits: { perKeyPerSecond: config.ingestPerKey, perAddressPerSecond: config.ingestPerAddress },
    });
    const { dataDir, secret: override } = config;
    const signing = await openSigning({ dataDir, override, clock, alone: catalog.alone });
    const recorded = { clock, ...signing, ...catalogRooms, admit: ingest.admit };
    const replayRooms = createReplayRooms(replayStores, recorded);
    const fileSizes = () => dataFileSizes(config.dataDir);
    const { alerts, watchAlerts } = createAlertRooms({ catalog, reports, clock, rules, journal, log });
    const stored = { reports, alerts, ...replayRooms, live, catalog, journal, applying: applier, fileSizes };
    const server = createHttpServer(
      { ...catalogRooms, ingest, ...stored, ...signing, clock, log, publicDir: join(assetsRoot, 'public') },
      config,
    );
    const { url } = await server.start();
    closers.add(() => server.stop());
    if (!isPassing) lock.noteAddress({ url, publicUrl: config.publicUrl });
    const files = { renewSalt: salt.current, renewReserve: () => renewReserve(config.dataDir), fileSizes };
    const { prune: pruneRecordings } = replayRooms.recordings;
    const work = { ...files, ...accounts, ...forgetting, pruneRecordings, tellLive: live.tick, watchAlerts };
    const schedule = startSchedule(housekeepingJobs(work, log), log);
    closers.add(schedule.stop);
    const failed = Promise.withResolvers<never>();
    failed.promise.catch(() => {});
    applier.failed.catch(failed.reject);
    closers.add(watchUncaught(log, failed.reject));
    return {
      url: config.publicUrl ?? url,
      ...{ ...catalogRooms, ...replayRooms, catalog, ingest, applying: applier },
      applied: (signal) => untilApplied(journal, signal),
      stop: closers.closeAll,
      failed: failed.promise,
    };
  } catch (error) {
    await closers.closeAll();
    throw error;
  }
}
