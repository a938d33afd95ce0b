// How long a page was in view: told when it is hidden, shown and left.

import type { Core } from '../core/core.ts';
import { guard } from '../core/guard.ts';
import { pageUrl } from '../core/privacy.ts';
import { openSlot } from '../core/store.ts';

/** A page left for the one before, by the back button and within this time, was not what the visitor had hoped for. */
const QUICK_MS = 10_000;

/** So long may leaving a page take, in another process. */
const LEAVE_MS = 300;

/** Until then a route has its title, most often. */
const LATE_TITLE_MS = 500;

export function captureStays(core: Core): void {
  const [load] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  /** When the page came into view, or 0 while it is hidden. A prerendered one did when it was shown. */
  let shownAtMs = document.hidden
    ? 0
    : performance.timeOrigin + ((load as { activationStart?: number } | undefined)?.activationStart ?? 0);
  let dwellMs = 0;
  let isLeft = false;
  const { projectKey, hashRoutes, persist } = core._settings;
  /** The page before: a route of the same document, or what led to it. */
  let cameFrom = document.referrer && pageUrl(document.referrer, hashRoutes);
  /** What the page before this one leaves behind: its address, where it was come from, when it was left, its dwell. */
  const left = openSlot(persist === 'memory' ? '' : 'sessionStorage', `heat:${projectKey}:left`);

  /** Adds the time in view since the last look. */
  const clock = () => {
    const now = Date.now();
    if (shownAtMs) dwellMs += Math.round(now - shownAtMs);
    shownAtMs = document.hidden ? 0 : now;
  };
  core._collectors.push((occasion) => {
    if (occasion === 'flush' || isLeft || !core._isOn) return;
    clock();
    if (occasion === 'visibilitychange') core._emit({ type: 'visibility', state: 'hidden', dwellMs }, true);
    else {
      const here = pageUrl(location.href, hashRoutes);
      // Links to fragments fire popstate as well, but do not lead back.
      const isBack = window.event?.type === 'popstate' && here === cameFrom;
      core._emit({ type: 'leave', dwellMs, quickBack: (isBack && dwellMs < QUICK_MS) || undefined }, true);
      isLeft = occasion === 'pagehide';
      if (isLeft) left([core._page.url, cameFrom, Date.now(), dwellMs].join(' '));
      // What was come back to was come to from nowhere: forward is not back.
      cameFrom = isBack ? '' : core._page.url;
      dwellMs = 0;
      // The next route may get its title late, and be left by Back before anything else asks for it.
      setTimeout(core._settle, LATE_TITLE_MS);
    }
  });
  core._on(document, 'visibilitychange', () => {
    if (document.hidden) return;
    clock();
    if (!isLeft) core._emit({ type: 'visibility', state: 'visible' }, true);
  });
  /** Only the page that is come back to knows that another one was left so: it says so in that one's name. */
  const tellQuickBack = (isBack: boolean) => {
    const [url = '', from, leftAtMs, ms] = left().split(' ');
    left('');
    if (!isBack || from !== core._page.url || Number(ms) >= QUICK_MS) return;
    const here = core._page;
    core._page = { url };
    core._emit({ type: 'leave', dwellMs: 0, quickBack: true }, true, Number(leftAtMs));
    core._page = here;
  };
  // The page comes back from the browser's cache.
  core._on(window, 'pageshow', ({ persisted }: PageTransitionEvent) => {
    if (!persisted) return;
    clock();
    dwellMs = 0;
    isLeft = false;
    // Chromium shows the page that comes back before the one that is left hears of it.
    setTimeout(guard(tellQuickBack), LEAVE_MS, true);
  });
  tellQuickBack(load?.type === 'back_forward');
}
