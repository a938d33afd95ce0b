// Removing made-up sessions, which anybody can send with a public write key: for owners and admin keys, on record in the
// audit log.

import { checkPurgeFilters, checkPurgeRange } from '../../projects/purges.ts';
import { purgeQuestion } from '../../reports/purge.ts';
import { type ResolvedScope, resolveScope } from '../../reports/scope.ts';
import type { ProjectRow } from '../../storage/port-catalog.ts';
import type { Rooms } from '../rooms.ts';
import { route } from '../route.ts';
import { purgeBody, purgePage, purgePreview, purgeQuery, purgeView } from '../schema/purges.ts';
import { wholeList } from '../whole-list.ts';
import { scopeOf } from './reports.ts';

const tag = 'Purges';
const access = { project: 'admin' } as const;
const LIST = '/api/v1/projects/:id/purges';

export const purgeRoutes = [
  route({
    method: 'GET',
    path: `${LIST}/preview`,
    access,
    tag,
    summary: 'What a purge of these sessions would take',
    query: purgeQuery,
    answer: purgePreview,
    handle: async (call) => {
      const { rooms, request } = call;
      return (await ask(rooms, scopeOf(call), request.signal)).preview;
    },
  }),
  route({
    method: 'POST',
    path: LIST,
    access,
    tag,
    summary:
      'Remove the sessions that began in a range and pass all filters, with everything counted of them, for good',
    body: purgeBody,
    answer: purgeView,
    status: 201,
    handle: async ({ rooms, project, body, actor, request }) => {
      const { scope, found } = await ask(rooms, scopeOfBody(body, project, rooms), request.signal);
      return rooms.purges.ask(project, { scope, found }, actor);
    },
  }),
  route({
    method: 'GET',
    path: LIST,
    access,
    tag,
    summary: 'Purges, newest first: whether they are done, and what went',
    answer: purgePage,
    handle: async ({ rooms, project }) => wholeList(await rooms.purges.list(project)),
  }),
];

type Body = { fromMs: number; toMs: number; filters?: string[] | undefined; bots?: boolean | undefined };

function scopeOfBody({ fromMs, toMs, filters, bots }: Body, project: ProjectRow, { clock }: Rooms) {
  checkPurgeRange({ fromMs, toMs });
  const { no: projectNo, timeZone, pageRules } = project;
  const params = { from: String(fromMs), to: String(toMs), filter: filters, bots: bots ? '1' : undefined };
  return resolveScope(params, { projectNo, timeZone, pageRules }, clock.nowMs());
}

function ask({ reports }: Rooms, scope: ResolvedScope, signal: AbortSignal) {
  checkPurgeFilters(scope.filters);
  return purgeQuestion(reports, scope, { signal });
}
