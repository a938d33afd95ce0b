// Which way lines go into heat: through the one that runs on the data, through one of the import's own, or nowhere when it
// is only tried.

import type { Config } from '../../config/settings.ts';
import { LIMITS } from '../../contract/limits.ts';
import { openOwnDoor, openTrialDoor } from '../../import-door.ts';
import { systemClock } from '../../lib/clock.ts';
import { HeatError } from '../../lib/errors.ts';
import { createLog } from '../../lib/log.ts';
import { findServer } from '../../storage/open.ts';
import type { Catalog, ProjectRow } from '../../storage/port-catalog.ts';
import { dim, type Terminal } from '../output.ts';
import { openRooms } from '../rooms.ts';
import type { Door } from './hand-over.ts';
import { exactOutcome } from './import-outcome.ts';
import { openServerDoor } from './server-door.ts';

export type DoorPlan = {
  catalog: Catalog;
  dataDir: string;
  /** As heat serve would be started. */
  config: Config;
  project: ProjectRow;
  isDryRun: boolean;
  terminal: Pick<Terminal, 'err'>;
  /** Ends the import after what is under way. */
  isStopped: () => boolean;
};

/**
 * Waits for LIMITS.importPatienceMs while somebody holds the data who does not say where they answer: another import, or
 * a heat that is starting. Throws `conflict` (already_running) when they still do.
 */
export async function openDoor(
  plan: DoorPlan,
  sleep: (ms: number) => Promise<void> = Bun.sleep,
): Promise<Door> {
  const { catalog, dataDir, project, isDryRun, terminal, isStopped } = plan;
  if (isDryRun)
    return {
      send: openTrialDoor(project, systemClock),
      outcome: async () => null,
      close: async () => undefined,
    };
  // Answers nobody but this machine, and is not where visitors go.
  const config = { ...plan.config, dataDir, host: '127.0.0.1', port: 0, publicUrl: null };
  const log = createLog('error', terminal.err);
  const findUrl = () => findServer(dataDir)?.url ?? null;
  for (let waitedMs = 0; ; waitedMs += LIMITS.importWaitMs) {
    try {
      const door = await openOwnDoor(project, { config, clock: systemClock, log });
      const outcome = async (accepted: number) => exactOutcome(await door.outcome(), accepted);
      return { ...door, outcome };
    } catch (error) {
      if (!(error instanceof HeatError) || error.faultCode !== 'already_running') throw error;
      if (findUrl() !== null) {
        const { accounts } = openRooms(catalog);
        return openServerDoor({ accounts, project, findUrl, nowMs: systemClock.nowMs, isStopped });
      }
      if (waitedMs >= LIMITS.importPatienceMs || isStopped()) throw stillBusy(error);
    }
    if (waitedMs === 0)
      terminal.err(dim('Waiting: another import is at work on this data, or heat is just starting.\n'));
    await sleep(LIMITS.importWaitMs);
  }
}

function stillBusy({ message, cause }: HeatError): HeatError {
  return new HeatError({
    ...{ kind: 'conflict', code: 'already_running', message, cause },
    hint: 'It is another import, or a heat that is starting: import the file when that has ended.',
  });
}
