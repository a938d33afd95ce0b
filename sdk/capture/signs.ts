// Signs that a page is alive after a click: what it changes, moves, focuses, plays, or asks the network for.
// Listening is counting; the DOM is looked at only while a click waits for its answer.

import type { Core } from '../core/core.ts';
import { overhear } from '../core/guard.ts';

/** Scrolling, focus, forms, media, the fragment, the clipboard. */
export const EVENTS = 'scroll focusin input change submit reset toggle play pause hashchange copy';

export type Signs = {
  /** To be called with what is pressed: from then on the page is watched. */
  _watch(hit: Node): void;
  /** To be asked at the click: what `core._signs` exceeds later was an answer, changes since the press included. */
  _before(): number;
};

/** Starts listening. */
export function watchSigns(core: Core): Signs {
  const note = () => core._signs++;
  /** The outermost of what is watched. */
  let watched: Node | undefined;
  const observer = new MutationObserver(() => {
    note();
    // One sign is enough; the next click looks anew.
    observer.disconnect();
    watched = undefined;
  });
  core._on(window, EVENTS, note);
  // Another window or frame comes to the fore; fields that lose the focus are no sign.
  core._on(window, 'blur', ({ target }: Event) => target === window && note());
  for (const owner of [
    window,
    navigator,
    XMLHttpRequest.prototype,
    WebSocket.prototype,
    HTMLMediaElement.prototype,
  ])
    overhear(owner, 'fetch open alert confirm prompt print sendBeacon send play', note);

  return {
    _watch(hit) {
      // The shadow roots around what was hit, and the document.
      for (let root = hit.getRootNode(); root; root = (root as ShadowRoot).host?.getRootNode())
        if (root !== watched) {
          watched = root;
          observer.observe(root, { subtree: true, childList: true, attributes: true, characterData: true });
        }
    },
    // What the page has changed since the press is an answer to it: menus, sliders and tabs do not wait for the click.
    _before: () => (watched ? core._signs : -1),
  };
}
