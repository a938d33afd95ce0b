// What a session is called: its visitor by who he said he is, else by a short piece of his id; and whether it is live. Pure.

import type { SessionRowView } from '../../src/contract/api.ts';
import { LIMITS } from '../../src/contract/limits.ts';

/** Characters of an id that tell the visitors of one list apart. */
const SHORT = 6;

/** `ana@example.com`, or `Visitor 75nffl`: ids lose their kind (`c:`, `d:`) and all but their last characters. */
export function sessionName({ userId, visitor }: Pick<SessionRowView, 'userId' | 'visitor'>): string {
  if (userId) return userId;
  return `Visitor ${visitor.replace(/^[a-z]:/, '').slice(-SHORT)}`.trimEnd();
}

/** Whether a session that was live when it was loaded may still be called so. */
export function isLiveNow(
  { isLive, endedAtMs }: Pick<SessionRowView, 'isLive' | 'endedAtMs'>,
  nowMs: number,
): boolean {
  return isLive && nowMs - endedAtMs < LIMITS.liveSessionMs;
}
