// Keys of projects, as the catalog keeps them: API keys with what narrows them and how often they were used, and write
// keys that were replaced. Part of Catalog, with its rules.

import type { KeyScope } from '../contract/api.ts';

export type KeyRow = {
  id: string;
  projectNo: number;
  name: string;
  scope: KeyScope;
  /** SHA-256 of the secret, hex. */
  hash: string;
  prefix: string;
  /** Addresses and CIDR ranges it may be used from; empty means any. */
  addresses: string[];
  /** Requests a minute it may be used for; null means what every key may. */
  perMinute: number | null;
  createdAtMs: number;
  expiresAtMs: number | null;
  lastUsedAtMs: number | null;
  revokedAtMs: number | null;
};
/** `day` counts days of UTC since 1970; `refused` of the requests got nothing. */
export type KeyUsageRow = { keyId: string; day: number; requests: number; refused: number };
/** A write key that was replaced: let in until it expires, and known after that, so that its pages can be told. */
export type OldWriteKeyRow = {
  writeKey: string;
  projectNo: number;
  replacedAtMs: number;
  /** 0 when it was ended before its time: no clock that is set back lets it in again. */
  expiresAtMs: number;
};

export interface KeyCatalog {
  createKey(key: KeyRow): Promise<void>;
  findKey(id: string): Promise<KeyRow | null>;
  /** Oldest first. */
  listKeys(projectNo: number): Promise<KeyRow[]>;
  /** Throws `not_found` for a key that is not the project's. */
  updateKey(
    projectNo: number,
    id: string,
    change: Partial<Pick<KeyRow, 'name' | 'addresses' | 'perMinute' | 'expiresAtMs'>>,
  ): Promise<KeyRow>;
  /** Throws `not_found`. */
  revokeKey(projectNo: number, id: string, atMs: number): Promise<void>;
  /** Takes the key out with what was counted of it. Throws `not_found` for a key that is not the project's. */
  removeKey(projectNo: number, id: string): Promise<void>;
  touchKey(id: string, atMs: number): Promise<void>;
  /** Adds to what is there, leaves out keys that are gone, and forgets days before `fromDay`: one transaction. */
  addKeyUsage(rows: readonly KeyUsageRow[], fromDay: number): Promise<void>;
  /** Of all keys of the project from `fromDay` on, by key and day. */
  listKeyUsage(projectNo: number, fromDay: number): Promise<KeyUsageRow[]>;

  /**
   * Gives the project another write key. With `oldUntilMs` the present one is let in until then, as are at most
   * LIMITS.oldWriteKeys: those that end first end now. Of ended ones the LIMITS.endedWriteKeys that were replaced last
   * stay known. Throws `not_found`. One transaction.
   */
  rotateWriteKey(
    id: string,
    next: { writeKey: string; atMs: number; oldUntilMs: number | null },
  ): Promise<void>;
  /** Also one that has ended. Null when it is no replaced key that is known. */
  findOldWriteKey(writeKey: string): Promise<OldWriteKeyRow | null>;
  /** Those that are not over at `atMs`; what ends first stands first. */
  listOldWriteKeys(projectNo: number, atMs: number): Promise<OldWriteKeyRow[]>;
  /** Throws `not_found` for one that is not the project's, or was over at `atMs`. */
  endOldWriteKey(projectNo: number, writeKey: string, atMs: number): Promise<void>;
}
