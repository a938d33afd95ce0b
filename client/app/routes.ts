// The dashboard's addresses as data, and the match of a path against them. Pure: no history, no element.

type PlainRoute = {
  name:
    | 'home'
    | 'setup'
    | 'sign-in'
    | 'invitation'
    | 'password'
    | 'shared'
    | 'projects'
    | 'new-project'
    | 'account';
};

export type Route =
  | PlainRoute
  /** `within`: the project that the address names, when it is only its page that does not exist. */
  | { name: 'not-found'; within?: string }
  | {
      name:
        | 'overview'
        | 'heatmaps'
        | 'sessions'
        | 'events'
        | 'funnels'
        | 'journeys'
        | 'retention'
        | 'friction'
        | 'goals'
        | 'live'
        | 'settings'
        | 'install';
      projectId: string;
    }
  | { name: 'session'; projectId: string; sid: string };

export type RouteName = Route['name'];

const FIXED: ReadonlyMap<string, PlainRoute> = new Map<string, PlainRoute>([
  ['/', { name: 'home' }],
  ['/setup', { name: 'setup' }],
  ['/sign-in', { name: 'sign-in' }],
  ['/invitation', { name: 'invitation' }],
  ['/password', { name: 'password' }],
  ['/shared', { name: 'shared' }],
  ['/projects', { name: 'projects' }],
  ['/projects/new', { name: 'new-project' }],
  ['/account', { name: 'account' }],
]);

const PROJECT_PAGES = [
  'overview',
  'heatmaps',
  'sessions',
  'events',
  'funnels',
  'journeys',
  'retention',
  'friction',
  'goals',
  'live',
  'settings',
  'install',
] as const;

/** Matches a pathname. `/p/:id` alone is its overview; a trailing slash does not matter. */
export function matchRoute(pathname: string): Route {
  const path = pathname.length > 1 ? pathname.replace(/\/+$/, '') || '/' : pathname;
  const fixed = FIXED.get(path);
  if (fixed) return fixed;
  const [, root, rawProject, page = 'overview', rawSid, ...rest] = path.split('/');
  const projectId = decode(rawProject);
  if (root !== 'p' || projectId === null) return { name: 'not-found' };
  const lost: Route = { name: 'not-found', within: projectId };
  if (rest.length > 0) return lost;
  if (rawSid !== undefined) {
    const sid = decode(rawSid);
    return page === 'sessions' && sid !== null ? { name: 'session', projectId, sid } : lost;
  }
  const name = PROJECT_PAGES.find((candidate) => candidate === page);
  return name ? { name, projectId } : lost;
}

/** Address of a page of a project. */
export function projectPath(projectId: string, page: (typeof PROJECT_PAGES)[number], sid?: string): string {
  const base = `/p/${encodeURIComponent(projectId)}/${page}`;
  return sid === undefined ? base : `${base}/${encodeURIComponent(sid)}`;
}

function decode(part: string | undefined): string | null {
  if (!part) return null;
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}
