// One import from beginning to end: a way into heat, the lines of the file through it, and what came of them.

import type { ImportOutcome } from '../../contract/import-line.ts';
import { LIMITS } from '../../contract/limits.ts';
import { HeatError } from '../../lib/errors.ts';
import { createHandOver, type RefusedLine, type Tally } from './hand-over.ts';
import { createFieldMap } from './map-fields.ts';
import { openBytes } from './open-bytes.ts';
import { type DoorPlan, openDoor } from './open-door.ts';
import { type ImportFormat, readLines } from './read-lines.ts';

export type ImportPlan = DoorPlan & {
  path: string;
  format: ImportFormat;
  maps: readonly string[];
  timeZone: string | null;
  origin: string | null;
  only: ReadonlyMap<string, string>;
  /** Told of each refused line, in the file's order within what is handed in at once. */
  onRefused: (refused: RefusedLine) => void | Promise<void>;
  onProgress: (progress: { tally: Tally; readBytes: number; totalBytes: number | null }) => void;
};
export type ImportReport = Tally & {
  /** The first refused lines. */
  refusals: RefusedLine[];
  /** Columns or fields that nothing was made of. */
  ignored: string[];
  /** What --map names and no line has. */
  missing: string[];
  isWhole: boolean;
  /** How many of the accepted lines were new; null when nobody can tell exactly. */
  outcome: ImportOutcome | null;
};
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
    const outcome = await door.outcome(tally.accepted);
    return { ...tally, outcome, refusals, ignored: map.ignored(), missing: map.missing(), isWhole };
  } catch (error) {
    // What could be read before the damage counts, as the message says.
    if (error instanceof HeatError && error.faultCode === 'bad_gzip')
      await door.outcome((await handOver.end()).accepted);
    throw error;
  } finally {
    await door.close();
  }
}
