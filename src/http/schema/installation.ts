// Schemas of what a running heat tells its operator of itself.

import { type Static, t } from 'elysia';
import type { InstallationState, SeenRequest } from '../../contract/installation.ts';
import { oneOf, orNull } from './lists.ts';
import type { Holds, Same } from './same.ts';

export const installationState = t.Object({
  version: t.String(),
  nowMs: t.Number(),
  startedAtMs: t.Number(),
  probe: t.String({ description: 'Opens /health/seen while this process runs' }),
  publicUrl: orNull(t.String()),
  host: t.String(),
  trustsProxies: t.Boolean(),
  countryHeader: orNull(t.String()),
  ipDatabase: orNull(
    t.Object({
      file: t.String(),
      kind: t.String(),
      builtAtMs: t.Number(),
      bytes: t.Number(),
      addresses: oneOf(['IPv4', 'IPv6', 'IPv4 and IPv6']),
    }),
  ),
  durability: oneOf(['full', 'normal']),
  memoryBytes: t.Number(),
  memoryMostBytes: orNull(t.Number()),
  openFiles: orNull(t.Number()),
  openFilesMost: orNull(t.Number()),
  unhandledRejections: t.Number(),
  recent: t.Object({
    sinceMs: t.Number(),
    all: t.Number(),
    tooMany: t.Number(),
    unavailable: t.Number(),
    failed: t.Number(),
    unheard: t.Number(),
  }),
  refusals: t.Array(
    t.Object({
      project: t.String({ description: 'Empty when the key belongs to no project' }),
      code: t.String(),
      count: t.Number(),
      lastAtMs: t.Number(),
      lastHost: orNull(t.String()),
    }),
  ),
});

export const seenRequest = t.Object({
  proxy: oneOf(['trusted', 'unheard', 'none']),
  isForwarded: t.Boolean(),
  from: oneOf(['machine', 'private', 'public', 'unknown']),
  isHttps: t.Boolean(),
  hasCountry: orNull(t.Boolean()),
});

export type InstallationSchemasMatch = [
  Holds<Same<Static<typeof installationState>, InstallationState>>,
  Holds<Same<Static<typeof seenRequest>, SeenRequest>>,
];
