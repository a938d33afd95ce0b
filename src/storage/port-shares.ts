// Share links, as the catalog keeps them. Part of Catalog, with its rules.

import type { SharedQuestion } from '../contract/shares.ts';

/** Only the hash of a link's token is kept, and of its password an argon2id hash. */
export type ShareRow = {
  id: string;
  hash: string;
  projectNo: number;
  name: string;
  question: SharedQuestion;
  passwordHash: string | null;
  createdBy: string;
  createdAtMs: number;
  expiresAtMs: number;
  openedAtMs: number | null;
};

export interface ShareCatalog {
  createShare(share: ShareRow): Promise<void>;
  /** Newest first, ended ones too. */
  listShares(projectNo: number): Promise<ShareRow[]>;
  findShare(id: string): Promise<ShareRow | null>;
  /** By the hash of its token. */
  findShareByHash(hash: string): Promise<ShareRow | null>;
  /** Notes when it was opened; nothing when it is gone. */
  touchShare(id: string, openedAtMs: number): Promise<void>;
  /** Throws `not_found` for one that is not the project's. */
  removeShare(projectNo: number, id: string): Promise<void>;
  /** Forgets those that expired before `beforeMs`. */
  pruneShares(beforeMs: number): Promise<void>;
}
