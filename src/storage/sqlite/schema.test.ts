// The drizzle schemas are what people read; this asserts that the migrations produce exactly these tables.

import type { Database } from 'bun:sqlite';
import { describe, expect, test } from 'bun:test';
import { is } from 'drizzle-orm';
import { getTableConfig, SQLiteTable } from 'drizzle-orm/sqlite-core';
import { tempDir } from '../../../test/support/temp-dir.ts';
import { systemClock } from '../../lib/clock.ts';
import { openReader } from './connection.ts';
import { migrateFile } from './migrate.ts';
import { DATA_FILES, type DataFile, migrationSteps } from './migrate-steps.ts';
import * as catalogSchema from './schema-catalog.ts';
import * as catalogForgettingsSchema from './schema-catalog-forgettings.ts';
import * as eventsSchema from './schema-events.ts';
import * as forgettingSchema from './schema-forgetting.ts';
import * as goalsSchema from './schema-goals.ts';
import * as journalSchema from './schema-journal.ts';
import * as keysSchema from './schema-keys.ts';
import * as mapsSchema from './schema-maps.ts';
import * as metricsSchema from './schema-metrics.ts';
import * as purgesSchema from './schema-purges.ts';
import * as replaysSchema from './schema-replays.ts';
import * as sessionsSchema from './schema-sessions.ts';
import * as snapshotsSchema from './schema-snapshots.ts';

const SCHEMAS = {
  catalog: { ...catalogSchema, ...keysSchema, ...goalsSchema, ...catalogForgettingsSchema, ...purgesSchema },
  journal: journalSchema,
  events: { ...eventsSchema, ...sessionsSchema, ...mapsSchema, ...metricsSchema, ...forgettingSchema },
  snapshots: snapshotsSchema,
  replays: replaysSchema,
};

type ColumnFacts = { name: string; type: string; notNull: boolean; key: number; fallback: string | null };
type TableFacts = { name: string; columns: ColumnFacts[]; indexes: string[] };

describe('migrations', () => {
  for (const file of DATA_FILES) {
    test(`migrate() produces exactly the schema when the file is ${file}.db`, () => {
      using dir = tempDir();
      const db = migrated(dir.join(`${file}.db`), file);
      expect(storedTables(db)).toEqual(declaredTables(file));
      db.close();
    });

    test(`migrate() makes every table strict when the file is ${file}.db`, () => {
      using dir = tempDir();
      const db = migrated(dir.join(`${file}.db`), file);
      const loose = db
        .query(
          "select name from pragma_table_list where schema = 'main' and type = 'table' and strict = 0 and name not like 'sqlite_%'",
        )
        .all();
      expect(loose).toEqual([]);
      db.close();
    });
  }
});

function migrated(path: string, file: DataFile): Database {
  const target = { file, path, steps: migrationSteps(file) };
  migrateFile(target, { backups: `${path}-backups`, clock: systemClock });
  return openReader(path);
}

function storedTables(db: Database): TableFacts[] {
  const tables = db
    .query(
      "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' and name <> 'heat_migrations' order by name",
    )
    .all() as { name: string }[];
  return tables.map(({ name }) => {
    const columns = db
      .query('select name, type, "notnull" as needed, pk, dflt_value as fallback from pragma_table_info(?)')
      .all(name) as { name: string; type: string; needed: number; pk: number; fallback: string | null }[];
    // `origin`: c = made by "create index", u = by a unique column.
    const indexes = db
      .query("select name, origin from pragma_index_list(?) where origin in ('c', 'u')")
      .all(name) as { name: string; origin: string }[];
    return {
      name,
      columns: columns.map((column) => ({
        name: column.name,
        type: column.type.toLowerCase(),
        // SQLite does not say "not null" of a rowid alias, which never is null.
        notNull: column.needed === 1 || column.pk > 0,
        key: column.pk,
        fallback: column.fallback,
      })),
      indexes: indexes.map((index) => indexText(db, index)).sort(),
    };
  });
}

function indexText(db: Database, index: { name: string; origin: string }): string {
  const columns = db.query('select name from pragma_index_info(?) order by seqno').all(index.name) as {
    name: string;
  }[];
  const list = columns.map(({ name }) => name).join(', ');
  return index.origin === 'u' ? `unique (${list})` : `${index.name} (${list})`;
}

function declaredTables(file: DataFile): TableFacts[] {
  const tables: unknown[] = Object.values(SCHEMAS[file]);
  return tables
    .filter((table): table is SQLiteTable => is(table, SQLiteTable))
    .map(declaredTable)
    .sort((left, right) => (left.name < right.name ? -1 : 1));
}

function declaredTable(table: SQLiteTable): TableFacts {
  const config = getTableConfig(table);
  const combined = config.primaryKeys.flatMap((key) => key.columns.map(({ name }) => name));
  const columns = config.columns.map((column) => {
    const isKey = column.primary || combined.includes(column.name);
    return {
      name: column.name,
      type: column.getSQLType(),
      notNull: column.notNull || isKey,
      key: column.primary ? 1 : combined.indexOf(column.name) + 1,
      fallback: fallbackText(column.default),
    };
  });
  const declared = config.indexes.map(({ config: { name, columns } }) => {
    const list = columns.map((column) => ('name' in column ? column.name : '?')).join(', ');
    return `${name} (${list})`;
  });
  const unique = config.columns.filter(({ isUnique }) => isUnique).map(({ name }) => `unique (${name})`);
  return { name: config.name, columns, indexes: [...declared, ...unique].sort() };
}

function fallbackText(value: unknown): string | null {
  if (value === undefined) return null;
  if (typeof value === 'number') return String(value);
  return `'${typeof value === 'string' ? value : JSON.stringify(value)}'`;
}
