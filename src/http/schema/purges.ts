// Schemas of purges.

import { type Static, t } from 'elysia';
import type { Page } from '../../contract/api.ts';
import { LIMITS } from '../../contract/limits.ts';
import type { Purge, PurgePreview } from '../../contract/purges.ts';
import { orNull, pageOf } from './lists.ts';
import { removedCounts, storedCounts } from './personal-data.ts';
import { only, scopeParameters } from './questions.ts';
import type { Holds, Same } from './same.ts';

const scope = {
  fromMs: t.Number(),
  toMs: t.Number(),
  filters: t.Array(t.String()),
  bots: t.Boolean(),
};

export const purgeQuery = t.Object(scopeParameters, only);
const atMs = (description: string) => t.Number({ description });
export const purgeBody = t.Object(
  {
    fromMs: atMs('Start, included, as the preview answers it: whole quarter-hours'),
    toMs: atMs('End, left out'),
    filters: t.Optional(
      t.Array(t.String({ maxLength: LIMITS.pathChars }), {
        maxItems: LIMITS.scopeFilters,
        description: 'dimension:op:value, as in the query parameter "filter" of reports; not user or visitor',
      }),
    ),
    bots: t.Optional(t.Boolean({ description: 'Whether bots go too; by default they stay' })),
  },
  only,
);
export const purgePreview = t.Object({ ...scope, ...storedCounts });
export const purgeView = t.Object({
  ...scope,
  id: t.String(),
  askedAtMs: t.Number(),
  askedBy: t.String(),
  doneAtMs: orNull(t.Number()),
  removed: orNull(removedCounts),
});
export const purgePage = pageOf(purgeView);

export type PurgeSchemasMatch = [
  Holds<Same<Static<typeof purgePreview>, PurgePreview>>,
  Holds<Same<Static<typeof purgeView>, Purge>>,
  Holds<Same<Static<typeof purgePage>, Page<Purge>>>,
];
