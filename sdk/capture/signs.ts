// Signs that a page is alive after a click: what it changes, moves, focuses, plays, or asks the network for.
// Listening is counting; the DOM and the network's record are looked at only while a click waits for its answer.

import type { Core } from '../core/core.ts';
import { overhear } from '../core/guard.ts';

/** Scrolling, focus, forms, media, the fragment, the clipboard. */
export const EVENTS = 'scroll focusin input change submit toggle play pause hashchange copy';

type Navigate = Event & { destination: { url: string }; navigationType: string };

/** Starts listening. Answers a function to call at a click; its answer counts the signs since then. */
export function watchSigns(core: Core): (click: Event) => () => number {
  const note = () => core._signs++;
  const observer = new MutationObserver(() => {
    note();
    // One sign is enough; the next click looks anew.
    observer.disconnect();
  });
  core._on(window, EVENTS, note);
  // Another window or frame comes to the fore; fields that lose the focus are no sign.
  core._on(window, 'blur', ({ target }: Event) => target === window && note());
  // A link to the very same place is a navigation too, but nothing to see.
  core._on((window as { navigation?: EventTarget }).navigation, 'navigate', (event: Navigate) => {
    if (event.destination.url !== location.href || event.navigationType === 'reload') note();
  });
  overhear(window, 'fetch open alert confirm prompt print', note);
  overhear(navigator, 'sendBeacon', note);
  overhear(XMLHttpRequest.prototype, 'send', note);
  overhear(WebSocket.prototype, 'send', note);

  return (click) => {
    const before = core._signs;
    // The document and the shadow roots around what was hit.
    for (const node of click.composedPath() as Node[])
      if (node.nodeType > 8)
        observer.observe(node, { subtree: true, childList: true, attributes: true, characterData: true });
    return () =>
      core._signs -
      before +
      // Images, styles and frames that scripts asked for; our own requests are not the page's.
      performance
        .getEntriesByType('resource')
        .filter(({ name, startTime }) => startTime > click.timeStamp && !name.startsWith(core._endpoint))
        .length;
  };
}
