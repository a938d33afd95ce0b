// The ES module's entry, for sites that bundle the tracker themselves: everything is inside.

import { guard } from './core/guard.ts';
import type { Options } from './core/options.ts';
import { trackerFor } from './core/registry.ts';
import type { Load, Tracker } from './core/tracker.ts';
import { startInputs } from './inputs.ts';
import { startKeep } from './keep.ts';
import { startMore } from './more.ts';

export type { Options, Tracker };

const parts = { more: startMore, inputs: startInputs, keep: startKeep };
const load: Load = (part, core) => guard(parts[part])(core);

/**
 * Starts the page's tracker for this project, or gives the one that runs already. Never throws; outside a browser,
 * and with options that cannot be used, it gives a tracker that does nothing.
 */
export function init(options: Options): Tracker {
  let tracker: Partial<Tracker> = {};
  try {
    if (typeof document === 'object') tracker = trackerFor(options, load);
  } catch (error) {
    console.warn('heat: not started', error);
  }
  return tracker as Tracker;
}
