// For how long a replaced key goes on working: choices of the write key and of API keys.

export const KEY_OVERLAPS: readonly [hours: number, words: string][] = [
  [0, 'Ends at once'],
  [24, 'Works for another day'],
  [7 * 24, 'Works for another week'],
  [30 * 24, 'Works for another 30 days'],
];
/** What is chosen until somebody chooses. */
export const KEY_OVERLAP_HOURS = 7 * 24;
