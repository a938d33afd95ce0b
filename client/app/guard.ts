// Who may stand on which page, and where those go who may not. Pure.

import type { ProjectView, UserView } from '../../src/contract/api.ts';
import { projectPath, type Route } from './routes.ts';

type Situation = {
  route: Route;
  /** `undefined` while the server has not been asked. */
  user: UserView | null | undefined;
  projects: ProjectView[] | null;
  lastProjectId: string | null;
  address: { pathname: string; search: string; hash: string };
};

/** Pages for people who are not signed in; each takes a one-time token behind the `#`. */
const OUTSIDE: readonly Route['name'][] = ['setup', 'sign-in', 'invitation', 'password'];

/** The path to go to instead, or null to stay. */
export function redirectFor({ route, user, projects, lastProjectId, address }: Situation): string | null {
  // A share link is for whoever has it, signed in or not.
  if (user === undefined || route.name === 'shared') return null;
  const isOutside = OUTSIDE.includes(route.name);
  if (user === null) {
    if (isOutside) return null;
    if (route.name === 'home') return '/sign-in';
    return `/sign-in?next=${encodeURIComponent(address.pathname + address.search)}`;
  }
  if (projects === null) return null;
  // A one-time link is consumed even by somebody who is signed in: it may be another account.
  const isPassedSignIn = isOutside && address.hash.length <= 1;
  if (!isPassedSignIn && route.name !== 'home') return null;
  return nextPath(address.search) ?? homePath(projects, lastProjectId);
}

/** The project looked at last, else the first one, else the page that makes one. */
export function homePath(projects: readonly ProjectView[], lastProjectId: string | null): string {
  const last = projects.find(({ id }) => id === lastProjectId) ?? projects[0];
  return last ? projectPath(last.id, 'overview') : '/projects/new';
}

/** Any host: what leads away from it would lead away from ours. */
const HERE = 'https://here.invalid';

/** The `next` parameter, when it is a path of our own and nothing else, read as a browser reads it. */
export function nextPath(search: string): string | null {
  const next = new URLSearchParams(search).get('next');
  if (!next?.startsWith('/')) return null;
  const url = URL.parse(next, HERE);
  if (url?.origin !== HERE || /^\/(sign-in|setup|invitation|password)\b/.test(url.pathname)) return null;
  return url.pathname + url.search + url.hash;
}
