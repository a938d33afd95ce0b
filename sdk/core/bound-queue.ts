// Keeps what waits within its bounds while no server takes it.

import type { Core } from './core.ts';
import { bytesOf, leastNeeded } from './rules.ts';

/** Gives up what is needed least until no more than `maxQueueBytes` wait. */
export function boundQueue({ _waiting, _settings }: Pick<Core, '_waiting' | '_settings'>): void {
  const { maxQueueBytes = 1_000_000 } = _settings;
  while (bytesOf(_waiting) > maxQueueBytes) _waiting.splice(leastNeeded(_waiting), 1);
}
