// Rate limits for many keys in a table of fixed size: the least recently used bucket goes first.
// Time is monotonic, so a jump of the wall clock neither opens nor closes the door.

export type TokenBuckets = {
  /**
   * Takes one token of `key`. Returns 0 when there was one, else the ms until there will be one.
   * A key seen for the first time starts with a full bucket.
   */
  take: (key: number | string) => number;
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
  const { perSecond, entries, monotonicMs } = options;
  const burst = Math.max(1, options.burst ?? perSecond);
  const perMs = perSecond / 1000;
  const buckets = new Map<number | string, Bucket>();

  return {
    take(key) {
      if (perSecond <= 0) return 0;
      const now = monotonicMs();
      const found = buckets.get(key);
      if (found) buckets.delete(key);
      else if (buckets.size >= entries) buckets.delete(buckets.keys().next().value!);
      const bucket = found ?? { tokens: burst, atMs: now };
      buckets.set(key, bucket);
      bucket.tokens = Math.min(burst, bucket.tokens + (now - bucket.atMs) * perMs);
      bucket.atMs = now;
      if (bucket.tokens >= 1) {
        bucket.tokens -= 1;
        return 0;
      }
      return (1 - bucket.tokens) / perMs;
    },
    size: () => buckets.size,
  };
}
