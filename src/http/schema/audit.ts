// Schemas of the log of administrative acts.

import { type Static, t } from 'elysia';
import type { Page } from '../../contract/api.ts';
import type { AuditEntry } from '../../contract/audit.ts';
import { LIMITS } from '../../contract/limits.ts';
import { orNull, pageOf } from './lists.ts';
import { only, text } from './questions.ts';
import type { Holds, Same } from './same.ts';

export const auditQuery = t.Object(
  { limit: text(`Rows, 1 to ${LIMITS.pageRowsMax}`), cursor: text('nextCursor of the page before') },
  only,
);
export const auditPage = pageOf(
  t.Object({
    id: t.Number(),
    atMs: t.Number(),
    actor: t.String(),
    actorName: t.String(),
    action: t.String(),
    target: t.String(),
    targetName: t.String(),
    details: orNull(t.String()),
  }),
);

export type AuditSchemasMatch = Holds<Same<Static<typeof auditPage>, Page<AuditEntry>>>;
