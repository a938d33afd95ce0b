// The ES module's entry, for sites that bundle the tracker themselves: everything is inside.

import type { Load } from './core/core.ts';
import { guard } from './core/guard.ts';
import type { Options } from './core/options.ts';
import { trackerFor } from './core/registry.ts';
import type { Tracker } from './core/tracker.ts';
import { startInputs } from './inputs.ts';
import { startKeep } from './keep.ts';
import { startMore } from './more.ts';

export type { Options, Tracker };

const parts = { more: startMore, inputs: startInputs, keep: startKeep };
const load: Load = (part, core) => guard(parts[part])(core);

/** The guarded form of each tracker that was started. */
const guarded = new WeakMap<object, Tracker>();

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
  const known = guarded.get(tracker) ?? guardCalls(tracker);
  guarded.set(tracker, known);
  return known;
}

function guardCalls(tracker: Partial<Tracker>): Tracker {
  return {
    identify: guard((id, traits) => tracker.identify?.(id, traits)),
    track: guard((name, props) => tracker.track?.(name, props)),
    page: guard(() => tracker.page?.()),
    setAuthToken: guard((token) => tracker.setAuthToken?.(token)),
    optIn: guard(() => tracker.optIn?.()),
    optOut: guard(() => tracker.optOut?.()),
    reset: guard(() => tracker.reset?.()),
    flush: async () => {
      await guard(async () => tracker.flush?.())()?.catch(() => {});
    },
    shutdown: guard(() => tracker.shutdown?.()),
  };
}
