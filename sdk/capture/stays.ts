// How long a page was in view: told when it is hidden, shown and left.

import type { Core } from '../core/core.ts';
import { pageUrl } from '../core/privacy.ts';

/** A route left for the one before, by the back button and within this time, was not what the visitor had hoped for. */
const QUICK_MS = 10_000;

export function captureStays(core: Core): void {
  /** When the page came into view, or 0 while it is hidden. */
  let shownAtMs = document.hidden ? 0 : performance.timeOrigin;
  let dwellMs = 0;
  let isLeft = false;
  /** The page before, while this one is a route of the same document. */
  let cameFrom: string | undefined;

  /** Adds the time in view since the last look. */
  const clock = () => {
    const now = Date.now();
    if (shownAtMs) dwellMs += Math.round(now - shownAtMs);
    shownAtMs = document.hidden ? 0 : now;
  };
  core._collectors.push((occasion) => {
    if (occasion === 'flush' || isLeft) return;
    clock();
    if (occasion === 'hide') core._emit({ type: 'visibility', state: 'hidden', dwellMs }, true);
    else {
      const here = pageUrl(location.href, core._settings.hashRoutes);
      // Links to fragments fire popstate as well, but do not lead back.
      const isBack = window.event?.type === 'popstate' && here === cameFrom && dwellMs < QUICK_MS;
      cameFrom = core._page.url;
      core._emit({ type: 'leave', dwellMs, quickBack: isBack || undefined }, true);
      dwellMs = 0;
      isLeft = occasion === 'leave';
    }
  });
  core._on(document, 'visibilitychange', () => {
    if (document.hidden) return;
    clock();
    if (!isLeft) core._emit({ type: 'visibility', state: 'visible' }, true);
  });
  // The page comes back from the browser's cache.
  core._on(window, 'pageshow', ({ persisted }: PageTransitionEvent) => {
    if (!persisted) return;
    clock();
    dwellMs = 0;
    isLeft = false;
  });
}
