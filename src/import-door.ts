// Ways into heat for an import when no server runs on its data: a heat of its own for as long as it takes, which answers
// nobody but this machine; or, to try, the checks alone. Part of the composition root.

import { type Heat, startHeat } from './app.ts';
import type { Config } from './config/config.ts';
import type { ImportOutcome } from './contract/import-line.ts';
import { LIMITS } from './contract/limits.ts';
import { readSettings } from './contract/project-settings.ts';
import { type Imported, importEvents } from './ingest/import.ts';
import type { Clock } from './lib/clock.ts';
import { HeatError } from './lib/errors.ts';
import type { Log } from './lib/log.ts';
import type { ProjectRow } from './storage/port-catalog.ts';

export type OwnDoor = {
  send: (body: string) => Promise<Imported>;
  /**
   * What became of all that was sent, and of what an import that was killed had left in the journal; once it is in the
   * reports. Throws `unavailable` (not_applied) while the disk refuses that: it is kept, and the next heat goes on with it.
   */
  outcome: () => Promise<ImportOutcome>;
  /** Then the data is free again. */
  close: () => Promise<void>;
};

/** What events bear in place of the id of a key. */
const KEY_ID = 'import';
const utf8 = new TextEncoder();

/** Throws `conflict` (already_running) when a server, or another import, runs on the data. */
export async function openOwnDoor(
  project: ProjectRow,
  options: { config: Config; clock: Clock; log: Log },
): Promise<OwnDoor> {
  // Lines of an import say their country themselves.
  const config = { ...options.config, ipDatabase: null };
  const heat: Heat = await startHeat({ ...options, config, isPassing: true });
  const key = { projectNo: project.no, keyId: KEY_ID };
  return {
    send: (body) =>
      heat.ingest.importLines({
        ...{ ...key, body: utf8.encode(body), contentEncoding: null },
        ...{ origin: null, address: null, isDryRun: false },
      }),
    async outcome() {
      await untilInReports(heat);
      return heat.applying.imported(key);
    },
    close: heat.stop,
  };
}

/** Waits as long as it takes, unless applying is in trouble after LIMITS.importOutcomeMs. */
export async function untilInReports({
  applied,
  failed,
  applying,
}: Pick<Heat, 'applied' | 'failed'> & { applying: Pick<Heat['applying'], 'stats'> }): Promise<void> {
  for (;;) {
    try {
      return await Promise.race([applied(AbortSignal.timeout(LIMITS.importOutcomeMs)), failed]);
    } catch (error) {
      if (!(error instanceof DOMException && error.name === 'TimeoutError')) throw error;
      const { trouble } = applying.stats();
      if (trouble !== null) throw notApplied(trouble);
    }
  }
}

function notApplied(trouble: string): HeatError {
  return new HeatError({
    kind: 'unavailable',
    code: 'not_applied',
    message: `What was taken is kept, but cannot be put into the reports now (${trouble})`,
    hint: 'Is the disk full? The next heat on this data goes on with it; import the file again then.',
  });
}

/** Checks as heat would, and stores nothing; needs no server and disturbs none. */
export function openTrialDoor({ no, settings }: ProjectRow, clock: Clock): OwnDoor['send'] {
  const { eventDays, aggregateOnly: isNameless } = readSettings(settings);
  const never = () => {
    throw new Error('a trial stores nothing');
  };
  const journal = { append: never, stats: never };
  return (body) =>
    importEvents(
      { journal, clock },
      { projectNo: no, keyId: KEY_ID, body: utf8.encode(body), contentEncoding: null, isDryRun: true },
      { eventDays, isNameless },
    );
}
