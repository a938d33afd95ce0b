// Today's tables of catalog.db, readable; migrations/sqlite/catalog produces them and a test compares the two.

import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { FunnelDefinition } from '../../contract/funnels.ts';
import type { Role } from '../../contract/members.ts';
import type { MuteKind } from '../../contract/muted-element.ts';
import { type PageRules, PLAIN_PAGE_RULES } from '../../contract/page-rules.ts';
import type { StoredSettings } from '../../contract/project-settings.ts';
import type { SharedQuestion } from '../../contract/shares.ts';
import type { LinkPurpose } from '../port-catalog.ts';

/** People with a dashboard account. */
export const users = sqliteTable('users', {
  id: text('id').primaryKey().notNull(),
  email: text('email').notNull().unique(),
  name: text('name').notNull(),
  passwordHash: text('password_hash').notNull(),
  owner: integer('is_owner', { mode: 'boolean' }).notNull(),
  tokenVersion: integer('token_version').notNull().default(0),
  createdAtMs: integer('created_at_ms').notNull(),
});

/** Measured properties. `no` is what the events file knows them by; it is never given out twice. */
export const projects = sqliteTable('projects', {
  no: integer('no').primaryKey({ autoIncrement: true }),
  id: text('id').notNull().unique(),
  name: text('name').notNull(),
  origins: text('origins', { mode: 'json' }).$type<string[]>().notNull().default([]),
  timeZone: text('time_zone').notNull().default('UTC'),
  writeKey: text('write_key').notNull().unique(),
  createdAtMs: integer('created_at_ms').notNull(),
  /** Which of its pages count as one. */
  pageRules: text('page_rules', { mode: 'json' }).$type<PageRules>().notNull().default(PLAIN_PAGE_RULES),
  settings: text('settings', { mode: 'json' }).$type<StoredSettings>().notNull().default({}),
});

/** Numbers of removed projects whose events are still being deleted. */
export const removedProjects = sqliteTable('removed_projects', {
  projectNo: integer('project_no').primaryKey().notNull(),
});

/** Filters kept under a name. */
export const segments = sqliteTable(
  'segments',
  {
    id: text('id').primaryKey().notNull(),
    projectNo: integer('project_no')
      .notNull()
      .references(() => projects.no, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    filters: text('filters', { mode: 'json' }).$type<string[]>().notNull(),
    createdBy: text('created_by').notNull(),
    createdAtMs: integer('created_at_ms').notNull(),
    updatedAtMs: integer('updated_at_ms').notNull(),
  },
  (table) => [uniqueIndex('segments_by_name').on(table.projectNo, table.name)],
);

/** Funnels kept under a name. */
export const funnels = sqliteTable(
  'funnels',
  {
    id: text('id').primaryKey().notNull(),
    projectNo: integer('project_no')
      .notNull()
      .references(() => projects.no, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    definition: text('definition', { mode: 'json' }).$type<FunnelDefinition>().notNull(),
    position: integer('position').notNull(),
    createdBy: text('created_by').notNull(),
    createdAtMs: integer('created_at_ms').notNull(),
    updatedAtMs: integer('updated_at_ms').notNull(),
    archivedAtMs: integer('archived_at_ms'),
  },
  (table) => [uniqueIndex('funnels_by_name').on(table.projectNo, table.name)],
);

/** Elements whose rage or dead clicks reports leave out. */
export const mutedElements = sqliteTable(
  'muted_elements',
  {
    projectNo: integer('project_no')
      .notNull()
      .references(() => projects.no, { onDelete: 'cascade' }),
    element: integer('element').notNull(),
    kind: text('kind').$type<MuteKind>().notNull(),
    label: text('label').notNull(),
    mutedBy: text('muted_by').notNull(),
    mutedAtMs: integer('muted_at_ms').notNull(),
  },
  (table) => [primaryKey({ columns: [table.projectNo, table.element, table.kind] })],
);

/** What happened at a time. */
export const annotations = sqliteTable(
  'annotations',
  {
    id: text('id').primaryKey().notNull(),
    projectNo: integer('project_no')
      .notNull()
      .references(() => projects.no, { onDelete: 'cascade' }),
    atMs: integer('at_ms').notNull(),
    text: text('text').notNull(),
    createdBy: text('created_by').notNull(),
    createdAtMs: integer('created_at_ms').notNull(),
  },
  (table) => [index('annotations_by_time').on(table.projectNo, table.atMs, table.id)],
);

/** Who may look at a project, besides owners of the installation. */
export const members = sqliteTable(
  'members',
  {
    projectNo: integer('project_no')
      .notNull()
      .references(() => projects.no, { onDelete: 'cascade' }),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    role: text('role').$type<Role>().notNull(),
    createdAtMs: integer('created_at_ms').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.projectNo, table.userId] }),
    index('members_by_user').on(table.userId),
  ],
);

/** Invitations that nobody has used yet. */
export const invitations = sqliteTable(
  'invitations',
  {
    id: text('id').primaryKey().notNull(),
    hash: text('hash').notNull().unique(),
    projectNo: integer('project_no')
      .notNull()
      .references(() => projects.no, { onDelete: 'cascade' }),
    email: text('email').notNull(),
    role: text('role').$type<Role>().notNull(),
    createdBy: text('created_by').notNull(),
    createdAtMs: integer('created_at_ms').notNull(),
    expiresAtMs: integer('expires_at_ms').notNull(),
  },
  (table) => [uniqueIndex('invitations_by_project').on(table.projectNo, table.email)],
);

/** One-time links; only the hash of a token is kept. */
export const links = sqliteTable(
  'links',
  {
    hash: text('hash').primaryKey().notNull(),
    purpose: text('purpose').$type<LinkPurpose>().notNull(),
    userId: text('user_id'),
    expiresAtMs: integer('expires_at_ms').notNull(),
  },
  (table) => [uniqueIndex('links_one_password').on(table.userId).where(sql`purpose = 'password'`)],
);

/** Sign-ins that were signed out before their time, by the id in their tokens. */
export const endedSignIns = sqliteTable(
  'ended_sign_ins',
  {
    jti: text('jti').primaryKey().notNull(),
    expiresAtMs: integer('expires_at_ms').notNull(),
  },
  (table) => [index('ended_sign_ins_by_expiry').on(table.expiresAtMs)],
);

/** Where users are signed in. */
export const signIns = sqliteTable(
  'sign_ins',
  {
    jti: text('jti').primaryKey().notNull(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    agent: text('agent').notNull(),
    createdAtMs: integer('created_at_ms').notNull(),
    lastSeenAtMs: integer('last_seen_at_ms').notNull(),
    expiresAtMs: integer('expires_at_ms').notNull(),
  },
  (table) => [
    index('sign_ins_by_user').on(table.userId, table.lastSeenAtMs),
    index('sign_ins_by_expiry').on(table.expiresAtMs),
  ],
);

/** What else than a password somebody needs to sign in; not in use before it is confirmed. */
export const secondFactors = sqliteTable('second_factors', {
  userId: text('user_id')
    .primaryKey()
    .notNull()
    .references(() => users.id, { onDelete: 'cascade' }),
  secret: text('secret').notNull(),
  begunAtMs: integer('begun_at_ms').notNull(),
  confirmedAtMs: integer('confirmed_at_ms'),
  lastStep: integer('last_step').notNull().default(0),
  recoveryHashes: text('recovery_hashes', { mode: 'json' }).$type<string[]>().notNull().default([]),
});

/** Links that show one view to whoever has them. */
export const shares = sqliteTable(
  'shares',
  {
    id: text('id').primaryKey().notNull(),
    hash: text('hash').notNull().unique(),
    projectNo: integer('project_no')
      .notNull()
      .references(() => projects.no, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    question: text('question', { mode: 'json' }).$type<SharedQuestion>().notNull(),
    passwordHash: text('password_hash'),
    createdBy: text('created_by').notNull(),
    createdAtMs: integer('created_at_ms').notNull(),
    expiresAtMs: integer('expires_at_ms').notNull(),
    openedAtMs: integer('opened_at_ms'),
  },
  (table) => [index('shares_by_project').on(table.projectNo, table.createdAtMs)],
);

/** Administrative acts. */
export const audit = sqliteTable('audit', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  atMs: integer('at_ms').notNull(),
  actor: text('actor').notNull(),
  action: text('action').notNull(),
  target: text('target').notNull(),
  details: text('details'),
});
