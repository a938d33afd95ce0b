// The log of administrative acts, as the API answers it.

export type AuditEntry = {
  /** Grows. */
  id: number;
  atMs: number;
  /** `user:<id>`, `key:<id>`, `terminal` or `local`. */
  actor: string;
  /** E-mail of a user who is still there, else the actor itself. */
  actorName: string;
  /** `<thing>.<verb>`: `key.create`, `member.role`. */
  action: string;
  target: string;
  /** E-mail of a user who is still there, else the target itself. */
  targetName: string;
  details: string | null;
};
