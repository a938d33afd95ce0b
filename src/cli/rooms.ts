// The rooms that commands call, over a catalog without a running server.

import { createCatalogRooms } from '../catalog-rooms.ts';
import { readConfig } from '../config/config.ts';
import { systemClock } from '../lib/clock.ts';
import type { Catalog } from '../storage/port-catalog.ts';

/** Who the audit names for acts from the terminal. */
export const TERMINAL_ACTOR = 'terminal';

export const openRooms = (catalog: Catalog) =>
  createCatalogRooms(catalog, systemClock, {
    allowedHosts: readConfig({ flags: {}, env: process.env }).webhookHosts,
  });
