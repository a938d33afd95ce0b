// What the page that is looked at would share: pages that know it say so, the button in the scope bar follows.

import type { SharedTarget } from '../../src/contract/shares.ts';
import { createStore } from './store.ts';

/** Null when the page shows nothing that can be shared. */
export const shareTarget = createStore<SharedTarget | null>(null);

/** Sets it when it is another one than before. */
export function offerShare(target: SharedTarget | null): void {
  if (JSON.stringify(target) !== JSON.stringify(shareTarget.get())) shareTarget.set(target);
}
