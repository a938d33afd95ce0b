// How most of those saw a page whom its map counts, as the snapshot under it wants to know.

import type { HeatmapAnswer } from '../../src/contract/api.ts';
import type { Layout } from '../../src/contract/layouts.ts';
import type { ScrollAnswer } from '../../src/contract/scroll-answer.ts';
import type { Resource } from './resource.ts';

type Loaded = Pick<Resource<HeatmapAnswer | ScrollAnswer>, 'value' | 'error' | 'isStale'>;

/** `awaited` while nothing is known of this page; what another range or kind of it said holds until theirs is there. */
export function layoutOfMap(
  { value, error, isStale }: Loaded,
  page: string | null,
): Layout | null | 'awaited' {
  if (error !== null) return null;
  if (!value || (isStale && value.page.page !== page)) return 'awaited';
  return ('meta' in value ? value.meta.layout : value.layout)?.name ?? null;
}
