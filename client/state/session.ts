// Who is signed in and which projects there are: small stores of the whole dashboard, and how they are filled.

import type { ProjectView, UserView } from '../../src/contract/api.ts';
import { findProject, listProjects } from '../data/projects.ts';
import { createStore } from './store.ts';

/** `undefined` until the server was asked, null when nobody is signed in. */
export const userStore = createStore<UserView | null | undefined>(undefined);
/** All projects the user may see, or null before they were asked for. */
export const projectsStore = createStore<ProjectView[] | null>(null);

/** Lets a user in: loads the projects first, so that nothing is drawn for a user without them. */
export async function enter(user: UserView): Promise<void> {
  await loadProjects();
  userStore.set(user);
}

export async function loadProjects(): Promise<ProjectView[]> {
  const projects = await listProjects();
  projectsStore.set(projects);
  return projects;
}

/** Asks again for one project (its last event, for example) and puts it in its place. */
export async function refreshProject(id: string, signal?: AbortSignal): Promise<ProjectView> {
  const project = await findProject(id, signal ? { signal } : {});
  putProject(project);
  return project;
}

/** Zone of the project that a path of the dashboard is in; UTC where it is in none that is known. */
export function addressZone(pathname: string): string {
  const [, first, id] = pathname.split('/');
  const project = first === 'p' ? projectsStore.get()?.find((one) => one.id === id) : undefined;
  return project?.timeZone ?? 'UTC';
}

/** Replaces or adds one project. */
export function putProject(project: ProjectView): void {
  const known = projectsStore.get() ?? [];
  const isKnown = known.some(({ id }) => id === project.id);
  projectsStore.set(
    isKnown ? known.map((one) => (one.id === project.id ? project : one)) : [...known, project],
  );
}

export function dropProject(id: string): void {
  projectsStore.set((projectsStore.get() ?? []).filter((project) => project.id !== id));
}

/** Forgets everything that belonged to the last user. */
export function forgetUser(): void {
  userStore.set(null);
  projectsStore.set(null);
}
