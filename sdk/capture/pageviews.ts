// Which page the visitor is on, single-page routes included.

import type { WirePageview } from '../../src/contract/wire.ts';
import type { Core, Occasion } from '../core/core.ts';
import { overhear } from '../core/guard.ts';
import { cleanUrl, pageUrl } from '../core/privacy.ts';

/** Starts with a pageview; answers a function that reports one more for the page as it is now. */
export function capturePageviews(core: Core): () => void {
  const { pageview = true, hashRoutes } = core._settings;
  const open = (from?: string, isAsked = pageview) => {
    core._page = {
      url: pageUrl(location.href, hashRoutes),
      referrer: from ? undefined : cleanUrl(document.referrer),
    };
    if (isAsked) core._emit({ type: 'pageview', from });
  };
  const turn = (isAsked?: boolean) => {
    const { url } = core._page;
    if (!core._isOn || (pageUrl(location.href, hashRoutes) === url && !isAsked)) return;
    core._signs++;
    core._collect('turn');
    open(url, isAsked);
  };

  overhear(history, 'pushState', turn);
  // A route that is replaced before it is framed was on the way only, and nobody has seen it: it is a view of this page.
  // What led to the site stands in the address that it was entered by, which is told as it was.
  overhear(history, 'replaceState', () => {
    if ((core._fresh[0]?._event as WirePageview | undefined)?.from)
      core._page.url = pageUrl(location.href, hashRoutes);
    turn();
  });
  core._on(window, 'popstate hashchange', () => turn());
  core._on(window, 'visibilitychange pagehide', ({ type }: Event) => {
    if (document.hidden || type === 'pagehide') core._send(type as Occasion);
  });
  // The page comes back from the browser's cache.
  core._on(window, 'pageshow', (event: PageTransitionEvent) => event.persisted && open());
  open();
  return () => turn(true);
}
