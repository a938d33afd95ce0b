// What of an element's description an author wrote and will keep, as opposed to what a tool or a state put there. Pure.

import { type ElementDescriptor, LANDMARKS, type RawDescriptor } from './element.ts';

/** Begins with a letter, plain characters, and neither long numbers nor the mix of digits and letters that hashes have. */
const WRITTEN = /^[a-z][a-z_-]*(\d{1,3}([_-]|$)[a-z_-]*)*$/i;
/** Prefixes of tools that make names, and words for what comes and goes while the page is used. */
const PASSING =
  /^(css|sc|jsx?|svelte|ember|ng|is|has)[-\d]|(^|[-_])((in)?active|open(ed)?|closed?|show|hidden|visible|hover|focus(ed|visible)?|(un)?(selected|checked)|pressed|loading|dragging|disabled|current|expanded|collapsed|collapsing)$|-(enter|leave|exit)-(from|to|active|done)$/i;
/**
 * Ids that count what is drawn, in the order of this very visit: React's `useId` (`_r_1_`, on a server `_R_1a_`, before
 * `:r1:`), Vue's (`v-0-1`), and what component libraries put before a number. They name groups of radio buttons as well.
 */
const COUNTED =
  /(^|-)(_r_\w+_|:r\w+:)|(^|-)v-\d|^(radix|headlessui|base-ui|reka|bits|ark|mui|mat|cdk|ngb|rc|ion|downshift|tippy|react-(select|aria)|ui-id|p[nrv]_id|ext|gwt-uid|cl)[-_].*\d/i;
const MOST_CHARS = 64;
/** Class names that a descriptor keeps. */
const MOST_CLASSES = 3;
const LANDMARK = new RegExp(`^(${LANDMARKS.join('|')})(?=:|$)`);

/** True for an id or class that can be expected to name the same thing tomorrow. */
export function isStableName(name: string): boolean {
  return name.length < MOST_CHARS && WRITTEN.test(name) && !PASSING.test(name) && !COUNTED.test(name);
}

/**
 * The descriptor of what a tracker sent: without an id, name and classes that only name today's element, with at most
 * three of the other classes, and with the nearest landmark of its path unless it came with one. Names of fields are the
 * site's and may look like anything (`items[0]`): only counted ones go.
 */
export function stableDescriptor(raw: RawDescriptor): ElementDescriptor {
  const { tag = tagOf(raw.path), id, name, classes = [], landmark = landmarkOf(raw.path), ...rest } = raw;
  const names = typeof classes === 'string' ? classes.split(/\s+/) : classes;
  const stable = names.filter(isStableName).slice(0, MOST_CLASSES);
  return {
    tag,
    ...rest,
    ...(name !== undefined && !COUNTED.test(name) && { name }),
    ...(id !== undefined && isStableName(id) && { id }),
    ...(landmark !== undefined && { landmark }),
    ...(stable.length > 0 && { classes: stable }),
  };
}

/** The last step's; what has no path is what paths begin in. */
export function tagOf(path = ''): string {
  return /([^>:]+)(:\d+)?$/.exec(path)?.[1] ?? 'body';
}

/** The nearest landmark around the last step of a path. */
function landmarkOf(path = ''): string | undefined {
  const around = path.split('>').slice(0, -1).reverse();
  return around.map((step) => LANDMARK.exec(step)?.[1]).find((found) => found !== undefined);
}
