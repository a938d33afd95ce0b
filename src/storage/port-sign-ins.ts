// Sign-ins and second factors of users, as the catalog keeps them. Part of Catalog, with its rules.

/** `secret` is 20 bytes in hex. Not in use before `confirmedAtMs`. */
export type SecondFactorRow = {
  userId: string;
  secret: string;
  begunAtMs: number;
  confirmedAtMs: number | null;
  /** Step of time (30 s since 1970) whose code was used last. */
  lastStep: number;
  /** SHA-256 of the recovery codes that are left, hex. */
  recoveryHashes: string[];
};
/** One sign-in by the id in its tokens. `agent` is a short name of browser and system. */
export type SignInRow = {
  jti: string;
  userId: string;
  agent: string;
  createdAtMs: number;
  lastSeenAtMs: number;
  expiresAtMs: number;
};

export interface SignInCatalog {
  findSecondFactor(userId: string): Promise<SecondFactorRow | null>;
  /** Keeps an unconfirmed secret in place of an earlier one. Throws `conflict` (second_factor_on) when one is confirmed. */
  beginSecondFactor(factor: Pick<SecondFactorRow, 'userId' | 'secret' | 'begunAtMs'>): Promise<void>;
  /** False when that secret was replaced, removed or confirmed meanwhile. */
  confirmSecondFactor(
    factor: Pick<SecondFactorRow, 'userId' | 'secret' | 'lastStep' | 'recoveryHashes'> & { atMs: number },
  ): Promise<boolean>;
  /** Notes that a code of this step was used; false when one of it or of a later step was used before. */
  useStep(userId: string, step: number): Promise<boolean>;
  /** Removes the recovery code; false when it is not there (any more). */
  useRecoveryCode(userId: string, hash: string): Promise<boolean>;
  /** False when there was none. */
  removeSecondFactor(userId: string): Promise<boolean>;

  /** Notes a sign-in. Of a user at most LIMITS.signInsListed are kept; the one not seen for longest goes first. */
  createSignIn(signIn: SignInRow): Promise<void>;
  /** Those that neither expired at `atMs` nor ended, last seen first. */
  listSignIns(userId: string, atMs: number): Promise<SignInRow[]>;
  touchSignIn(jti: string, atMs: number): Promise<void>;
  /** Raises the user's token version and forgets his sign-ins, one transaction. Throws `not_found`. */
  endSignIns(userId: string): Promise<void>;
}
