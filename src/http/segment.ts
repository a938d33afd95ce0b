// Adds the filters of `segment=<id>` to a question that takes filters, before any handler sees it.

import type { ProjectRow } from '../storage/port-catalog.ts';
import type { Rooms } from './rooms.ts';

/** The query with `segmentFilters` when it names a segment of the checked project. Throws `invalid` for an unknown one. */
export async function withSegment(
  query: unknown,
  project: ProjectRow | null,
  { segments }: Pick<Rooms, 'segments'>,
): Promise<unknown> {
  if (project === null || typeof query !== 'object' || query === null) return query;
  const { segment } = query as { segment?: unknown };
  if (typeof segment !== 'string') return query;
  return { ...query, segmentFilters: await segments.filtersOf(project.no, segment) };
}
