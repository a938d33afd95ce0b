// The store that every room, route and command asks: what a project has muted is left out, what follows one person where
// only sums may be told, and what filters name is looked up.

import type { ReportStore } from '../storage/port.ts';
import type { Catalog } from '../storage/port-catalog.ts';
import { aggregateOnly, createOpenness } from './aggregate-only.ts';
import { withoutMuted } from './muted-reports.ts';
import { withNames } from './named-filters.ts';

export function asAsked(store: ReportStore, catalog: Catalog): ReportStore {
  const muted = withoutMuted(store, catalog);
  return withNames(aggregateOnly(muted, createOpenness(catalog)), catalog);
}
