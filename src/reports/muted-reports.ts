// Reports that leave muted elements' rage or dead clicks out: hands each question the project's list, which no room, route
// or export needs to know of.

import type { ReportStore } from '../storage/port.ts';
import type { Catalog } from '../storage/port-catalog.ts';
import { byProject } from './by-project.ts';

type Muted = { rage: readonly number[]; dead: readonly number[] };

/** The same store, with `muted` added to every question about clicks by element or page. Session counters stay as they are. */
export function withoutMuted(
  store: ReportStore,
  catalog: Pick<Catalog, 'version' | 'listMutedElements'>,
): ReportStore {
  const mutedOf = byProject(catalog, (projectNo) => readMuted(catalog, projectNo));
  const asked = async <Q extends { projectNo: number }>(query: Q): Promise<Q & { muted: Muted }> => {
    return { ...query, muted: await mutedOf(query.projectNo) };
  };
  return {
    ...store,
    pages: async (query, options) => store.pages(await asked(query), options),
    heatmap: async (query, options) => store.heatmap(await asked(query), options),
    clusters: async (query, options) => store.clusters(await asked(query), options),
    rests: async (query, options) => store.rests(await asked(query), options),
    scroll: async (query, options) => store.scroll(await asked(query), options),
    friction: async (query, options) => store.friction(await asked(query), options),
    pageElements: async (query, options) => store.pageElements(await asked(query), options),
  };
}

async function readMuted(catalog: Pick<Catalog, 'listMutedElements'>, projectNo: number): Promise<Muted> {
  const rows = await catalog.listMutedElements(projectNo);
  const of = (wanted: 'rage' | 'dead') =>
    rows.filter(({ kind }) => kind === wanted).map(({ element }) => element);
  return { rage: of('rage'), dead: of('dead') };
}
