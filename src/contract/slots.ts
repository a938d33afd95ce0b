// The two widths of time in which counts are stored. Stored rows depend on them, so they never change.

/** Width of a slot of page counts: every time zone in use differs from UTC by whole quarter-hours. */
export const SLOT_MS = 15 * 60_000;
/** Width of a day of bins, in UTC. */
export const DAY_MS = 86_400_000;
