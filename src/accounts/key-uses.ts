// What is done each time an API key is used: its own limit of requests, and counting by day. Counts are held in memory
// and noted every few seconds, so that a busy key costs no write for each request.

import { LIMITS } from '../contract/limits.ts';
import { DAY_MS } from '../contract/slots.ts';
import type { Clock } from '../lib/clock.ts';
import { HeatError } from '../lib/errors.ts';
import { createTokenBuckets, type NamedRate } from '../lib/token-bucket.ts';
import type { Catalog } from '../storage/port-catalog.ts';
import type { KeyRow, KeyUsageRow } from '../storage/port-keys.ts';

export type KeyUses = {
  count: (keyId: string, isRefused: boolean) => void;
  /** Takes one of the key's own requests; null when it has no limit of its own. Throws `rate_limited`. */
  take: (key: KeyRow, onRate: ((rate: NamedRate) => void) | undefined) => NamedRate | null;
  /** Notes what was counted, and forgets days beyond LIMITS.keyUsageDays. Throws `unavailable`; then nothing is lost. */
  note: () => Promise<void>;
  /** Of the last `days` days up to today, what is not noted yet included. */
  usage: (projectNo: number, days: number) => Promise<KeyUsageRow[]>;
};

export function createKeyUses({ catalog, clock }: { catalog: Catalog; clock: Clock }): KeyUses {
  let counts = new Map<string, KeyUsageRow>();
  const buckets = createTokenBuckets({
    perSecond: 0,
    entries: LIMITS.limiterEntries,
    monotonicMs: clock.monotonicMs,
  });
  const today = () => Math.floor(clock.nowMs() / DAY_MS);

  const add = (row: KeyUsageRow) => {
    const name = `${row.day} ${row.keyId}`;
    const known = counts.get(name);
    if (known) {
      known.requests += row.requests;
      known.refused += row.refused;
    } else counts.set(name, { ...row });
  };
  const note = async () => {
    if (counts.size === 0) return;
    const noted = counts;
    counts = new Map();
    try {
      await catalog.addKeyUsage([...noted.values()], today() - LIMITS.keyUsageDays + 1);
    } catch (error) {
      for (const row of noted.values()) add(row);
      throw error;
    }
  };

  return {
    count: (keyId, isRefused) => add({ keyId, day: today(), requests: 1, refused: isRefused ? 1 : 0 }),
    take(key, onRate) {
      if (key.perMinute === null) return null;
      const rate = { perSecond: key.perMinute / 60, burst: key.perMinute };
      const waitMs = buckets.take(key.id, rate);
      const state = buckets.stateOf(key.id, rate);
      const named = state && { name: 'key' as const, ...state };
      if (waitMs <= 0) return named;
      if (named) onRate?.(named);
      const seconds = Math.max(1, Math.ceil(waitMs / 1000));
      throw new HeatError({
        kind: 'rate_limited',
        message: `Too many requests of this key: it may send ${key.perMinute} a minute; try again in ${seconds} s`,
        retryAfterSeconds: seconds,
      });
    },
    note,
    async usage(projectNo, days) {
      await note();
      return catalog.listKeyUsage(projectNo, today() - days + 1);
    },
  };
}
