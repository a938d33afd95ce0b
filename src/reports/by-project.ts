// What is read of a project's part of the catalog for every question, remembered until anybody writes into the catalog.

import type { Catalog } from '../storage/port-catalog.ts';

/** Those who ask at once share one reading; one that failed is not remembered. */
export function byProject<T>(
  catalog: Pick<Catalog, 'version'>,
  read: (projectNo: number) => Promise<T>,
): (projectNo: number) => Promise<T> {
  let known = { version: -1, projects: new Map<number, Promise<T>>() };
  return async (projectNo) => {
    const version = await catalog.version();
    if (version !== known.version) known = { version, projects: new Map() };
    const { projects } = known;
    let found = projects.get(projectNo);
    if (found === undefined) {
      found = read(projectNo);
      projects.set(projectNo, found);
      found.catch(() => projects.delete(projectNo));
    }
    return found;
  };
}
