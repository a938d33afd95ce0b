// The ES module's entry, for sites that bundle the tracker themselves: everything is inside.

import type { Core, Load, Part } from './core/core.ts';
import { guard } from './core/guard.ts';
import type { Options } from './core/options.ts';
import { forgetTracker, trackerFor } from './core/registry.ts';
import type { Tracker } from './core/tracker.ts';
import { startInputs } from './inputs.ts';
import { startKeep } from './keep.ts';
import { startMore } from './more.ts';
import { HOSTS, type ReplayHost } from './replay/host.ts';

export type { Options, Tracker };

const parts = { more: startMore, inputs: startInputs, keep: startKeep };
const load: Load = (part: Part | 'replay', given: Core | ReplayHost) =>
  part === 'replay'
    ? guard(bringRecorder)(given as ReplayHost)
    : guard(parts[part as keyof typeof parts])(given as Core);

/** Once a link of the dashboard's was met, the page belongs to its owner until it is left. */
let isOwners = false;

/** The guarded form of each tracker that was started. */
const guarded = new WeakMap<object, Tracker>();

/**
 * Starts the page's tracker for this project, or gives the one that runs already; after shutdown() a new one. Never
 * throws; outside a browser, with options that cannot be used, and for an owner who came by a link of the dashboard's,
 * it gives a tracker that does nothing.
 */
export function init(options: Options): Tracker {
  let tracker: Partial<Tracker> = {};
  try {
    if (typeof document === 'object' && !meetsOwner(options))
      tracker = trackerFor({ ...options, endpoint: endpointOf(options) }, load);
  } catch (error) {
    console.warn('heat: not started', error);
  }
  const known = guarded.get(tracker) ?? guardCalls(tracker);
  guarded.set(tracker, known);
  return known;
}

/**
 * True on a page that was opened with a link: an owner is no visitor. What he came for is not in here; the script that
 * his heat hands out brings it, whatever its version. A bundler leaves a script element alone, an import it would not.
 */
function meetsOwner(options: Options): boolean {
  if (isOwners || !/[#&]heat=\w+/.test(location.hash)) return isOwners;
  isOwners = true;
  const script = document.createElement('script');
  Object.assign(script.dataset, {
    project: options.projectKey,
    options: JSON.stringify(options),
    // Not the name that the site may use for its tracker.
    global: '__heatOwner',
    endpoint: endpointOf(options),
  });
  script.src = new URL('heat.js', endpointOf(options)).href;
  document.head.append(script);
  return true;
}

/** Where the page's batches go, as a full address. */
function endpointOf({ endpoint }: Options): string {
  return new URL(endpoint || '/', location.href).href;
}

/** How many trackers of this page have asked for the recorder. */
let recorders = 0;

/**
 * The recorder of pages is not in here either: few visitors need it. It finds its host by itself. A second project, or
 * what init() has started anew, needs one of its own: browsers run a module once for each address.
 */
function bringRecorder(host: ReplayHost): void {
  const page = window as unknown as { [HOSTS]?: ReplayHost[] };
  page[HOSTS] = [...(page[HOSTS] ?? []), host];
  const script = document.createElement('script');
  script.type = 'module';
  script.src = new URL(`heat-replay.mjs${recorders++ ? `?${recorders}` : ''}`, host.settings.endpoint).href;
  document.head.append(script);
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
    // Effects of a framework run twice, and parts of a page come back: the next init() starts anew.
    shutdown: guard(() => {
      tracker.shutdown?.();
      forgetTracker(tracker);
    }),
  };
}
