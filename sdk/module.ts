// The ES module's entry, for sites that bundle the tracker themselves.

import type { Options } from './core/options.ts';
import { trackerFor } from './core/registry.ts';
import type { Tracker } from './core/tracker.ts';
import { watch } from './watch.ts';

export type { Options, Tracker };

/**
 * Starts the page's tracker for this project, or gives the one that runs already. Never throws; outside a browser,
 * and with options that cannot be used, it gives a tracker that does nothing.
 */
export function init(options: Options): Tracker {
  try {
    if (typeof document === 'object') return trackerFor(options, watch);
  } catch (error) {
    console.warn('heat: not started', error);
  }
  const nothing = () => {};
  const later = async () => {};
  return {
    identify: nothing,
    track: nothing,
    page: nothing,
    setAuthToken: nothing,
    optIn: nothing,
    optOut: nothing,
    reset: nothing,
    flush: later,
    shutdown: nothing,
  };
}
