// Share links: who has one sees one view of one project, until it ends. Kept by the hash of their token; what a view
// shows is the reports' matter, and which credential a browser gets is http's.

import { LIMITS } from '../contract/limits.ts';
import type { NewShare, ShareView } from '../contract/shares.ts';
import { DAY_MS } from '../contract/slots.ts';
import type { Clock } from '../lib/clock.ts';
import { HeatError } from '../lib/errors.ts';
import { sha256Hex } from '../lib/hash.ts';
import { randomCode, randomSecret } from '../lib/id.ts';
import type { Catalog } from '../storage/port-catalog.ts';
import type { ShareRow } from '../storage/port-shares.ts';
import { createCatalogCache } from './catalog-cache.ts';
import { checkName, checkPassword, normalPassword } from './credentials.ts';
import type { Passwords } from './passwords.ts';
import { addressKeys } from './sign-in.ts';
import type { Throttle } from './throttle.ts';

export type SharesDeps = { catalog: Catalog; clock: Clock; passwords: Passwords; throttle: Throttle };

export type Shares = {
  /** Newest first; ended ones for LIMITS.shareEndedKeptMs. */
  listShares(projectNo: number): Promise<ShareView[]>;
  /**
   * The token is in this answer and nowhere else. The question was checked before. Throws `invalid` for names, days and
   * passwords that break the rules, `conflict` (too_many_shares).
   */
  createShare(
    projectNo: number,
    wanted: NewShare,
    actor: string,
  ): Promise<{ share: ShareView; token: string }>;
  /** Ends it: what it opened is refused from the next request on. Throws `not_found`. */
  removeShare(share: { projectNo: number; id: string }, actor: string): Promise<void>;
  /**
   * The link of a token. Throws `not_found` (no_such_share) alike for one that never was, was revoked or has expired;
   * `unauthorized` (password_needed, wrong_password), `rate_limited`, `unavailable` (busy).
   */
  openShare(asked: { token: string; password?: string; address: string | null }): Promise<ShareRow>;
  /** The link behind a credential that openShare() led to; null when it ended meanwhile. */
  findOpenShare(id: string): Promise<ShareRow | null>;
};

const ID_CHARS = 12;

export function createShares(deps: SharesDeps): Shares {
  const { catalog, clock, passwords, throttle } = deps;
  const cached = createCatalogCache(catalog, (id) => catalog.findShare(id));
  const record = (actor: string, action: string, id: string, details: string | null = null) =>
    catalog.recordAudit({ atMs: clock.nowMs(), actor, action, target: `share:${id}`, details });
  const isAlive = (row: ShareRow) => row.expiresAtMs > clock.nowMs();

  async function checkSharePassword(row: ShareRow, given: string | undefined, address: string | null) {
    if (row.passwordHash === null) return;
    if (given === undefined) throw passwordNeeded();
    const attempt = throttle.begin([`share:${row.id}`, ...addressKeys(address)]);
    const checking = passwords.verify(normalPassword(given) ?? '', row.passwordHash);
    const isRight = await checking.catch((error: unknown) => {
      attempt.cancel();
      throw error;
    });
    if (!isRight) throw wrongPassword();
    attempt.succeed();
  }

  return {
    listShares: async (projectNo) => (await catalog.listShares(projectNo)).map(viewOf),
    async createShare(projectNo, wanted, actor) {
      const name = checkName(wanted.name);
      const days = checkDays(wanted.days);
      const { target, scope, password } = wanted;
      const nowMs = clock.nowMs();
      await catalog.pruneShares(nowMs - LIMITS.shareEndedKeptMs);
      if ((await catalog.listShares(projectNo)).length >= LIMITS.sharesPerProject) throw tooMany();
      const token = randomSecret();
      const row: ShareRow = {
        ...{ id: randomCode(ID_CHARS), hash: sha256Hex(token), projectNo, name, question: { target, scope } },
        passwordHash: password === undefined ? null : await passwords.hash(checkPassword(password)),
        ...{ createdBy: actor, createdAtMs: nowMs, expiresAtMs: nowMs + days * DAY_MS, openedAtMs: null },
      };
      await catalog.createShare(row);
      await record(actor, 'share.create', row.id, target.view);
      return { share: viewOf(row), token };
    },
    async removeShare({ projectNo, id }, actor) {
      await catalog.removeShare(projectNo, id);
      await record(actor, 'share.remove', id);
    },
    async openShare({ token, password, address }) {
      const row = await catalog.findShareByHash(sha256Hex(token));
      if (!row || !isAlive(row)) throw noSuchShare();
      await checkSharePassword(row, password, address);
      const nowMs = clock.nowMs();
      if (nowMs - (row.openedAtMs ?? 0) >= LIMITS.shareTouchMs) await catalog.touchShare(row.id, nowMs);
      return row;
    },
    async findOpenShare(id) {
      const row = await cached(id);
      return row && isAlive(row) ? row : null;
    },
  };
}

/** The same for every link that opens nothing, whatever it was before. */
export function noSuchShare(): HeatError {
  return new HeatError({
    kind: 'not_found',
    code: 'no_such_share',
    message: 'This link shows nothing: it has ended, or never was one',
  });
}

function viewOf(row: ShareRow): ShareView {
  const { id, name, question, passwordHash, createdBy, createdAtMs, expiresAtMs, openedAtMs } = row;
  const dates = { createdAtMs, expiresAtMs, openedAtMs };
  return { id, name, ...question, hasPassword: passwordHash !== null, createdBy, ...dates };
}

function checkDays(days: number): number {
  if (Number.isInteger(days) && days >= 1 && days <= LIMITS.shareDaysMax) return days;
  throw new HeatError({
    kind: 'invalid',
    code: 'bad_share',
    message: `Cannot share: a link lives 1 to ${LIMITS.shareDaysMax} whole days`,
    details: { field: 'days' },
  });
}

function passwordNeeded(): HeatError {
  return new HeatError({
    kind: 'unauthorized',
    code: 'password_needed',
    message: 'This link asks for a password',
  });
}

function wrongPassword(): HeatError {
  return new HeatError({
    kind: 'unauthorized',
    code: 'wrong_password',
    message: 'That is not the password of this link',
  });
}

function tooMany(): HeatError {
  return new HeatError({
    kind: 'conflict',
    code: 'too_many_shares',
    message: `Cannot share: there are ${LIMITS.sharesPerProject} links already`,
    hint: 'End one that nobody uses.',
  });
}
