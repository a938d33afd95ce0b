// The catalog's port: accounts, projects and keys, kept apart from events so that the two may live in different
// engines. Same rules for engines as in port.ts.

import type { FunnelDefinition } from '../contract/funnels.ts';
import type { MuteKind } from '../contract/muted-element.ts';
import type { PageRules } from '../contract/page-rules.ts';
import type { StoredSettings } from '../contract/project-settings.ts';
import { HeatError } from '../lib/errors.ts';
import type { ForgettingCatalog } from './port-forgettings.ts';
import type { GoalCatalog } from './port-goals.ts';
import type { KeyCatalog } from './port-keys.ts';
import type { MemberCatalog } from './port-members.ts';
import type { PurgeCatalog } from './port-purges.ts';
import type { ShareCatalog } from './port-shares.ts';
import type { SignInCatalog } from './port-sign-ins.ts';

export type { AlertRow, DeliveryRow, GoalRow } from './port-goals.ts';

export type UserRow = {
  id: string;
  email: string;
  name: string;
  passwordHash: string;
  owner: boolean;
  /** Raised to end all of the user's sign-ins. */
  tokenVersion: number;
  createdAtMs: number;
};
export type ProjectRow = {
  /** Small number used in the events file; never given out twice. */
  no: number;
  id: string;
  name: string;
  origins: string[];
  timeZone: string;
  writeKey: string;
  createdAtMs: number;
  /** To be read with contract/project-settings.ts. */
  settings: StoredSettings;
  /** Which of its pages count as one; a new project has none of it. */
  pageRules: PageRules;
};
/** What a new project is made of. */
export type ProjectDraft = Omit<ProjectRow, 'no' | 'settings' | 'pageRules'>;
/** A funnel that was kept. Names are unique in a project. */
export type FunnelRow = {
  id: string;
  projectNo: number;
  name: string;
  definition: FunnelDefinition;
  /** Place in the project's list, ascending. */
  position: number;
  createdBy: string;
  createdAtMs: number;
  updatedAtMs: number;
  archivedAtMs: number | null;
};
/** Filters kept under a name, each `dimension:op:value`. Names are unique in a project. */
export type SegmentRow = {
  id: string;
  projectNo: number;
  name: string;
  filters: string[];
  createdBy: string;
  createdAtMs: number;
  updatedAtMs: number;
};
/** What happened at a time, drawn into charts. */
export type AnnotationRow = {
  id: string;
  projectNo: number;
  atMs: number;
  text: string;
  createdBy: string;
  createdAtMs: number;
};
export type LinkPurpose = 'setup' | 'sign-in' | 'password';
/** A one-time link; only the hash of its token is kept. */
export type LinkRow = { hash: string; purpose: LinkPurpose; userId: string | null; expiresAtMs: number };

/** An element whose clicks of a kind do not count in reports. */
export type MutedElementRow = {
  projectNo: number;
  element: number;
  kind: MuteKind;
  label: string;
  mutedBy: string;
  mutedAtMs: number;
};

export type AuditRow = {
  id: number;
  atMs: number;
  actor: string;
  action: string;
  target: string;
  details: string | null;
};

/** Small, transactional, shared with the command line of another process. */
export interface Catalog
  extends KeyCatalog,
    MemberCatalog,
    SignInCatalog,
    ForgettingCatalog,
    PurgeCatalog,
    GoalCatalog,
    ShareCatalog {
  /** Changes whenever anybody wrote, this process or another; ask before trusting a cache. */
  version(): Promise<number>;
  /**
   * Runs `work`, which must not wait, while no process changes the catalog, nor is in a work of this kind: for what
   * lies beside the catalog and is changed by several processes. Rejects with what it throws.
   */
  alone<T>(work: () => T): Promise<T>;

  countUsers(): Promise<number>;
  /** Throws `conflict` when the e-mail is taken. */
  createUser(user: UserRow): Promise<void>;
  /** Only while there is no user: throws `conflict` otherwise. One transaction. */
  createOwner(user: UserRow): Promise<void>;
  findUserByEmail(email: string): Promise<UserRow | null>;
  findUser(id: string): Promise<UserRow | null>;
  listUsers(): Promise<UserRow[]>;
  /** Raises the user's token version and forgets his sign-ins and one-time links, one transaction. Throws `not_found`. */
  updateUserPassword(id: string, passwordHash: string): Promise<void>;
  /** Removes the user with his one-time links. Throws `not_found`, and `conflict` (last_owner) for the only owner. One transaction. */
  removeUser(id: string): Promise<void>;

  /** Assigns `no`; has no settings and plain page rules yet. Throws `conflict` when the id or write key is taken. */
  createProject(project: ProjectDraft): Promise<ProjectRow>;
  findProject(id: string): Promise<ProjectRow | null>;
  findProjectByNo(no: number): Promise<ProjectRow | null>;
  findProjectByWriteKey(writeKey: string): Promise<ProjectRow | null>;
  listProjects(): Promise<ProjectRow[]>;
  /** Settings are merged in the same statement: what is not given stays, null removes. Throws `not_found`. */
  updateProject(
    id: string,
    change: Partial<Pick<ProjectRow, 'name' | 'origins' | 'timeZone' | 'writeKey' | 'settings'>>,
  ): Promise<ProjectRow>;
  /** Replaces the page rules by what `change` makes of them, one transaction. Throws `not_found`, and what `change` throws. */
  changePageRules(id: string, change: (rules: PageRules) => PageRules): Promise<ProjectRow>;
  /** Removes the project and its keys, and notes its number in removedProjects(): one transaction. Throws `not_found`. */
  removeProject(id: string): Promise<void>;
  /** Numbers of removed projects whose events are not all deleted yet, ascending. */
  removedProjects(): Promise<number[]>;
  /** Everything of that project is deleted. */
  forgetRemovedProject(no: number): Promise<void>;

  /** Throws `conflict` when the project has one of that name. */
  createFunnel(funnel: FunnelRow): Promise<void>;
  /** By position. */
  listFunnels(projectNo: number): Promise<FunnelRow[]>;
  /** Throws `not_found` and `conflict` likewise. */
  updateFunnel(
    projectNo: number,
    id: string,
    change: Partial<Pick<FunnelRow, 'name' | 'definition' | 'position' | 'updatedAtMs' | 'archivedAtMs'>>,
  ): Promise<FunnelRow>;
  /** Throws `not_found`. */
  removeFunnel(projectNo: number, id: string): Promise<void>;

  /** Throws `conflict` when the project has one of that name. */
  createSegment(segment: SegmentRow): Promise<void>;
  /** By name. */
  listSegments(projectNo: number): Promise<SegmentRow[]>;
  /** Throws `not_found` for a segment that is not the project's, and `conflict` likewise. */
  updateSegment(
    projectNo: number,
    id: string,
    change: { name?: string; filters?: string[]; updatedAtMs: number },
  ): Promise<SegmentRow>;
  /** Throws `not_found` likewise. */
  removeSegment(projectNo: number, id: string): Promise<void>;

  createAnnotation(annotation: AnnotationRow): Promise<void>;
  /** In order of time, from inclusive, to exclusive. */
  listAnnotations(
    projectNo: number,
    range: { fromMs: number; toMs: number; limit: number },
  ): Promise<AnnotationRow[]>;
  countAnnotations(projectNo: number): Promise<number>;
  /** Throws `not_found` for one that is not the project's. */
  removeAnnotation(projectNo: number, id: string): Promise<void>;

  /** One of purpose `password` replaces the user's earlier one, in the same transaction. */
  createLink(link: LinkRow): Promise<void>;
  /** The link, which stays; null when unknown or expired at `atMs`. */
  findLink(hash: string, purpose: LinkPurpose, atMs: number): Promise<LinkRow | null>;
  /** Gives the link and removes it in one transaction; null when unknown or expired at `atMs`. */
  takeLink(hash: string, purpose: LinkPurpose, atMs: number): Promise<LinkRow | null>;
  removeLinks(purpose: LinkPurpose): Promise<void>;
  /**
   * Uses a link of purpose `password` up and sets its user's password as updateUserPassword() does, one transaction.
   * The user as he is now; null when the link is unknown or expired at `atMs`, or his user is gone.
   */
  usePasswordLink(use: { hash: string; passwordHash: string; atMs: number }): Promise<UserRow | null>;

  /** Remembers that a sign-in is over and lists it no more. At most LIMITS.endedSignIns are kept; what would expire first goes first. */
  endSignIn(jti: string, expiresAtMs: number): Promise<void>;
  isSignInEnded(jti: string): Promise<boolean>;
  /** Forgets sign-ins that expired before `atMs`; resolves with how many of the ended ones. */
  forgetEndedSignIns(atMs: number): Promise<number>;

  /** Does nothing when it is muted for that kind already. */
  muteElement(row: MutedElementRow): Promise<void>;
  /** Last muted first. */
  listMutedElements(projectNo: number): Promise<MutedElementRow[]>;
  /** Throws `not_found`. */
  unmuteElement(projectNo: number, element: number, kind: MuteKind): Promise<void>;

  /** Administrative acts: who did what to what. */
  recordAudit(entry: Omit<AuditRow, 'id'>): Promise<void>;
  /** Newest first, those with an id below `beforeId`; and how many there are in all. */
  listAudit(question: {
    beforeId: number | null;
    limit: number;
  }): Promise<{ rows: AuditRow[]; total: number }>;
  close(): Promise<void>;
}

/** What removeUser() throws for the only owner. */
export function lastOwner(email: string): HeatError {
  return new HeatError({
    kind: 'conflict',
    code: 'last_owner',
    message: `Cannot remove user "${email}": nobody else owns this heat`,
    hint: 'Add another user first: heat user add',
  });
}
