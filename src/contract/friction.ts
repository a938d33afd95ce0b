// How hard a session was on its visitor: a score of 0 to 100 with its parts, from the counters of the session row.
// The one definition; engines turn the table into SQL and are compared with frictionOf().

/** Counters of a session that tell of friction. */
export type FrictionCounts = {
  rage: number;
  errorClicks: number;
  dead: number;
  quickBacks: number;
  errors: number;
};
export type FrictionPart = keyof FrictionCounts;

/**
 * Points of one occurrence, and most points that a part can add: one kind of trouble alone, repeated by one broken
 * button, must not look like everything being broken. Whole numbers, so that every engine gets the same score.
 */
export const FRICTION_PARTS: Readonly<
  Record<FrictionPart, { points: number; most: number; one: string; many: string }>
> = {
  rage: { points: 12, most: 48, one: 'rage click', many: 'rage clicks' },
  errorClicks: { points: 10, most: 40, one: 'error click', many: 'error clicks' },
  dead: { points: 6, most: 30, one: 'dead click', many: 'dead clicks' },
  quickBacks: { points: 6, most: 24, one: 'quick-back', many: 'quick-backs' },
  errors: { points: 3, most: 15, one: 'error', many: 'errors' },
};
export const FRICTION_MOST = 100;
export const FRICTION_PART_NAMES = Object.keys(FRICTION_PARTS) as FrictionPart[];

export type Friction = {
  /** 0…100: the sum of the parts' points, at most FRICTION_MOST. */
  score: number;
  /** Parts that occurred, most points first. */
  parts: { part: FrictionPart; count: number; points: number }[];
};

/** Scores non-negative counts. */
export function frictionOf(counts: FrictionCounts): Friction {
  const parts = FRICTION_PART_NAMES.map((part) => {
    const { points, most } = FRICTION_PARTS[part];
    return { part, count: counts[part], points: Math.min(most, points * counts[part]) };
  })
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.points - a.points);
  const sum = parts.reduce((total, { points }) => total + points, 0);
  return { score: Math.min(FRICTION_MOST, sum), parts };
}
