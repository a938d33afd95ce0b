// One tracker per project and page, however often script or module are loaded.

import type { Options } from './options.ts';
import { createTracker, type Tracker } from './tracker.ts';

const NAME = '__heat';

/** The page's tracker for this project; made on the first call. */
export function trackerFor(options: Options): Tracker {
  const page = window as { [NAME]?: { [projectKey: string]: Tracker } };
  page[NAME] ??= {};
  page[NAME][options.projectKey] ??= createTracker(options);
  return page[NAME][options.projectKey] as Tracker;
}
