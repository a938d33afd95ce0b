// Who a session's user is and what is told of them, whatever the order in which it is told.

import type { AppliedSession } from '../storage/port-apply.ts';
import type { CleanEvent } from './clean.ts';

/** Who was named when, and whose traits were told when; null where nothing was. */
export type Naming = Pick<AppliedSession, 'userId' | 'userAtMs' | 'traits' | 'traitsUserId' | 'traitsAtMs'>;

export const NOBODY: Readonly<Naming> = {
  userId: null,
  userAtMs: null,
  traits: null,
  traitsUserId: null,
  traitsAtMs: null,
};

/** What the event's batch says of its user; null when it names none. */
export function namingOf({ row: { tsMs }, from }: CleanEvent): Naming | null {
  const { user } = from.batch;
  if (user === null) return null;
  const named = { ...NOBODY, userId: user.id, userAtMs: tsMs };
  return user.traits === null
    ? named
    : { ...named, traits: user.traits, traitsUserId: user.id, traitsAtMs: tsMs };
}

/**
 * Keeps in `row` whoever was named newest and the traits that were told newest, each by itself. Of the same
 * millisecond the greater as text counts. True when that changed `row`.
 */
export function rememberUser(row: Naming, told: Naming): boolean {
  const isNamed = isLater([told.userAtMs, told.userId], [row.userAtMs, row.userId]);
  if (isNamed) {
    row.userId = told.userId;
    row.userAtMs = told.userAtMs;
  }
  const isTold = told.traitsAtMs !== null && isLater(traitsKey(told), traitsKey(row));
  if (isTold) {
    row.traits = told.traits;
    row.traitsUserId = told.traitsUserId;
    row.traitsAtMs = told.traitsAtMs;
  }
  return isNamed || isTold;
}

/** Who all these parts together say that their user is. */
export function namingOfAll(rows: readonly AppliedSession[]): Naming {
  const naming = { ...NOBODY };
  for (const row of rows) rememberUser(naming, row);
  return naming;
}

type When = [atMs: number | null, text: string | null];

function isLater([atMs, text]: When, [thanMs, than]: When): boolean {
  if (atMs === null || thanMs === null) return atMs !== null;
  return atMs > thanMs || (atMs === thanMs && (text ?? '') > (than ?? ''));
}

function traitsKey({ traits, traitsUserId, traitsAtMs }: Naming): When {
  return [traitsAtMs, traitsAtMs === null ? null : `${traitsUserId} ${JSON.stringify(traits)}`];
}
