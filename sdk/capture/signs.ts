// Signs that a page is alive after a click: what it changes, moves, focuses, plays, or asks the network for.
// Listening is counting; the DOM is looked at only while a click waits for its answer.

import type { Core } from '../core/core.ts';
import { overhear } from '../core/guard.ts';

/** Scrolling, focus, forms, media, the fragment, the clipboard. */
export const EVENTS = 'scroll focusin input change submit reset toggle play pause hashchange copy';

/**
 * Starts listening. Answers a function to call with what is pressed; what that answers is called at the click, and answers
 * what counts the signs since then.
 */
export function watchSigns(core: Core): (hit: Node) => () => () => number {
  const note = () => core._signs++;
  let isWatching: boolean | undefined;
  const observer = new MutationObserver(() => {
    note();
    // One sign is enough; the next click looks anew.
    observer.disconnect();
    isWatching = false;
  });
  core._on(window, EVENTS, note);
  // Another window or frame comes to the fore; fields that lose the focus are no sign.
  core._on(window, 'blur', ({ target }: Event) => target === window && note());
  for (const owner of [window, navigator, XMLHttpRequest.prototype, WebSocket.prototype])
    overhear(owner, 'fetch open alert confirm prompt print sendBeacon send', note);

  return (hit) => {
    const watch = () => {
      isWatching = true;
      // The shadow roots around what was hit, and the document.
      for (let root = hit.getRootNode(); root; root = (root as ShadowRoot).host?.getRootNode())
        observer.observe(root, { subtree: true, childList: true, attributes: true, characterData: true });
    };
    watch();
    return () => {
      const before = core._signs;
      // What has changed between press and click answers neither.
      if (!isWatching) watch();
      return () => core._signs - before;
    };
  };
}
