// One tracker per project and page, however often script or module are loaded.

import type { Options } from './options.ts';
import { createTracker, type More, type Tracker } from './tracker.ts';

const NAME = '__heat';

/** The page's tracker for this project; made on the first call. */
export function trackerFor(options: Options, more: More): Tracker {
  const page = window as { [NAME]?: Map<string, Tracker> };
  const trackers = page[NAME] ?? new Map<string, Tracker>();
  page[NAME] = trackers;
  const tracker = trackers.get(options.projectKey) ?? createTracker(options, more);
  trackers.set(options.projectKey, tracker);
  return tracker;
}
