// Which page the visitor is on, single-page routes included, and how long it was in view.

import type { Core } from '../core/core.ts';
import { guard } from '../core/guard.ts';
import { cleanUrl, pageUrl } from '../core/privacy.ts';

/** Starts with a pageview; answers a function that reports one more for the page as it is now. */
export function capturePageviews(core: Core, isAutomatic: boolean): () => void {
  /** When the page came into view, or 0 while it is hidden. */
  let shownAtMs = 0;
  let dwellMs = 0;
  let isLeft = false;

  const stopClock = () => {
    if (shownAtMs) dwellMs += Date.now() - shownAtMs;
    shownAtMs = 0;
    return dwellMs;
  };
  const startClock = () => {
    shownAtMs = document.hidden ? 0 : Date.now();
  };
  const open = (from?: string, isAsked = isAutomatic) => {
    core.page = { url: pageUrl(location.href), title: document.title };
    if (!from) core.page.referrer = cleanUrl(document.referrer);
    dwellMs = 0;
    isLeft = false;
    startClock();
    if (isAsked) core.emit({ type: 'pageview', from });
  };
  const leave = (occasion: 'hide' | 'turn') => {
    core.collect(occasion);
    if (!isLeft) core.emit({ type: 'leave', dwellMs: stopClock() }, true);
    isLeft = true;
  };
  const turn = (isAsked?: true) => {
    const { url } = core.page;
    if (pageUrl(location.href) === url && !isAsked) return;
    leave('turn');
    open(url, isAsked);
  };

  for (const name of ['pushState', 'replaceState'] as const) {
    const original = history[name];
    history[name] = function (...args) {
      original.apply(this, args);
      if (core.isOn) guard(turn)();
    };
  }
  core.on(window, 'popstate hashchange', () => turn());
  core.on(document, 'visibilitychange', () => {
    if (isLeft) return;
    const { hidden } = document;
    if (hidden) core.collect('hide');
    core.emit(
      hidden
        ? { type: 'visibility', state: 'hidden', dwellMs: stopClock() }
        : { type: 'visibility', state: 'visible' },
      true,
    );
    startClock();
    if (hidden) core.beacon();
  });
  core.on(window, 'pagehide', () => {
    leave('hide');
    core.beacon();
  });
  // The page comes back from the browser's cache.
  core.on(window, 'pageshow', (event: PageTransitionEvent) => event.persisted && open());
  open();
  return () => turn(true);
}
