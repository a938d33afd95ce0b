// One tracker per project and page, however often script or module are loaded.

import type { Load } from './core.ts';
import type { Options } from './options.ts';
import { createTracker, type Tracker } from './tracker.ts';

/** Where a page's trackers are, by their keys, on `window`. */
export const TRACKERS = '__heat';

/** Makes room for a new one: what was shut down does not start again. The one that runs since then stays. */
export function forgetTracker(tracker: unknown): void {
  const { [TRACKERS]: trackers = {} } = window as unknown as { [TRACKERS]?: { [key: string]: Tracker } };
  for (const key in trackers) if (trackers[key] === tracker) delete trackers[key];
}

/** The page's tracker for this project; made on the first call. */
export function trackerFor(options: Options, load: Load): Tracker {
  const page = window as unknown as { [TRACKERS]?: { [key: string]: Tracker } };
  const key = options.projectKey;
  const trackers = page[TRACKERS] ?? {};
  page[TRACKERS] = trackers;
  trackers[key] = trackers[key] ?? createTracker(options, load);
  return trackers[key];
}
