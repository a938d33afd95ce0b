// Which ids and class names an author wrote and will keep, as opposed to what a tool or a state put there. Pure.

/** Begins with a letter, plain characters, and neither long numbers nor the mix of digits and letters that hashes have. */
const WRITTEN = /^[a-z][a-z_-]*(\d{1,3}([_-]|$)[a-z_-]*)*$/i;
/** Prefixes of tools that make names, and words for what comes and goes while the page is used. */
const PASSING =
  /^(css|sc|jsx?|svelte|ember|ng|is|has)[-\d]|(^|[-_])(active|open|closed?|show|hidden|visible|hover|focus|selected|disabled|current|expanded|collapsed)$/i;

/** True for an id or class that can be expected to name the same thing tomorrow. */
export function isStableName(name: string): boolean {
  return name.length < 64 && WRITTEN.test(name) && !PASSING.test(name);
}
