// What happened to the demo shop while it was measured. Made up, like its visits, so that its maps, its friction and its
// funnels have a story that can be found in them: the notes in the charts tell it.

import { DAY_MS } from '../contract/slots.ts';

/** What the shop looked like, oldest first; the last is what it serves. */
export const EDITIONS = ['2.2', '2.3', '2.4'] as const;
export type Edition = (typeof EDITIONS)[number];
export const NEWEST: Edition = '2.4';

/** Days before the demo begins. */
const DEPLOYS: Readonly<Record<Edition, number>> = { '2.2': Number.POSITIVE_INFINITY, '2.3': 16, '2.4': 5 };
const LETTER_DAYS = 23;
/** Days in which a letter is opened. */
const LETTER_LASTS = 4;
/** Things are done in the morning (UTC). */
const MORNING_MS = 8.5 * 3_600_000;

/** What its people noted in their charts. */
export const NOTES: readonly { daysAgo: number; text: string }[] = [
  { daysAgo: LETTER_DAYS, text: 'Newsletter: autumn teas' },
  { daysAgo: DEPLOYS['2.3'], text: 'Deploy 2.3: coupon in the cart' },
  { daysAgo: DEPLOYS['2.4'], text: 'Deploy 2.4: new start page' },
];

/** The morning of a day before `nowMs`. */
export function morningMs(daysAgo: number, nowMs: number): number {
  return Math.floor(nowMs / DAY_MS - daysAgo) * DAY_MS + MORNING_MS;
}

/** When an edition went live, in a demo that begins at `nowMs`; -Infinity for the first. */
export function deployedAtMs(edition: Edition, nowMs: number): number {
  return morningMs(DEPLOYS[edition], nowMs);
}

/** What visitors of that time saw. */
export function editionAt(atMs: number, nowMs: number): Edition {
  return EDITIONS.findLast((edition) => deployedAtMs(edition, nowMs) <= atMs) ?? EDITIONS[0];
}

/** Whether the newsletter is being opened. */
export function isLetterRead(atMs: number, nowMs: number): boolean {
  const sentMs = morningMs(LETTER_DAYS, nowMs);
  return atMs >= sentMs && atMs < sentMs + LETTER_LASTS * DAY_MS;
}

/** Whether one edition came after another. */
export function isLater(one: Edition, other: Edition): boolean {
  return EDITIONS.indexOf(one) > EDITIONS.indexOf(other);
}
