// Puts together what is taken off the machine again, removed projects, forgotten people and purged sessions: notes in the
// catalog, the applier, snapshots and recordings, those who watch live, the journal. Part of the composition root.

import { markOf } from './apply/forgotten.ts';
import { openMarksKey } from './apply/marks-key.ts';
import { createClockWatch } from './jobs/clock-watch.ts';
import { createForgettingJobs } from './jobs/forgettings.ts';
import { createRemovals } from './jobs/removals.ts';
import { createRetention } from './jobs/retention.ts';
import type { Journal } from './journal/journal.ts';
import type { Clock } from './lib/clock.ts';
import type { Log } from './lib/log.ts';
import type { ReplayStores } from './replay-rooms.ts';
import type { Live } from './reports/live.ts';
import type { Catalog } from './storage/port-catalog.ts';
import type { ForgetOrder, ForgetResult, ForgottenSession } from './storage/port-forgetting.ts';
import type { ApplierThread } from './workers.ts';

export type Forgetting = {
  /** Hands on projects that were removed, and people to forget and sessions to purge, since the last look. */
  findRemoved: () => Promise<void>;
  findForgotten: () => Promise<void>;
  /** Whether anything may be deleted for its age. */
  isClockTrusted: () => boolean;
  /** Has taken out what was kept long enough. */
  pruneEvents: () => Promise<void>;
  /** To be told of every project and every order that the applier has done. */
  onRemoved: (projectNo: number) => Promise<void>;
  onForgotten: (order: ForgetOrder, result: ForgetResult) => Promise<void>;
  /** Late events of somebody who was forgotten were dropped: their bytes go too. */
  onDropped: () => Promise<void>;
};

export function createForgetting(deps: {
  dataDir: string;
  catalog: Catalog;
  log: Log;
  clock: Clock;
  applier: Pick<ApplierThread, 'forget' | 'forgetNoted' | 'forgetRest' | 'forgetProject'>;
  stores: Pick<ReplayStores, 'recordings' | 'removeProject'>;
  live: Pick<Live, 'forget'>;
  journal: Pick<Journal, 'scrub'>;
}): Forgetting {
  const { catalog, log, clock, applier, stores, live, journal } = deps;
  const marksKey = openMarksKey(deps.dataDir);
  // Snapshots and recordings first: what the applier has forgotten is noted no longer.
  const forget = (projectNo: number) =>
    stores.removeProject(projectNo).then(() => applier.forgetProject(projectNo));
  const removals = createRemovals({ catalog, log, forget });
  const both = {
    ...{ log, clock },
    dropRecordings: (projectNo: number, sessions: ForgottenSession[]) =>
      stores.recordings.forget({ projectNo, sessions, untilMs: clock.nowMs() }),
    dropLive: live.forget,
    noted: applier.forgetNoted,
  };
  const people = createForgettingJobs({
    ...both,
    catalog: {
      version: catalog.version,
      open: catalog.openForgettings,
      finish: catalog.finishForgetting,
    },
    words: { done: 'Forgot a person', failed: 'Cannot finish forgetting a person' },
    begin({ id, projectNo, kind, subject, askedAtMs: untilMs }) {
      const mark = markOf(marksKey, { projectNo, kind, id: subject });
      applier.forget({ id, projectNo, kind, subject, mark, untilMs });
    },
    scrubJournal: journal.scrub,
  });
  const purges = createForgettingJobs({
    ...both,
    catalog: { version: catalog.version, open: catalog.openPurges, finish: catalog.finishPurge },
    words: { done: 'Purged sessions', failed: 'Cannot finish a purge' },
    begin({ askedAtMs: untilMs, ...order }) {
      applier.forget({ ...order, kind: 'purge', untilMs });
    },
  });
  const rests = createForgettingJobs({
    ...both,
    catalog: { version: catalog.version, open: async () => [], finish: async () => undefined },
    words: {
      done: 'Finished what a done order had left',
      failed: 'Cannot finish what a done order had left',
    },
    begin: () => undefined,
    scrubJournal: journal.scrub,
  });
  const clockWatch = createClockWatch({ clock, log });
  const retention = createRetention({
    clock,
    projects: catalog.listProjects,
    begin: (projectNo, beforeMs) => applier.forget({ projectNo, id: 'age', kind: 'age', beforeMs }),
  });
  let isRestHanded = false;
  return {
    isClockTrusted: clockWatch.isTrusted,
    pruneEvents: retention.look,
    findRemoved: removals.look,
    async findForgotten() {
      await people.look();
      await purges.look();
      if (isRestHanded) return;
      // Half done in the events of a restored backup and done in its catalog, which is copied after them.
      applier.forgetRest([...people.handed(), ...purges.handed()]);
      isRestHanded = true;
    },
    onRemoved: removals.done,
    onDropped: () =>
      journal
        .scrub()
        .catch((error) => log.warn('Cannot scrub the journal of late events', { reason: String(error) })),
    async onForgotten({ id, projectNo, kind }, { removed, sessions }) {
      const done = { id, projectNo, removed, sessions };
      if (kind === 'rest') return rests.done(done);
      if (kind === 'purge') return purges.done(done);
      if (kind !== 'age') return people.done(done);
      retention.done(projectNo);
      if (removed.sessions > 0) log.info('Deleted what was kept long enough', { projectNo, ...removed });
    },
  };
}
