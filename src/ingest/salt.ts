// The salt of the day, which turns address and agent into a visitor's id for that day. Kept in one file so that a
// restart does not double today's visitors; yesterday's is overwritten, so that nobody can link two days.

import { chmodSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { LIMITS } from '../contract/limits.ts';
import { DAY_MS } from '../contract/slots.ts';
import type { Clock } from '../lib/clock.ts';
import { randomSecret } from '../lib/id.ts';

export type SaltKeeper = {
  /** The salt of the UTC day that is now. Replaces the old one, on disk too, when the day has changed. */
  current: () => string;
};

type DaySalt = { day: string; salt: string };

/** Reads the file or makes it (mode 0600). A file that cannot be read or written is not an error: it is made anew. */
export function openSaltKeeper({ path, clock }: { path: string; clock: Clock }): SaltKeeper {
  let today = readSalt(path);
  let isWritten = today !== null;
  let triedAtMs = Number.NEGATIVE_INFINITY;

  const write = (): void => {
    triedAtMs = clock.monotonicMs();
    try {
      writeSalt(path, today!);
      isWritten = true;
    } catch {
      isWritten = false;
    }
  };
  const saltOf = (day: string): string => {
    if (today?.day !== day) {
      today = { day, salt: randomSecret() };
      write();
    }
    return today.salt;
  };
  // Asked for each batch: a day is told by its number, which is had sooner than its name.
  let known: { dayNo: number; salt: string } | null = null;
  const current = (): string => {
    const nowMs = clock.nowMs();
    const dayNo = Math.floor(nowMs / DAY_MS);
    if (known?.dayNo !== dayNo) known = { dayNo, salt: saltOf(new Date(nowMs).toISOString().slice(0, 10)) };
    if (!isWritten && clock.monotonicMs() - triedAtMs > LIMITS.saltRetryMs) write();
    return known.salt;
  };
  current();
  return { current };
}

/** The UTC day (`2026-11-21`) of the salt that lies there, null when there is none. */
export function saltDay(path: string): string | null {
  return readSalt(path)?.day ?? null;
}

function readSalt(path: string): DaySalt | null {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    const { day, salt } = value as Partial<Record<keyof DaySalt, unknown>>;
    return typeof day === 'string' && typeof salt === 'string' && salt.length >= 32 ? { day, salt } : null;
  } catch {
    return null;
  }
}

function writeSalt(path: string, value: DaySalt): void {
  const next = `${path}.next`;
  writeFileSync(next, JSON.stringify(value), { mode: 0o600 });
  // The mode above counts only for a file that was not there.
  chmodSync(next, 0o600);
  renameSync(next, path);
}
