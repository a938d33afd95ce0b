// A refusal in another tab of the site counts in this one as well, at once.

import type { Core } from './core.ts';
import { TRACKERS } from './registry.ts';
import { openSlot } from './store.ts';
import type { Tracker } from './tracker.ts';

/**
 * Opts this page's tracker out when the visitor's refusal is written down by another page: at once, or, where this one was
 * put aside by the browser meanwhile or had not come so far, as soon as it is there. Comes after all that hears `pageshow`.
 */
export function hearRefusal(core: Core): void {
  const { projectKey } = core._settings;
  const page = window as unknown as { [TRACKERS]?: { [key: string]: Tracker } };
  const visitor = openSlot('localStorage', `heat:${projectKey}:visitor`);
  const look = () => {
    if (visitor() === 'out') page[TRACKERS]?.[projectKey]?.optOut();
  };
  look();
  core._on(window, 'storage pageshow', look);
}
