// Decides whether a caller may use a route, and finds the one project that the route may touch. Every project that a
// handler sees comes from here; a foreign project and an unknown one get the same answer.

import { actorOf, allows } from '../accounts/permission.ts';
import { HeatError } from '../lib/errors.ts';
import type { ProjectRow, UserRow } from '../storage/port-catalog.ts';
import { type Caller, credentialNeeded } from './caller.ts';
import type { Rooms } from './rooms.ts';
import type { Access, Need } from './route.ts';

export type Granted = { project: ProjectRow | null; user: UserRow | null; actor: string };

/**
 * What the caller is granted on a route. Throws `unauthorized` without a credential, `not_found` for a project he may
 * not see, and `forbidden` for what he may not do with one he sees.
 */
export async function authorise(
  access: Exclude<Access, 'public' | 'share'>,
  asked: { caller: Caller | null; projectId: string | null; isLocal: boolean },
  rooms: Rooms,
): Promise<Granted> {
  const { caller } = asked;
  const opensToMachine = access === 'operator' || access === 'caller';
  if (opensToMachine && asked.isLocal && !caller) return { project: null, user: null, actor: 'local' };
  if (!caller) throw credentialNeeded();
  const actor = actorOf(caller.identity);
  if (access === 'caller') return { project: null, user: null, actor };
  if (access === 'operator') {
    if (!isOperator(caller)) throw notAllowed('read the state of the installation');
    return { project: null, user: null, actor };
  }
  if (access === 'user' || access === 'owner') {
    if (caller.identity.kind !== 'user') throw notAllowed('use this address: it needs a signed-in user');
    const { user } = caller.identity;
    if (access === 'owner' && !user.owner) throw notAllowed('do this: it needs an owner');
    return { project: null, user, actor };
  }
  const project = await findProject(caller, asked.projectId, access.project, rooms);
  return { project, user: caller.identity.kind === 'user' ? caller.identity.user : null, actor };
}

async function findProject(
  { identity }: Caller,
  projectId: string | null,
  need: Need,
  rooms: Rooms,
): Promise<ProjectRow> {
  if (projectId === null && identity.kind === 'user') {
    throw notAllowed('ask for the current project: it is that of an API key');
  }
  const project =
    projectId !== null
      ? await rooms.projects.find(projectId)
      : identity.kind === 'key'
        ? await rooms.projects.findByNo(identity.projectNo)
        : null;
  const may = (wanted: Need): boolean =>
    project !== null && allows(identity, { projectNo: project.no, need: wanted });
  if (!project || !(may('read') || may(need))) throw projectNotFound();
  if (may(need)) return project;
  throw notAllowed(
    need === 'write'
      ? 'send events: it needs a key of scope write or admin'
      : need === 'edit'
        ? 'change what is kept in this project: it needs an editor, an owner or an admin key'
        : 'change this project: it needs an owner or an admin key',
  );
}

/** The same for a project that is not there and one that is none of the caller's business. */
function projectNotFound(): HeatError {
  return new HeatError({
    kind: 'not_found',
    code: 'project_not_found',
    message: 'There is no such project for this credential',
  });
}

function isOperator({ identity }: Caller): boolean {
  return identity.kind === 'user' ? identity.user.owner : identity.scope === 'admin';
}

function notAllowed(what: string): HeatError {
  return new HeatError({ kind: 'forbidden', message: `This credential may not ${what}` });
}
