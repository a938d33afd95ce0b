// Whether two shares differ by more than chance would make them: a z-test, an exact one for small counts, and the
// correction for asking about many elements at once. Pure statistics, without a word of heatmaps.

/** `count` of `total`; whole or, corrected for clustering, fractions. */
export type Share = { count: number; total: number };
export type ShareTest = {
  method: 'z' | 'exact';
  /** Two-sided. */
  p: number;
  /** The smallest p that any outcome with these totals could have given; 0 where that is not a matter. */
  leastP: number;
};

/** With an expected count below this in any cell the normal distribution is a bad guess, most of all for small p. */
const LEAST_EXPECTED = 10;

/**
 * Pooled two-proportion z-test; Fisher's exact test (two-sided, by probability) of the rounded counts when an expected
 * count is below 10. Shares of nothing, or of counts that cannot differ, have p 1.
 */
export function compareShares(a: Share, b: Share): ShareTest {
  const total = a.total + b.total;
  const counted = a.count + b.count;
  const expected =
    (Math.min(a.total, b.total) * Math.min(counted, total - counted)) / Math.max(total, Number.EPSILON);
  if (expected < LEAST_EXPECTED) return fisher(rounded(a), rounded(b));
  const pooled = counted / total;
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / a.total + 1 / b.total));
  const z = (a.count / a.total - b.count / b.total) / error;
  return { method: 'z', p: twoSidedNormal(Math.abs(z)), leastP: 0 };
}

/** Benjamini-Hochberg: p values that may be held against one threshold together, in the order given. */
export function adjustForMany(pValues: readonly number[]): number[] {
  const order = pValues.map((_, at) => at).sort((x, y) => (pValues[y] ?? 0) - (pValues[x] ?? 0));
  const adjusted = pValues.map(() => 1);
  let least = 1;
  for (const [fromLargest, at] of order.entries()) {
    const rank = pValues.length - fromLargest;
    least = Math.min(least, ((pValues[at] ?? 1) * pValues.length) / rank);
    adjusted[at] = least;
  }
  return adjusted;
}

/** Sums of one group of clusters (sessions): `count` of `total` in each, and what they add up to. */
export type ClusterSums = {
  clusters: number;
  total: number;
  /** Sum of each cluster's total, squared. */
  totalSquares: number;
  count: number;
  /** Sums over clusters of count², and of count · total. */
  countSquares: number;
  products: number;
};

/**
 * How many times larger the variance of a share is because its counts come in clusters, from both groups together
 * (linearised ratio estimate over the binomial one); at least 1. Counts divided by it may be tested as if they were
 * independent (Rao and Scott 1992). Groups that tell nothing count as if each cluster always counted all or nothing.
 */
export function designEffect(groups: readonly ClusterSums[]): number {
  let clustered = 0;
  let binomial = 0;
  for (const { clusters, total, totalSquares, count, countSquares, products } of groups) {
    if (clusters < 2 || total === 0) continue;
    const share = count / total;
    const spread = countSquares - 2 * share * products + share * share * totalSquares;
    clustered += (spread * clusters) / (clusters - 1);
    binomial += total * share * (1 - share);
  }
  if (binomial > 0) return Math.max(1, clustered / binomial);
  const sum = (of: (group: ClusterSums) => number) => groups.reduce((all, group) => all + of(group), 0);
  const all = sum(({ total }) => total);
  return all === 0 ? 1 : Math.max(1, sum(({ totalSquares }) => totalSquares) / all);
}

function rounded({ count, total }: Share): Share {
  const whole = Math.round(total);
  return { count: Math.min(whole, Math.round(count)), total: whole };
}

/** Probabilities of all tables with the same margins, relative to the likeliest; no factorial is ever formed. */
function fisher(a: Share, b: Share): ShareTest {
  const counted = a.count + b.count;
  const least = Math.max(0, counted - b.total);
  const most = Math.min(counted, a.total);
  const mode = Math.min(
    most,
    Math.max(least, Math.floor(((counted + 1) * (a.total + 1)) / (a.total + b.total + 2))),
  );
  const weights = new Float64Array(most - least + 1);
  weights[mode - least] = 1;
  const ratio = (k: number) => ((counted - k) * (a.total - k)) / ((k + 1) * (b.total - counted + k + 1));
  for (let k = mode; k < most; k++) weights[k + 1 - least] = (weights[k - least] ?? 0) * ratio(k);
  for (let k = mode; k > least; k--) weights[k - 1 - least] = (weights[k - least] ?? 0) / ratio(k - 1);
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const observed = weights[a.count - least] ?? 0;
  const asRareAs = (weight: number) =>
    weights.reduce((sum, one) => (one <= weight * (1 + 1e-7) ? sum + one : sum), 0) / all;
  const rarest = Math.min(weights[0] ?? 1, weights.at(-1) ?? 1);
  return { method: 'exact', p: Math.min(1, asRareAs(observed)), leastP: Math.min(1, asRareAs(rarest)) };
}

/** Complementary error function of z / √2, relative error below 1.2e-7 (Chebyshev fit, W. Press et al., `erfcc`). */
function twoSidedNormal(z: number): number {
  const x = z / Math.SQRT2;
  const t = 1 / (1 + x / 2);
  const terms = [
    -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587,
    -0.82215223, 0.17087277,
  ];
  const fit = terms.reduceRight((sum, term) => sum * t + term, 0);
  return Math.min(1, t * Math.exp(-x * x + fit));
}
