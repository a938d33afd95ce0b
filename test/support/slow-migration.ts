// Program for tests: applies to the data file given as argument two steps, of which the second takes long.
// To be killed in between.

import { systemClock } from '../../src/lib/clock.ts';
import { sha256Hex } from '../../src/lib/hash.ts';
import { migrateFile } from '../../src/storage/sqlite/migrate.ts';

const INIT = 'create table notes (id integer primary key, text text not null) strict;';
const FILL = (rows: number) =>
  `create table copies (id integer primary key, text text not null) strict;
   insert into copies (text) with recursive n (i) as (select 1 union all select i + 1 from n where i < ${rows})
   select 'row ' || i from n;`;

export const slowSteps = [INIT, FILL(3_000_000)].map((sql, at) => ({
  name: `catalog/000${at + 1}_step`,
  version: at + 1,
  sql,
  sha256: sha256Hex(sql),
}));

if (import.meta.main) {
  const path = process.argv[2] ?? '';
  migrateFile(
    { file: 'catalog', path, steps: slowSteps },
    { backups: `${path}-backups`, clock: systemClock },
  );
}
