// Schemas of saved filters.

import { type Static, t } from 'elysia';
import type { Page, SegmentView } from '../../contract/api.ts';
import { LIMITS } from '../../contract/limits.ts';
import { pageOf } from './lists.ts';
import type { Holds, Same } from './same.ts';

const only = { additionalProperties: false };
const name = t.String({ maxLength: LIMITS.displayNameChars });
const filters = t.Array(t.String({ maxLength: LIMITS.pathChars }), {
  maxItems: LIMITS.scopeFilters,
  description: 'dimension:op:value, as in the query parameter "filter" of reports',
});

export const segmentView = t.Object({
  id: t.String({ description: 'Goes into the query parameter "segment" of reports' }),
  name: t.String(),
  filters: t.Array(t.String()),
  createdBy: t.String(),
  createdAtMs: t.Number(),
  updatedAtMs: t.Number(),
});
export const segmentPage = pageOf(segmentView);
export const segmentBody = t.Object({ name, filters }, only);
export const segmentChangeBody = t.Object({ name: t.Optional(name), filters: t.Optional(filters) }, only);

export type SegmentSchemasMatch = [
  Holds<Same<Static<typeof segmentView>, SegmentView>>,
  Holds<Same<Static<typeof segmentPage>, Page<SegmentView>>>,
];
