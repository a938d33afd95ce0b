// History routing: one current location, told to whoever listens. Which page belongs to it is the shell's matter.

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { matchRoute, type Route } from './routes.ts';

export { matchRoute, projectPath, type Route, type RouteName } from './routes.ts';

const listeners = new Set<() => void>();
/** Tell whether something would be lost if the page were left. */
const unsaved = new Set<() => boolean>();
/** The address that is shown now, to go back to when a step through the history is refused. */
let shown = '';

/** Goes to a path of the dashboard (`/p/shop/sessions?period=7d`) and tells every listener. `replace` leaves no history entry. */
export function navigate(path: string, options: { replace?: boolean; keepScroll?: boolean } = {}): void {
  const target = new URL(path, location.href);
  if (target.origin !== location.origin) return;
  if (target.href === location.href && !options.replace) return;
  if (target.pathname !== location.pathname && !mayLeave()) return;
  if (options.replace) history.replaceState(null, '', target);
  else history.pushState(null, '', target);
  if (!options.keepScroll) window.scrollTo(0, 0);
  announce();
}

/** Has the page not be left unasked while `isDirty` answers true, until the returned function is called. */
export function guardLeaving(isDirty: () => boolean): () => void {
  unsaved.add(isDirty);
  return () => unsaved.delete(isDirty);
}

/** Asks once, however many forms were edited. */
function mayLeave(): boolean {
  const isAsked = [...unsaved].some((isDirty) => isDirty());
  return !isAsked || window.confirm('Your changes are not saved. Leave without saving them?');
}

function currentRoute(): Route {
  return matchRoute(location.pathname);
}

/** Calls back after every change of path, query or hash. Returns the way to stop. */
export function onLocationChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Starts listening to the browser's buttons and to clicks on links of our own. Called once by main.ts. */
export function startRouter(): void {
  shown = location.href;
  window.addEventListener('popstate', handleHistory);
  document.addEventListener('click', handleClick);
}

/** Re-renders its host when the location changes. */
export class RouteController implements ReactiveController {
  private readonly host: ReactiveControllerHost;
  private stop: (() => void) | null = null;

  constructor(host: ReactiveControllerHost) {
    this.host = host;
    host.addController(this);
  }

  get route(): Route {
    return currentRoute();
  }

  hostConnected(): void {
    this.stop = onLocationChange(() => this.host.requestUpdate());
  }

  hostDisconnected(): void {
    this.stop?.();
  }
}

/** The browser has gone already when it tells of its buttons: a refusal goes back to what was shown. */
function handleHistory(): void {
  if (new URL(shown).pathname !== location.pathname && !mayLeave()) history.pushState(null, '', shown);
  else announce();
}

function announce(): void {
  shown = location.href;
  for (const listener of [...listeners]) listener();
}

/** Plain clicks on same-origin links that stay inside the dashboard; everything else is the browser's. */
function handleClick(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement);
  if (!link?.href || link.target || link.hasAttribute('download')) return;
  const target = new URL(link.href);
  if (target.origin !== location.origin || matchRoute(target.pathname).name === 'not-found') return;
  event.preventDefault();
  navigate(target.href);
}
