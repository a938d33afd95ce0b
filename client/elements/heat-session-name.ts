// What a session is called: its visitor by who he said he is, else by a short piece of his id, which can be found again; and whether it is live. Pure.

import type { SessionRowView } from '../../src/contract/api.ts';
import { LIMITS } from '../../src/contract/limits.ts';

/** Characters of an id that tell the visitors of one list apart. */
const SHORT = 6;
const WHOLE = /^[a-z]:(?=.)/;

/** `ana@example.com`, or `Visitor 75nffl`: ids lose their kind (`c:`, `d:`) and all but their last characters. */
export function sessionName({ userId, visitor }: Pick<SessionRowView, 'userId' | 'visitor'>): string {
  if (userId) return userId;
  return `Visitor ${shortVisitor(visitor)}`.trimEnd();
}

/** `75nffl`. */
export function shortVisitor(visitor: string): string {
  return visitor.replace(WHOLE, '').slice(-SHORT);
}

/** Whether a text is a visitor's whole id rather than what is shown of it. */
export function isWholeVisitor(text: string): boolean {
  return WHOLE.test(text);
}

/** What somebody may have copied from a list (`Visitor 75nffl`), as the end of a visitor's id. */
export function visitorEnding(text: string): string {
  return text.replace(/^visitor\s+/i, '').trim();
}

/** Whether a session that was live when it was loaded may still be called so. */
export function isLiveNow(
  { isLive, endedAtMs }: Pick<SessionRowView, 'isLive' | 'endedAtMs'>,
  nowMs: number,
): boolean {
  return isLive && nowMs - endedAtMs < LIMITS.liveSessionMs;
}
