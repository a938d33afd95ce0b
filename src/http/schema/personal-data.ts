// Schemas of forgetting a person and of what is stored of one.

import { type Static, t } from 'elysia';
import type { Page } from '../../contract/api.ts';
import { LIMITS } from '../../contract/limits.ts';
import {
  type Forgetting,
  type RemovedCounts,
  SUBJECT_KINDS,
  type Subject,
  type SubjectSummary,
} from '../../contract/personal-data.ts';
import { orNull, pageOf } from './lists.ts';
import type { Holds, Same } from './same.ts';

const kind = t.Union([t.Literal('visitor'), t.Literal('user')], {
  description: `What the id names: ${SUBJECT_KINDS.join(' or ')}`,
});
const id = t.String({
  minLength: 1,
  maxLength: LIMITS.userIdChars + 2,
  description: 'A visitor as sessions name them (c:…, d:…, s:…, u:…), or the id of a user',
});
export const removedCounts = t.Object({
  sessions: t.Number(),
  events: t.Number(),
  pageviews: t.Number(),
  clicks: t.Number(),
  customs: t.Number(),
  recordings: t.Number(),
  setAside: t.Number(),
  pages: t.Number(),
  elements: t.Number(),
});

export const subjectBody = t.Object({ kind, id }, { additionalProperties: false });
export const subjectQuery = t.Object({ kind, id });
export const personExportQuery = t.Object({
  kind,
  id,
  format: t.Optional(t.String({ description: 'json (default) or ndjson' })),
});
export const forgettingView = t.Object({
  id: t.String(),
  kind,
  askedAtMs: t.Number(),
  askedBy: t.String(),
  doneAtMs: orNull(t.Number()),
  removed: orNull(removedCounts),
});
export const forgettingPage = pageOf(forgettingView);
/** What sessions that may be taken out hold. */
export const storedCounts = {
  sessions: t.Number(),
  events: t.Number(),
  pageviews: t.Number(),
  clicks: t.Number(),
  customs: t.Number(),
  visitors: t.Number(),
  firstAtMs: orNull(t.Number()),
  lastAtMs: orNull(t.Number()),
};
export const subjectSummary = t.Object({
  ...storedCounts,
  namings: t.Number({ description: 'Custom events that name the user in sessions of others' }),
  keptBatches: t.Number({
    description: 'Batches that heat could not read and kept whole, in which the id occurs',
  }),
});

export type PersonalDataSchemasMatch = [
  Holds<Same<Static<typeof subjectBody>, Subject>>,
  Holds<Same<Static<typeof removedCounts>, RemovedCounts>>,
  Holds<Same<Static<typeof forgettingView>, Forgetting>>,
  Holds<Same<Static<typeof forgettingPage>, Page<Forgetting>>>,
  Holds<Same<Static<typeof subjectSummary>, SubjectSummary>>,
];
