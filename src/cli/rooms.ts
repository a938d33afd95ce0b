// The rooms that commands call, over a catalog without a running server.

import { createCatalogRooms } from '../catalog-rooms.ts';
import { systemClock } from '../lib/clock.ts';
import type { OutgoingRules } from '../lib/outgoing.ts';
import type { Catalog } from '../storage/port-catalog.ts';

/** Who the audit names for acts from the terminal. */
export const TERMINAL_ACTOR = 'terminal';

/** `rules` say where key sets may be asked for: rulesOf() of settings.ts, for a command that names some. */
export const openRooms = (catalog: Catalog, rules: OutgoingRules = { allowedHosts: [] }) =>
  createCatalogRooms(catalog, systemClock, rules);
