// The migrations of each data file: plain SQL, forward only, found by name in migrations/sqlite/<file>/.
// Embedded in the executable; nothing here touches a database.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assetsRoot } from '../../lib/assets-root.ts';
import { assert } from '../../lib/errors.ts';
import { sha256Hex } from '../../lib/hash.ts';

export const DATA_FILES = ['catalog', 'journal', 'events', 'snapshots', 'replays'] as const;
export type DataFile = (typeof DATA_FILES)[number];

export type MigrationStep = {
  /** `catalog/0001_init`: the folder is part of it, so that one file is never taken for another. */
  name: string;
  /** The leading number; becomes the file's user_version. */
  version: number;
  sql: string;
  sha256: string;
};

/** Steps of one data file in order of their names. */
export function migrationSteps(file: DataFile, root: string = assetsRoot): MigrationStep[] {
  const folder = join(root, 'migrations', 'sqlite', file);
  const names = readdirSync(folder).filter((name) => name.endsWith('.sql'));
  return names.sort().map((name) => {
    const version = Number(/^(\d{4})_[a-z0-9_]+\.sql$/.exec(name)?.[1]);
    assert(version > 0, `migration "${file}/${name}" is named NNNN_name.sql`);
    const sql = readFileSync(join(folder, name), 'utf8');
    return { name: `${file}/${name.slice(0, -'.sql'.length)}`, version, sql, sha256: sha256Hex(sql) };
  });
}
