// One import from beginning to end: a way into heat, the lines of the file through it, and what came of them.

import type { Config } from '../../config/settings.ts';
import { LIMITS } from '../../contract/limits.ts';
import { openOwnDoor, openTrialDoor } from '../../import-door.ts';
import { systemClock } from '../../lib/clock.ts';
import { HeatError } from '../../lib/errors.ts';
import { createLog } from '../../lib/log.ts';
import { findServer } from '../../storage/open.ts';
import type { Catalog, ProjectRow } from '../../storage/port-catalog.ts';
import type { Terminal } from '../output.ts';
import { openRooms } from '../rooms.ts';
import { createHandOver, type ImportDoor, type RefusedLine, type Tally } from './hand-over.ts';
import { createFieldMap } from './map-fields.ts';
import { openBytes } from './open-bytes.ts';
import { type ImportFormat, readLines } from './read-lines.ts';
import { openServerDoor } from './server-door.ts';

export type ImportPlan = {
  catalog: Catalog;
  dataDir: string;
  /** As heat serve would be started. */
  config: Config;
  project: ProjectRow;
  path: string;
  format: ImportFormat;
  maps: readonly string[];
  timeZone: string | null;
  origin: string | null;
  only: ReadonlyMap<string, string>;
  isDryRun: boolean;
  terminal: Terminal;
  /** Told of each refused line, in the file's order within what is handed in at once. */
  onRefused: (refused: RefusedLine) => void | Promise<void>;
  onProgress: (progress: { tally: Tally; readBytes: number; totalBytes: number | null }) => void;
  /** Ends the import after what is under way. */
  isStopped: () => boolean;
};
export type ImportReport = Tally & {
  /** The first refused lines. */
  refusals: RefusedLine[];
  /** Columns or fields that nothing was made of. */
  ignored: string[];
  /** What --map names and no line has. */
  missing: string[];
  isWhole: boolean;
};
type Door = { send: ImportDoor; close: () => Promise<void> };

/** Throws HeatError; what heat has taken before stays. */
export async function runImport(plan: ImportPlan): Promise<ImportReport> {
  const map = createFieldMap(plan.maps);
  const { pieces, readBytes, totalBytes } = openBytes(plan.path);
  const refusals: RefusedLine[] = [];
  const onRefused = async (refused: RefusedLine): Promise<void> => {
    if (refusals.length < LIMITS.importShown) refusals.push(refused);
    await plan.onRefused(refused);
  };
  const door = await openDoor(plan);
  const handOver = createHandOver({ door: door.send, onRefused, isStopped: plan.isStopped });
  let isWhole = true;
  try {
    const { format, timeZone, origin, only } = plan;
    const reading = { format, map, timeZone, origin, only };
    for await (const lines of readLines(pieces, reading)) {
      await handOver.add(lines);
      plan.onProgress({ tally: handOver.tally(), readBytes: readBytes(), totalBytes });
      isWhole = !plan.isStopped();
      if (!isWhole) break;
    }
    const tally = await handOver.end();
    return { ...tally, refusals, ignored: map.ignored(), missing: map.missing(), isWhole };
  } catch (error) {
    // What could be read before the damage counts, as the message says.
    if (error instanceof HeatError && error.faultCode === 'bad_gzip') await handOver.end();
    throw error;
  } finally {
    await door.close();
  }
}

/** Into the heat that runs on the data, or into one of its own. */
async function openDoor(plan: ImportPlan): Promise<Door> {
  const { catalog, dataDir, project, isDryRun, terminal } = plan;
  if (isDryRun) return { send: openTrialDoor(project, systemClock), close: async () => undefined };
  // Answers nobody but this machine, and is not where visitors go.
  const config = { ...plan.config, dataDir, host: '127.0.0.1', port: 0, publicUrl: null };
  try {
    return await openOwnDoor(project, { config, clock: systemClock, log: createLog('error', terminal.err) });
  } catch (error) {
    const findUrl = () => findServer(dataDir)?.url ?? null;
    const isServed = error instanceof HeatError && error.faultCode === 'already_running';
    if (!isServed || findUrl() === null) throw error;
    const { accounts } = openRooms(catalog);
    return openServerDoor({ accounts, project, findUrl, nowMs: systemClock.nowMs });
  }
}
