// Journeys over pages: where sessions went from a page, or came from to it.

import { JOURNEY_DIRECTIONS, type JourneysAnswer } from '../contract/funnels.ts';
import { LIMITS } from '../contract/limits.ts';
import type { QueryOptions, ReportStore } from '../storage/port.ts';
import { resolvePage } from './page-question.ts';
import { oneOf, opaqueId, readWhole } from './parameters.ts';
import { type ResolvedScope, scopeView, storeScope } from './scope.ts';

export type JourneysArgs = {
  scope: ResolvedScope;
  /** Opaque id of a page or template; without one, paths begin where sessions entered (end where they left). */
  page?: string | undefined;
  /** One of JOURNEY_DIRECTIONS, `from` by default. */
  direction?: string | undefined;
  /** Pages of a path, 2 to LIMITS.journeyDepth; 4 by default. */
  depth?: string | undefined;
};

/** Throws `invalid` for unreadable arguments, `not_found` for an unknown page. */
export async function journeys(
  store: ReportStore,
  { scope, page, direction, depth }: JourneysArgs,
  options: QueryOptions = {},
): Promise<JourneysAnswer> {
  const way = oneOf(JOURNEY_DIRECTIONS, direction, 'direction') ?? 'from';
  const pages = page === undefined ? null : (await resolvePage(store, scope, page, options)).pages;
  const rows = await store.paths(
    {
      ...storeScope(scope),
      pages,
      direction: way,
      depth: readWhole(depth, { name: 'depth', min: 2, max: LIMITS.journeyDepth, fallback: 4 }),
      nodes: LIMITS.journeyNodes,
    },
    options,
  );
  return {
    scope: scopeView(scope),
    direction: way,
    sessions: rows.sessions,
    levels: rows.levels.map((nodes) =>
      nodes.map(({ page: id, ...node }) => ({ page: id === null ? null : opaqueId(id), ...node })),
    ),
    links: rows.links,
  };
}
