// Facts of the IP database: the file as it is now, and what the running heat has of it.

import type { InstallationState } from '../../contract/installation.ts';
import { HeatError } from '../../lib/errors.ts';
import { openIpDatabase } from '../../lib/ip-database.ts';
import type { IpDatabaseFacts } from '../facts.ts';

/** `path` is what the settings name; that of the running heat goes before it. Null when neither has one. */
export function gatherIpDatabase(
  path: string | null,
  told: InstallationState | null,
): IpDatabaseFacts | null {
  const served = told === null ? 'unknown' : told.ipDatabase;
  const file = told?.ipDatabase?.file ?? path;
  return file === null ? null : { served, there: lookAt(file) };
}

function lookAt(file: string): IpDatabaseFacts['there'] {
  try {
    return openIpDatabase(file).about;
  } catch (error) {
    if (!(error instanceof HeatError)) throw error;
    return { problem: error.message, todo: error.hint ?? 'Name another file, or none' };
  }
}
