// What the doctor knows when he judges: gathered by gather/, judged by checks/. Types only.

import type { InstallationState, IpDatabaseState, SeenRequest } from '../contract/installation.ts';
import type { BackupFolder, FileCheck, StoredFacts } from '../storage/port-inspection.ts';

export type Facts = {
  nowMs: number;
  /** Of the heat that asks. */
  version: string;
  data: DataFacts;
  /** Null where the data directory is not there to be read. */
  files: FileFacts | null;
  backups: BackupFacts | null;
  server: ServerFacts | null;
  /** Null without a public address. */
  address: AddressFacts | null;
  /** Null when none is given. */
  ipDatabase: IpDatabaseFacts | null;
  /** Null where the catalog cannot be read. */
  projects: ProjectFacts[] | null;
  /** Null unless a page was named. */
  site: SiteFacts | null;
};

export type DataFacts = {
  /** As it is shown: never with somebody's home directory. */
  path: string;
  state: 'missing' | 'not_a_directory' | 'closed' | 'readonly' | 'there';
  /** Code of the system when it is closed or read-only. */
  reason: string | null;
  /** False when it belongs to another user than the one who asks. */
  isOwn: boolean;
  /** What others may read or change: `.` for the folder itself. */
  openToOthers: string[];
  /** A kind of file system that matters to a database, else null. */
  fileSystem: 'network' | 'memory' | 'container' | 'shared' | null;
  /** Bytes; null where the system does not tell. */
  freeBytes: number | null;
  freeFiles: number | null;
  /** Median of some syncs, null when nothing could be written. */
  syncMs: number | null;
  hasReserve: boolean;
  /** UTC day of the salt on the disk. */
  saltDay: string | null;
};

export type Leftover = { name: string; kind: 'draft' | 'before-migration' | 'replaced'; bytes: number };
export type FileFacts = {
  versions: { file: string; exists: boolean; pending: string[]; problem: string | null }[];
  checks: FileCheck[];
  sizes: { name: string; bytes: number; isLog: boolean }[];
  isRestoring: boolean;
  leftovers: Leftover[];
  /** Null when the files cannot be read, as before a migration. */
  stored: StoredFacts | null;
  /** Projects that events belong to and that the catalog does not know. */
  strangers: number;
};

export type BackupFacts = {
  /** Where they were looked for, as it is shown. */
  path: string;
  newest: BackupFolder | null;
  count: number;
  /** The backups lie on the disk that the data lies on; null when that cannot be told. */
  isSameDisk: boolean | null;
};

/** What an address answered, or why it did not. */
export type Answer =
  | {
      status: number;
      headers: { readonly [name: string]: string };
      text: string;
      bytes: number;
      certificateEndsMs: number | null;
    }
  | { problem: string };

export type ServerFacts = {
  state: 'free' | 'held' | 'unclean';
  /** Where it said that it answers, on this machine. */
  url: string | null;
  health: Answer | null;
  ready: Answer | null;
  /** Its own /heat.js. */
  script: Answer | null;
  /** Version that it says to run. */
  runs: string | null;
  /** Null when it did not tell, or is of another version; `stateProblem` says why in the first case. */
  told: InstallationState | null;
  stateProblem: string | null;
  hasOwner: boolean | null;
};

export type AddressFacts = {
  url: string;
  health: Answer;
  /** Null when the probe did not come through, or there was none. */
  seen: SeenRequest | null;
  hasProbe: boolean;
  /** /heat.js as it comes through, compressed and as it is. */
  scriptCompressed: Answer;
  script: Answer;
  /** What the server itself gives. */
  scriptOfServer: string | null;
  preflight: Answer;
  metrics: Answer;
  /** The same address by http, when it is an https one. */
  plain: Answer | null;
};

export type IpDatabaseFacts = {
  /** What the running heat has of it; null when it has none, `unknown` when none runs or it did not tell. */
  served: IpDatabaseState | 'unknown' | null;
  /** The file as it is now, or why a heat would not start with it. */
  there: IpDatabaseState | { problem: string; todo: string };
};

export type ProjectFacts = {
  id: string;
  origins: string[];
  createdAtMs: number;
  /** When the newest event came in by itself: what is imported says nothing of whether pages send. */
  lastEventAtMs: number | null;
};

/** A script tag that may be heat's, as it stands in the page. */
export type SiteTag = {
  /** As the page means it: absolute. */
  src: string;
  attributes: { readonly [name: string]: string };
  /** Whose write key it carries, and whether that is today's, a replaced one that still lets in, or one that has ended; null when it carries none. */
  owner: { project: string; key: 'current' | 'replaced' | 'ended' } | 'unknown' | null;
  script: Answer;
  /** `sha384-…` of what the script's address serves. */
  integrity: string | null;
  /** Where its batches go, and what that answers to a browser's question. */
  ingestUrl: string;
  ingest: Answer;
};
export type SiteFacts = {
  /** As it is shown: without query and fragment. */
  url: string;
  /** Where redirects ended; null when there was no answer. */
  finalUrl: string | null;
  page: Answer;
  /** The same page by https, which was asked first and could not be read; null when it was, or when a scheme was given. */
  before: { url: string; problem: string } | null;
  /** Milliseconds that its clock is ahead of ours, as its Date header says. */
  clockMs: number | null;
  /** Content security policies: header or meta, in order. */
  policies: { text: string; isMeta: boolean }[];
  tags: SiteTag[];
  /** Origins that this heat is known by. */
  ownOrigins: string[];
  /** The page says something of heat without a tag: the module, perhaps. */
  mentionsHeat: boolean;
};

/** A page, and the projects that it may belong to; null where the catalog cannot be read. */
export type SiteGiven = { site: SiteFacts; projects: readonly ProjectFacts[] | null };
