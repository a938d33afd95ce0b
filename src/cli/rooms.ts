// The rooms that commands call, put together over a catalog without a running server.

import { createAccounts } from '../accounts/accounts.ts';
import { systemClock } from '../lib/clock.ts';
import { createProjects } from '../projects/projects.ts';
import type { Catalog } from '../storage/port-catalog.ts';

/** Who the audit names for acts from the terminal. */
export const TERMINAL_ACTOR = 'terminal';

export function openRooms(catalog: Catalog) {
  const accounts = createAccounts({ catalog, clock: systemClock });
  const createFirstKey = async (projectNo: number, actor: string) =>
    (await accounts.createKey({ projectNo, name: 'First key', scope: 'admin' }, actor)).secret;
  return { accounts, projects: createProjects({ catalog, clock: systemClock, createFirstKey }) };
}
