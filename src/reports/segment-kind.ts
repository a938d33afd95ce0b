// What one segment of a path looks like, and how evenly values are used. Pure.

export type SegmentKind = 'id' | 'date' | 'slug' | 'word';

const DATE = /^\d{4}-\d{2}(-\d{2})?$/;
/** Digits; long hex; UUIDs; mixed letters and digits without a word in them. */
const IDS = [
  /^\d+$/,
  /^[0-9a-f]{12,}$/i,
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i,
  /^(?=.*\d)(?=.*[A-Za-z])[A-Za-z0-9_-]{6,}$/,
];

/** The end of a file's name says nothing of what it is named after. */
const EXTENSION = /\.(?:html?|php|aspx?|jsp)$/i;

/** `word` is what people name parts of a site; `slug` are several words, as titles and names of goods become. */
export function kindOfSegment(given: string): SegmentKind {
  const segment = given.replace(EXTENSION, '');
  if (DATE.test(segment)) return 'date';
  const [digits, hex, uuid, mixed] = IDS;
  if (digits?.test(segment) || hex?.test(segment) || uuid?.test(segment)) return 'id';
  // `shoe-42` and `2026-review` are slugs, `a8Kd03xZ` and `sku-88123-b` ids.
  const parts = segment.split(/[-_.]/).filter((part) => part !== '');
  if (parts.some((part) => /^\d+$/.test(part)) && parts.some((part) => /^\p{L}{3,}$/u.test(part)))
    return 'slug';
  if (mixed?.test(segment) && !parts.some((part) => /^\p{L}{4,}$/u.test(part))) return 'id';
  return parts.length >= 2 ? 'slug' : 'word';
}

/** What values of one family share: `tea-` and `.html` of `tea-oolong.html`; null for what is of no family. */
export function familyOf(segment: string): { begin: string; end: string } | null {
  const end = EXTENSION.exec(segment)?.[0] ?? '';
  const begin = /^[A-Za-z]{2,}[-_](?=.)/.exec(segment.slice(0, segment.length - end.length))?.[0];
  return begin === undefined ? null : { begin, end };
}

/** Shannon entropy of shares: 0 when one value has all, log2(n) when n values have the same. */
export function entropyBits(weights: readonly number[]): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total === 0) return Math.log2(Math.max(1, weights.length));
  return weights.reduce(
    (bits, weight) => (weight === 0 ? bits : bits - (weight / total) * Math.log2(weight / total)),
    0,
  );
}
