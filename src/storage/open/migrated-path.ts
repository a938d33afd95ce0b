// Where a data file lies, once it is known to be of this heat's version. For the openers beside it.

import { dataPaths } from '../../lib/data-directory.ts';
import { assertMigrated } from '../sqlite/migrate.ts';
import { type DataFile, migrationSteps } from '../sqlite/migrate-steps.ts';

/** Throws `unavailable` (not_migrated) unless migrate() has been there. */
export function migratedPath(dataDir: string, file: DataFile): string {
  const path = dataPaths(dataDir)[file];
  assertMigrated({ file, path, steps: migrationSteps(file) });
  return path;
}
