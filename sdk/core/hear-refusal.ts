// A refusal in another tab of the site counts in this one as well, at once.

import type { Core } from './core.ts';
import { TRACKERS } from './registry.ts';
import type { Tracker } from './tracker.ts';

/** Opts this page's tracker out when the visitor's refusal is written down by another tab. */
export function hearRefusal(core: Core): void {
  const { projectKey } = core._settings;
  const page = window as unknown as { [TRACKERS]?: { [key: string]: Tracker } };
  core._on(window, 'storage', ({ key, newValue }: StorageEvent) => {
    if (key === `heat:${projectKey}:visitor` && newValue === 'out') page[TRACKERS]?.[projectKey]?.optOut();
  });
}
