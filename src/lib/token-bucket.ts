// Rate limits for many keys in a table of fixed size: the least recently used bucket goes first, each step costs the same
// however many there are. Time is monotonic, so a jump of the wall clock neither opens nor closes the door.

/** `perSecond` tokens grow back, up to `burst`; 0 a second means no limit. */
export type Rate = { perSecond: number; burst: number };

/** What may be said of a bucket: at most `limit` tokens in `windowSeconds`, of which so many are left until it is full again. */
export type RateState = { limit: number; windowSeconds: number; remaining: number; resetSeconds: number };

/** The same with whose it is. */
export type NamedRate = RateState & { name: 'address' | 'account' | 'key' };

export type TokenBuckets = {
  /**
   * Takes one token of `key`. Returns 0 when there was one, else the ms until there will be one.
   * A key seen for the first time starts with a full bucket. `rate` is the key's own, where it has one.
   */
  take: (key: number | string, rate?: Rate) => number;
  /** How full the bucket of `key` is, without taking anything; null when it has no limit. */
  stateOf: (key: number | string, rate?: Rate) => RateState | null;
  /** Buckets held now. */
  size: () => number;
};

export type TokenBucketOptions = {
  /** Tokens that grow back in a second; 0 means no limit. */
  perSecond: number;
  /** Most tokens of one bucket; default `perSecond`. */
  burst?: number;
  /** Buckets held at most. */
  entries: number;
  monotonicMs: () => number;
};

type Bucket = { tokens: number; atMs: number };

export function createTokenBuckets(options: TokenBucketOptions): TokenBuckets {
  const { entries, monotonicMs } = options;
  const usual: Rate = {
    perSecond: options.perSecond,
    burst: Math.max(1, options.burst ?? options.perSecond),
  };
  const buckets = new Map<number | string, Bucket>();
  const filled = ({ tokens, atMs }: Bucket, { perSecond, burst }: Rate, nowMs: number): number =>
    Math.min(burst, tokens + ((nowMs - atMs) * perSecond) / 1000);

  return {
    take(key, rate = usual) {
      if (rate.perSecond <= 0) return 0;
      const nowMs = monotonicMs();
      const found = buckets.get(key);
      if (found) buckets.delete(key);
      else if (buckets.size >= entries) buckets.delete(buckets.keys().next().value!);
      const bucket = found ?? { tokens: rate.burst, atMs: nowMs };
      buckets.set(key, bucket);
      bucket.tokens = filled(bucket, rate, nowMs);
      bucket.atMs = nowMs;
      if (bucket.tokens >= 1) {
        bucket.tokens -= 1;
        return 0;
      }
      return ((1 - bucket.tokens) * 1000) / rate.perSecond;
    },
    stateOf(key, rate = usual) {
      const { perSecond, burst } = rate;
      if (perSecond <= 0) return null;
      const found = buckets.get(key);
      const tokens = found ? filled(found, rate, monotonicMs()) : burst;
      return {
        limit: burst,
        windowSeconds: Math.max(1, Math.round(burst / perSecond)),
        remaining: Math.floor(tokens),
        resetSeconds: Math.ceil((burst - tokens) / perSecond),
      };
    },
    size: () => buckets.size,
  };
}
