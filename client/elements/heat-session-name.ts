// What a session's visitor is called: who he said he is, else a short piece of his id. Pure.

import type { SessionRowView } from '../../src/contract/api.ts';

/** Characters of an id that tell the visitors of one list apart. */
const SHORT = 6;

/** `ana@example.com`, or `Visitor 75nffl`: ids lose their kind (`c:`, `d:`) and all but their last characters. */
export function sessionName({ userId, visitor }: Pick<SessionRowView, 'userId' | 'visitor'>): string {
  if (userId) return userId;
  return `Visitor ${visitor.replace(/^[a-z]:/, '').slice(-SHORT)}`.trimEnd();
}
