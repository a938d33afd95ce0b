// The log of administrative acts, for owners of the installation: a page at a time, or all of it as CSV.

import type { AuditEntry } from '../../contract/audit.ts';
import { LIMITS } from '../../contract/limits.ts';
import { csvLine } from '../../reports/csv.ts';
import { readLimit, readWhole } from '../../reports/parameters.ts';
import { route } from '../route.ts';
import { auditPage, auditQuery } from '../schema/audit.ts';

const tag = 'Accounts';

export const auditRoutes = [
  route({
    method: 'GET',
    path: '/api/v1/audit',
    access: 'owner',
    tag,
    summary: 'Administrative acts, newest first',
    query: auditQuery,
    answer: auditPage,
    handle: ({ rooms, query }) =>
      rooms.accounts.listAudit({ beforeId: readBefore(query.cursor), limit: readLimit(query.limit) }),
  }),
  route({
    method: 'GET',
    path: '/api/v1/audit/export',
    access: 'owner',
    tag,
    summary: 'All administrative acts as CSV, newest first',
    answerTypes: ['text/csv'],
    handle: ({ rooms }) => {
      let before: number | null | undefined = null;
      const heading = csvLine([
        'id',
        'at',
        'actor',
        'actor_name',
        'action',
        'target',
        'target_name',
        'details',
      ]);
      const encoder = new TextEncoder();
      const body = new ReadableStream<Uint8Array>(
        {
          start: (controller) => controller.enqueue(encoder.encode(heading)),
          async pull(controller) {
            if (before === undefined) return controller.close();
            const page = await rooms.accounts.listAudit({ beforeId: before, limit: LIMITS.exportRows });
            before = page.nextCursor === null ? undefined : Number(page.nextCursor);
            if (page.items.length > 0) controller.enqueue(encoder.encode(page.items.map(lineOf).join('')));
            else controller.close();
          },
        },
        { highWaterMark: 0 },
      );
      return new Response(body, {
        headers: {
          'content-type': 'text/csv; charset=utf-8',
          'content-disposition': 'attachment; filename="heat-audit.csv"',
          'cache-control': 'no-store',
        },
      });
    },
  }),
];

function lineOf({ id, atMs, actor, actorName, action, target, targetName, details }: AuditEntry): string {
  return csvLine([id, new Date(atMs).toISOString(), actor, actorName, action, target, targetName, details]);
}

function readBefore(cursor: string | undefined): number | null {
  if (cursor === undefined) return null;
  return readWhole(cursor, { name: 'cursor', min: 1, max: 999_999_999, fallback: 1 });
}
