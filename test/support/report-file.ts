// A migrated events file in a temporary folder, filled straight from slices, for tests and benches of the read path.

import type { Database, SQLQueryBindings } from 'bun:sqlite';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEVICE_CODES, EVENT_TYPE_CODES } from '../../src/contract/event-types.ts';
import { systemClock } from '../../src/lib/clock.ts';
import type { AppliedSlice, BoxInfo } from '../../src/storage/port.ts';
import { immediate, openWriter } from '../../src/storage/sqlite/connection.ts';
import { migrateFile } from '../../src/storage/sqlite/migrate.ts';
import { migrationSteps } from '../../src/storage/sqlite/migrate-steps.ts';

export type EventsFile = { path: string; write(slice: AppliedSlice): void; remove(): void };

/** A fresh file; `write` adds a slice the way the applier does, `remove` deletes the folder. */
export function createEventsFile(): EventsFile {
  const folder = mkdtempSync(join(tmpdir(), 'heat-reports-'));
  const path = join(folder, 'events.db');
  const steps = migrationSteps('events');
  migrateFile({ file: 'events', path, steps }, { backups: join(folder, 'backups'), clock: systemClock });
  return {
    path,
    write(slice) {
      const db = openWriter(path, { durability: 'normal' });
      immediate(db, () => writeSlice(db, slice));
      db.close();
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function writeSlice(db: Database, slice: AppliedSlice): void {
  insertAll(db, 'events', slice.events, (row) => ({
    ...row,
    type: EVENT_TYPE_CODES[row.type],
    fields: JSON.stringify(row.fields),
  }));
  insertAll(db, 'clicks', slice.clicks, (row) => ({
    ...row,
    device: row.device === null ? 0 : DEVICE_CODES[row.device],
  }));
  insertAll(db, 'sessions', slice.sessions, (row) => ({
    ...row,
    traits: row.traits && JSON.stringify(row.traits),
    device: row.device && DEVICE_CODES[row.device],
    isBot: Number(row.isBot),
  }));
  insertAll(db, 'pages', slice.pages, (row) => row);
  insertAll(db, 'elements', slice.elements, (row) => ({
    ...row,
    descriptor: JSON.stringify(row.descriptor),
  }));
  insertAll(db, 'boxes', slice.boxes, flatBox);
  const counters = ['pageviews', 'clicks', 'rage', 'dead', 'errors', 'customs', 'events'];
  addAll(db, 'page_slots', slice.pageSlots, counters);
  addAll(db, 'element_bins', slice.elementBins, ['count']);
  const gridBins = slice.gridBins.map(({ element: _, ...row }) => row);
  addAll(db, 'grid_bins', gridBins, ['count']);
}

function flatBox({ box, isSection, device, ...row }: BoxInfo) {
  const [x, y, w, h] = box;
  return { ...row, x, y, w, h, device: DEVICE_CODES[device], isSection: Number(isSection) };
}

type Flat = { [column: string]: SQLQueryBindings };

function insertAll<T>(db: Database, table: string, rows: readonly T[], flatten: (row: T) => Flat): void {
  const [first] = rows;
  if (first === undefined) return;
  const columns = Object.keys(flatten(first));
  const statement = db.prepare(
    `insert or ignore into ${table} (${columns.map(snake)}) values (${columns.map(() => '?')})`,
  );
  for (const row of rows) {
    const flat = flatten(row);
    statement.run(...columns.map((column) => flat[column] ?? null));
  }
}

function addAll<T extends Flat>(db: Database, table: string, rows: readonly T[], counters: string[]): void {
  const [first] = rows;
  if (first === undefined) return;
  const columns = Object.keys(first);
  const keys = columns.filter((column) => !counters.includes(column));
  const statement = db.prepare(
    `insert into ${table} (${columns.map(snake)}) values (${columns.map(() => '?')})
     on conflict (${keys.map(snake)}) do update
     set ${counters.map((name) => `${name} = ${name} + excluded.${name}`)}`,
  );
  for (const row of rows) statement.run(...columns.map((column) => row[column] ?? null));
}

function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
