// The store that every room, route and command asks: what a project has muted is left out, what filters name is looked up.

import type { ReportStore } from '../storage/port.ts';
import type { Catalog } from '../storage/port-catalog.ts';
import { withoutMuted } from './muted-reports.ts';
import { withNames } from './named-filters.ts';

export function asAsked(store: ReportStore, catalog: Catalog): ReportStore {
  return withNames(withoutMuted(store, catalog), catalog);
}
