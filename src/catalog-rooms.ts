// The rooms that stand on the catalog alone, put together: part of the composition root, and what the command line
// uses beside a running server.

import { type Accounts, createAccounts } from './accounts/accounts.ts';
import type { Clock } from './lib/clock.ts';
import type { OutgoingRules } from './lib/outgoing.ts';
import { type Annotations, createAnnotations } from './projects/annotations.ts';
import { createForgettings, type Forgettings } from './projects/forgettings.ts';
import { createFunnels, type Funnels } from './projects/funnels.ts';
import { createGoals, type Goals } from './projects/goals.ts';
import { createProjects, type Projects } from './projects/projects.ts';
import { createPurges, type Purges } from './projects/purges.ts';
import { createSegments, type Segments } from './projects/segments.ts';
import { createOpenness, type OpennessOf } from './reports/aggregate-only.ts';
import { readFilters } from './reports/filters.ts';
import { checkDefinition } from './reports/funnel-definition.ts';
import type { Catalog } from './storage/port-catalog.ts';

/** Accounts and projects over one catalog; a new project gets its first API key from the accounts. `rules` say where heat may ask. */
export function createCatalogRooms(
  catalog: Catalog,
  clock: Clock,
  rules: OutgoingRules,
): {
  accounts: Accounts;
  annotations: Annotations;
  forgettings: Forgettings;
  openness: OpennessOf;
  projects: Projects;
  purges: Purges;
  segments: Segments;
  funnels: Funnels;
  goals: Goals;
} {
  const accounts = createAccounts({ catalog, clock });
  const createFirstKey = async (projectNo: number, actor: string) =>
    (await accounts.createKey({ projectNo, name: 'First key', scope: 'admin' }, actor)).secret;
  const checkFilters = (filters: readonly string[]): void => void readFilters(filters);
  return {
    accounts,
    annotations: createAnnotations({ catalog, clock }),
    forgettings: createForgettings({ catalog, clock }),
    openness: createOpenness(catalog),
    projects: createProjects({ catalog, clock, createFirstKey, rules }),
    purges: createPurges({ catalog, clock }),
    segments: createSegments({ catalog, clock, checkFilters }),
    funnels: createFunnels({ catalog, clock, checkDefinition }),
    goals: createGoals({ catalog, clock, checkFilters }),
  };
}
