// Today's tables of keys in catalog.db. Beside schema-catalog.ts.

import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { KeyScope } from '../../contract/api.ts';
import { projects } from './schema-catalog.ts';

/** Secret keys with a scope; only the hash of a secret is kept. */
export const apiKeys = sqliteTable(
  'api_keys',
  {
    id: text('id').primaryKey().notNull(),
    projectNo: integer('project_no')
      .notNull()
      .references(() => projects.no, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    scope: text('scope').$type<KeyScope>().notNull(),
    hash: text('hash').notNull(),
    prefix: text('prefix').notNull(),
    createdAtMs: integer('created_at_ms').notNull(),
    expiresAtMs: integer('expires_at_ms'),
    lastUsedAtMs: integer('last_used_at_ms'),
    revokedAtMs: integer('revoked_at_ms'),
    addresses: text('addresses', { mode: 'json' }).$type<string[]>().notNull().default([]),
    perMinute: integer('per_minute'),
  },
  (table) => [index('api_keys_by_project').on(table.projectNo, table.createdAtMs)],
);

/** Requests of a key on a day of UTC. */
export const keyUsage = sqliteTable(
  'key_usage',
  {
    keyId: text('key_id')
      .notNull()
      .references(() => apiKeys.id, { onDelete: 'cascade' }),
    day: integer('day').notNull(),
    requests: integer('requests').notNull().default(0),
    refused: integer('refused').notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.keyId, table.day] }), index('key_usage_by_day').on(table.day)],
);

/** Write keys that were replaced and are let in for a while. */
export const oldWriteKeys = sqliteTable(
  'old_write_keys',
  {
    writeKey: text('write_key').primaryKey().notNull(),
    projectNo: integer('project_no')
      .notNull()
      .references(() => projects.no, { onDelete: 'cascade' }),
    replacedAtMs: integer('replaced_at_ms').notNull(),
    expiresAtMs: integer('expires_at_ms').notNull(),
  },
  (table) => [index('old_write_keys_by_project').on(table.projectNo, table.expiresAtMs)],
);
